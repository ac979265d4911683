//! Why there is no access token.

use std::{borrow::Cow, fmt, sync::Arc};

use crate::error::{Connection, Error};

/// Why no access token is available. Errors of calls show its text, so keep tokens, secrets and
/// personal data out of it.
///
/// ```
/// use catalogs::oauth::TokenError;
///
/// let broken = std::io::Error::other("connection reset");
/// let error = TokenError::new("the vault gave no token").with_source(broken);
/// assert_eq!(error.to_string(), "the vault gave no token");
/// assert!(!error.is_refused());
/// ```
#[derive(Clone)]
pub struct TokenError {
    message: Cow<'static, str>,
    refused: bool,
    no_other: bool,
    connection: Option<Box<Connection>>,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl TokenError {
    /// Creates an error after which a later call may get a token.
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            message: message.into(),
            refused: false,
            no_other: false,
            connection: None,
            source: None,
        }
    }

    /// Creates an error that lasts until a person does something, such as consenting again.
    pub fn refused(message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            refused: true,
            ..Self::new(message)
        }
    }

    /// The token was refused, and the source never has more than the one.
    pub(crate) fn no_other() -> Self {
        Self::refused("the token was refused, and its source has no other").with_no_other()
    }

    /// The same, with nothing to add to the service's own response.
    pub(crate) fn with_no_other(mut self) -> Self {
        self.no_other = true;
        self
    }

    /// Creates the error of a failed connection to the token endpoint.
    pub(crate) fn no_connection(connection: Connection) -> Self {
        let mut message = String::new();
        // A string takes all that is written.
        let _ = connection.write(&mut message, false);
        message += ", so nothing was sent";
        Self {
            connection: Some(Box::new(connection)),
            ..Self::new(message)
        }
    }

    /// Returns why a call without a token failed: a connection that would fail again is the reason
    /// itself.
    pub(crate) fn into_error(self) -> Error {
        let lasting = self.connection.as_deref().filter(|it| it.is_lasting());
        let error = match lasting {
            Some(connection) => Error::no_connection(connection.clone()),
            None => Error::no_token(self.refused, self.to_string()),
        };
        error.caused_by(self)
    }

    /// Sets the cause, for [`source`](std::error::Error::source).
    #[must_use]
    pub fn with_source(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.source = Some(source.into().into());
        self
    }

    /// The same, with more to say.
    pub(crate) fn adding(mut self, more: &'static str) -> Self {
        self.message.to_mut().push_str(more);
        self
    }

    /// Returns whether retrying is pointless until a person has done something.
    pub fn is_refused(&self) -> bool {
        self.refused
    }

    /// Whether asking for another token makes no sense at the moment: the service's own response
    /// then says all that there is to say.
    pub(crate) fn is_no_other(&self) -> bool {
        self.no_other
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("TokenError");
        debug
            .field("message", &self.message)
            .field("refused", &self.refused);
        if let Some(source) = &self.source {
            debug.field("source", source);
        }
        debug.finish()
    }
}

impl std::error::Error for TokenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
