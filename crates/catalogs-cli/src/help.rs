//! Examples and notes at the end of a command's help.

/// The examples of a command, as they run in a shell; the tests run them against a sandbox. The ids
/// are the sandbox's. Break a line of more than 98 characters: the help would break it anywhere.
pub(crate) fn examples(examples: &[&str]) -> String {
    let title = match examples.len() {
        1 => "Example:",
        _ => "Examples:",
    };
    format!("{title}\n  {}", examples.join("\n  "))
}

/// The examples, and a note below them.
pub(crate) fn with_note(examples: String, note: &str) -> String {
    format!("{examples}\n\n{}", note.trim())
}
