//! One call after another over a connection that is kept.

use std::time::Instant;

use anyhow::Result;
use serde::Deserialize;
use tokio::runtime::{Builder, Runtime};

use super::Effort;
use crate::{
    allocations,
    callers::{Call, Callers, Who},
    child,
    measure::{interleave, median, percentile},
    pinned::Pinned,
    plot::Plot,
    python::Python,
    report::{Figure, Findings, Goal, Unit},
    server::{Kind, Server},
    usage,
};

/// What calls one after another took.
#[derive(Deserialize)]
pub(crate) struct Turn {
    /// From asking to the decoded answer, in seconds.
    latencies: Vec<f64>,
    /// CPU time of the process for each, in seconds.
    cpu: f64,
}

#[derive(Clone, Copy, PartialEq)]
enum Contender {
    Rust(Who),
    Python,
}

const CONTENDERS: [Contender; 4] = [
    Contender::Rust(Who::Facade),
    Contender::Rust(Who::ByHand),
    Contender::Rust(Who::Raw),
    Contender::Python,
];
const OURS: usize = 0;
const PYTHON: usize = 3;

pub(super) fn run(effort: Effort) -> Result<Findings> {
    let mut findings = Findings::default();
    // Before the server starts and Python does: both inherit it.
    let _pinned = match Pinned::new() {
        Ok(pinned) => Some(pinned),
        Err(error) => {
            let note = format!("Nothing was kept on one core: {error:#}.");
            findings.notes.push(note);
            None
        }
    };
    let server = Server::start(Kind::Canned)?;
    let origin = server.origin();
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let callers = Callers::new(origin)?;
    let mut python = Python::start(origin);
    let calls = effort.pick(400, 20);
    let rounds = effort.pick(21, 2);
    let mut cases = Vec::new();
    for (case, call) in [("get", Call::Get(2)), ("create", Call::Create)] {
        let turn = |contender| match contender {
            Contender::Rust(who) => turn(&runtime, &callers, who, call, calls).map(Some),
            Contender::Python => Ok(turn_of(&mut python, call, calls)),
        };
        let turns = interleave(rounds, &CONTENDERS, turn)?;
        cases.push((case, turns, allocated(case, call, origin)?));
    }
    let (shown, note) = match python {
        Ok(python) => (&CONTENDERS[..], format!("Python: {}.", python.versions)),
        Err(error) => (
            &CONTENDERS[..PYTHON],
            format!("Python was left out: {error:#}."),
        ),
    };
    findings.notes.push(note);
    for (case, turns, allocated) in cases {
        let mut add = |measure: &str, value: &dyn Fn(&Turn) -> f64, goal: Option<Goal>| {
            let of = |at: usize| turns[at].iter().flatten().map(value).collect::<Vec<f64>>();
            for (at, contender) in shown.iter().enumerate().skip(1) {
                let name = name(*contender);
                let figure = Figure::new(case, measure, Unit::Seconds, &of(OURS), name, &of(at));
                let goal = goal.filter(|_| *contender == Contender::Rust(Who::ByHand));
                findings.figures.push(match goal {
                    Some(goal) => figure.goal(goal),
                    None => figure,
                });
            }
        };
        add("latency, median", &|turn| median(&turn.latencies), None);
        add(
            "latency, p99",
            &|turn| percentile(&turn.latencies, 99.0),
            None,
        );
        add("CPU time", &|turn| turn.cpu, Some(Goal::RatioAtMost(1.05)));
        findings.figures.extend(allocated);
    }
    findings.plots.push(growth(effort, &runtime, &callers)?);
    Ok(findings)
}

/// Gets an organization so many times.
///
/// # Errors
///
/// Those of the calls.
pub fn profile(who: Who, calls: usize) -> Result<()> {
    let server = Server::start(Kind::Canned)?;
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let callers = Callers::new(server.origin())?;
    turn(&runtime, &callers, who, Call::Get(2), calls).map(drop)
}

fn name(contender: Contender) -> &'static str {
    match contender {
        Contender::Rust(Who::Facade) => "catalogs",
        Contender::Rust(Who::ByHand) => "reqwest by hand",
        Contender::Rust(Who::Raw) => "catalogs-raw",
        Contender::Python => "Python requests",
    }
}

/// What Python does, as long as it does anything.
fn turn_of(python: &mut Result<Python>, call: Call, calls: usize) -> Option<Turn> {
    match python.as_mut().ok()?.turn(call, calls) {
        Ok(turn) => Some(turn),
        Err(error) => {
            *python = Err(error);
            None
        }
    }
}

fn turn(runtime: &Runtime, callers: &Callers, who: Who, call: Call, calls: usize) -> Result<Turn> {
    runtime.block_on(async {
        let mut latencies = Vec::with_capacity(calls);
        // The first may have to connect.
        callers.call(who, call).await?;
        let before = usage::cpu()?;
        for _ in 0..calls {
            let start = Instant::now();
            callers.call(who, call).await?;
            latencies.push(start.elapsed().as_secs_f64());
        }
        let cpu = usage::cpu()?.saturating_sub(before).as_secs_f64() / calls as f64;
        Ok(Turn { latencies, cpu })
    })
}

fn allocated(case: &str, call: Call, origin: &str) -> Result<Vec<Figure>> {
    let count = |who: Who| {
        let who = child::name_of(who);
        let mut arguments = vec!["call", "--who", &who, "--origin", origin];
        let nested;
        if let Call::Get(wanted) = call {
            nested = wanted.to_string();
            arguments.extend(["--nested", &nested]);
        }
        allocations::count(&arguments)
    };
    let ours = count(Who::Facade)?;
    let mut figures = Vec::new();
    for who in [Who::ByHand, Who::Raw] {
        let theirs = count(who)?;
        let name = name(Contender::Rust(who));
        for (measure, unit, ours, theirs) in [
            ("allocations", Unit::Count, ours.count, theirs.count),
            ("allocated", Unit::Bytes, ours.bytes, theirs.bytes),
        ] {
            figures.push(Figure::new(case, measure, unit, &[ours], name, &[theirs]));
        }
    }
    Ok(figures)
}

/// CPU time of a `get` as the organization grows.
fn growth(effort: Effort, runtime: &Runtime, callers: &Callers) -> Result<Plot> {
    let contenders = [Who::Facade, Who::ByHand, Who::Raw];
    let mut lines = contenders.map(|who| (name(Contender::Rust(who)), Vec::new()));
    for nested in [1, 10, 100, 1_000] {
        let calls = effort.pick(2_000 / nested, 2).max(effort.pick(20, 2));
        let turn = |who| turn(runtime, callers, who, Call::Get(nested), calls);
        let turns = interleave(effort.pick(7, 1), &contenders, turn)?;
        for ((_, line), turns) in lines.iter_mut().zip(turns) {
            let cpu: Vec<f64> = turns.iter().map(|turn| turn.cpu * 1e6).collect();
            line.push((nested as f64, median(&cpu)));
        }
    }
    Ok(Plot {
        name: "one-call",
        title: "CPU time of a get, by the size of the organization".to_owned(),
        x: "addresses and contact persons in it",
        y: "µs",
        lines: lines.to_vec(),
    })
}
