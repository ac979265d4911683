//! What a process used: CPU time and memory.

use std::time::Duration;

use anyhow::{Context, Result};
use nix::{
    sys::resource::{Resource, getrlimit, setrlimit},
    time::{ClockId, clock_getcpuclockid, clock_gettime},
    unistd::Pid,
};

/// The CPU time of all threads of this process.
///
/// # Errors
///
/// When the system does not tell.
pub fn cpu() -> Result<Duration> {
    Ok(clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID)?.into())
}

/// The CPU time of all threads of another process.
///
/// # Errors
///
/// When the system does not tell.
pub fn cpu_of(process: u32) -> Result<Duration> {
    let process = Pid::from_raw(i32::try_from(process)?);
    Ok(clock_gettime(clock_getcpuclockid(process)?)?.into())
}

/// The most memory that this process ever had at once, in bytes. Linux only.
///
/// # Errors
///
/// When the system does not tell.
pub fn peak_memory() -> Result<u64> {
    // Not `ru_maxrss`: a child inherits that of its parent.
    let status = std::fs::read_to_string("/proc/self/status").context("peak memory needs Linux")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().strip_suffix("kB"));
    let kib: u64 = kib.context("VmHWM is missing")?.trim().parse()?;
    Ok(kib * 1024)
}

/// Allows as many open connections as the system lets us.
///
/// # Errors
///
/// When the system refuses.
pub fn allow_many_connections() -> Result<()> {
    let (_, most) = getrlimit(Resource::RLIMIT_NOFILE)?;
    Ok(setrlimit(Resource::RLIMIT_NOFILE, most, most)?)
}
