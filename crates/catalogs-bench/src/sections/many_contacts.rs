//! Clients of many contacts in one process, which share connections.

use std::time::{Duration, Instant};

use anyhow::Result;
use catalogs::Auth;
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
    measure::interleave,
    plot::Plot,
    report::{Figure, Findings, Unit},
    server::{Kind, Server},
    usage,
};

/// What the service allows each contact in a second.
const RATE: usize = 10;

/// Clients of many contacts.
pub enum Crowd {
    /// Each made from the first by `with_auth`.
    Facade(Vec<catalogs::Client>),
    /// Each with the first one's `reqwest::Client` and its own token.
    ByHand(Vec<by_hand::Client>),
}

impl Crowd {
    /// The first, which sets up what all share.
    ///
    /// # Errors
    ///
    /// When it cannot be set up.
    pub fn first(who: Who, origin: &str) -> Result<Self> {
        Ok(match who {
            Who::Facade => {
                let builder = facade::builder(origin, TOKEN);
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
                        client.organizations().get(id.into()).await?;
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

    /// Has all make so many calls at once, each as fast as the service allows it.
    async fn call_at_once(&self, calls: usize) -> Result<()> {
        let id = data::ON_BOTH;
        let mut tasks = JoinSet::new();
        match self {
            Self::Facade(all) => {
                for client in all {
                    let client = client.clone();
                    tasks.spawn(async move {
                        for _ in 0..calls {
                            client.organizations().get(id.into()).await?;
                        }
                        anyhow::Ok(())
                    });
                }
            }
            Self::ByHand(all) => {
                for client in all {
                    let client = client.clone();
                    tasks.spawn(async move {
                        let mut turns = interval(Duration::from_millis(100));
                        for _ in 0..calls {
                            turns.tick().await;
                            client.get(id).await?;
                        }
                        anyhow::Ok(())
                    });
                }
            }
        }
        tasks.join_all().await.into_iter().collect()
    }
}

/// What all calls took together, in seconds.
#[derive(Deserialize, Serialize)]
pub struct Load {
    took: f64,
    cpu: f64,
}

/// Has so many clients make calls, in this process.
///
/// # Errors
///
/// When a call fails.
pub fn case(who: Who, origin: &str, clients: usize, calls: usize) -> Result<Load> {
    usage::allow_many_connections()?;
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let mut crowd = Crowd::first(who, origin)?;
    crowd.grow(clients)?;
    runtime.block_on(async {
        // Everybody connects, and then waits until all places are free again.
        crowd.call_at_once(1).await?;
        sleep(Duration::from_secs(3)).await;
        anyhow::Ok(())
    })?;
    let (start, before) = (Instant::now(), usage::cpu()?);
    runtime.block_on(crowd.call_at_once(calls))?;
    Ok(Load {
        took: start.elapsed().as_secs_f64(),
        cpu: usage::cpu()?.saturating_sub(before).as_secs_f64(),
    })
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
        let mut crowd = Crowd::first(who, origin)?;
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

/// All at their limit at once.
fn load(effort: Effort, findings: &mut Findings) -> Result<()> {
    let clients = effort.pick(1_000, 10);
    let calls = effort.pick(50, 20);
    for (kind, name) in [
        (Kind::Canned, "the canned server"),
        (Kind::Sandbox, "the sandbox"),
    ] {
        let mut server = Server::start(kind)?;
        let turns = interleave(1, &[Who::Facade, Who::ByHand], |who| {
            let who = child::name_of(who);
            let (clients, calls) = (clients.to_string(), calls.to_string());
            let origin = server.origin().to_owned();
            let what = ["contacts", "--who", &who, "--origin", &origin];
            let sizes = ["--clients", &clients, "--calls", &calls];
            let before = server.cpu()?;
            let load: Load = child::run(None, &[&what[..], &sizes].concat())?;
            let served = server.cpu()?.saturating_sub(before).as_secs_f64() / load.took;
            anyhow::Ok((load, served))
        })?;
        let rate = |at: usize| [(clients * calls) as f64 / turns[at][0].0.took];
        let case = format!("{clients} clients, {name}");
        findings.figures.push(Figure::new(
            &case,
            "calls",
            Unit::PerSecond,
            &rate(0),
            "a tenth of a second apart",
            &rate(1),
        ));
        let (ours, served) = &turns[0][0];
        let clients_busy = ours.cpu / ours.took;
        let limit = match (*served > 0.9, clients_busy + served > 1.8) {
            (true, _) => "the server was at its limit",
            (false, true) => "two cores were at their limit",
            (false, false) => "neither side was at its limit, but the pace",
        };
        findings.notes.push(format!(
            "{case}: allowed are {}/s. The clients kept {clients_busy:.2} cores busy, and the server \
             {served:.2} of the one that it has: {limit}.",
            clients * RATE,
        ));
    }
    Ok(())
}
