//! The stored form of drafts, and the JSON Schemas of entities and drafts.

/// Writes `Deserialize` of a draft, and the JSON Schemas of an entity and its draft.
macro_rules! stored {
    (
        $entity:ident $id:ident $summary:literal; $draft:ident $draft_summary:literal;
        fields [$($wire:ident: $field:ident, $ty:ty, $doc:literal;)*]
        departments [$($departments:ident, $all:ident, $ids:ident, $departments_doc:literal)?]
        links [$($link:ident, $link_ids:ident, $linked:ident, $link_id:ident, $link_doc:literal;)*]
    ) => {
        const _: () = {
            /// A draft as it is stored.
            #[derive(Default)]
            #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
            struct Stored {
                $(#[doc = $doc] $wire: Option<$ty>,)*
                $(
                    /// Whether every department has access.
                    $all: Option<bool>,
                    #[doc = $departments_doc]
                    $ids: Option<Vec<$crate::model::DepartmentId>>,
                )?
                $(#[doc = $link_doc] $link_ids: Option<Vec<$link_id>>,)*
                #[cfg_attr(feature = "schemars", schemars(skip))]
                missing: $crate::model::missing::Missing,
                #[cfg_attr(feature = "schemars", schemars(flatten))]
                extra: $crate::model::Extra,
            }

            impl<'de> serde::Deserialize<'de> for Stored {
                fn deserialize<D: serde::Deserializer<'de>>(
                    deserializer: D,
                ) -> Result<Self, D::Error> {
                    deserializer.deserialize_map(Fields)
                }
            }

            struct Fields;

            impl<'de> serde::de::Visitor<'de> for Fields {
                type Value = Stored;

                fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str("an object")
                }

                fn visit_map<A: serde::de::MapAccess<'de>>(
                    self,
                    mut map: A,
                ) -> Result<Stored, A::Error> {
                    let mut stored = Stored::default();
                    // Of a field that occurs twice, the last one counts.
                    while let Some(name) = map.next_key::<String>()? {
                        match name.as_str() {
                            $(stringify!($wire) => stored.$wire = map.next_value()?,)*
                            $(
                                stringify!($all) => stored.$all = map.next_value()?,
                                stringify!($ids) => stored.$ids = map.next_value()?,
                            )?
                            $(stringify!($link_ids) => stored.$link_ids = map.next_value()?,)*
                            $crate::model::missing::KEY => stored.missing = map.next_value()?,
                            _ => drop(stored.extra.insert(name, map.next_value()?)),
                        }
                    }
                    Ok(stored)
                }
            }

            impl<'de> serde::Deserialize<'de> for $draft {
                #[allow(unused_mut, reason = "not every entity has departments")]
                fn deserialize<D: serde::Deserializer<'de>>(
                    deserializer: D,
                ) -> Result<Self, D::Error> {
                    let stored: Stored = $crate::model::draft::read(deserializer)?;
                    let mut missing = stored.missing;
                    Ok(Self {
                        $($field: stored.$wire,)*
                        $($departments: missing.stored_departments(stored.$all, stored.$ids)?,)?
                        $($link: stored.$link_ids.unwrap_or_default(),)*
                        extra: stored.extra,
                        missing,
                    })
                }
            }

            /// A response, for its JSON Schema: only the id is sure to be there.
            #[cfg(feature = "schemars")]
            #[derive(schemars::JsonSchema)]
            #[allow(dead_code, reason = "only its schema is used")]
            struct Shown {
                /// Id, which the service assigns.
                id: $id,
                $(#[doc = $doc] $wire: Option<$ty>,)*
                $(
                    /// Whether every department has access.
                    $all: Option<bool>,
                    #[doc = $departments_doc]
                    $ids: Option<Vec<$crate::model::DepartmentId>>,
                )?
                $(#[doc = $link_doc] $link: Option<Vec<$linked>>,)*
                #[schemars(flatten)]
                extra: $crate::model::Extra,
            }

            $crate::model::declare::schema!($entity, Shown, $summary);
            $crate::model::declare::schema!($draft, Stored, $draft_summary);
        };
    };
}

/// Gives a type the JSON Schema of another, with a description.
macro_rules! schema {
    ($model:ident, $shape:ident, $summary:literal) => {
        #[cfg(feature = "schemars")]
        impl schemars::JsonSchema for $model {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($model).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let mut schema = $shape::json_schema(generator);
                schema.insert("description".to_owned(), $summary.into());
                schema
            }
        }
    };
}

pub(in crate::model) use {schema, stored};
