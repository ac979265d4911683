//! OAuth 2.0: where access tokens come from.

mod app;
mod consent;
mod endpoint;
mod refreshing;
mod source;
mod state;
mod store;
pub(crate) mod token_error;
mod tokens;

pub use app::oauth_app_builder;
pub use app::{OAuthApp, OAuthAppBuilder};
pub use consent::{ConsentFlow, ConsentState};
use endpoint::Endpoint;
pub use endpoint::TokenBody;
pub use refreshing::{RefreshingToken, RefreshingTokenBuilder};
pub(crate) use source::FixedToken;
pub use source::{AccessToken, TokenFuture, TokenSource};
pub use store::{StoredTokens, TokenStore};
pub use token_error::TokenError;
pub use tokens::{RefreshToken, Tokens};

#[cfg(test)]
pub(crate) mod test_endpoint;
