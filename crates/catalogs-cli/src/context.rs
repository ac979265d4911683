//! What every command has at hand: its settings, a client, and whom to talk to.

use std::io::{IsTerminal, Write, stderr, stdin};

use catalogs::Client;
use tokio::sync::oneshot;

use crate::{
    cli::Globals,
    exit::{Exit, Failure},
    interrupt::Interrupt,
    output::{Format, Output},
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
        for doubt in settings.doubts() {
            self.warn(doubt);
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

    /// Whether a person says yes. Ctrl-C ends it.
    pub(crate) async fn ask(&self, question: &str) -> Result<bool, Failure> {
        let interrupt = Interrupt::listen();
        let mut err = anstream::stderr();
        write!(err, "{question}")?;
        err.flush()?;
        let (tell, told) = oneshot::channel();
        // A thread of its own, which nobody waits for: reading from a terminal cannot be cancelled.
        std::thread::spawn(move || {
            let mut answer = String::new();
            let read = stdin().read_line(&mut answer).map(|_| answer);
            let _ = tell.send(read);
        });
        let answer = tokio::select! {
            biased;
            answer = told => answer.map_err(|_| Failure::other("the answer cannot be read"))??,
            () = interrupt.pressed(1) => {
                return Err(Failure::new(Exit::Interrupted, "\nstopped; nothing was changed"));
            }
        };
        let answer = answer.trim().to_lowercase();
        Ok(["y", "yes", "д", "да"].contains(&answer.as_str()))
    }

    /// Whether there is somebody to ask.
    pub(crate) fn is_interactive(&self) -> bool {
        stdin().is_terminal() && stderr().is_terminal()
    }
}
