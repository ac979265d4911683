//! Content codings, undone in small steps: gzip, deflate and br, as servers really write them.
//!
//! reqwest's own decoder knows one spelling of each coding, takes `deflate` for zlib only, and stops
//! at the first member of gzip.

use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc};
use flate2::{Crc, Decompress, FlushDecompress, Status};

/// How many bytes come out of a step at most, unless nothing is packed.
const STEP: usize = 16 * 1024;
/// The longest head of a gzip member: its texts end somewhere.
const MAX_HEAD_BYTES: usize = 64 * 1024;
/// Checksum and length at the end of a gzip member.
const TAIL_BYTES: usize = 8;

/// The body is not what its coding promises, or is cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Corrupt;

/// Unpacks a body.
pub(super) enum Inflater {
    /// Nothing is packed.
    Plain,
    Gzip(Box<Gzip>),
    /// With zlib's head or without: the first two bytes tell.
    Deflate(Option<Decompress>),
    Brotli(Box<BrotliState<StandardAlloc, StandardAlloc, StandardAlloc>>),
    /// What comes is not part of the body.
    Ended,
}

/// A member of gzip, or what comes between two.
pub(super) struct Gzip {
    /// The head of the member, as much of it as came, and after the data its tail.
    frame: Vec<u8>,
    data: Option<Decompress>,
    has_ended: bool,
    crc: Crc,
    /// Whether a member came whole already.
    is_later: bool,
}

impl Inflater {
    /// Unpacks bodies of this `Content-Encoding`, if it is known.
    pub(super) fn new(coding: &str) -> Option<Self> {
        let mut codings = coding
            .split(',')
            .map(|coding| coding.trim().to_ascii_lowercase())
            .filter(|coding| !coding.is_empty() && coding != "identity");
        match (codings.next().as_deref(), codings.next()) {
            (None, _) => Some(Self::Plain),
            (Some("gzip" | "x-gzip"), None) => Some(Self::Gzip(Box::new(Gzip::new(false)))),
            (Some("deflate"), None) => Some(Self::Deflate(None)),
            (Some("br"), None) => {
                let alloc = StandardAlloc::default;
                let state = BrotliState::new(alloc(), alloc(), alloc());
                Some(Self::Brotli(Box::new(state)))
            }
            _ => None,
        }
    }

    /// Whether the body may end here, after some bytes of it came. The checksum may be missing.
    pub(super) fn may_end(&self) -> bool {
        match self {
            Self::Plain | Self::Ended | Self::Deflate(None) => true,
            Self::Gzip(gzip) => gzip.has_ended || (gzip.is_later && gzip.data.is_none()),
            Self::Deflate(Some(_)) | Self::Brotli(_) => false,
        }
    }

    /// Takes some of `input` and adds what comes out to `output`. Returns whether it has to be
    /// called again before there is more input. The first input has two bytes, unless the body has
    /// fewer.
    pub(super) fn step(
        &mut self,
        input: &mut &[u8],
        output: &mut Vec<u8>,
    ) -> Result<bool, Corrupt> {
        let before = output.len();
        let ended = match self {
            Self::Plain => {
                output.extend_from_slice(std::mem::take(input));
                false
            }
            Self::Ended => {
                *input = &[];
                false
            }
            // A server that says gzip and packs nothing.
            Self::Gzip(gzip) if gzip.is_begun_by_another(input) => {
                *self = Self::Plain;
                return Ok(true);
            }
            Self::Gzip(gzip) => gzip.step(input, output)?,
            Self::Deflate(data) => {
                let data = data.get_or_insert_with(|| Decompress::new(has_zlib_head(input)));
                inflate(data, input, output)?
            }
            Self::Brotli(state) => brotli(state, input, output)?,
        };
        if ended {
            *self = Self::Ended;
        }
        Ok(!input.is_empty() || output.len() - before == STEP)
    }
}

fn has_zlib_head(input: &[u8]) -> bool {
    match *input {
        [method, flags, ..] => {
            method & 0x0F == 8 && u16::from_be_bytes([method, flags]).is_multiple_of(31)
        }
        _ => true,
    }
}

/// Inflates a step; returns whether the data has ended.
fn inflate(
    data: &mut Decompress,
    input: &mut &[u8],
    output: &mut Vec<u8>,
) -> Result<bool, Corrupt> {
    let (taken, given) = (data.total_in(), data.total_out());
    let begin = output.len();
    output.resize(begin + STEP, 0);
    let status = data.decompress(input, &mut output[begin..], FlushDecompress::None);
    let count = |total: u64, before: u64| usize::try_from(total - before).unwrap_or(usize::MAX);
    *input = &input[count(data.total_in(), taken)..];
    output.truncate(begin + count(data.total_out(), given));
    status
        .map(|status| status == Status::StreamEnd)
        .map_err(|_| Corrupt)
}

/// Unpacks a step of brotli; returns whether it has ended.
fn brotli(
    state: &mut BrotliState<StandardAlloc, StandardAlloc, StandardAlloc>,
    input: &mut &[u8],
    output: &mut Vec<u8>,
) -> Result<bool, Corrupt> {
    let begin = output.len();
    output.resize(begin + STEP, 0);
    let (mut available_in, mut taken) = (input.len(), 0);
    let (mut available_out, mut given, mut total) = (STEP, 0, 0);
    let result = BrotliDecompressStream(
        &mut available_in,
        &mut taken,
        input,
        &mut available_out,
        &mut given,
        &mut output[begin..],
        &mut total,
        state,
    );
    *input = &input[taken..];
    output.truncate(begin + given);
    match result {
        BrotliResult::ResultFailure => Err(Corrupt),
        result => Ok(matches!(result, BrotliResult::ResultSuccess)),
    }
}

impl Gzip {
    fn new(is_later: bool) -> Self {
        Self {
            frame: Vec::new(),
            data: None,
            has_ended: false,
            crc: Crc::new(),
            is_later,
        }
    }

    /// Whether the body is JSON or a web page, and not gzip at all.
    fn is_begun_by_another(&self, input: &[u8]) -> bool {
        let is_first = !self.is_later && self.frame.is_empty() && self.data.is_none();
        let begins =
            |first: &u8| matches!(first, b'[' | b'{' | b'<' | 0xEF) || first.is_ascii_whitespace();
        is_first && input.first().is_some_and(begins)
    }

    /// Takes a step; returns whether what follows is not gzip, which counts for nothing.
    fn step(&mut self, input: &mut &[u8], output: &mut Vec<u8>) -> Result<bool, Corrupt> {
        if let (Some(data), false) = (&mut self.data, self.has_ended) {
            let begin = output.len();
            self.has_ended = inflate(data, input, output)?;
            self.crc.update(&output[begin..]);
            return Ok(false);
        }
        if self.has_ended {
            let missing = (TAIL_BYTES - self.frame.len()).min(input.len());
            let (tail, rest) = input.split_at(missing);
            self.frame.extend_from_slice(tail);
            *input = rest;
            if let Some(sum) = self.frame.first_chunk()
                && self.frame.len() == TAIL_BYTES
            {
                if u32::from_le_bytes(*sum) != self.crc.sum() {
                    return Err(Corrupt);
                }
                *self = Self::new(true);
            }
            return Ok(false);
        }
        let known = self.frame.len();
        self.frame.extend_from_slice(input);
        match head(&self.frame) {
            Head::Is(length) => {
                *input = &input[length - known..];
                self.frame.clear();
                self.data = Some(Decompress::new(false));
            }
            Head::Incomplete if self.frame.len() <= MAX_HEAD_BYTES => *input = &[],
            _ if self.is_later => return Ok(true),
            _ => return Err(Corrupt),
        }
        Ok(false)
    }
}

/// What a gzip member begins with.
enum Head {
    /// A head of this length.
    Is(usize),
    /// More bytes have to come.
    Incomplete,
    /// Something else.
    Other,
}

fn head(bytes: &[u8]) -> Head {
    const FIXED: [u8; 3] = [0x1F, 0x8B, 8];
    if !FIXED.iter().zip(bytes).all(|(known, byte)| known == byte) {
        return Head::Other;
    }
    head_length(bytes).map_or(Head::Incomplete, Head::Is)
}

/// The length of a head by RFC 1952, if it is whole.
fn head_length(bytes: &[u8]) -> Option<usize> {
    let flags = bytes.get(..10)?[3];
    let has = |flag: u8| flags & flag != 0;
    let mut at = 10;
    if has(4) {
        let length = bytes.get(at..)?.first_chunk()?;
        at += 2 + usize::from(u16::from_le_bytes(*length));
    }
    for text in [8, 16] {
        if has(text) {
            at += 1 + bytes.get(at..)?.iter().position(|byte| *byte == 0)?;
        }
    }
    at += if has(2) { 2 } else { 0 };
    (at <= bytes.len()).then_some(at)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{
        Compression,
        write::{DeflateEncoder, GzEncoder, ZlibEncoder},
    };

    use super::*;

    const TEXT: &[u8] = "[1, \"два\", 3]".as_bytes();

    const BROTLI: &[u8] =
        b"\x8b\x07\x80\x5b\x31\x2c\x20\x22\xd0\xb4\xd0\xb2\xd0\xb0\x22\x2c\x20\x33\x5d\x03";

    fn packed(pack: impl Fn(&[u8]) -> std::io::Result<Vec<u8>>) -> Vec<u8> {
        pack(TEXT).unwrap()
    }

    fn gzip() -> Vec<u8> {
        packed(|text| {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(text)?;
            encoder.finish()
        })
    }

    fn zlib() -> Vec<u8> {
        packed(|text| {
            let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(text)?;
            encoder.finish()
        })
    }

    fn raw() -> Vec<u8> {
        packed(|text| {
            let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(text)?;
            encoder.finish()
        })
    }

    /// Unpacks a body that comes in pieces of `size` bytes, after a first one of two bytes.
    fn unpacked(coding: &str, body: &[u8], size: usize) -> Result<Vec<u8>, Corrupt> {
        let mut inflater = Inflater::new(coding).unwrap();
        let mut output = Vec::new();
        let (first, rest) = body.split_at(body.len().min(2.max(size)));
        for mut piece in std::iter::once(first).chain(rest.chunks(size)) {
            while inflater.step(&mut piece, &mut output)? {}
        }
        match inflater.may_end() || body.is_empty() {
            true => Ok(output),
            false => Err(Corrupt),
        }
    }

    #[test]
    fn coding_is_undone_however_it_is_spelled_and_cut() {
        let twice = [gzip(), gzip()].concat();
        let junk = [gzip(), b"\0\0\0\0junk".to_vec()].concat();
        let named = {
            let mut head = gzip();
            head[3] = 4 | 8 | 16;
            head.splice(10..10, *b"\x02\0xyname\0comment\0");
            head
        };
        let cut = gzip()[..gzip().len() - 8].to_vec();
        let cases: &[(&str, Vec<u8>, usize)] = &[
            ("", TEXT.to_vec(), 1),
            ("identity", TEXT.to_vec(), 1),
            ("gzip", gzip(), 1),
            ("GZIP", gzip(), 1),
            (" x-gzip , identity", gzip(), 1),
            ("gzip", twice, 2),
            ("gzip", junk, 1),
            ("gzip", named, 1),
            ("gzip", cut, 1),
            ("gzip", TEXT.to_vec(), 1),
            ("deflate", zlib(), 1),
            ("Deflate", raw(), 1),
            ("br", BROTLI.to_vec(), 1),
            ("gzip", Vec::new(), 0),
        ];
        for (coding, body, times) in cases {
            for size in [1, 2, 3, 7, 1000] {
                let result = unpacked(coding, body, size);
                assert_eq!(result, Ok(TEXT.repeat(*times)), "{coding} {size}");
            }
        }
    }

    #[test]
    fn step_gives_no_more_than_its_bound() {
        let bomb = {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
            encoder.write_all(&vec![b' '; 1 << 20]).unwrap();
            encoder.finish().unwrap()
        };
        let mut inflater = Inflater::new("gzip").unwrap();
        let (mut input, mut total) = (&bomb[..], 0);
        loop {
            let mut output = Vec::new();
            let more = inflater.step(&mut input, &mut output).unwrap();
            assert!(output.len() <= STEP);
            total += output.len();
            if !more {
                break;
            }
        }
        assert_eq!(total, 1 << 20);
    }

    #[test]
    fn corrupt_coding_is_an_error() {
        let mut wrong_sum = gzip();
        let at = wrong_sum.len() - 8;
        wrong_sum[at] ^= 1;
        for (coding, body) in [
            ("gzip", wrong_sum),
            ("gzip", vec![0x1F, 0x8B, 9, 0, 0, 0, 0, 0, 0, 0, 0]),
            ("deflate", vec![0x78, 0x9C, 0xFF, 0xFF, 0xFF]),
            ("br", vec![0xFF; 20]),
            ("gzip", gzip()[..20].to_vec()),
            ("gzip", gzip()[..5].to_vec()),
            ("deflate", raw()[..8].to_vec()),
            ("br", BROTLI[..10].to_vec()),
        ] {
            assert_eq!(unpacked(coding, &body, 3), Err(Corrupt), "{coding}");
        }
        for coding in ["zstd", "gzip, br", "gzip, gzip"] {
            assert!(Inflater::new(coding).is_none(), "{coding}");
        }
    }
}
