//! One core for all: which of them the system wakes is then in no figure.

use anyhow::{Context, Result};
use nix::{
    sched::{CpuSet, sched_getaffinity, sched_setaffinity},
    unistd::Pid,
};

/// Keeps this thread, and the threads and processes that it starts, on one core for as long as this lives.
pub(crate) struct Pinned {
    before: CpuSet,
}

/// The calling thread.
const THIS: Pid = Pid::from_raw(0);

impl Pinned {
    /// On the last of the cores that are allowed; the first has the most interrupts.
    pub(crate) fn new() -> Result<Self> {
        let before = sched_getaffinity(THIS)?;
        let mut cores = (0..CpuSet::count()).rev();
        let last = cores.find(|core| before.is_set(*core).unwrap_or(false));
        let mut one = CpuSet::new();
        one.set(last.context("no core is allowed")?)?;
        sched_setaffinity(THIS, &one)?;
        Ok(Self { before })
    }
}

impl Drop for Pinned {
    fn drop(&mut self) {
        // Where it stays on one core, it goes on more slowly.
        let _ = sched_setaffinity(THIS, &self.before);
    }
}

#[cfg(test)]
mod tests {
    use std::thread::available_parallelism;

    use super::*;

    #[test]
    fn all_cores_are_there_again_afterwards() {
        let cores = || available_parallelism().unwrap().get();
        let before = cores();
        let pinned = Pinned::new().unwrap();
        assert_eq!(cores(), 1);
        drop(pinned);
        assert_eq!(cores(), before);
    }
}
