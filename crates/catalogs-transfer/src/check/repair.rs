//! What spreadsheets do to numbers that are none, and how to undo it.

use catalogs::{Residency, model::RegistrationNumber};

/// A number that a spreadsheet wrote with a point or an exponent.
#[derive(Debug, PartialEq)]
pub(super) enum Float {
    /// All of its digits are there.
    Whole(String),
    /// Some are not.
    Cut,
}

/// Reads `7.4951234567E10`, `7,4951E+10` and `74951234567.0`; `None` for anything else.
pub(super) fn float(text: &str) -> Option<Float> {
    let text = text.trim().replace(',', ".");
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.parse::<usize>().ok()?)),
        None => (text.as_str(), None),
    };
    let (whole, fraction) = match (mantissa.split_once('.'), exponent) {
        (Some(parts), _) => parts,
        (None, Some(_)) => (mantissa, ""),
        (None, None) => return None,
    };
    let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) {
        return None;
    }
    let fraction = fraction.trim_end_matches('0');
    match exponent {
        // 10.5 is no phone, but a number that means itself.
        None if whole.len() < 7 => None,
        None if fraction.is_empty() => Some(Float::Whole(whole.to_owned())),
        None => Some(Float::Cut),
        Some(exponent) if fraction.len() > exponent || exponent > 20 => None,
        Some(exponent) if exponent - fraction.len() > 2 => Some(Float::Cut),
        Some(exponent) => Some(Float::Whole(format!("{whole}{fraction:0<exponent$}"))),
    }
}

/// A phone of these digits, as it is best written.
pub(super) fn phone(digits: &str) -> String {
    match digits.len() {
        11.. => format!("+{digits}"),
        _ => digits.to_owned(),
    }
}

/// The number with the zeros in front that a spreadsheet took off, if that makes it right.
pub(super) fn with_zeros(kind: RegistrationNumber, number: &str) -> Option<String> {
    let lengths: &[usize] = match kind {
        RegistrationNumber::Inn => &[10, 12],
        RegistrationNumber::Edrpou => &[8],
        RegistrationNumber::Unp => &[9],
        RegistrationNumber::Bin => &[12],
        _ => &[],
    };
    if number.is_empty() || !number.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    // A БИН of the year 2000 begins with two zeros, and its month with a third.
    let lost = |length: &&usize| (1..=3).contains(&length.saturating_sub(number.len()));
    let padded = lengths
        .iter()
        .filter(lost)
        .map(|&length| format!("{number:0>length$}"));
    let mut right = padded.filter(|padded| kind.check(padded).is_ok());
    right.next()
}

/// The residency whose numbers look like this one.
pub(super) fn residency_of(number: &str) -> Option<Residency> {
    let fits = |residency: &&Residency| {
        let kind = residency.registration_number();
        kind.is_some_and(|kind| kind.check(number).is_ok())
    };
    let mut fitting = Residency::ALL.iter().filter(fits);
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => Some(*only),
        _ => None,
    }
}

/// The postcode with the zeros in front that a spreadsheet took off.
pub(super) fn postcode(residency: Residency, postcode: &str) -> Option<String> {
    let length = match residency {
        Residency::Russia | Residency::Belarus | Residency::Kazakhstan => 6,
        Residency::Ukraine => 5,
        _ => return None,
    };
    let digits = !postcode.is_empty() && postcode.chars().all(|c| c.is_ascii_digit());
    (digits && postcode.len() < length && postcode.len() + 2 >= length)
        .then(|| format!("{postcode:0>length$}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn float_gives_its_digits_back_if_whole() {
        let whole = |digits: &str| Some(Float::Whole(digits.to_owned()));
        let cases = [
            ("7.4951234567E10", whole("74951234567")),
            ("7.4951234567E+10", whole("74951234567")),
            ("7,495123456E+10", whole("74951234560")),
            ("74951234567.0", whole("74951234567")),
            ("74951234567,00", whole("74951234567")),
            ("7.49512E+10", Some(Float::Cut)),
            ("7E+10", Some(Float::Cut)),
            ("74951234567.5", Some(Float::Cut)),
            ("74951234567", None),
            ("+7 495 123-45-67", None),
            ("10.5", None),
            ("E10", None),
            ("1.5E0", None),
            ("1E99999999999999999999", None),
            ("1E99", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(float(text), expected, "{text}");
        }
    }

    #[test]
    fn leading_zeros_are_added_if_number_becomes_valid() {
        use RegistrationNumber::*;
        let cases = [
            (Inn, "105002421", Some("0105002421")),
            (Inn, "105002422", None),
            (Inn, "7707083893", None),
            (Edrpou, "32107", None),
            (Edrpou, "32106", Some("00032106")),
            (Inn, "", None),
            (Inn, "10500242X", None),
        ];
        for (kind, number, expected) in cases {
            assert_eq!(
                with_zeros(kind, number).as_deref(),
                expected,
                "{kind} {number}"
            );
        }
        for (residency, code, expected) in [
            (Residency::Kazakhstan, "50000", Some("050000")),
            (Residency::Ukraine, "1001", Some("01001")),
            (Residency::Russia, "101000", None),
            (Residency::Russia, "101", None),
            (Residency::International, "101", None),
        ] {
            assert_eq!(postcode(residency, code).as_deref(), expected, "{code}");
        }
    }
}
