//! Enums that are open to codes which do not exist yet.

/// A code that this version of the crate has no name for.
///
/// It can only come from a code itself, so that a code with a name is never found here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownCode(i64);

impl UnknownCode {
    pub(super) const fn new(code: i64) -> Self {
        Self(code)
    }

    /// Returns the code itself.
    pub const fn get(self) -> i64 {
        self.0
    }
}

/// Writes an enum over integer codes, open to others, with its names and conversions.
macro_rules! open_enum {
    (
        $(#[$doc:meta])*
        $name:ident, $what:literal {
            $($(#[$variant_doc:meta])* $variant:ident = $code:literal,
              $english:literal, $russian:literal, [$($alias:literal),*];)+
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(from = "i64", into = "i64")]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
            /// A code that this version of the crate has no name for: kept, shown, and sent back
            /// unchanged.
            Unknown(crate::model::UnknownCode),
        }

        impl $name {
            /// The values with a name, in the order of their codes.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Returns the value with this code.
            pub const fn from_code(code: i64) -> Self {
                match code {
                    $($code => Self::$variant,)+
                    other => Self::Unknown(crate::model::UnknownCode::new(other)),
                }
            }

            /// Returns the code that goes over the wire.
            pub const fn code(self) -> i64 {
                match self {
                    $(Self::$variant => $code,)+
                    Self::Unknown(code) => code.get(),
                }
            }

            /// Returns the name in English, if there is one.
            pub const fn name_en(self) -> Option<&'static str> {
                match self {
                    $(Self::$variant => Some($english),)+
                    Self::Unknown(_) => None,
                }
            }

            /// Returns the name in Russian, as in the documentation, if there is one.
            pub const fn name_ru(self) -> Option<&'static str> {
                match self {
                    $(Self::$variant => Some($russian),)+
                    Self::Unknown(_) => None,
                }
            }
        }

        impl From<i64> for $name {
            fn from(code: i64) -> Self {
                Self::from_code(code)
            }
        }

        impl From<$name> for i64 {
            fn from(value: $name) -> Self {
                value.code()
            }
        }

        /// The English name, or the code where there is none.
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self.name_en() {
                    Some(name) => f.pad(name),
                    None => self.code().fmt(f),
                }
            }
        }

        /// Reads a name (English or Russian, in any case) or a code.
        impl std::str::FromStr for $name {
            type Err = crate::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let wanted = text.trim().to_lowercase();
                if let Ok(code) = wanted.parse() {
                    return Ok(Self::from_code(code));
                }
                $(
                    let names = [$english, $russian, $($alias),*];
                    if names.iter().any(|name| name.to_lowercase() == wanted) {
                        return Ok(Self::$variant);
                    }
                )+
                Err(crate::Error::unknown_name($what, &[$($english),+]))
            }
        }

        #[cfg(feature = "schemars")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "type": "integer",
                    "description": concat!($(stringify!($code), " ", $english, " (", $russian, "); "),+),
                })
            }
        }
    };
}

pub(super) use open_enum;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{
        AddressType, Residency,
        description::{ADDRESS, Code, Entity, Kind, ORGANIZATION},
    };

    fn codes(entity: &Entity, field: &str) -> &'static [Code] {
        match entity.field(field).map(|field| field.kind) {
            Some(Kind::Code(codes)) => codes,
            _ => panic!("{field} has no codes"),
        }
    }

    #[test]
    fn codes_and_names_equal_the_spec() {
        macro_rules! compare {
            ($enum:ident, $entity:ident, $field:literal) => {
                let spec = codes(&$entity, $field);
                assert_eq!($enum::ALL.len(), spec.len());
                for (value, code) in $enum::ALL.iter().zip(spec) {
                    assert_eq!(value.code(), code.value);
                    assert_eq!(value.name_ru(), Some(code.label.ru));
                    assert_eq!(value.name_en(), Some(code.label.en));
                }
            };
        }
        compare!(Residency, ORGANIZATION, "residency");
        compare!(AddressType, ADDRESS, "address_type");
    }

    #[test]
    fn code_is_kept_as_it_came() {
        for code in [i64::MIN, -1, 0, 1, 2, 3, 4, 10, 200, 201, i64::MAX] {
            assert_eq!(Residency::from_code(code).code(), code);
            assert_eq!(AddressType::from_code(code).code(), code);
            assert_eq!(
                serde_json::to_value(Residency::from_code(code)).unwrap(),
                json!(code)
            );
        }
        for residency in Residency::ALL {
            assert_eq!(Residency::from_code(residency.code()), *residency);
            assert!(!matches!(residency, Residency::Unknown(_)));
        }
    }

    #[test]
    fn name_or_code_is_parsed() {
        let cases = [
            ("russia", Residency::Russia),
            ("РОССИЯ", Residency::Russia),
            ("ru", Residency::Russia),
            (" kz ", Residency::Kazakhstan),
            ("Беларусь", Residency::Belarus),
            ("200", Residency::International),
            ("77", Residency::from_code(77)),
        ];
        for (text, expected) in cases {
            assert_eq!(text.parse::<Residency>().unwrap(), expected, "{text}");
        }
        assert_eq!(
            "Склад".parse::<AddressType>().unwrap(),
            AddressType::Warehouse
        );
        let error = "Narnia".parse::<Residency>().unwrap_err().to_string();
        assert!(
            error.contains("Kazakhstan") && !error.contains("Narnia"),
            "{error}"
        );
    }

    #[test]
    fn unknown_code_is_displayed_as_number() {
        assert_eq!(Residency::from_code(77).to_string(), "77");
        assert_eq!(Residency::Russia.to_string(), "Russia");
        assert_eq!(Residency::from_code(77).name_ru(), None);
    }
}
