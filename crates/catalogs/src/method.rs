//! HTTP methods, for requests by hand.

use std::{fmt, str::FromStr};

use crate::{Error, operation::Effect};

/// An HTTP method; see [`Client::request`](crate::Client::request).
///
/// ```
/// use catalogs::Method;
///
/// assert_eq!("put".parse::<Method>()?, Method::Put);
/// # Ok::<(), catalogs::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// Reads.
    Get,
    /// Adds; not repeated when in doubt, unless it is known to be a read.
    Post,
    /// Replaces.
    Put,
    /// Changes some of it; not repeated when in doubt.
    Patch,
    /// Deletes.
    Delete,
}

impl Method {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete];

    /// As it goes over the wire, such as `GET`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// What a request with this method is taken to change, where nothing more is known of it.
    pub(crate) const fn effect(self) -> Effect {
        match self {
            Self::Get => Effect::Read,
            // Nobody promises that a second PATCH changes nothing.
            Self::Post | Self::Patch => Effect::Create,
            Self::Put => Effect::Replace,
            Self::Delete => Effect::Delete,
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Reads a name in any case.
impl FromStr for Method {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let named = |it: &&Self| it.as_str().eq_ignore_ascii_case(text.trim());
        Self::ALL.iter().find(named).copied().ok_or_else(|| {
            Error::configuration("the method has to be one of GET, POST, PUT, PATCH, DELETE")
        })
    }
}

impl From<Method> for reqwest::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Get => Self::GET,
            Method::Post => Self::POST,
            Method::Put => Self::PUT,
            Method::Patch => Self::PATCH,
            Method::Delete => Self::DELETE,
        }
    }
}
