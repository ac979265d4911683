//! The effective settings, and where each comes from.

use super::{Setting, Settings};

/// The name of a setting, its value, and where it comes from.
pub(crate) type Line = (&'static str, String, Option<String>);

impl Settings {
    /// Lists the settings, without secrets.
    pub(crate) fn report(&self) -> Vec<Line> {
        let of = |name, setting: Option<&Setting>| match setting {
            Some(Setting { value, source }) => (name, value.clone(), Some(source.to_string())),
            None => (name, "none".to_owned(), None),
        };
        let file = self.profiles.path().display().to_string();
        let token = self.token_source();
        let has_token = if token.is_some() { "set" } else { "none" };
        vec![
            of("profile", Some(&self.profile_name)),
            ("profile file", file, None),
            of("base URL", Some(&self.base_url)),
            ("route", self.route_name(), None),
            of("integrator code", self.integrator_code.as_ref()),
            ("token", has_token.to_owned(), token),
        ]
    }

    /// The route with its prefix.
    pub(crate) fn route_name(&self) -> String {
        format!("{}, {}", self.route(), self.route().prefix())
    }
}
