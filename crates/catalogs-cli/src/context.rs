//! What every command works with: settings, a client, and the terminal.

use std::io::{IsTerminal, Write, stderr, stdin};

use catalogs::Client;
use tokio::sync::oneshot;

use crate::{
    error::Failure,
    exit_code::Exit,
    globals::Globals,
    interrupt::Interrupt,
    output::{Output, format::Format},
    progress::Progress,
    settings::Settings,
    verbose,
};

pub(crate) struct Context {
    pub(crate) globals: Globals,
}

impl Context {
    pub(crate) fn new(globals: Globals) -> Self {
        if globals.verbose {
            verbose::install();
        }
        Self { globals }
    }

    pub(crate) fn settings(&self) -> Result<Settings, Failure> {
        Settings::resolve(&self.globals)
    }

    /// How many requests a second are sent at most.
    pub(crate) fn rate(&self) -> u32 {
        self.globals.rate.unwrap_or(10)
    }

    /// A client that speaks for the user.
    pub(crate) fn client(&self) -> Result<Client, Failure> {
        let settings = self.settings()?;
        for warning in settings.warnings() {
            self.warn(warning);
        }
        settings.client(&self.globals)
    }

    pub(crate) fn format(&self) -> Format {
        self.globals.output
    }

    pub(crate) fn output(&self) -> Output {
        Output::new(self.globals.output, self.globals.quiet)
    }

    /// Says something beside the result, where that is wanted.
    pub(crate) fn say(&self, text: impl std::fmt::Display) {
        if !self.globals.quiet {
            // Whoever does not listen to stderr misses nothing that counts.
            let _ = writeln!(anstream::stderr(), "{text}");
        }
    }

    /// Says on stderr what has to be known, `--quiet` or not.
    pub(crate) fn always(&self, text: impl std::fmt::Display) {
        let _ = writeln!(anstream::stderr(), "{text}");
    }

    pub(crate) fn warn(&self, text: impl std::fmt::Display) {
        let yellow = anstyle::AnsiColor::Yellow.on_default().bold();
        self.say(format_args!("{yellow}warning:{yellow:#} {text}"));
    }

    /// Warns of records that could not be read and are left out.
    pub(crate) fn warn_unreadable(&self, errors: &[String]) {
        const MAX_SHOWN: usize = 5;
        for error in errors.iter().take(MAX_SHOWN) {
            self.warn(format_args!("left out a record: {error}"));
        }
        if let Some(more @ 1..) = errors.len().checked_sub(MAX_SHOWN) {
            self.warn(format_args!(
                "left out {more} more records for such reasons"
            ));
        }
    }

    /// Whether the user says yes. Ctrl-C ends it.
    pub(crate) async fn ask(&self, question: &str) -> Result<bool, Failure> {
        let interrupt = Interrupt::listen();
        let mut err = anstream::stderr();
        write!(err, "{question}")?;
        err.flush()?;
        let (sender, receiver) = oneshot::channel();
        // A thread of its own, which is not joined: reading from a terminal cannot be cancelled.
        std::thread::spawn(move || {
            let mut line = String::new();
            let read = stdin().read_line(&mut line).map(|_| line);
            let _ = sender.send(read);
        });
        let reply = tokio::select! {
            biased;
            reply = receiver => reply.map_err(|_| Failure::other("cannot read the reply"))??,
            () = interrupt.pressed(1) => {
                return Err(Failure::new(Exit::Interrupted, "\nstopped; nothing was changed"));
            }
        };
        let reply = reply.trim().to_lowercase();
        Ok(["y", "yes", "д", "да"].contains(&reply.as_str()))
    }

    /// Does what changes nothing, and shows that it goes on; Ctrl-C ends it.
    pub(crate) async fn reading<T, E: Into<Failure>>(
        &self,
        doing: &str,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, Failure> {
        let _progress = Progress::spinner(self.globals.quiet, doing);
        Interrupt::listen().reading(work).await
    }

    /// Does one thing that may change something; the second Ctrl-C ends it.
    pub(crate) async fn writing<T>(
        &self,
        work: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        let interrupt = Interrupt::listen();
        interrupt.writing(|notice| self.say(notice), work).await
    }

    /// Whether there is a terminal to ask at.
    pub(crate) fn is_interactive(&self) -> bool {
        stdin().is_terminal() && stderr().is_terminal()
    }
}
