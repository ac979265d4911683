//! Registration numbers, and the rules that they have to satisfy.

use std::fmt;

use stdnum::{ErrorKind, Validator, country};

/// The kind of registration number that goes with a [`Residency`](crate::Residency).
///
/// ```
/// use catalogs::model::RegistrationNumber;
///
/// assert!(RegistrationNumber::Inn.check("7707083893").is_ok());
/// let fault = RegistrationNumber::Inn.check("7707083894").unwrap_err();
/// assert_eq!(fault.to_string(), "the check digits do not fit");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum RegistrationNumber {
    /// ИНН, Russia: 10 digits for an organization, 12 for a person.
    Inn,
    /// ЕДРПОУ, Ukraine: 8 digits (or the 10 digits of a person's РНОКПП).
    Edrpou,
    /// УНП, Belarus: 9 digits (or 2 letters and 7 digits, of a person).
    Unp,
    /// БИН, Kazakhstan: 12 digits (or a person's ИИН, which has the same structure).
    Bin,
}

/// Why a registration number cannot be right. Its text does not repeat the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RegistrationNumberFault {
    /// It has too many or too few characters. Leading zeros may have been lost on the way.
    Length,
    /// It has characters that do not belong there.
    Characters,
    /// Its check digits do not fit the rest.
    CheckDigits,
}

impl RegistrationNumber {
    /// Returns the abbreviation in Russian, as in the documentation.
    pub const fn name_ru(self) -> &'static str {
        match self {
            Self::Inn => "ИНН",
            Self::Edrpou => "ЕДРПОУ",
            Self::Unp => "УНП",
            Self::Bin => "БИН",
        }
    }

    /// Returns the abbreviation in Latin letters.
    pub const fn name_en(self) -> &'static str {
        match self {
            Self::Inn => "INN",
            Self::Edrpou => "EDRPOU",
            Self::Unp => "UNP",
            Self::Bin => "BIN",
        }
    }

    /// Checks the length, the characters and the check digits of `number`.
    ///
    /// Spaces, hyphens and slashes between the characters are allowed; digits of other scripts and
    /// other blanks are not, since the service would get them as they are.
    ///
    /// # Errors
    ///
    /// Tells what is wrong with the number. That does not mean that the service refuses it.
    pub fn check(self, number: &str) -> Result<(), RegistrationNumberFault> {
        let number = &match self {
            Self::Unp => unp(number)?,
            _ if !number.is_ascii() => return Err(RegistrationNumberFault::Characters),
            _ => number.to_owned(),
        };
        let fault = match self {
            Self::Inn => country::ru::INN.validate(number).err(),
            Self::Edrpou if digits(number).is_some_and(|digits| digits.len() == 10) => {
                country::ua::RNTRC.validate(number).err()
            }
            Self::Edrpou => country::ua::EDRPOU.validate(number).err(),
            Self::Unp => country::by::UNP.validate(number).err(),
            Self::Bin => return bin(number),
        };
        match fault.map(|fault| fault.kind()) {
            None => Ok(()),
            Some(ErrorKind::InvalidLength) => Err(RegistrationNumberFault::Length),
            Some(ErrorKind::InvalidChecksum) => Err(RegistrationNumberFault::CheckDigits),
            Some(_) => Err(RegistrationNumberFault::Characters),
        }
    }
}

/// УНП in Latin letters and without its prefix. An organization's has nine digits, a person's two
/// letters and seven digits; the first character is a region. Cyrillic letters of the same shape
/// count as Latin ones.
fn unp(number: &str) -> Result<String, RegistrationNumberFault> {
    const CYRILLIC: &str = "АВЕКМНОРСТ";
    const LATIN: &str = "ABEKMHOPCT";
    let latin = |c| {
        let mut letters = CYRILLIC.chars().zip(LATIN.chars());
        letters.find(|pair| pair.0 == c).map_or(c, |pair| pair.1)
    };
    let upper = number.trim_matches(' ').to_uppercase();
    let mut prefixes = ["УНП", "UNP"].iter();
    let bare = prefixes.find_map(|prefix| upper.strip_prefix(prefix));
    let bare = bare.unwrap_or(&upper).chars();
    let number: String = bare.filter(|c| !" -/".contains(*c)).map(latin).collect();
    if !number.is_ascii() {
        return Err(RegistrationNumberFault::Characters);
    }
    if number.len() != 9 {
        return Err(RegistrationNumberFault::Length);
    }
    let (front, _) = number.split_at(2);
    let is_front =
        front.chars().all(|c| c.is_ascii_digit()) || front.chars().all(|c| LATIN.contains(c));
    match is_front && front.starts_with(|c| "1234567ABCEHKM".contains(c)) {
        true => Ok(number),
        false => Err(RegistrationNumberFault::Characters),
    }
}

/// БИН and ИИН: 12 digits, the last of which is the sum of the others, each times its place,
/// modulo 11; where that is 10, the weights start at 3 and wrap round after 11.
fn bin(number: &str) -> Result<(), RegistrationNumberFault> {
    let Some(digits) = digits(number) else {
        return Err(RegistrationNumberFault::Characters);
    };
    if digits.len() != 12 {
        return Err(RegistrationNumberFault::Length);
    }
    let remainder = |first: u32| {
        let weights = (0..11).map(|place| (place + first - 1) % 11 + 1);
        digits
            .iter()
            .zip(weights)
            .map(|(digit, weight)| digit * weight)
            .sum::<u32>()
            % 11
    };
    let expected = match remainder(1) {
        10 => remainder(3),
        remainder => remainder,
    };
    if expected == digits[11] {
        Ok(())
    } else {
        Err(RegistrationNumberFault::CheckDigits)
    }
}

/// The digits of a number, without spaces; `None` if there is anything else in it.
fn digits(number: &str) -> Option<Vec<u32>> {
    number
        .chars()
        .filter(|c| *c != ' ')
        .map(|c| c.to_digit(10))
        .collect()
}

impl fmt::Display for RegistrationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name_en(), self.name_ru())
    }
}

impl fmt::Display for RegistrationNumberFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Length => "it has too many or too few characters (leading zeros lost?)",
            Self::Characters => "it has characters that do not belong there",
            Self::CheckDigits => "the check digits do not fit",
        })
    }
}

impl std::error::Error for RegistrationNumberFault {}

#[cfg(test)]
mod tests {
    use super::{RegistrationNumber::*, RegistrationNumberFault::*};

    #[test]
    fn number_is_checked_by_the_rule_of_its_country() {
        let cases = [
            (Inn, "7707083893", Ok(())),
            (Inn, "500100732259", Ok(())),
            (Inn, "7707083894", Err(CheckDigits)),
            (Inn, "500100732258", Err(CheckDigits)),
            (Inn, "770708389", Err(Length)),
            (Inn, "770708389A", Err(Characters)),
            (Edrpou, "32855961", Ok(())),
            (Edrpou, "32855968", Err(CheckDigits)),
            (Edrpou, "3285596", Err(Length)),
            (Edrpou, "1759013776", Ok(())),
            (Edrpou, "1759013770", Err(CheckDigits)),
            (Unp, "200988541", Ok(())),
            (Unp, "200988542", Err(CheckDigits)),
            (Unp, "УНП 200988541", Ok(())),
            (Unp, "MA1953684", Ok(())),
            (Unp, "МА1953684", Ok(())), // in Cyrillic
            (Unp, "ma1953684", Ok(())),
            (Unp, "MA1953685", Err(CheckDigits)),
            (Unp, "M11953684", Err(Characters)),
            (Unp, "1A1953684", Err(Characters)),
            (Unp, "TA1953684", Err(Characters)),
            (Unp, "MD1953684", Err(Characters)),
            (Unp, "800988541", Err(Characters)),
            (Unp, "20098854", Err(Length)),
            (Unp, "", Err(Length)),
            (Inn, "٧٧٠٧٠٨٣٨٩٣", Err(Characters)),
            (Inn, "７７０７０８３８９３", Err(Characters)),
            (Inn, "7707\u{a0}083893", Err(Characters)),
            (Inn, "7707 083893", Ok(())),
            (Edrpou, "3285596\u{661}", Err(Characters)),
            (Unp, "20098854\u{661}", Err(Characters)),
            (Unp, "200\u{2009}988541", Err(Characters)),
            (Bin, "97124000131５", Err(Characters)),
            (Bin, "971240001315", Ok(())),
            (Bin, "971240001314", Err(CheckDigits)),
            (Bin, "97124000131", Err(Length)),
            (Bin, "97124000131X", Err(Characters)),
            (Bin, "", Err(Length)),
        ];
        for (kind, number, expected) in cases {
            assert_eq!(kind.check(number), expected, "{kind} {number}");
        }
    }

    #[test]
    fn bin_uses_second_weights_when_the_first_give_ten() {
        // 1×1 + 8×… gives 10 for these eleven digits, so the twelfth comes from the second round.
        let eleven = (0..1_000_000_u64)
            .map(|n| format!("15014{n:06}"))
            .find(|eleven| {
                let sum = |first: u64| -> u64 {
                    let weight = |place: u64| (place + first - 1) % 11 + 1;
                    let digit = |c: char| u64::from(c.to_digit(10).unwrap());
                    eleven
                        .chars()
                        .zip(0..)
                        .map(|(c, place)| digit(c) * weight(place))
                        .sum()
                };
                sum(1) % 11 == 10 && sum(3) % 11 == 4
            })
            .unwrap();
        assert_eq!(Bin.check(&format!("{eleven}4")), Ok(()));
        assert_eq!(Bin.check(&format!("{eleven}0")), Err(CheckDigits));
    }
}
