//! Where something stands in a file.

/// A place in a file.
#[derive(Clone, Default)]
pub(crate) struct Place {
    pub(crate) sheet: String,
    pub(crate) row: Option<usize>,
    pub(crate) column: Option<(String, Option<usize>)>,
}

/// What a spreadsheet calls its columns: A, B, … Z, AA, …
pub(crate) fn column_letter(mut place: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(b'A' + (place % 26) as u8);
        match (place / 26).checked_sub(1) {
            Some(rest) => place = rest,
            None => break,
        }
    }
    letters.reverse();
    String::from_utf8_lossy(&letters).into_owned()
}

#[cfg(test)]
mod tests {
    use super::column_letter;

    #[test]
    fn columns_have_spreadsheet_letters() {
        let cases = [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (51, "AZ"),
            (52, "BA"),
            (701, "ZZ"),
            (702, "AAA"),
        ];
        for (place, expected) in cases {
            assert_eq!(column_letter(place), expected, "{place}");
        }
    }
}
