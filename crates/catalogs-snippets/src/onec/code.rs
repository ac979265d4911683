//! The lines of a function as they are written.

use std::collections::HashMap;

/// The body of a function, and the variables in it.
#[derive(Default)]
pub(super) struct Code {
    lines: Vec<String>,
    variables: HashMap<String, usize>,
}

impl Code {
    /// Adds a line, one step in.
    pub(super) fn line(&mut self, line: &str) {
        self.lines.push(format!("\t{line}\n"));
    }

    /// Adds an empty line, unless there is one.
    pub(super) fn blank(&mut self) {
        if self.lines.last().is_some_and(|line| line != "\n") {
            self.lines.push("\n".to_owned());
        }
    }

    /// A variable that is not in use yet, with this name or this name and a number.
    pub(super) fn variable(&mut self, name: &str) -> String {
        let times = self.variables.entry(name.to_owned()).or_default();
        *times += 1;
        if *times > 1 {
            format!("{name}{times}")
        } else {
            name.to_owned()
        }
    }

    /// All lines, and an empty one.
    pub(super) fn text(mut self) -> String {
        self.blank();
        self.lines.concat()
    }
}
