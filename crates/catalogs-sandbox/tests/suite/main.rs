//! Tests of the sandbox over real sockets.

mod callback;
#[cfg(feature = "console")]
mod console;
mod faults;
mod oauth;
mod script;
mod socket;
mod wire;
