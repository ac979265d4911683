//! Long lists: time and memory, whole and as a stream. Each reading has a process to itself.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use tokio::runtime::Builder;

use crate::{
    callers::{TOKEN, by_hand, facade},
    child, data,
    effort::Effort,
    measure::interleave,
    report::{Figure, Findings, Goal, Unit},
    server::Server,
    usage,
};

/// A way to read a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Reader {
    /// `catalogs`, `list()`.
    List,
    /// `catalogs`, `list_stream()`.
    ListStream,
    /// `reqwest` and serde structs by hand.
    ByHand,
    /// `serde_json::from_slice` into the structs by hand, of bytes that are there already.
    FromSlice,
}

impl Reader {
    fn name(self) -> &'static str {
        match self {
            Self::List => "list()",
            Self::ListStream => "list_stream()",
            Self::ByHand => "reqwest by hand",
            Self::FromSlice => "from_slice",
        }
    }
}

/// What a reading took, but for making the client and dropping the list.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Reading {
    /// How many elements came.
    pub elements: usize,
    /// Until the first was there, in seconds.
    pub first: f64,
    /// Until the last was there, in seconds.
    pub whole: f64,
    /// CPU time of the process until then, in seconds.
    pub cpu: f64,
    /// The most memory that the process had, in bytes.
    pub peak: u64,
}

/// Since when it is measured: a client is made before.
struct Begin {
    time: Instant,
    cpu: Duration,
}

impl Begin {
    fn now() -> Result<Self> {
        Ok(Self {
            time: Instant::now(),
            cpu: usage::cpu()?,
        })
    }

    fn passed(&self) -> f64 {
        self.time.elapsed().as_secs_f64()
    }

    /// What it took until now; where all came at once, the first did with the last.
    fn reading(&self, elements: usize, first: Option<f64>) -> Result<Reading> {
        let whole = self.passed();
        Ok(Reading {
            elements,
            first: first.unwrap_or(whole),
            whole,
            cpu: usage::cpu()?.saturating_sub(self.cpu).as_secs_f64(),
            peak: usage::peak_memory()?,
        })
    }
}

/// Reads the list of the server at this origin; `bytes` are what [`Reader::FromSlice`] reads instead.
///
/// # Errors
///
/// When it does not work.
pub async fn read(who: Reader, origin: &str, bytes: &str) -> Result<Reading> {
    match who {
        Reader::List => {
            let client = facade::unpaced(origin)?;
            let begin = Begin::now()?;
            let list = black_box(client.organizations().list().await?);
            begin.reading(list.len(), None)
        }
        Reader::ByHand => {
            let client = by_hand::Client::new(origin, TOKEN)?;
            let begin = Begin::now()?;
            let list = black_box(client.list().await?);
            begin.reading(list.len(), None)
        }
        Reader::FromSlice => {
            let begin = Begin::now()?;
            let list: Vec<by_hand::Organization> = serde_json::from_slice(bytes.as_bytes())?;
            begin.reading(black_box(&list).len(), None)
        }
        Reader::ListStream => {
            let client = facade::unpaced(origin)?;
            let begin = Begin::now()?;
            let mut list = client.organizations().list_stream();
            let (mut elements, mut first) = (0, None);
            while let Some(organization) = list.next().await {
                black_box(organization?);
                elements += 1;
                first.get_or_insert_with(|| begin.passed());
            }
            begin.reading(elements, first)
        }
    }
}

/// Reads in this process.
///
/// # Errors
///
/// When it does not work.
pub fn case(who: Reader, origin: &str, elements: usize) -> Result<Reading> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let bytes = match who {
        Reader::FromSlice => data::list(elements),
        _ => String::new(),
    };
    let reading = runtime.block_on(read(who, origin, &bytes))?;
    let came = reading.elements;
    ensure!(
        came == elements,
        "{came} elements came instead of {elements}"
    );
    Ok(reading)
}

pub(super) fn run(effort: Effort) -> Result<Findings> {
    use Reader::*;
    let readers = [List, ListStream, ByHand, FromSlice];
    let mut server = Server::start()?;
    let mut findings = Findings::default();
    let sizes = effort.pick([2_000, 20_000, 200_000], [20, 200, 2_000]);
    for elements in sizes {
        server.set_elements(elements)?;
        let number = elements.to_string();
        let rounds = effort.pick(if elements > 100_000 { 3 } else { 9 }, 1);
        let turns = interleave(rounds, &readers, |reader| {
            let who = reader
                .to_possible_value()
                .context("every reader has a name")?;
            let what = ["list", "--who", who.get_name(), "--origin", server.origin()];
            child::run::<Reading>(&[&what[..], &["--elements", &number]].concat())
        })?;
        let of = |reader: Reader, value: &dyn Fn(&Reading) -> f64| -> Vec<f64> {
            let all = readers.iter().zip(&turns);
            let its = all.filter(|(it, _)| **it == reader);
            its.flat_map(|(_, turns)| turns).map(value).collect()
        };
        let (whole, peak) = (|it: &Reading| it.whole, |it: &Reading| it.peak as f64);
        let (first, cpu) = (|it: &Reading| it.first, |it: &Reading| it.cpu);
        let is_middle = elements == sizes[1];
        let mut add =
            |ours: Reader, measure, unit, value: &dyn Fn(&Reading) -> f64, theirs: Reader, goal| {
                let case = format!("{}, {number}", ours.name());
                let figure = Figure::new(
                    case,
                    measure,
                    unit,
                    &of(ours, value),
                    theirs.name(),
                    &of(theirs, value),
                );
                findings.figures.push(match goal {
                    Some(goal) if is_middle => figure.goal(goal),
                    _ => figure,
                });
            };
        let limit = Some(Goal::RatioAtMost(1.15));
        add(List, "time", Unit::Seconds, &whole, ByHand, limit);
        add(List, "time", Unit::Seconds, &whole, FromSlice, None);
        add(List, "CPU time", Unit::Seconds, &cpu, ByHand, None);
        add(
            List,
            "peak memory",
            Unit::Bytes,
            &peak,
            ByHand,
            Some(Goal::RatioAtMost(1.3)),
        );
        add(List, "peak memory", Unit::Bytes, &peak, FromSlice, None);
        add(
            ListStream,
            "to the first",
            Unit::Seconds,
            &first,
            ByHand,
            None,
        );
        add(ListStream, "time", Unit::Seconds, &whole, ByHand, None);
        add(ListStream, "CPU time", Unit::Seconds, &cpu, ByHand, None);
        add(ListStream, "peak memory", Unit::Bytes, &peak, ByHand, None);
    }
    let bytes = data::list(sizes[1]).len() as f64;
    findings.notes.push(format!(
        "{} organizations are {} of JSON. `from_slice` has the bytes in memory before it begins.",
        sizes[1],
        Unit::Bytes.show(bytes)
    ));
    Ok(findings)
}
