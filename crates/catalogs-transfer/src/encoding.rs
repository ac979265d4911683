//! Recognizes the encoding of a text, and decodes it.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1251};

use crate::{Encoding, Error, Result, text::is_russian};

/// Decodes a text. What is no UTF-8 is cp1251, unless most of it is UTF-8 after all.
pub(crate) fn decode(bytes: &[u8], name: &str) -> Result<(String, Encoding)> {
    for utf16 in [UTF_16LE, UTF_16BE] {
        let mark: &[u8] = if utf16 == UTF_16LE {
            b"\xFF\xFE"
        } else {
            b"\xFE\xFF"
        };
        if let Some(rest) = bytes.strip_prefix(mark) {
            let (text, _) = utf16.decode_without_bom_handling(rest);
            return Ok((text.into_owned(), Encoding::Utf16));
        }
    }
    let (rest, encoding) = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) => (rest, Encoding::Utf8Bom),
        None => (bytes, Encoding::Utf8),
    };
    match std::str::from_utf8(rest) {
        Ok(text) => Ok((text.to_owned(), encoding)),
        Err(error) if encoding == Encoding::Utf8Bom || is_mostly_utf8(rest) => {
            let before = &rest[..error.valid_up_to()];
            let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
            Err(Error::MixedEncodings {
                name: name.to_owned(),
                line,
            })
        }
        Err(_) => {
            let (text, _) = WINDOWS_1251.decode_without_bom_handling(rest);
            Ok((text.into_owned(), Encoding::Windows1251))
        }
    }
}

/// Whether it has more Russian letters in UTF-8 than bytes that are none. In cp1251 such a letter
/// would be one of РСТУ and a sign, or `ё`: a text has few of these, and more of others.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut russian, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        let letters = chunk.valid().chars().filter(is_russian);
        russian += letters.count();
        broken += chunk.invalid().len();
    }
    russian > broken.max(3)
}
