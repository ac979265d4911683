//! Why a sandbox did not start.

use std::io;
use std::net::IpAddr;

/// Why a sandbox did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// A token is empty, or has characters that cannot stand in a header.
    #[error(
        "the sandbox's {which} has to be visible ASCII characters without spaces, and at least one \
         of them"
    )]
    #[non_exhaustive]
    InvalidToken {
        /// Which one.
        which: &'static str,
    },
    /// Both tokens are the same, so that requests could not be told apart by them.
    #[error("the sandbox's API token and OAuth token have to differ")]
    SameTokens,
    /// A host that was to be allowed is no name: it is empty, or has a scheme, a port or other
    /// characters than a name has.
    #[error(
        "the host {name:?} cannot be allowed: it has to be a name such as sandbox.example, in \
         ASCII, without scheme and port"
    )]
    #[non_exhaustive]
    InvalidHost {
        /// What was to be allowed.
        name: String,
    },
    /// There is no Tokio runtime to run on.
    #[error("the sandbox has to be started on a Tokio runtime")]
    NoRuntime,
    /// Address and port cannot be bound: another program has them, or the address is not this
    /// machine's.
    #[error("cannot listen on {}", place(*address, *port))]
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

/// Port 0 was not asked for: any would have done.
fn place(address: IpAddr, port: u16) -> String {
    match port {
        0 => address.to_string(),
        port => format!("port {port} of {address}"),
    }
}
