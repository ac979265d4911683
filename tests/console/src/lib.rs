//! A sandbox of the real binary, and a browser that looks at its console.
//!
//! Each test has both to itself. They are run by `cargo xtask console-test`, which builds the
//! binary and says where it is; Chromium and its driver have to be installed.

mod browser;
mod console;
mod process;
mod sandbox;

pub use console::{Console, ROUTES, with_console, with_console_under};
pub use sandbox::{NAME, Sandbox};
