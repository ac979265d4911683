//! Texts in whatever character set they come.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};

/// Decodes `bytes` as UTF-8 or, if they are not, by their byte order mark or by the charset of
/// `content_type`. Returns `None` if that is not what they are.
pub(crate) fn decode<'a>(content_type: Option<&str>, bytes: &'a [u8]) -> Option<Cow<'a, str>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        // UTF-16 is full of zeros.
        Ok(text) if !text.contains('\0') => Some(Cow::Borrowed(text)),
        _ => {
            let encoding = content_type.and_then(declared).unwrap_or(UTF_8);
            let (text, _, has_errors) = encoding.decode(bytes);
            (!has_errors).then_some(text)
        }
    }
}

/// Returns the encoding that a content type names.
pub(crate) fn declared(content_type: &str) -> Option<&'static Encoding> {
    let mut parameters = content_type.split(';').skip(1);
    parameters.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let is_charset = name.trim().eq_ignore_ascii_case("charset");
        let label = value.trim().trim_matches('"');
        is_charset.then(|| Encoding::for_label(label.as_bytes()))?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_decoded_by_mark_or_charset() {
        let cp1251: &[u8] = b"\xcd\xe5\xf2";
        let utf16: &[u8] = b"\xff\xfe\x1d\x04\x35\x04\x42\x04";
        let cases: [(Option<&str>, &[u8], Option<&str>); 11] = [
            (None, "Нет".as_bytes(), Some("Нет")),
            (None, "\u{FEFF}Нет".as_bytes(), Some("Нет")),
            // Declared wrongly.
            (
                Some("text/plain; charset=windows-1251"),
                "Нет".as_bytes(),
                Some("Нет"),
            ),
            (
                Some("text/plain; charset=windows-1251"),
                cp1251,
                Some("Нет"),
            ),
            (
                Some("application/json;q=1; Charset = \"CP1251\""),
                cp1251,
                Some("Нет"),
            ),
            (
                Some("text/plain; charset=koi8-r"),
                b"\xee\xc5\xd4",
                Some("Нет"),
            ),
            (None, utf16, Some("Нет")),
            (Some("text/plain; charset=utf-16"), b"a\0", Some("a")),
            (None, cp1251, None),
            (Some("text/plain; charset=unknown"), cp1251, None),
            (Some("charset=windows-1251"), cp1251, None),
        ];
        for (content_type, bytes, expected) in cases {
            let text = decode(content_type, bytes);
            assert_eq!(text.as_deref(), expected, "{content_type:?}, {bytes:?}");
        }
    }
}
