//! The body of a response, unpacked piece by piece as it arrives.

use reqwest::{
    Response, StatusCode,
    header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap},
};

use super::{
    charset::{Charset, MARK_BYTES, Undecodable},
    inflate::{Corrupt, Inflater},
};

/// How many bytes tell what a packed body begins with.
const HEAD_BYTES: usize = 2;

/// A body that is still to be read.
pub(crate) struct Body {
    response: Response,
    /// `None` if the coding is not supported.
    inflater: Option<Inflater>,
    charset: Charset,
    /// What came and is not unpacked yet.
    packed: Vec<u8>,
    /// Whether `packed` is worth a look.
    is_pending: bool,
    /// What is unpacked.
    unpacked: Vec<u8>,
    /// How many of those bytes were given out already.
    given: usize,
    is_empty: bool,
    has_ended: bool,
}

/// Why a body cannot be read on.
#[derive(Debug)]
pub(crate) enum BodyError {
    Transport(reqwest::Error),
    /// Its coding is corrupt or cut off.
    Corrupt,
    /// It came whole, but for this reason cannot be read.
    Unusable(&'static str),
}

impl From<Corrupt> for BodyError {
    fn from(_: Corrupt) -> Self {
        Self::Corrupt
    }
}

impl From<Undecodable> for BodyError {
    fn from(_: Undecodable) -> Self {
        Self::Unusable("its text is not in the declared encoding")
    }
}

impl Body {
    /// The body as text in UTF-8, without a byte order mark.
    pub(crate) fn text(response: Response) -> Self {
        let content_type = header(response.headers(), CONTENT_TYPE.as_str());
        let charset = Charset::declared(content_type.as_deref());
        Self::new(response, charset)
    }

    /// The body as it came, but unpacked.
    pub(crate) fn bytes(response: Response) -> Self {
        Self::new(response, Charset::AsItIs)
    }

    fn new(response: Response, charset: Charset) -> Self {
        let coding = header(response.headers(), CONTENT_ENCODING.as_str()).unwrap_or_default();
        Self {
            response,
            inflater: Inflater::new(&coding),
            charset,
            packed: Vec::new(),
            is_pending: false,
            unpacked: Vec::new(),
            given: 0,
            is_empty: true,
            has_ended: false,
        }
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.response.status()
    }

    pub(crate) fn content_type(&self) -> Option<String> {
        header(self.response.headers(), CONTENT_TYPE.as_str())
    }

    /// Returns the next piece, `None` after the last one. Safe to cancel: nothing is lost.
    pub(crate) async fn next(&mut self) -> Result<Option<&[u8]>, BodyError> {
        self.unpacked.drain(..self.given);
        self.given = 0;
        loop {
            let is_enough = self.unpacked.len() >= MARK_BYTES || !self.charset.awaits_mark();
            if !self.unpacked.is_empty() && (is_enough || self.has_ended) {
                self.charset.decode(&mut self.unpacked)?;
                if !self.unpacked.is_empty() {
                    self.given = self.unpacked.len();
                    return Ok(Some(&self.unpacked));
                }
            }
            if self.is_pending {
                self.unpack()?;
            } else if self.has_ended {
                return match (self.is_empty, &self.inflater) {
                    (false, Some(inflater)) if !inflater.may_end() => Err(BodyError::Corrupt),
                    _ => Ok(None),
                };
            } else {
                match self.response.chunk().await.map_err(BodyError::Transport)? {
                    Some(chunk) => {
                        self.is_empty &= chunk.is_empty();
                        self.packed.extend_from_slice(&chunk);
                    }
                    None => self.has_ended = true,
                }
                self.is_pending =
                    self.packed.len() >= HEAD_BYTES || (self.has_ended && !self.packed.is_empty());
            }
        }
    }

    fn unpack(&mut self) -> Result<(), BodyError> {
        let unsupported = BodyError::Unusable("its content coding is not supported");
        let inflater = self.inflater.as_mut().ok_or(unsupported)?;
        if matches!(inflater, Inflater::Plain) && self.unpacked.is_empty() {
            self.unpacked = std::mem::take(&mut self.packed);
            self.is_pending = false;
            return Ok(());
        }
        let mut input = &self.packed[..];
        self.is_pending = inflater.step(&mut input, &mut self.unpacked)?;
        let taken = self.packed.len() - input.len();
        self.packed.drain(..taken);
        Ok(())
    }
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    let values = headers.get_all(name).iter();
    let values: Vec<&str> = values.filter_map(|value| value.to_str().ok()).collect();
    (!values.is_empty()).then(|| values.join(", "))
}
