//! Prints the own frames of a `get` at the moment of connecting, from the caller to reqwest: the
//! place in the code, and the function. `cargo xtask measure` counts them.

use std::{
    backtrace::Backtrace,
    error::Error,
    sync::{Mutex, PoisonError},
};

use catalogs::{OrganizationId, Route};
use contract_tests::{sandbox, sandbox_client};
use tracing_log::log::{self, LevelFilter, Log, Metadata, Record};

/// The crates between the caller and reqwest.
const OWN: [&str; 2] = ["crates/catalogs/src/", "crates/catalogs-raw/src/"];

/// Records the call stack when reqwest says that it connects.
struct Recorder(Mutex<Option<String>>);

static RECORDER: Recorder = Recorder(Mutex::new(None));

impl Log for Recorder {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "reqwest::connect"
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            let mut stack = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            stack.get_or_insert_with(|| Backtrace::force_capture().to_string());
        }
    }

    fn flush(&self) {}
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    log::set_logger(&RECORDER)?;
    log::set_max_level(LevelFilter::Debug);
    let sandbox = sandbox().await;
    let client = sandbox_client(&sandbox, Route::Direct);
    let id = OrganizationId::from(uuid::Uuid::nil());
    drop(client.organizations().get_opt(id).await?);
    let stack = RECORDER.0.lock().unwrap_or_else(PoisonError::into_inner);
    let stack = stack.as_deref().ok_or("reqwest logged no new connection")?;
    for (place, function) in own_frames(stack) {
        println!("{place} {function}");
    }
    Ok(())
}

/// The frames of own functions, outermost first; the closures of a function count as the function.
fn own_frames(stack: &str) -> Vec<(String, String)> {
    let mut frames: Vec<(String, String)> = Vec::new();
    let mut function = String::new();
    for line in stack.lines().map(str::trim) {
        if let Some(place) = line.strip_prefix("at ") {
            let own = OWN.iter().find_map(|own| place.find(own));
            let is_new = frames.last().is_none_or(|(_, last)| *last != function);
            if let Some(start) = own.filter(|_| is_new) {
                frames.push((place[start..].to_owned(), function.clone()));
            }
        } else if let Some((_, name)) = line.split_once(": ") {
            function = name.replace("::{{closure}}", "");
        }
    }
    frames.reverse();
    frames
}
