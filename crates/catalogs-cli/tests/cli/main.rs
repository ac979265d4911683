//! The real binary against a sandbox: what it prints, sends, asks and exits with.

mod console;
mod doctor;
mod doctor_answers;
mod doctor_settings;
mod doctor_tls;
mod dry_run;
mod errors;
mod examples;
mod files;
mod login;
mod operations;
mod outputs;
mod sandbox;
mod settings;
mod support;
#[cfg(unix)]
mod terminal;
mod transfer;
mod tree;
mod writes;
