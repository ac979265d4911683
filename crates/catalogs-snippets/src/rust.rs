//! A program that uses the crate `catalogs`.
//!
//! What is said here of its types is all in `rust/entity.rs`. What it has no verb for is made by hand,
//! by `Client::request`; what even that cannot do, the program says instead of compiling.

mod client;
mod draft;
mod edit;
mod entity;
mod layout;
mod literal;
mod operation;
mod program;
mod send;

use crate::Step;
use program::Program;

/// A program that takes the steps one after the other, and stops at the first failure.
pub(crate) fn render(steps: &[Step]) -> String {
    let mut program = Program::default();
    for step in steps {
        match step {
            Step::Send(request) => send::step(&mut program, request),
            Step::Edit(edit) => edit::step(&mut program, edit),
        }
    }
    program.text()
}
