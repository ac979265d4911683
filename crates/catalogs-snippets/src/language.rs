//! The languages, by name.

use std::{error::Error, fmt, str::FromStr};

/// What the text is written in.
///
/// ```
/// use catalogs_snippets::Language;
///
/// assert_eq!("1c".parse(), Ok(Language::OneC));
/// assert_eq!("1С".parse(), Ok(Language::OneC)); // the letter is Cyrillic
/// assert_eq!(Language::OneC.to_string(), "1c");
/// assert!("cobol".parse::<Language>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Language {
    /// Commands for sh, bash or zsh.
    Curl,
    /// Functions in the built-in language of 1C:Enterprise 8.3 (встроенный язык 1С).
    OneC,
    /// HTTP/1.1 messages, parted as in `.http` files.
    Http,
    /// One JSON array for programs to read.
    Json,
    /// A script for Python 3.8 or newer with the package `requests`.
    Python,
}

impl Language {
    /// Every language.
    pub const ALL: &[Self] = &[Self::Curl, Self::OneC, Self::Python, Self::Http, Self::Json];

    /// Its name, as [`FromStr`] reads it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Curl => "curl",
            Self::OneC => "1c",
            Self::Http => "http",
            Self::Json => "json",
            Self::Python => "python",
        }
    }

    /// Other names that [`FromStr`] reads.
    ///
    /// ```
    /// use catalogs_snippets::Language;
    ///
    /// assert_eq!(Language::Python.aliases(), ["py"]);
    /// assert_eq!("py".parse(), Ok(Language::Python));
    /// ```
    pub const fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::OneC => &["1с", "onec"],
            Self::Python => &["py"],
            Self::Curl | Self::Http | Self::Json => &[],
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    /// Reads a name or an [alias](Language::aliases), in small letters or capitals.
    ///
    /// # Errors
    ///
    /// [`UnknownLanguage`], which lists the names.
    fn from_str(name: &str) -> Result<Self, UnknownLanguage> {
        let name = name.to_lowercase();
        let is_called = |it: &&Self| it.name() == name || it.aliases().contains(&name.as_str());
        let found = Self::ALL.iter().find(is_called);
        found.copied().ok_or(UnknownLanguage)
    }
}

/// There is no such language.
///
/// ```
/// # use catalogs_snippets::Language;
/// let error = "cobol".parse::<Language>().unwrap_err();
/// assert_eq!(error.to_string(), "unknown language; there are: curl, 1c, python, http, json");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownLanguage;

impl fmt::Display for UnknownLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = Language::ALL
            .iter()
            .map(|language| language.name())
            .collect();
        write!(f, "unknown language; there are: {}", names.join(", "))
    }
}

impl Error for UnknownLanguage {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_is_read_by_each_name() {
        for (name, expected) in [
            ("curl", Some(Language::Curl)),
            ("CURL", Some(Language::Curl)),
            ("1c", Some(Language::OneC)),
            ("1C", Some(Language::OneC)),
            ("1с", Some(Language::OneC)),
            ("1С", Some(Language::OneC)),
            ("onec", Some(Language::OneC)),
            ("http", Some(Language::Http)),
            ("json", Some(Language::Json)),
            ("python", Some(Language::Python)),
            ("PY", Some(Language::Python)),
            ("rust", None),
            ("", None),
            ("bash", None),
        ] {
            assert_eq!(name.parse().ok(), expected, "{name}");
        }
        for language in Language::ALL {
            assert_eq!(language.to_string().parse(), Ok(*language));
        }
    }
}
