//! The encoding of a response's text. JSON is UTF-8, but a byte order mark or the content type may
//! tell otherwise.

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, WINDOWS_1252};

use crate::charset;

/// The text is not in the encoding that it is declared in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Undecodable;

/// How many bytes the longest byte order mark has.
pub(super) const MARK_BYTES: usize = 3;

/// Turns text into UTF-8.
pub(super) enum Charset {
    /// Nothing came yet. Unless there is a mark, the text is in this encoding.
    Declared(&'static Encoding),
    /// UTF-8, or not a text; whether it is valid shows when it is decoded.
    AsItIs,
    Other(Box<Decoder>),
}

impl Charset {
    /// The encoding that the content type declares, or else UTF-8. A declared Latin-1 is ignored:
    /// servers add it to texts of any encoding.
    pub(super) fn declared(content_type: Option<&str>) -> Self {
        let encoding = content_type.and_then(charset::declared);
        let encoding = encoding.filter(|encoding| *encoding != WINDOWS_1252);
        Self::Declared(encoding.unwrap_or(UTF_8))
    }

    /// Whether the next bytes have to hold the whole mark, if there is one.
    pub(super) fn awaits_mark(&self) -> bool {
        matches!(self, Self::Declared(_))
    }

    /// Turns `text` into UTF-8. A character that is cut off at its end comes with the next.
    pub(super) fn decode(&mut self, text: &mut Vec<u8>) -> Result<(), Undecodable> {
        if let Self::Declared(declared) = *self {
            let (encoding, mark) = Encoding::for_bom(text).unwrap_or((declared, 0));
            text.drain(..mark);
            *self = match encoding == UTF_8 {
                true => Self::AsItIs,
                false => Self::Other(Box::new(encoding.new_decoder_without_bom_handling())),
            };
        }
        let Self::Other(decoder) = self else {
            return Ok(());
        };
        let most = decoder.max_utf8_buffer_length_without_replacement(text.len());
        let mut utf8 = String::with_capacity(most.unwrap_or_default());
        match decoder
            .decode_to_string_without_replacement(text, &mut utf8, false)
            .0
        {
            DecoderResult::InputEmpty => *text = utf8.into_bytes(),
            DecoderResult::Malformed(..) | DecoderResult::OutputFull => {
                return Err(Undecodable);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(content_type: &str, body: &[u8]) -> Result<String, Undecodable> {
        let mut charset = Charset::declared(Some(content_type));
        let (first, rest) = body.split_at(body.len().min(MARK_BYTES));
        let mut text = Vec::new();
        for piece in std::iter::once(first).chain(rest.chunks(1)) {
            let mut piece = piece.to_vec();
            charset.decode(&mut piece)?;
            text.append(&mut piece);
        }
        Ok(String::from_utf8_lossy(&text).into_owned())
    }

    #[test]
    fn text_is_utf8_whatever_it_came_in() {
        let utf16: Vec<u8> = "\u{FEFF}{\"Ж\":1}"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let big: Vec<u8> = "{\"Ж\":1}"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        let utf8 = "{\"Ж\":1}".as_bytes();
        let cases: &[(&str, &[u8])] = &[
            ("application/json", utf8),
            ("application/json", "\u{FEFF}{\"Ж\":1}".as_bytes()),
            ("application/json; charset=utf-16", &utf16),
            ("application/json", &utf16),
            ("application/json; charset=utf-16be", &big),
            ("application/json;Charset=\"Windows-1251\"", b"{\"\xC6\":1}"),
            ("application/json; charset=iso-8859-1", utf8),
            ("application/json; charset=nonsense", utf8),
            ("text/plain", utf8),
        ];
        for (content_type, body) in cases {
            let text = decoded(content_type, body);
            assert_eq!(text.as_deref(), Ok("{\"Ж\":1}"), "{content_type}");
        }
        assert!(decoded("a/b; charset=utf-16le", b"\x00\xD8\x00\x00\x00\x00").is_err());
        assert_eq!(decoded("a/b", b"").as_deref(), Ok(""));
    }
}
