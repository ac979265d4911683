//! Cuts a JSON array into its elements while its bytes arrive.
//!
//! Finds where an element begins and ends, and no more: whether it is JSON at all shows when it is
//! decoded. So an element that is none costs itself only, as long as its brackets and quotes match.

use crate::json::Nesting;

/// Holds the element that is arriving, and at most one chunk besides.
#[derive(Debug)]
pub(super) struct Splitter {
    buffer: Vec<u8>,
    /// Up to here, `buffer` has been looked at.
    looked: usize,
    state: State,
    /// How large an element may be, in bytes.
    most: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Before the array's bracket.
    Before,
    /// Where an element has to begin; in an array without any, the array may end instead.
    Due { first: bool },
    /// In an element that begins at `from`.
    Inside { from: usize, nesting: Nesting },
    /// After an element.
    After,
    /// After the array.
    Ended,
}

/// Why the rest cannot be cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It begins with something else than an array.
    NoArray,
    /// Between elements stands what does not belong there.
    NoSeparator,
    /// Something comes after the array.
    MoreAfterEnd,
    /// An element is larger than is allowed.
    TooLarge,
    /// There was nothing at all.
    Empty,
    /// It ends before the array does.
    EndsEarly,
}

impl Splitter {
    pub(super) fn new(most: usize) -> Self {
        Self {
            buffer: Vec::new(),
            looked: 0,
            state: State::Before,
            most,
        }
    }

    /// Takes the next bytes. All elements of those before have to have been taken out.
    pub(super) fn push(&mut self, chunk: &[u8]) {
        let kept = match &mut self.state {
            State::Inside { from, .. } => std::mem::take(from),
            _ => self.looked,
        };
        self.buffer.drain(..kept);
        self.looked -= kept;
        self.buffer.extend_from_slice(chunk);
    }

    /// The next whole element, or `None` until there are more bytes. After a fault, there are none.
    pub(super) fn next(&mut self) -> Result<Option<&[u8]>, Fault> {
        while let Some(&byte) = self.buffer.get(self.looked) {
            self.state = match (self.state, byte) {
                (State::Inside { from, nesting }, _) => {
                    let (end, nesting) = nesting.follow(&self.buffer, self.looked);
                    self.looked = end.unwrap_or(self.buffer.len());
                    if self.looked - from > self.most {
                        return Err(Fault::TooLarge);
                    }
                    if let Some(end) = end {
                        self.state = State::After;
                        return Ok(Some(&self.buffer[from..end]));
                    }
                    self.state = State::Inside { from, nesting };
                    return Ok(None);
                }
                (state, b' ' | b'\t' | b'\n' | b'\r') => state,
                (State::Before, b'[') => State::Due { first: true },
                (State::Before, _) => return Err(Fault::NoArray),
                (State::Due { first: true } | State::After, b']') => State::Ended,
                (State::Due { .. }, b',' | b']' | b'}' | b':') => return Err(Fault::NoSeparator),
                (State::Due { .. }, _) => {
                    // Its first byte is looked at once more, as part of it.
                    self.state = State::Inside {
                        from: self.looked,
                        nesting: Nesting::default(),
                    };
                    continue;
                }
                (State::After, b',') => State::Due { first: false },
                (State::After, _) => return Err(Fault::NoSeparator),
                (State::Ended, _) => return Err(Fault::MoreAfterEnd),
            };
            self.looked += 1;
        }
        Ok(None)
    }

    /// What is not cut yet.
    pub(super) fn rest(&self) -> &[u8] {
        &self.buffer[self.looked..]
    }

    /// Whether the array is whole, now that no more bytes come.
    pub(super) fn finish(&self) -> Result<(), Fault> {
        match self.state {
            State::Ended => Ok(()),
            State::Before => Err(Fault::Empty),
            _ => Err(Fault::EndsEarly),
        }
    }
}

#[cfg(test)]
mod tests;
