//! Prints the own frames of a `get` at the moment of connecting, from the caller to reqwest, each as
//! file and line. `cargo xtask measure` counts their functions.

use std::{
    backtrace::Backtrace,
    error::Error,
    sync::{Mutex, PoisonError},
};

use catalogs::{Route, model::OrganizationId};
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
    drop(client.organizations().get(id).await.err());
    let stack = RECORDER.0.lock().unwrap_or_else(PoisonError::into_inner);
    let stack = stack.as_deref().ok_or("reqwest logged no new connection")?;
    let places = stack
        .lines()
        .filter_map(|line| line.trim().strip_prefix("at "));
    let own =
        places.filter_map(|place| OWN.iter().find_map(|own| Some(&place[place.find(own)?..])));
    for place in own.collect::<Vec<_>>().into_iter().rev() {
        let (place, _column) = place.rsplit_once(':').ok_or("a place has a column")?;
        println!("{place}");
    }
    Ok(())
}
