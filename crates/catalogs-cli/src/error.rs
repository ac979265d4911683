//! Why a command failed: a message, a hint, and an exit code.

use std::{
    fmt,
    io::{self, Write},
    process::ExitCode,
};

use catalogs::ErrorKind;
use serde_json::{Value, json};

use crate::{exit_code::Exit, output::format::Format};

/// Why a command did not succeed.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    message: String,
    hint: Option<String>,
    /// What a program may want to know besides.
    details: Vec<(String, Value)>,
    /// There is nothing to say, only this code to exit with.
    silent: Option<u8>,
}

impl Failure {
    pub(crate) fn new(exit: Exit, message: impl fmt::Display) -> Self {
        Self {
            exit,
            message: message.to_string(),
            hint: None,
            details: Default::default(),
            silent: None,
        }
    }

    pub(crate) fn other(message: impl fmt::Display) -> Self {
        Self::new(Exit::Other, message)
    }

    pub(crate) fn usage(message: impl fmt::Display) -> Self {
        Self::new(Exit::Usage, message)
    }

    /// An exit code that is a result, not a failure.
    pub(crate) fn silent(exit: Exit) -> Self {
        let mut failure = Self::new(exit, "");
        failure.silent = Some(exit as u8);
        failure
    }

    pub(crate) fn hint(mut self, hint: impl fmt::Display) -> Self {
        self.hint = Some(hint.to_string());
        self
    }

    pub(crate) fn detail(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.details.push((name.to_owned(), value.into()));
        self
    }

    /// The same failure, about a certain thing.
    pub(crate) fn about(mut self, what: impl fmt::Display) -> Self {
        self.message = format!("{what}: {}", self.message);
        self
    }

    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    pub(crate) fn hint_text(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// The failure as JSON.
    pub(crate) fn to_json(&self) -> Value {
        let mut error = json!({
            "kind": self.exit,
            "exit_code": self.exit as u8,
            "message": self.message,
        });
        if let Some(hint) = &self.hint {
            error["hint"] = json!(hint);
        }
        for (name, value) in &self.details {
            error[name] = value.clone();
        }
        error
    }

    /// Says it on stderr, and gives the exit code.
    pub(crate) fn report(&self, format: Format) -> ExitCode {
        if let Some(code) = self.silent {
            return ExitCode::from(code);
        }
        // If stderr is closed, the code is still returned.
        let mut err = anstream::stderr();
        if format.is_json() {
            let error = json!({ "error": self.to_json() });
            let _ = writeln!(err, "{error}");
        } else {
            let (red, dim) = (
                anstyle::AnsiColor::Red.on_default().bold(),
                anstyle::Style::new().bold(),
            );
            let _ = writeln!(err, "{red}error:{red:#} {}", self.message);
            if let Some(hint) = &self.hint {
                let _ = writeln!(err, "{dim} hint:{dim:#} {hint}");
            }
        }
        ExitCode::from(self.exit as u8)
    }
}

impl From<catalogs::Error> for Failure {
    fn from(error: catalogs::Error) -> Self {
        Self::of(&error)
    }
}

impl Failure {
    pub(crate) fn of(error: &catalogs::Error) -> Self {
        let exit = exit_of(error);
        let mut failure = Failure::new(exit, error.summary());
        failure.hint = hint_of(error);
        if let Some(operation) = error.operation() {
            failure = failure
                .detail("operation", operation.id())
                .detail("attempts", error.attempts());
        }
        if let Some(status) = error.status() {
            failure = failure.detail("status", status);
        }
        if let Some(code) = error.code() {
            failure = failure.detail("error_code", code);
        }
        if let Some(reason) = error.reason() {
            failure = failure.detail("reason", reason);
        }
        // The cause has the reason, without secrets.
        if error.is_token_unavailable()
            && let Some(cause) = std::error::Error::source(error)
        {
            failure.message = format!("{}: {cause}", failure.message);
        }
        failure
    }
}

/// The exit code of an error of the library.
fn exit_of(error: &catalogs::Error) -> Exit {
    if error.is_outcome_unknown() {
        return Exit::OutcomeUnknown;
    }
    match error.kind() {
        ErrorKind::Configuration => Exit::Usage,
        ErrorKind::NotFound => Exit::NotFound,
        ErrorKind::Unauthorized
        | ErrorKind::Forbidden
        | ErrorKind::TokenUnavailable
        | ErrorKind::ConsentRequired => Exit::Unauthorized,
        ErrorKind::RateLimited => Exit::RateLimited,
        ErrorKind::Connect
        | ErrorKind::Tls
        | ErrorKind::Proxy
        | ErrorKind::Timeout
        | ErrorKind::Interrupted
        | ErrorKind::ServerError => Exit::Unreachable,
        _ => Exit::Other,
    }
}

/// What to try, in terms of this tool where those of the library are for programmers.
fn hint_of(error: &catalogs::Error) -> Option<String> {
    let hint = match error.kind() {
        _ if error.is_outcome_unknown() => {
            "it may have taken effect nevertheless: check before you retry"
        }
        ErrorKind::PartialResponse => {
            "name the field, or pass --treat-missing-as-empty if it is really empty"
        }
        ErrorKind::Unauthorized => {
            "`catalogs whoami` shows which token was used; `catalogs login` takes another. An API \
             token is for the direct route, an OAuth access token for the gateway"
        }
        ErrorKind::ConsentRequired => "`catalogs login --oauth` asks for consent again",
        ErrorKind::Connect => {
            "check the network and --base-url; for a sandbox, start `catalogs sandbox`"
        }
        ErrorKind::TooLarge => "ask for less",
        ErrorKind::Timeout => "retry, or allow more time with --timeout",
        ErrorKind::InvalidRequest if error.status().is_some() => {
            "compare with --dry-run=json, which shows what is sent"
        }
        _ => return error.hint().map(str::to_owned),
    };
    Some(hint.to_owned())
}

/// A failed write. A reader that has closed the pipe, such as `head`, is not an error.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        let mut failure = Failure::other(format!("cannot write the output: {error}"));
        failure.silent = (error.kind() == io::ErrorKind::BrokenPipe).then_some(0);
        failure
    }
}
