//! Where an organization receives documents.

use catalogs_raw::types as raw;
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{MapAccess, Visitor},
};
use serde_json::Value;

use super::{
    CityId, Extra,
    convert::ToRaw,
    fields::{FieldValue, read, unknown},
    lenient::{Lenient, Name, Shown, object},
    missing::unknown_only,
    redact::keys,
};

/// Where an organization receives documents (адрес местонахождения для документов).
///
/// ```
/// use catalogs::model::DocsAddress;
///
/// let docs = DocsAddress::builder()
///     .postcode("101000")
///     .city_id(1)
///     .street_name("ул. Мясницкая")
///     .house_no("15")
///     .office_no("301")
///     .build();
/// assert_eq!(docs.house_no.as_deref(), Some("15"));
/// ```
#[derive(Clone, Default, PartialEq, Serialize, bon::Builder)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[builder(state_mod(vis = "pub"))]
#[non_exhaustive]
pub struct DocsAddress {
    /// Postal code.
    #[builder(required, with = |postcode: impl Into<String>| Some(postcode.into()))]
    pub postcode: Option<String>,
    /// City, a value of ATI.SU's dictionary.
    #[builder(required, with = |city: impl Into<CityId>| Some(city.into()))]
    pub city_id: Option<CityId>,
    /// Street.
    #[builder(required, with = |street: impl Into<String>| Some(street.into()))]
    pub street_name: Option<String>,
    /// House.
    #[builder(required, with = |house: impl Into<String>| Some(house.into()))]
    pub house_no: Option<String>,
    /// Office; sent as an empty text if the builder was given none.
    #[builder(
        required,
        default = Some(String::new()),
        with = |office: impl Into<String>| Some(office.into())
    )]
    pub office_no: Option<String>,
    /// Fields that this version of the crate does not know.
    #[serde(flatten)]
    #[builder(default)]
    pub extra: Extra,
}

/// Reads the fields of an object.
struct Fields;

impl Lenient for DocsAddress {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        object(deserializer)
    }
}

macro_rules! conversions {
    ($($field:ident)+) => {
        impl<'de> Deserialize<'de> for DocsAddress {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_map(Fields)
            }
        }

        impl<'de> Visitor<'de> for Fields {
            type Value = DocsAddress;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<DocsAddress, A::Error> {
                let mut address = DocsAddress::default();
                while let Some(Name(name)) = map.next_key()? {
                    match &*name {
                        $(stringify!($field) => {
                            address.$field = map.next_value::<Shown<_>>()?.0;
                        })+
                        _ => drop(address.extra.insert(name.into_owned(), map.next_value()?)),
                    }
                }
                Ok(address)
            }
        }

        impl ToRaw<raw::DocsAddressRequest> for DocsAddress {
            fn to_raw(&self) -> raw::DocsAddressRequest {
                raw::DocsAddressRequest {
                    $($field: self.$field.as_ref().map(ToRaw::to_raw),)+
                    extra: unknown_only(&self.extra, &[$(stringify!($field)),+]),
                }
            }
        }

        impl FieldValue for DocsAddress {
            fn redacted(&self) -> impl std::fmt::Debug {
                self
            }

            fn has_unknown(&self) -> bool {
                !self.extra.is_empty()
            }

            /// Creates the address if there is none, as its builder does.
            fn set_inner(
                address: &mut Option<Self>,
                path: &str,
                field: &str,
                value: Value,
            ) -> crate::Result<()> {
                let or_new = |address: &mut Option<Self>| {
                    address.take().unwrap_or_else(|| Self {
                        office_no: Some(String::new()),
                        ..Self::default()
                    })
                };
                match field {
                    $(stringify!($field) => {
                        let value = read(path, value)?;
                        *address = Some(Self { $field: value, ..or_new(address) });
                    })+
                    _ => return Err(unknown(path)),
                }
                Ok(())
            }
        }

        impl std::fmt::Debug for DocsAddress {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct("DocsAddress")
                    $(.field(stringify!($field), &self.$field.as_ref().map(FieldValue::redacted)))+
                    .field("extra", &keys(&self.extra))
                    .finish()
            }
        }
    };
}

conversions!(postcode city_id street_name house_no office_no);
