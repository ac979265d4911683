//! What the languages share.

use serde::Serialize;
use serde_json::Value;

/// The text without line breaks and other control characters.
pub(crate) fn one_line(text: &str) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    text.replace(breaks, " ")
}

/// The text with spaces for what cannot be seen, as a comment shows it.
pub(crate) fn visible(text: &str) -> String {
    text.replace(is_hidden, " ")
}

/// JSON over several lines.
pub(crate) fn pretty(value: &Value) -> String {
    printable(&format!("{value:#}"))
}

/// JSON on one line.
pub(crate) fn compact(value: &Value) -> String {
    printable(&value.to_string())
}

/// JSON over several lines, of something with keys that are strings and no failing parts.
pub(crate) fn pretty_struct(value: &impl Serialize) -> String {
    printable(&serde_json::to_string_pretty(value).unwrap_or_default())
}

/// Escapes what JSON allows in strings, but a terminal may take for a command.
fn printable(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        if is_hidden(c) && c != '\n' {
            text.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            text.push(c);
        }
    }
    text
}

/// Whether a terminal may take a character for a command, or a reader not see it: control
/// characters, and those that break lines, turn the direction of text or have no shape.
///
/// All of them are in the basic plane.
///
/// ```
/// use catalogs_snippets::is_hidden;
///
/// assert!(is_hidden('\u{1b}') && is_hidden('\u{202e}') && !is_hidden('ё'));
/// ```
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn hidden_characters_are_escaped_in_json() {
        let value = json!({ "\u{7f}": "ООО\u{9b}\u{202e}\u{feff}\n\t «Ромашка»" });
        let text = compact(&value);
        assert_eq!(text, r#"{"\u007f":"ООО\u009b\u202e\ufeff\n\t «Ромашка»"}"#);
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&text).unwrap(),
            value
        );
        assert_eq!(pretty(&json!([1])), "[\n  1\n]");
    }
}
