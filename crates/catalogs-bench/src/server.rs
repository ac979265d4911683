//! Servers in a process of their own, so that what they cost does not count.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::Arc,
    time::Duration,
};

use anyhow::{Context, Result, bail};
use catalogs_sandbox::{RateLimit, Sandbox};
use clap::ValueEnum;
use tokio::net::TcpListener;

use crate::{callers::TOKEN, canned::Canned, child, usage};

/// What a server answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// What lies ready, as fast as can be.
    Canned,
    /// The sandbox with its demo data, without a limit.
    Sandbox,
}

/// Serves until its standard input ends. Says its origin first; then it answers a line with a line:
/// `cpu` with the seconds that the process used so far, `list N` with the length of the list.
///
/// # Errors
///
/// When it cannot listen, or a line makes no sense.
pub fn run(kind: Kind) -> Result<()> {
    usage::allow_many_connections()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let canned = Arc::new(Canned::default());
    let sandbox = match kind {
        Kind::Canned => {
            let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
            println!("http://{}", listener.local_addr()?);
            runtime.spawn(Arc::clone(&canned).serve(listener));
            None
        }
        Kind::Sandbox => {
            let builder = Sandbox::builder().api_token(TOKEN);
            let builder = builder.rate_limit(RateLimit::off());
            let sandbox = runtime.block_on(builder.start())?;
            println!("{}", sandbox.origin());
            Some(sandbox)
        }
    };
    for line in std::io::stdin().lines() {
        let line = line?;
        match line.split_once(' ') {
            None if line == "cpu" => println!("{}", usage::cpu()?.as_secs_f64()),
            Some(("list", elements)) => {
                canned.set_elements(elements.parse()?);
                println!("{elements}");
            }
            _ => bail!("no such line: {line}"),
        }
        // The log of a sandbox is all that it keeps of a call.
        if let Some(sandbox) = &sandbox {
            sandbox.clear_requests();
        }
    }
    Ok(())
}

/// A server that runs as long as this is kept.
pub struct Server {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    origin: String,
}

impl Server {
    /// Starts one, by means of this very program.
    ///
    /// # Errors
    ///
    /// When it does not start.
    pub fn start(kind: Kind) -> Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["serve", &child::name_of(kind)])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("the server cannot be started")?;
        let output = child.stdout.take().context("it has an output")?;
        let mut server = Self {
            input: child.stdin.take(),
            output: BufReader::new(output),
            child,
            origin: String::new(),
        };
        server.origin = server.line()?;
        Ok(server)
    }

    /// Where it listens.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The CPU time that it used so far.
    ///
    /// # Errors
    ///
    /// When it has gone.
    pub fn cpu(&mut self) -> Result<Duration> {
        let seconds = self.ask("cpu")?.parse()?;
        Ok(Duration::from_secs_f64(seconds))
    }

    /// Sets the length of its list.
    ///
    /// # Errors
    ///
    /// When it has gone.
    pub fn set_elements(&mut self, elements: usize) -> Result<()> {
        self.ask(&format!("list {elements}")).map(drop)
    }

    fn ask(&mut self, line: &str) -> Result<String> {
        let input = self.input.as_mut().context("it has an input")?;
        writeln!(input, "{line}")?;
        self.line()
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.output.read_line(&mut line)? == 0 {
            bail!("the server has gone");
        }
        Ok(line.trim_end().to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It ends with its input.
        self.input.take();
        let _ = self.child.wait();
    }
}
