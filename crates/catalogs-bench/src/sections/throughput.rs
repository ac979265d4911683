//! Many callers at once, on two threads.

use std::time::Instant;

use anyhow::Result;
use tokio::{
    runtime::{Builder, Runtime},
    task::JoinSet,
};

use super::Effort;
use crate::{
    callers::{Call, Callers, Who},
    measure::{interleave, median},
    report::{Figure, Findings, Goal, Unit},
    server::{Kind, Server},
    usage,
};

const CALLERS: usize = 64;

struct Turn {
    rate: f64,
    /// CPU time of the client and of the server, for each second that went by.
    busy: [f64; 2],
    cpu: f64,
}

pub(super) fn run(effort: Effort) -> Result<Findings> {
    let server = Server::start(Kind::Canned)?;
    let runtime = runtime()?;
    let callers = Callers::new(server.origin())?;
    let contenders = [Who::Facade, Who::ByHand, Who::Raw];
    let calls = effort.pick(100, 5);
    let turns = interleave(effort.pick(21, 2), &contenders, |who| {
        let server_before = usage::cpu_of(server.process())?;
        let (start, before) = (Instant::now(), usage::cpu()?);
        runtime.block_on(call_at_once(&callers, who, CALLERS, calls))?;
        let took = start.elapsed().as_secs_f64();
        let client = usage::cpu()?.saturating_sub(before).as_secs_f64();
        let server = usage::cpu_of(server.process())?.saturating_sub(server_before);
        anyhow::Ok(Turn {
            rate: (CALLERS * calls) as f64 / took,
            busy: [client / took, server.as_secs_f64() / took],
            cpu: client / (CALLERS * calls) as f64,
        })
    })?;
    let of = |at: usize, value: &dyn Fn(&Turn) -> f64| -> Vec<f64> {
        turns[at].iter().map(value).collect()
    };
    let mut findings = Findings::default();
    for (at, name, goal) in [
        (1, "reqwest by hand", Some(Goal::RatioAtLeast(0.95))),
        (2, "catalogs-raw", None),
    ] {
        let rate = |turn: &Turn| turn.rate;
        let cpu = |turn: &Turn| turn.cpu;
        let case = "64 callers, get";
        let figure = Figure::new(
            case,
            "calls",
            Unit::PerSecond,
            &of(0, &rate),
            name,
            &of(at, &rate),
        );
        findings.figures.push(match goal {
            Some(goal) => figure.goal(goal),
            None => figure,
        });
        let figure = Figure::new(
            case,
            "CPU time",
            Unit::Seconds,
            &of(0, &cpu),
            name,
            &of(at, &cpu),
        );
        findings.figures.push(figure);
    }
    let busy = |side: usize| median(&of(0, &|turn| turn.busy[side]));
    findings.notes.push(format!(
        "While `catalogs` called, the client kept {:.2} cores busy and the server {:.2}.",
        busy(0),
        busy(1)
    ));
    Ok(findings)
}

/// Has so many callers get an organization, so many times together.
///
/// # Errors
///
/// Those of the calls.
pub fn profile(who: Who, callers: usize, calls: usize) -> Result<()> {
    let server = Server::start(Kind::Canned)?;
    let all = Callers::new(server.origin())?;
    let each = calls.div_ceil(callers);
    runtime()?.block_on(call_at_once(&all, who, callers, each))
}

fn runtime() -> Result<Runtime> {
    let mut builder = Builder::new_multi_thread();
    Ok(builder.worker_threads(2).enable_all().build()?)
}

/// Each of so many callers makes so many calls.
async fn call_at_once(all: &Callers, who: Who, callers: usize, calls: usize) -> Result<()> {
    let mut tasks = JoinSet::new();
    for _ in 0..callers {
        let all = all.clone();
        tasks.spawn(async move {
            for _ in 0..calls {
                all.call(who, Call::Get(2)).await?;
            }
            anyhow::Ok(())
        });
    }
    tasks.join_all().await.into_iter().collect()
}
