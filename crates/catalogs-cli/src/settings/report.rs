//! The effective settings, and where each comes from.

use super::{Setting, Settings};

/// A setting for people.
pub(crate) struct Line {
    pub(crate) name: &'static str,
    pub(crate) value: String,
    pub(crate) source: Option<String>,
}

impl Settings {
    /// Lists the settings, without secrets.
    pub(crate) fn report(&self) -> Vec<Line> {
        let line = |name, value, source| Line {
            name,
            value,
            source,
        };
        let of = |name, setting: Option<&Setting<String>>| match setting {
            Some(setting) => line(
                name,
                setting.value.clone(),
                Some(setting.source.to_string()),
            ),
            None => line(name, "none".to_owned(), None),
        };
        let token = self.token_source();
        vec![
            of("profile", Some(&self.profile_name)),
            line(
                "profile file",
                self.profiles.path().display().to_string(),
                None,
            ),
            of("base URL", Some(&self.base_url)),
            line("route", self.route_name(), None),
            of("integrator code", self.integrator_code.as_ref()),
            line(
                "token",
                token.as_ref().map_or("none", |_| "set").to_owned(),
                token,
            ),
        ]
    }

    /// The route with its prefix.
    pub(crate) fn route_name(&self) -> String {
        format!("{}, {}", self.route(), self.route().prefix())
    }
}
