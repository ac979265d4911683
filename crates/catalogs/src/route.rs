//! The two routes to the service.

use std::fmt;

/// One of the two ways to the same operations; they differ in the prefix of their paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Route {
    /// For a personal API token.
    Direct,
    /// For OAuth 2.0 access tokens.
    Gateway,
}

impl Route {
    /// Returns the prefix of every path, after the origin.
    ///
    /// ```
    /// assert_eq!(catalogs::Route::Direct.prefix(), "/v1.2/catalogs");
    /// ```
    pub const fn prefix(self) -> &'static str {
        match self {
            Route::Direct => "/v1.2/catalogs",
            Route::Gateway => "/gw/oauth2/catalogs/v1.2",
        }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Route::Direct => "direct",
            Route::Gateway => "gateway",
        })
    }
}
