//! As fast as the service allows, on real time: how much of its rate is used, and whether it is kept.
//!
//! By hand, one waits a tenth of a second between two calls, and longer and longer after a 429.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use catalogs_sandbox::Sandbox;
use catalogs_transfer::{
    CheckOptions, Existing, Journal, Plan, ReadOptions, RunOptions, check, read_bytes,
};
use reqwest::StatusCode;
use tokio::{
    runtime::Builder,
    task::JoinSet,
    time::{MissedTickBehavior, interval, sleep},
};

use crate::{
    callers::{by_hand, facade},
    effort::Effort,
    report::{Figure, Findings, Goal, Unit},
};

/// What the service allows in any second.
const RATE: usize = 10;
const TENTH: Duration = Duration::from_millis(100);

/// What came of it.
struct Run {
    requests: usize,
    refused: usize,
    took: Duration,
}

impl Run {
    fn of(sandbox: &Sandbox, took: Duration) -> Self {
        let requests = sandbox.requests();
        let refused = requests.iter().filter(|request| request.status() == 429);
        Self {
            requests: requests.len(),
            refused: refused.count(),
            took,
        }
    }

    /// The least time that so many requests take: a second for each ten, but for the first ten.
    fn least(&self) -> f64 {
        ((self.requests - self.refused).div_ceil(RATE) - 1) as f64
    }

    fn share(&self) -> f64 {
        self.least() / self.took.as_secs_f64()
    }

    fn wasted(&self) -> f64 {
        self.took.as_secs_f64() - self.least()
    }
}

pub(super) fn run(effort: Effort) -> Result<Findings> {
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let (calls, rows) = (effort.pick(600, 30), effort.pick(200, 20));
    // Together they use a percent of a core, so they do not disturb each other.
    let [get, get_by_hand, import, create_by_hand] = runtime.block_on(async {
        tokio::try_join!(
            get(calls),
            get_by_hand(calls),
            import(rows),
            create_by_hand(rows)
        )
        .map(|runs| [runs.0, runs.1, runs.2, runs.3])
    })?;
    let mut findings = Findings::default();
    for (case, ours, theirs) in [
        (format!("{calls} calls at once"), get, get_by_hand),
        (format!("import of {rows} rows"), import, create_by_hand),
    ] {
        let baseline = "a tenth of a second apart";
        let figure = |measure: &str, unit, ours: f64, theirs: f64| {
            Figure::new(&case, measure, unit, &[ours], baseline, &[theirs])
        };
        let refused = (ours.refused as f64, theirs.refused as f64);
        findings.figures.extend([
            figure(
                "share of the rate",
                Unit::Share,
                ours.share(),
                theirs.share(),
            )
            .goal(Goal::AtLeast(0.99)),
            figure("429s", Unit::Count, refused.0, refused.1).goal(Goal::AtMost(0.0)),
            figure("wasted wait", Unit::Seconds, ours.wasted(), theirs.wasted()),
            figure(
                "requests",
                Unit::Count,
                ours.requests as f64,
                theirs.requests as f64,
            ),
        ]);
    }
    findings.notes.push(
        "The share is the least time that so many requests can take (a second for each ten after the \
         first ten) over the time that they took. The import lists the three kinds first, and adds its \
         rows one after another; by hand they are only added."
            .to_owned(),
    );
    Ok(findings)
}

async fn get(calls: usize) -> Result<Run> {
    let sandbox = Sandbox::start().await?;
    let client = facade::builder(sandbox.origin(), sandbox.api_token());
    // The last has to wait for its turn as long as all others take.
    let client = client.timeout(Duration::from_secs(600)).build()?;
    let id = first_organization(&sandbox)?;
    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..calls {
        let client = client.clone();
        tasks.spawn(async move { client.organizations().get(id).await });
    }
    for result in tasks.join_all().await {
        result?;
    }
    Ok(Run::of(&sandbox, start.elapsed()))
}

async fn get_by_hand(calls: usize) -> Result<Run> {
    let sandbox = Sandbox::start().await?;
    let client = by_hand::Client::new(sandbox.origin(), sandbox.api_token())?;
    let id = first_organization(&sandbox)?;
    let start = Instant::now();
    apart(calls, async || client.get(id).await).await?;
    Ok(Run::of(&sandbox, start.elapsed()))
}

async fn import(rows: usize) -> Result<Run> {
    let sandbox = Sandbox::builder().demo_data(false).start().await?;
    let client = facade::builder(sandbox.origin(), sandbox.api_token()).build()?;
    let mut csv = "name;phone;email\n".to_owned();
    for row in 0..rows {
        csv += &format!("Иванова Мария {row};+7 495 123-45-67;m{row}@romashka.example\n");
    }
    let tables = read_bytes(csv.as_bytes(), "contacts.csv", &ReadOptions::new())?;
    let checked = check(tables, &CheckOptions::new())?;
    let folder = tempfile::tempdir()?;
    let start = Instant::now();
    let mut journal = Journal::open(folder.path().join("journal"), &checked, &client)?;
    let plan = Plan::make(&checked, &Existing::fetch(&client).await?)?;
    let outcome = plan.run(&client, &mut journal, RunOptions::new()).await?;
    ensure!(
        outcome.created == rows,
        "{} of {rows} were created",
        outcome.created
    );
    Ok(Run::of(&sandbox, start.elapsed()))
}

async fn create_by_hand(rows: usize) -> Result<Run> {
    let sandbox = Sandbox::builder().demo_data(false).start().await?;
    let client = by_hand::Client::new(sandbox.origin(), sandbox.api_token())?;
    let start = Instant::now();
    let body = by_hand::request();
    apart(rows, async || client.create(&body).await).await?;
    Ok(Run::of(&sandbox, start.elapsed()))
}

/// So many calls a tenth of a second apart. One that is refused is made up to five times more, after a tenth
/// of a second that doubles each time.
async fn apart<T>(calls: usize, call: impl AsyncFn() -> reqwest::Result<T>) -> reqwest::Result<()> {
    let mut turns = interval(TENTH);
    // What waited makes up for nothing: the next comes a tenth of a second later all the same.
    turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
    for _ in 0..calls {
        turns.tick().await;
        let mut waits = (0..5).map(|retry| TENTH * 2_u32.pow(retry));
        while let Err(error) = call().await {
            let is_refused = error.status() == Some(StatusCode::TOO_MANY_REQUESTS);
            match waits.next() {
                Some(wait) if is_refused => sleep(wait).await,
                _ => return Err(error),
            }
        }
    }
    Ok(())
}

fn first_organization(sandbox: &Sandbox) -> Result<uuid::Uuid> {
    Ok(sandbox.state().organizations[0]["id"]
        .as_str()
        .unwrap_or_default()
        .parse()?)
}
