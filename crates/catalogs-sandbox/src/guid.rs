//! GUIDs as the service writes them.

use uuid::Uuid;

/// Reads `3f2504e0-4f89-41d3-9a0c-0305e82c3301`, in either case; no braces, no `urn:`.
pub(crate) fn parse(text: &str) -> Option<Uuid> {
    const HYPHENATED: usize = 36;
    if text.len() == HYPHENATED {
        Uuid::try_parse(text).ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn guid_parses_only_in_hyphenated_form() {
        let cases = [
            ("3f2504e0-4f89-41d3-9a0c-0305e82c3301", true),
            ("3F2504E0-4F89-41D3-9A0C-0305E82C3301", true),
            ("3f2504e04f8941d39a0c0305e82c3301", false),
            ("{3f2504e0-4f89-41d3-9a0c-0305e82c3301}", false),
            ("3f2504e0-4f89-41d3-9a0c-0305e82c330g", false),
            ("", false),
        ];
        for (text, is_guid) in cases {
            assert_eq!(parse(text).is_some(), is_guid, "{text}");
        }
    }
}
