//! Why a sandbox did not start.

use std::net::IpAddr;
use std::{error, fmt, io};

/// Why a sandbox did not start.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// A token is empty, or has characters that cannot stand in a header.
    #[non_exhaustive]
    InvalidToken {
        /// Which one.
        which: &'static str,
    },
    /// Both tokens are the same, so that requests could not be told apart by them.
    SameTokens,
    /// A host that was to be allowed is no name: it is empty, or has a scheme, a port or other
    /// characters than a name has.
    #[non_exhaustive]
    InvalidHost {
        /// What was to be allowed.
        name: String,
    },
    /// There is no Tokio runtime to run on.
    NoRuntime,
    /// Address and port cannot be bound: another program has them, or the address is not this
    /// machine's.
    #[non_exhaustive]
    Bind {
        /// The address that was asked for.
        address: IpAddr,
        /// The port that was asked for.
        port: u16,
        /// What the operating system said.
        source: io::Error,
    },
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidToken { which } => write!(
                f,
                "the sandbox's {which} has to be visible ASCII characters without spaces, and at \
                 least one of them"
            ),
            Self::SameTokens => {
                f.write_str("the sandbox's API token and OAuth token have to differ")
            }
            Self::InvalidHost { name } => write!(
                f,
                "the host {name:?} cannot be allowed: it has to be a name such as sandbox.example, \
                 in ASCII, without scheme and port"
            ),
            Self::NoRuntime => f.write_str("the sandbox has to be started on a Tokio runtime"),
            Self::Bind {
                address, port: 0, ..
            } => write!(f, "cannot listen on {address}"),
            Self::Bind { address, port, .. } => {
                write!(f, "cannot listen on port {port} of {address}")
            }
        }
    }
}

impl error::Error for StartError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Bind { source, .. } => Some(source),
            _ => None,
        }
    }
}
