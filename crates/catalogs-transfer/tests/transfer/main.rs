//! Imports and exports, from files to the sandbox and back.

mod checks;
mod checks_by_format;
mod interruptions;
mod journals;
mod markers;
mod matching;
mod planning;
mod readers;
mod round_trip;
mod running;
mod service_faults;
mod support;
mod unknown_outcomes;
