//! Clients of many contacts in one process, which share connections.

use std::{
    convert::Infallible,
    fmt::{self, Display, Formatter},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread::available_parallelism,
    time::{Duration, Instant},
};

use anyhow::Result;
use catalogs::{Auth, RateLimit};
use clap::Args;
use serde::{Deserialize, Serialize};
use tokio::{
    runtime::Builder,
    task::JoinSet,
    time::{interval, sleep},
};

use super::Effort;
use crate::{
    allocations::{self, Counted},
    callers::{TOKEN, Who, by_hand, facade},
    child, data,
    measure::{interleave, median},
    plot::Plot,
    report::{Figure, Findings, Unit},
    server::{Kind, Server},
    usage,
};

/// What the service allows each contact in a second.
const RATE: usize = 10;

/// On so many threads the clients run.
const CLIENT_THREADS: usize = 2;

/// Clients of many contacts.
pub enum Crowd {
    /// Each made from the first by `with_auth`.
    Facade(Vec<catalogs::Client>),
    /// Each with the first one's `reqwest::Client` and its own token.
    ByHand(Vec<by_hand::Client>),
}

impl Crowd {
    /// The first, which sets up what all share. The pace is that of `catalogs`; by hand there is none.
    ///
    /// # Errors
    ///
    /// When it cannot be set up.
    pub fn first(who: Who, origin: &str, pace: RateLimit) -> Result<Self> {
        Ok(match who {
            Who::Facade => {
                let builder = facade::builder(origin, TOKEN).rate_limit(pace);
                Self::Facade(vec![builder.timeout(Duration::from_secs(600)).build()?])
            }
            Who::ByHand | Who::Raw => Self::ByHand(vec![by_hand::Client::new(origin, TOKEN)?]),
        })
    }

    /// Makes it so many.
    ///
    /// # Errors
    ///
    /// When one cannot be set up.
    pub fn grow(&mut self, clients: usize) -> Result<()> {
        match self {
            Self::Facade(all) => {
                while all.len() < clients {
                    all.push(all[0].with_auth(Auth::api_token(TOKEN))?);
                }
            }
            Self::ByHand(all) => {
                while all.len() < clients {
                    all.push(all[0].with_token(TOKEN));
                }
            }
        }
        Ok(())
    }

    /// Has each make so many calls, one client after another.
    ///
    /// # Errors
    ///
    /// Those of the calls.
    pub async fn call_each(&self, calls: usize) -> Result<()> {
        let id = data::ON_BOTH;
        for _ in 0..calls {
            match self {
                Self::Facade(all) => {
                    for client in all {
                        client.organizations().get(id).await?;
                    }
                }
                Self::ByHand(all) => {
                    for client in all {
                        client.get(id).await?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Has all call on and on at once: each as often as the service allows it, or as fast as it is answered.
    /// They begin one after another within a second, since contacts do not march in step.
    fn call_on(&self, paced: bool, done: &Arc<AtomicUsize>) -> JoinSet<Result<Infallible>> {
        let mut tasks = JoinSet::new();
        match self {
            Self::Facade(all) => {
                for (at, client) in all.iter().cloned().enumerate() {
                    let (begin, done) = (begin(at, all.len()), Arc::clone(done));
                    tasks.spawn(async move {
                        sleep(begin).await;
                        loop {
                            client.organizations().get(data::ON_BOTH).await?;
                            done.fetch_add(1, Ordering::Relaxed);
                        }
                    });
                }
            }
            Self::ByHand(all) => {
                for (at, client) in all.iter().cloned().enumerate() {
                    let (begin, done) = (begin(at, all.len()), Arc::clone(done));
                    tasks.spawn(async move {
                        sleep(begin).await;
                        let mut turns = interval(Duration::from_millis(100));
                        loop {
                            if paced {
                                turns.tick().await;
                            }
                            client.get(data::ON_BOTH).await?;
                            done.fetch_add(1, Ordering::Relaxed);
                        }
                    });
                }
            }
        }
        tasks
    }
}

fn begin(at: usize, of: usize) -> Duration {
    Duration::from_secs_f64(at as f64 / of as f64)
}

/// Clients that call all at once, in a process of their own.
#[derive(Args)]
pub struct Case {
    #[arg(long)]
    who: Who,
    #[arg(long)]
    origin: String,
    /// The process of the server.
    #[arg(long)]
    server: u32,
    #[arg(long)]
    clients: usize,
    /// For so long it is measured.
    #[arg(long)]
    seconds: u64,
    /// As often as the service allows it, or else as fast as each is answered.
    #[arg(long)]
    paced: bool,
}

/// What came of it, each for one second.
#[derive(Deserialize, Serialize)]
pub struct Load {
    calls: f64,
    /// CPU time of the clients, in seconds.
    clients: f64,
    /// CPU time of the server, in seconds.
    server: f64,
}

impl Case {
    /// Measures, once everybody is connected and at work.
    ///
    /// # Errors
    ///
    /// When a call fails.
    pub fn run(&self) -> Result<Load> {
        usage::allow_many_connections()?;
        let runtime = Builder::new_multi_thread()
            .worker_threads(CLIENT_THREADS)
            .enable_all()
            .build()?;
        let pace = if self.paced {
            RateLimit::default()
        } else {
            RateLimit::off()
        };
        let mut crowd = Crowd::first(self.who, &self.origin, pace)?;
        crowd.grow(self.clients)?;
        let done = Arc::default();
        runtime.block_on(async {
            let mut tasks = crowd.call_on(self.paced, &done);
            sleep(Duration::from_secs(2)).await;
            let now = || anyhow::Ok((usage::cpu()?, usage::cpu_of(self.server)?));
            let (start, calls, before) = (Instant::now(), done.load(Ordering::Relaxed), now()?);
            sleep(Duration::from_secs(self.seconds)).await;
            let (took, calls, after) = (
                start.elapsed().as_secs_f64(),
                done.load(Ordering::Relaxed) - calls,
                now()?,
            );
            // None ends but by an error.
            if let Some(ended) = tasks.try_join_next() {
                match ended?? {}
            }
            Ok(Load {
                calls: calls as f64 / took,
                clients: after.0.saturating_sub(before.0).as_secs_f64() / took,
                server: after.1.saturating_sub(before.1).as_secs_f64() / took,
            })
        })
    }
}

pub(super) fn run(effort: Effort) -> Result<Findings> {
    let mut findings = Findings::default();
    made(effort, &mut findings)?;
    memory(effort, &mut findings)?;
    load(effort, &mut findings)?;
    Ok(findings)
}

/// How long making one takes.
fn made(effort: Effort, findings: &mut Findings) -> Result<()> {
    // Nobody listens there, and nobody is called.
    let origin = "http://127.0.0.1:1";
    let clients = effort.pick(10_000, 100);
    let contenders = [Some(Who::Facade), Some(Who::ByHand), None];
    let turns = interleave(effort.pick(11, 1), &contenders, |who| {
        let Some(who) = who else {
            let start = Instant::now();
            by_hand::Client::new(origin, TOKEN)?;
            return Ok(start.elapsed().as_secs_f64());
        };
        let mut crowd = Crowd::first(who, origin, RateLimit::default())?;
        let start = Instant::now();
        crowd.grow(clients)?;
        anyhow::Ok(start.elapsed().as_secs_f64() / clients as f64)
    })?;
    let case = format!("one of {clients}");
    let ours = &turns[0];
    let figure = |name: &str, theirs: &[f64]| {
        Figure::new(&case, "time to make", Unit::Seconds, ours, name, theirs)
    };
    findings
        .figures
        .push(figure("a token and a shared pool", &turns[1]));
    findings
        .figures
        .push(figure("a reqwest::Client each", &turns[2]));
    Ok(())
}

/// What each keeps in memory, made and after its calls.
fn memory(effort: Effort, findings: &mut Findings) -> Result<()> {
    let server = Server::start(Kind::Canned)?;
    let count = |who: Who, clients: usize, calls: usize| -> Result<Counted> {
        let who = child::name_of(who);
        let (clients, calls) = (clients.to_string(), calls.to_string());
        let what = ["contacts", "--who", &who, "--origin", server.origin()];
        let sizes = ["--clients", &clients, "--calls", &calls];
        allocations::count(&[&what[..], &sizes].concat())
    };
    let mut lines = [
        ("catalogs", Vec::new()),
        ("a token and a shared pool", Vec::new()),
    ];
    for clients in effort.pick([1, 100, 10_000], [1, 10, 100]) {
        // The first was there before.
        let (ours, theirs) = (
            count(Who::Facade, clients + 1, 0)?,
            count(Who::ByHand, clients + 1, 0)?,
        );
        let each = (clients + 1) as f64 / clients as f64;
        let (ours, theirs) = (ours.kept * each, theirs.kept * each);
        let case = format!("{clients} clients");
        let figure = Figure::new(
            case,
            "memory each",
            Unit::Bytes,
            &[ours],
            "a token and a shared pool",
            &[theirs],
        );
        findings.figures.push(figure);
        for (line, bytes) in lines.iter_mut().zip([ours, theirs]) {
            line.1
                .push((clients as f64, bytes * clients as f64 / 1024.0));
        }
    }
    let clients = effort.pick(1_000, 20);
    let (ours, theirs) = (
        count(Who::Facade, clients, 10)?,
        count(Who::ByHand, clients, 10)?,
    );
    findings.figures.push(Figure::new(
        format!("{clients} clients, ten calls each"),
        "memory each",
        Unit::Bytes,
        &[ours.kept],
        "a token and a shared pool",
        &[theirs.kept],
    ));
    findings.plots.push(Plot {
        name: "many-contacts",
        title: "Memory of all clients together".to_owned(),
        x: "clients",
        y: "KiB",
        lines: lines.to_vec(),
    });
    Ok(())
}

/// All at their limit at once, and then as fast as they can.
fn load(effort: Effort, findings: &mut Findings) -> Result<()> {
    let clients = effort.pick(1_000, 10);
    let seconds = effort.pick("3", "1");
    let contenders = [
        (Who::Facade, true),
        (Who::ByHand, true),
        (Who::Facade, false),
        (Who::ByHand, false),
    ];
    let cores = available_parallelism()?.get() as f64;
    // What the clients reach of the first server, which is the quickest.
    let mut quickest = [None; 2];
    for (kind, name) in [
        (Kind::Canned, "the canned server"),
        (Kind::Sandbox, "the sandbox"),
    ] {
        let turns = interleave(effort.pick(3, 1), &contenders, |(who, paced)| {
            // A new one each time: the log of a sandbox grows.
            let server = Server::start(kind)?;
            let (who, process) = (child::name_of(who), server.process().to_string());
            let number = clients.to_string();
            let what = ["contacts", "--who", &who, "--clients", &number];
            let whom = ["--origin", server.origin(), "--server", &process];
            let how = ["--seconds", seconds, "--paced"];
            let how = &how[..if paced { 3 } else { 2 }];
            child::run::<Load>(None, &[&what[..], &whom, how].concat())
        })?;
        let of = |at: usize, value: fn(&Load) -> f64| -> Vec<f64> {
            turns[at].iter().map(value).collect()
        };
        let case = format!("{clients} clients, {name}");
        let apart = "a tenth of a second apart";
        for (measure, ours, baseline, theirs) in [
            ("calls, paced", 0, apart, 1),
            ("calls, unpaced", 2, "a token and a shared pool", 3),
        ] {
            let (ours, theirs) = (of(ours, |it| it.calls), of(theirs, |it| it.calls));
            let figure = Figure::new(&case, measure, Unit::PerSecond, &ours, baseline, &theirs);
            findings.figures.push(figure);
        }
        let allowed = (clients * RATE) as f64;
        let mut note = format!("{case}: allowed are {allowed}/s.");
        for (who, paced, unpaced) in [("`catalogs`", 0, 2), ("By hand", 1, 3)] {
            let load = |value| median(&of(paced, value));
            let ceiling = median(&of(unpaced, |it| it.calls));
            let reached = Reached {
                calls: load(|it| it.calls),
                allowed,
                ceiling,
                quickest: *quickest[paced].get_or_insert(ceiling),
                clients: load(|it| it.clients),
                server: load(|it| it.server),
                cores,
            };
            note += &format!(" {who}: {reached}");
        }
        findings.notes.push(note);
    }
    Ok(())
}

/// What clients reached at the service's pace, each for one second.
struct Reached {
    calls: f64,
    /// Calls that the pace allows.
    allowed: f64,
    /// Calls that the same clients make of this server without a pace.
    ceiling: f64,
    /// The same of the quickest server.
    quickest: f64,
    /// How many cores the clients kept busy.
    clients: f64,
    /// How much of its core the server kept busy.
    server: f64,
    /// How many the machine has.
    cores: f64,
}

impl Reached {
    /// What was in the way, as far as the figures show it.
    fn limit(&self) -> &'static str {
        const BUSY: f64 = 0.9;
        if self.calls >= 0.95 * self.allowed {
            "the pace was the limit"
        } else if self.server >= BUSY {
            "the server was at its limit"
        } else if self.clients >= BUSY * CLIENT_THREADS as f64 {
            "the clients were at their limit"
        } else if self.clients + self.server >= BUSY * self.cores {
            "the machine was at its limit"
        } else if self.ceiling < 0.8 * self.quickest && self.calls >= 0.8 * self.ceiling {
            "the server was the limit, since a quicker one gets more out of the same clients"
        } else {
            "nothing that was measured was at its limit"
        }
    }
}

impl Display for Reached {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        write!(
            to,
            "{:.0} % of that, and {:.0} % of the {:.0}/s that the same clients reach unpaced. The clients kept \
             {:.2} cores busy, and the server {:.2} of the one that it has: {}.",
            self.calls / self.allowed * 100.0,
            self.calls / self.ceiling * 100.0,
            self.ceiling,
            self.clients,
            self.server,
            self.limit()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_what_the_figures_show() {
        for (calls, ceiling, clients, server, cores, expected) in [
            (99.0, 500.0, 0.5, 0.95, 2.0, "the pace was"),
            (50.0, 60.0, 0.5, 0.95, 2.0, "the server was at its"),
            (50.0, 60.0, 1.9, 0.50, 4.0, "the clients were"),
            (50.0, 60.0, 1.2, 0.70, 2.0, "the machine was"),
            (50.0, 60.0, 0.5, 0.60, 2.0, "the server was the"),
            (40.0, 60.0, 0.5, 0.60, 2.0, "nothing"),
            (50.0, 500.0, 0.5, 0.60, 2.0, "nothing"),
        ] {
            let reached = Reached {
                calls,
                allowed: 100.0,
                ceiling,
                quickest: 500.0,
                clients,
                server,
                cores,
            };
            let limit = reached.limit();
            assert!(limit.starts_with(expected), "{limit}, not {expected}");
        }
    }
}
