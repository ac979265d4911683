//! What this process used: CPU time and memory.

use std::time::Duration;

use anyhow::{Context, Result};
use nix::time::{ClockId, clock_gettime};

/// The CPU time of all threads.
pub(crate) fn cpu() -> Result<Duration> {
    Ok(clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID)?.into())
}

/// The most memory that this process ever had at once, in bytes. Linux only.
pub(crate) fn peak_memory() -> Result<u64> {
    // Not `ru_maxrss`: a child inherits that of its parent.
    let status = std::fs::read_to_string("/proc/self/status").context("peak memory needs Linux")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().strip_suffix("kB"));
    let kib: u64 = kib.context("VmHWM is missing")?.trim().parse()?;
    Ok(kib * 1024)
}
