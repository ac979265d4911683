//! A program as it is written.

use std::collections::BTreeSet;

use super::client::Settings;
use super::layout;
use crate::text::visible;

/// The statements of `main`, and what they use.
#[derive(Default)]
pub(super) struct Program {
    lines: Vec<String>,
    used: BTreeSet<&'static str>,
    json: bool,
    macros: bool,
    client: Option<Settings>,
}

impl Program {
    /// Adds a statement of one or more lines, one step in.
    pub(super) fn statement(&mut self, statement: &str) {
        for line in statement.lines() {
            self.lines.push(match line {
                "" => String::new(),
                line => format!("    {line}"),
            });
        }
    }

    /// Adds an empty line and a comment.
    pub(super) fn comment(&mut self, text: &str) {
        if self.lines.last().is_some() {
            self.lines.push(String::new());
        }
        self.statement(&format!("// {}", visible(text).trim()));
    }

    /// Has a name of the crate `catalogs` imported.
    pub(super) fn uses(&mut self, name: &'static str) {
        self.used.insert(name);
    }

    /// Has the crate `serde_json` named among what is needed.
    pub(super) fn uses_json(&mut self) {
        self.json = true;
    }

    /// Has `json!` imported.
    pub(super) fn uses_json_macro(&mut self) {
        self.json = true;
        self.macros = true;
    }

    /// Has a client with these settings in the variable `client`.
    pub(super) fn client(&mut self, settings: Settings) {
        if self.client.as_ref() != Some(&settings) {
            self.uses("Auth");
            self.uses("Client");
            self.statement(&settings.client());
            self.client = Some(settings);
        }
    }

    /// Adds what keeps the program from compiling, since it would not do what it should.
    pub(super) fn refuse(&mut self, why: &str) {
        let why = super::literal::string(why);
        self.statement(&format!("compile_error!({why});"));
    }

    /// The whole program.
    pub(super) fn text(self) -> String {
        let json = if self.json { " serde_json" } else { "" };
        let mut text = format!(
            "// cargo add catalogs{json}\n// cargo add tokio --features macros,rt-multi-thread\n\n"
        );
        if !self.used.is_empty() {
            text.push_str(&layout::import("catalogs", self.used));
        }
        if self.macros {
            text.push_str("use serde_json::json;\n");
        }
        text.push_str(
            "\n#[tokio::main]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {\n",
        );
        for line in self.lines {
            text.push_str(&line);
            text.push('\n');
        }
        text.push_str("    Ok(())\n}\n");
        text
    }
}
