//! Bodies of any size that are never whole in memory.

use std::io;

use axum::body::Bytes;
use flate2::{Compress, Compression, Crc, FlushCompress};

use super::scripted_body::Step;

/// How much is made at once.
const PIECE: usize = 1 << 18;
const ITEM: &str = r#"{"id":"0a710001-0000-4000-8000-000000000000","name":"ООО «Ромашка»","ownership":1,"all_departments_allowed":true},"#;
const GZIP_HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
/// A last deflate block with nothing in it.
const LAST_BLOCK: [u8; 2] = [0x03, 0x00];

/// A JSON array of exactly so many bytes; of two, when there is no room for it.
struct Array {
    piece: Vec<u8>,
    times: u64,
    end: Vec<u8>,
}

impl Array {
    fn of(bytes: u64) -> Self {
        let piece = ITEM.repeat(PIECE / ITEM.len()).into_bytes();
        let last = ITEM.trim_end_matches(',');
        let inside = bytes.saturating_sub(2);
        let Some(room) = inside.checked_sub(last.len() as u64) else {
            return Self {
                piece,
                times: 0,
                end: spaces_and(inside, "]"),
            };
        };
        Self {
            times: room / piece.len() as u64,
            end: spaces_and(room % piece.len() as u64, &format!("{last}]")),
            piece,
        }
    }
}

/// JSON lets spaces stand between things. There are fewer than a piece.
fn spaces_and(spaces: u64, end: &str) -> Vec<u8> {
    let mut bytes = vec![b' '; usize::try_from(spaces).unwrap_or_default()];
    bytes.extend_from_slice(end.as_bytes());
    bytes
}

/// The array as it is.
pub(super) fn plain(bytes: u64) -> Vec<Step> {
    let Array { piece, times, end } = Array::of(bytes);
    vec![
        Step::Send(Bytes::from_static(b"[")),
        Step::Repeat(piece.into(), times),
        Step::Send(end.into()),
    ]
}

/// The array as gzip. A piece is packed once, so that it ends on a byte and refers to nothing
/// before it; the packed piece is then repeated.
///
/// # Errors
///
/// Only if deflate should fail.
pub(super) fn gzip(bytes: u64) -> io::Result<Vec<Step>> {
    let Array { piece, times, end } = Array::of(bytes);
    let mut checksum = Crc::new();
    checksum.update(b"[");
    checksum.combine(&repeated(&piece, times));
    checksum.update(&end);
    // The length modulo 2³², as gzip has it, is what the checksum has counted.
    let trailer = [
        checksum.sum().to_le_bytes(),
        checksum.amount().to_le_bytes(),
    ]
    .concat();

    let head = [&GZIP_HEAD[..], &packed(b"[")?].concat();
    let tail = [&packed(&end)?, &LAST_BLOCK[..], &trailer].concat();
    Ok(vec![
        Step::Send(head.into()),
        Step::Repeat(packed(&piece)?.into(), times),
        Step::Send(tail.into()),
    ])
}

/// The checksum of the same bytes so many times, in as many steps as the number has digits.
fn repeated(bytes: &[u8], mut times: u64) -> Crc {
    let (mut sum, mut power) = (Crc::new(), Crc::new());
    power.update(bytes);
    while times > 0 {
        if times % 2 == 1 {
            sum.combine(&power);
        }
        let twice = power;
        power = Crc::new();
        power.combine(&twice);
        power.combine(&twice);
        times /= 2;
    }
    sum
}

/// Deflate blocks that end on a byte.
fn packed(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut deflate = Compress::new(Compression::best(), false);
    let mut packed = Vec::new();
    loop {
        packed.reserve(PIECE);
        let done = usize::try_from(deflate.total_in()).unwrap_or(bytes.len());
        let rest = bytes.get(done..).unwrap_or_default();
        deflate.compress_vec(rest, &mut packed, FlushCompress::Full)?;
        if deflate.total_in() == bytes.len() as u64 && packed.len() < packed.capacity() {
            return Ok(packed);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use serde_json::Value;

    use super::*;

    fn all(steps: Vec<Step>) -> Vec<u8> {
        let mut bytes = Vec::new();
        for step in steps {
            match step {
                Step::Send(part) => bytes.extend_from_slice(&part),
                Step::Repeat(part, times) => {
                    (0..times).for_each(|_| bytes.extend_from_slice(&part));
                }
                other => panic!("{other:?}"),
            }
        }
        bytes
    }

    #[test]
    fn huge_array_is_json_of_exact_size() {
        for size in [2, 3, 100, 150, 300_000, 3_000_001] {
            let bytes = all(plain(size));
            assert_eq!(bytes.len() as u64, size);
            let json: Value = serde_json::from_slice(&bytes).expect("JSON");
            assert!(json.is_array());

            let packed = all(gzip(size).expect("it can be packed"));
            let mut unpacked = Vec::new();
            flate2::read::GzDecoder::new(&packed[..])
                .read_to_end(&mut unpacked)
                .expect("sound gzip");
            assert!(unpacked == bytes, "{size}");
            assert!(size < 1000 || (packed.len() as u64) < size / 50, "{size}");
        }
        assert_eq!(all(plain(0)), b"[]");
    }
}
