//! Counts what is allocated for a case, and prints it as JSON. Calls run on one thread; the server is
//! another process.

use allocation_counter::{AllocationInfo, measure};
use anyhow::{Result, bail};
use catalogs::RateLimit;
use catalogs_bench::{
    allocations::Counted,
    sections::{
        large_list::{Reader, read},
        many_contacts::Crowd,
    },
    server,
};
use clap::Parser;
use tokio::runtime::{Builder, Runtime};

/// Counts what is allocated.
#[derive(Parser)]
enum Command {
    /// For a whole list.
    List {
        #[arg(long)]
        who: Reader,
        #[arg(long)]
        origin: String,
    },
    /// For a client of each contact, and what it keeps after its calls.
    Contacts {
        #[arg(long)]
        who: catalogs_bench::callers::Who,
        #[arg(long)]
        origin: String,
        #[arg(long)]
        clients: usize,
        #[arg(long)]
        calls: usize,
    },
    /// Serves, as the benchmark itself does.
    Serve { kind: server::Kind },
}

fn main() -> Result<()> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let counted = match Command::parse() {
        Command::List { who, origin } => counted(&runtime, 1, async {
            read(who, &origin, "").await.map(drop)
        })?,
        Command::Contacts {
            who,
            origin,
            clients,
            calls,
        } => {
            let mut crowd = Crowd::first(who, &origin, RateLimit::default())?;
            runtime.block_on(crowd.call_each(1))?;
            counted(&runtime, clients, async {
                crowd.grow(clients)?;
                crowd.call_each(calls).await
            })?
        }
        Command::Serve { kind } => return server::run(kind),
    };
    println!("{}", serde_json::to_string(&counted)?);
    Ok(())
}

/// What `work` allocates, for each of so many.
fn counted(
    runtime: &Runtime,
    each: usize,
    work: impl Future<Output = Result<()>>,
) -> Result<Counted> {
    let mut result = Ok(());
    let info = measure(|| result = runtime.block_on(work));
    result?;
    let AllocationInfo {
        count_total,
        bytes_total,
        bytes_max,
        bytes_current,
        ..
    } = info;
    if count_total == 0 {
        bail!("nothing was counted");
    }
    let each = each as f64;
    Ok(Counted {
        count: count_total as f64 / each,
        bytes: bytes_total as f64 / each,
        peak: bytes_max as f64,
        kept: bytes_current as f64 / each,
    })
}
