//! Whatever stands in an error's body, or in a success that is none: there is an error that can be
//! shown.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    let (first, rest) = body.split_at(body.len().min(1));
    let status = 400 + u16::from(first.first().copied().unwrap_or_default());
    for error in catalogs::fuzzing::errors(status, rest) {
        assert!(error.status().is_some());
        assert!(format!("{error} {error:?}").len() < 8 * 1024);
    }
});
