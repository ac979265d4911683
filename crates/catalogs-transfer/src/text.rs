//! Characters that a reader does not see, and text that was decoded wrongly.

use encoding_rs::WINDOWS_1251;

/// Whether a reader does not see a character, or a terminal takes it for a command: control
/// characters, and those that break lines, turn the direction of text or have no shape.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// The text that this one was before it was saved as UTF-8 and read as cp1251, if it was.
pub(crate) fn undo_wrong_encoding(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let (bytes, _, lossy) = WINDOWS_1251.encode(text);
    if lossy {
        return None;
    }
    let before = String::from_utf8(bytes.into_owned()).ok()?;
    // A single pair may be meant: `Г»` would be `û`.
    (before.chars().filter(is_russian).count() >= 2).then_some(before)
}

pub(crate) fn is_russian(c: &char) -> bool {
    ('\u{400}'..'\u{500}').contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_decoding_is_undone_and_russian_kept() {
        let (wrong, _) = WINDOWS_1251.decode_without_bom_handling("ООО «Ромашка»".as_bytes());
        assert_eq!(
            undo_wrong_encoding(&wrong).as_deref(),
            Some("ООО «Ромашка»")
        );
        for sound in [
            "ООО «Ромашка»",
            "«С»",
            "Шёлк № 5",
            "ascii",
            "日本",
            "ул. Р. Люксембург",
        ] {
            assert_eq!(undo_wrong_encoding(sound), None, "{sound}");
        }
    }
}
