//! Where JSON values end, without decoding them.

/// How deep in a JSON value a place is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Nesting {
    depth: usize,
    text: Text,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Text {
    #[default]
    Outside,
    Inside,
    Escaped,
}

impl Nesting {
    /// Goes on through a value from `at`: to its end, if that is in `bytes`. Only brackets and
    /// quotes are looked at; whether it is JSON shows when it is decoded.
    pub(crate) fn follow(mut self, bytes: &[u8], mut at: usize) -> (Option<usize>, Self) {
        while let Some(&byte) = bytes.get(at) {
            match (self.text, byte) {
                (Text::Escaped, _) => self.text = Text::Inside,
                (Text::Inside, b'\\') => self.text = Text::Escaped,
                (Text::Inside, b'"') => {
                    self.text = Text::Outside;
                    if self.depth == 0 {
                        return (Some(at + 1), self);
                    }
                }
                (Text::Inside, _) => {}
                (Text::Outside, b'"') => self.text = Text::Inside,
                (Text::Outside, b'{' | b'[') => self.depth += 1,
                // The end of a number or a word, which nothing else ends.
                (Text::Outside, b',' | b']' | b'}' | b' ' | b'\t' | b'\n' | b'\r')
                    if self.depth == 0 =>
                {
                    return (Some(at), self);
                }
                (Text::Outside, b'}' | b']') => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return (Some(at + 1), self);
                    }
                }
                (Text::Outside, _) => {}
            }
            at += 1;
        }
        (None, self)
    }
}
