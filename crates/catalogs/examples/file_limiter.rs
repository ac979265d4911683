//! Several processes on one machine that share one contact's rate limit through a file.
//!
//! Starts an embedded sandbox and two processes that make 15 calls each. Copy what is above `main` to
//! use it. The file keeps when the latest permits were taken, and changes only under its lock.

use std::{
    fs::File,
    io::{self, Read, Seek, Write},
    path::PathBuf,
    sync::Arc,
    time::{Duration, SystemTime},
};

use catalogs::policy::{Permit, PermitError, PermitFuture, RateLimiter};
use serde::{Deserialize, Serialize};

/// How long a permit counts, in milliseconds: the service's second, and a quarter for requests that
/// arrive later than the one before them.
const WINDOW: u64 = 1_250;
/// A longer pause is asked for again, in milliseconds.
const LONGEST_PAUSE: u64 = 60_000;
/// A file larger than this is damaged, in bytes.
const LARGEST_FILE: u64 = 64 * 1024;

#[derive(Debug)]
struct FileLimiter(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    path: PathBuf,
    /// Permits in a window.
    rate: usize,
    /// Milliseconds since 1970.
    now: fn() -> u64,
}

/// What the file holds, in milliseconds since 1970.
#[derive(Debug, Default, Deserialize, PartialEq, Serialize)]
struct State {
    taken: Vec<u64>,
    paused_until: u64,
}

impl State {
    /// A damaged file counts as a full window: waiting is harmless, exceeding the rate is not.
    fn read(text: &[u8], now: u64, rate: usize) -> Self {
        match text {
            [] => Self::default(),
            text => serde_json::from_slice(text).unwrap_or_else(|_| Self {
                taken: vec![now; rate],
                paused_until: 0,
            }),
        }
    }

    /// Takes a permit, or tells how many milliseconds to wait.
    fn take(&mut self, now: u64, rate: usize) -> Result<(), u64> {
        // The clock may have been set back.
        self.taken.iter_mut().for_each(|at| *at = (*at).min(now));
        self.paused_until = self.paused_until.min(now.saturating_add(LONGEST_PAUSE));
        self.taken.retain(|at| at + WINDOW > now);
        self.taken.sort_unstable();
        if self.paused_until > now {
            return Err(self.paused_until - now);
        }
        if self.taken.len() >= rate {
            let first = self.taken[self.taken.len() - rate];
            return Err(first + WINDOW - now);
        }
        self.taken.push(now);
        Ok(())
    }
}

impl FileLimiter {
    fn new(path: impl Into<PathBuf>, per_second: usize) -> Self {
        let now = || {
            let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
            now.map_or(0, |now| now.as_millis() as u64)
        };
        Self(Arc::new(Shared {
            path: path.into(),
            rate: per_second.max(1),
            now,
        }))
    }
}

impl Shared {
    /// Changes the file under its lock. This blocks while another process has it.
    fn change<T>(&self, change: impl FnOnce(&mut State, u64) -> T) -> io::Result<T> {
        let mut options = File::options();
        let options = options.read(true).write(true).create(true).truncate(false);
        let mut file = options.open(&self.path)?;
        file.lock()?; // given back when the file is closed, also by a crash
        let (mut text, now) = (Vec::new(), (self.now)());
        (&file).take(LARGEST_FILE).read_to_end(&mut text)?;
        let mut state = State::read(&text, now, self.rate);
        let result = change(&mut state, now);
        file.rewind()?;
        file.set_len(0)?;
        file.write_all(&serde_json::to_vec(&state)?)?;
        Ok(result)
    }

    fn take(&self) -> io::Result<Result<(), u64>> {
        self.change(|state, now| state.take(now, self.rate))
    }
}

impl RateLimiter for FileLimiter {
    fn acquire(&self, at_most: Duration) -> PermitFuture<'_> {
        Box::pin(async move {
            let mut left = at_most;
            loop {
                let shared = Arc::clone(&self.0);
                let taken = tokio::task::spawn_blocking(move || shared.take()).await;
                let taken = taken.map_err(PermitError::failed)?;
                let wait = match taken.map_err(PermitError::failed)? {
                    Ok(()) => return Ok(Permit::new()),
                    Err(wait) => Duration::from_millis(wait),
                };
                left = match left.checked_sub(wait) {
                    Some(left) => left,
                    None => return Err(PermitError::NotInTime(wait)),
                };
                tokio::time::sleep(wait).await;
            }
        })
    }

    fn pause(&self, wait: Duration) {
        let (shared, wait) = (Arc::clone(&self.0), wait.as_millis() as u64);
        tokio::task::spawn_blocking(move || {
            let pause = shared.change(|state, now| {
                state.paused_until = state.paused_until.max(now.saturating_add(wait));
            });
            if let Err(error) = pause {
                eprintln!("cannot pause the other processes: {error}");
            }
        });
    }
}

const CALLS: usize = 15;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    use catalogs::{Auth, Client};

    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [origin, token, path] = arguments.as_slice() {
        let client = Client::builder()
            .auth(Auth::api_token(token.clone()))
            .integrator_code("64357")
            .base_url(origin)
            .limiter(FileLimiter::new(path, 10))
            .build()?;
        for _ in 0..CALLS {
            client.addresses().types().await?;
        }
        return Ok(());
    }
    let sandbox = catalogs_sandbox::Sandbox::start().await?;
    let path = std::env::temp_dir().join(format!("file-limiter-{}", std::process::id()));
    let start = || {
        std::process::Command::new(std::env::current_exe()?)
            .args([sandbox.origin(), sandbox.api_token()])
            .arg(&path)
            .spawn()
    };
    let children = [start()?, start()?];
    tokio::task::spawn_blocking(|| {
        for mut child in children {
            let status = child.wait()?;
            if !status.success() {
                return Err(io::Error::other(format!("a process failed: {status}")));
            }
        }
        Ok(())
    })
    .await??;
    std::fs::remove_file(&path)?;
    let requests = sandbox.requests();
    let refused = requests.iter().filter(|request| request.status() == 429);
    println!(
        "{} requests, {} of them refused",
        requests.len(),
        refused.count()
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limiter(name: &str, rate: usize, now: fn() -> u64) -> FileLimiter {
        let name = format!("file-limiter-{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        FileLimiter(Arc::new(Shared { path, rate, now }))
    }

    #[test]
    fn no_window_has_more_permits_than_the_rate() {
        let (mut state, mut now, mut taken) = (State::default(), 1_000_000, Vec::new());
        for step in 0..200 {
            match state.take(now, 3) {
                Ok(()) => taken.push(now),
                Err(wait) => now += wait,
            }
            now += step % 7 * 40;
        }
        assert!(taken.len() > 50);
        for four in taken.windows(4) {
            assert!(four[3] - four[0] >= WINDOW, "{four:?}");
        }
    }

    #[test]
    fn limiters_of_one_file_share_its_permits() {
        let now = || 1_000_000;
        let taken: usize = std::thread::scope(|scope| {
            let count = || {
                let limiter = limiter("shared", 10, now);
                let taken = (0..5).map(|_| limiter.0.take().unwrap());
                taken.filter(Result::is_ok).count()
            };
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(count)).collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .sum()
        });
        assert_eq!(taken, 10);
        std::fs::remove_file(&limiter("shared", 10, now).0.path).unwrap();
    }

    #[test]
    fn damaged_file_counts_as_a_full_window() {
        for text in ["{", "{\"taken\":7}", "\0\0\0"] {
            let mut state = State::read(text.as_bytes(), 5_000, 2);
            assert_eq!(state.take(5_000, 2), Err(WINDOW), "{text}");
            assert_eq!(state.take(5_000 + WINDOW, 2), Ok(()), "{text}");
        }
    }

    #[test]
    fn pause_and_clock_set_back_end_in_time() {
        let mut state = State {
            taken: vec![9_000_000],
            paused_until: 9_000_000,
        };
        assert_eq!(state.take(1_000, 1), Err(LONGEST_PAUSE));
        assert_eq!(state.take(1_000 + LONGEST_PAUSE, 1), Ok(()));
    }

    #[tokio::test]
    async fn permit_that_cannot_come_in_time_is_refused_at_once() {
        let limiter = limiter("late", 1, || 1_000_000);
        drop(limiter.acquire(Duration::ZERO).await.unwrap());
        let late = limiter.acquire(Duration::from_millis(WINDOW - 1)).await;
        let wait = Duration::from_millis(WINDOW);
        assert!(matches!(late, Err(PermitError::NotInTime(it)) if it == wait));
        std::fs::remove_file(&limiter.0.path).unwrap();

        let nowhere = FileLimiter::new("/", 1).acquire(Duration::ZERO).await;
        assert!(matches!(nowhere, Err(PermitError::Failed(_))));
    }
}
