//! Random calls and random faults, with a model of the address book beside: what the client says
//! has to be what is there.
//!
//! `cargo xtask soak` is the long run.

mod book;
mod means;
mod run;

use std::{fmt, time::Instant};

use run::Run;

/// What a run counts.
#[derive(Debug, Default)]
struct Figures {
    seed: u64,
    sequences: u64,
    calls: u64,
    requests: u64,
    faults: u64,
    /// Requests beyond the first of each call: tries and followed redirects.
    further_requests: u64,
    failed: u64,
    created: u64,
    /// Things that are there twice.
    duplicates: u64,
    /// Things that are there, or not, against what the client said.
    losses: u64,
    creates_unknown: u64,
    reconciled_one: u64,
    reconciled_none: u64,
    reconciled_several: u64,
    other_unknown: u64,
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unknown = self.creates_unknown;
        let found = [self.reconciled_one, self.reconciled_none];
        writeln!(f, "seed                          {}", self.seed)?;
        writeln!(f, "sequences                     {}", self.sequences)?;
        writeln!(f, "calls                         {}", self.calls)?;
        writeln!(f, "requests                      {}", self.requests)?;
        writeln!(f, "faults played                 {}", self.faults)?;
        writeln!(f, "repeated or redirected        {}", self.further_requests)?;
        writeln!(f, "calls that failed             {}", self.failed)?;
        writeln!(f, "creates that took effect      {}", self.created)?;
        writeln!(f, "creates reported as unknown   {unknown}")?;
        writeln!(f, "  reconciled to one           {}", found[0])?;
        writeln!(f, "  reconciled to none          {}", found[1])?;
        writeln!(
            f,
            "  reconciled to several       {}",
            self.reconciled_several
        )?;
        writeln!(f, "other writes left unknown     {}", self.other_unknown)?;
        writeln!(f, "duplicates                    {}", self.duplicates)?;
        write!(f, "losses                        {}", self.losses)
    }
}

async fn run(seed: u64, calls: u64) {
    let start = Instant::now();
    let figures = Run::new(seed).await.play(calls).await;
    println!(
        "{figures}\nseconds                       {:.1}",
        start.elapsed().as_secs_f64()
    );
    println!("again: cargo xtask soak --seed {seed} --calls {calls}");
    assert_eq!((figures.duplicates, figures.losses), (0, 0));
    assert_eq!(figures.reconciled_several, 0);
    let resolved = figures.reconciled_one + figures.reconciled_none;
    assert_eq!(resolved, figures.creates_unknown);
    // The run is worth something only if all of it happens.
    assert!(figures.faults * 20 > figures.requests, "too few faults");
    assert!(figures.reconciled_one > 0 && figures.reconciled_none > 0);
    assert!(figures.other_unknown > 0 && figures.further_requests > 0);
}

#[tokio::test]
async fn reported_outcomes_match_the_store_with_seed_1() {
    run(1, 400).await;
}

#[tokio::test]
async fn reported_outcomes_match_the_store_with_seed_20260401() {
    run(20_260_401, 400).await;
}

#[tokio::test]
async fn reported_outcomes_match_the_store_with_seed_max() {
    run(u64::MAX, 400).await;
}

#[tokio::test]
#[ignore = "long: cargo xtask soak"]
async fn soak() {
    let number = |name: &str, default: u64| match std::env::var(name) {
        Ok(text) => text.parse().expect("a number"),
        Err(_) => default,
    };
    run(number("SOAK_SEED", 1), number("SOAK_CALLS", 20_000)).await;
}
