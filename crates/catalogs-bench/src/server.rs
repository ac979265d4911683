//! The server in a process of its own, so that what it costs does not count.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::Arc,
};

use anyhow::{Context, Result, bail};
use tokio::net::TcpListener;

use crate::canned::Canned;

/// Serves until its standard input ends. Prints its origin first; then it sets the length of its list
/// to the number in each line, and prints the same line.
///
/// # Errors
///
/// When it cannot listen, or a line is not a number.
pub fn run() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let canned = Arc::new(Canned::default());
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
    println!("http://{}", listener.local_addr()?);
    runtime.spawn(Arc::clone(&canned).serve(listener));
    for line in std::io::stdin().lines() {
        let line = line?;
        canned.set_elements(line.parse()?);
        println!("{line}");
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
    pub fn start() -> Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg("serve")
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

    /// Sets the length of its list.
    ///
    /// # Errors
    ///
    /// When it has gone.
    pub fn set_elements(&mut self, elements: usize) -> Result<()> {
        let input = self.input.as_mut().context("it has an input")?;
        writeln!(input, "{elements}")?;
        self.line().map(drop)
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
