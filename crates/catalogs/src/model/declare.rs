//! The declaration of an entity, from which its types and their conversions are written.

mod response;
mod stored;

/// Declares an entity: the public struct, its draft with a builder, conversions to and from the
/// generated types, `Debug` without personal data, (de)serialization, JSON Schemas, and access to
/// fields by name.
///
/// A field has a name, the name that the API has for it if that differs, a type, and a text for the
/// documentation. A generated type with a field that no declaration names is a compile error here.
macro_rules! entity {
    (
        $(#[$doc:meta])*
        $entity:ident = $summary:literal, id: $id:ident;
        $(#[$draft_doc:meta])*
        $draft:ident = $draft_summary:literal, body: $body:ident;
        required { $($required:tt)* }
        optional { $($optional:tt)* }
        $($rest:tt)*
    ) => {
        $crate::model::declare::entity! { @required
            { $($required)* } []
            [{ $($optional)* }
             $entity { [$(#[$doc])*] $summary, $id }
             $draft { [$(#[$draft_doc])*] $draft_summary, $body }
             $($rest)*]
        }
    };

    // Completes the names of fields: `name` is `name = name`.
    (@required { $name:ident: $($rest:tt)* } $done:tt $next:tt) => {
        $crate::model::declare::entity! { @required { $name = $name: $($rest)* } $done $next }
    };
    (@required { $name:ident = $wire:ident: $ty:ty, $doc:literal; $($rest:tt)* } [$($done:tt)*] $next:tt) => {
        $crate::model::declare::entity! { @required
            { $($rest)* } [$($done)* $name = $wire: $ty, $doc;] $next
        }
    };
    (@required {} $required:tt [$optional:tt $($next:tt)*]) => {
        $crate::model::declare::entity! { @optional $optional [] [required $required $($next)*] }
    };
    (@optional { $name:ident: $($rest:tt)* } $done:tt $next:tt) => {
        $crate::model::declare::entity! { @optional { $name = $name: $($rest)* } $done $next }
    };
    (@optional { $name:ident = $wire:ident: $ty:ty, $doc:literal; $($rest:tt)* } [$($done:tt)*] $next:tt) => {
        $crate::model::declare::entity! { @optional
            { $($rest)* } [$($done)* $name = $wire: $ty, $doc;] $next
        }
    };
    (@optional {} $optional:tt [$($next:tt)*]) => {
        $crate::model::declare::entity! { @write optional $optional $($next)* }
    };

    (@write
        optional [$($opt:ident = $opt_wire:ident: $opt_ty:ty, $opt_doc:literal;)*]
        required [$($req:ident = $req_wire:ident: $req_ty:ty, $req_doc:literal;)*]
        $entity:ident { [$($doc:tt)*] $summary:literal, $id:ident }
        $draft:ident { [$($draft_doc:tt)*] $draft_summary:literal, $body:ident }
        $(codes { $($code:ident: $code_ty:ident, $code_doc:literal;)* })?
        $(departments { $departments:ident = $all:ident, $ids:ident: $departments_doc:literal; })?
        $(links {
            $($link:ident = $link_ids:ident: $linked:ident($link_id:ident), $link_doc:literal;)*
        })?
    ) => {
        #[doc = $summary]
        ///
        $($doc)*
        ///
        /// `Debug` hides personal data; serialize the value to see it whole.
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub struct $entity {
            /// Id, which the service assigns.
            pub id: $id,
            $(#[doc = $req_doc] pub $req: Option<$req_ty>,)*
            $($(
                #[doc = $code_doc]
                ///
                /// `None` if the service sent nothing, or something that is not a code.
                pub $code: Option<$code_ty>,
            )*)?
            $(#[doc = $departments_doc] pub $departments: $crate::DepartmentAccess,)?
            $(#[doc = $opt_doc] pub $opt: Option<$opt_ty>,)*
            $($(#[doc = $link_doc] pub $link: Vec<$linked>,)*)?
            /// Fields that this version of the crate does not know.
            pub extra: $crate::model::Extra,
            missing: $crate::model::missing::Missing,
        }

        impl $entity {
            /// The fields of a response, without the id.
            const FIELDS: &'static [&'static str] = &[
                $(stringify!($req_wire),)*
                $($(stringify!($code),)*)?
                $(stringify!($opt_wire),)*
                $($(stringify!($link),)*)?
                $(stringify!($all), stringify!($ids),)?
            ];

            /// Returns a draft that would leave the entity as it is, unknown fields included.
            ///
            /// What a partial response left out stays marked as missing; see
            /// [`Draft::missing_fields`](crate::Draft::missing_fields).
            pub fn to_draft(&self) -> $draft {
                $draft {
                    $($req: self.$req.clone(),)*
                    $($($code: self.$code,)*)?
                    $($departments: self.$departments.clone(),)?
                    $($opt: self.$opt.clone(),)*
                    $($($link: self.$link.iter().map(|linked| linked.id).collect(),)*)?
                    extra: self.extra.clone(),
                    missing: self.missing.clone(),
                }
            }
        }

        $crate::model::declare::response! {
            $entity;
            required [$($req_wire: $req;)*]
            optional [$($opt_wire: $opt;)*]
            codes [$($($code: $code_ty;)*)?]
            departments [$($departments, $all, $ids)?]
            links [$($($link: $linked;)*)?]
        }

        impl std::fmt::Debug for $entity {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                use $crate::model::fields::FieldValue;

                f.debug_struct(stringify!($entity))
                    .field("id", &self.id)
                    $(.field(stringify!($req), &self.$req.as_ref().map(FieldValue::redacted)))*
                    $($(.field(stringify!($code), &self.$code))*)?
                    $(.field(stringify!($departments), &self.$departments))?
                    $(.field(stringify!($opt), &self.$opt.as_ref().map(FieldValue::redacted)))*
                    $($(.field(stringify!($link), &self.$link))*)?
                    .field("extra", &$crate::model::redact::keys(&self.extra))
                    .finish()
            }
        }

        #[doc = $draft_summary]
        ///
        $($draft_doc)*
        #[derive(Clone, PartialEq, bon::Builder)]
        #[builder(state_mod(vis = "pub"))]
        #[non_exhaustive]
        pub struct $draft {
            $(
                #[doc = $req_doc]
                #[builder(required, with = |value: impl Into<$req_ty>| Some(value.into()))]
                pub $req: Option<$req_ty>,
            )*
            $($(
                #[doc = $code_doc]
                #[builder(required, with = |code: $code_ty| Some(code))]
                pub $code: Option<$code_ty>,
            )*)?
            $(#[doc = $departments_doc] pub $departments: $crate::DepartmentAccess,)?
            $(#[doc = $opt_doc] #[builder(into)] pub $opt: Option<$opt_ty>,)*
            $($(
                #[doc = $link_doc]
                ///
                /// They have to exist already.
                #[builder(default, with = FromIterator::from_iter)]
                pub $link: Vec<$link_id>,
            )*)?
            /// Fields that this version of the crate does not know.
            #[builder(default)]
            pub extra: $crate::model::Extra,
            #[builder(skip)]
            missing: $crate::model::missing::Missing,
        }

        impl $draft {
            /// Sets a field by its name in the request body; see
            /// [`Draft::set_field`](crate::Draft::set_field).
            ///
            /// # Errors
            ///
            /// [`is_invalid_request`](crate::Error::is_invalid_request) if there is no such field,
            /// or the value does not fit it; the draft stays as it is.
            pub fn set_field(&mut self, field: &str, value: serde_json::Value) -> $crate::Result<()> {
                use $crate::model::fields::{FieldValue, read, unknown};

                let (name, inner) = match field.split_once('.') {
                    Some((name, inner)) => (name, Some(inner)),
                    None => (field, None),
                };
                match (name, inner) {
                    $((stringify!($req_wire), None) => self.$req = read(field, value)?,)*
                    $($((stringify!($code), None) => self.$code = read(field, value)?,)*)?
                    $((stringify!($all) | stringify!($ids), None) => {
                        self.$departments.set_field(field, value)?;
                    })?
                    $((stringify!($opt_wire), None) => self.$opt = read(field, value)?,)*
                    $((stringify!($opt_wire), Some(inner)) => {
                        FieldValue::set_inner(&mut self.$opt, field, inner, value)?;
                    })*
                    $($((stringify!($link_ids), None) => {
                        self.$link = read::<Option<_>>(field, value)?.unwrap_or_default();
                    })*)?
                    _ => return Err(unknown(field)),
                }
                Ok(())
            }

            /// Declares that what the response behind this draft did not show is empty, or null.
            ///
            /// Without it, writing a draft with [missing fields](crate::Draft::missing_fields) is
            /// refused, since empty lists could unlink what was merely not shown.
            pub fn treat_missing_as_empty(&mut self) {
                self.missing.clear();
            }
        }

        impl $crate::Draft for $draft {
            const FIELDS: &'static [&'static str] = &[
                $(stringify!($req_wire),)*
                $($(stringify!($code),)*)?
                $(stringify!($all), stringify!($ids),)?
                $(stringify!($opt_wire),)*
                $($(stringify!($link_ids),)*)?
            ];

            fn empty() -> Self {
                Self {
                    $($req: None,)*
                    $($($code: None,)*)?
                    $($departments: $crate::DepartmentAccess::Only(Vec::new()),)?
                    $($opt: None,)*
                    $($($link: Vec::new(),)*)?
                    extra: Default::default(),
                    missing: Default::default(),
                }
            }

            fn warnings(&self) -> Vec<$crate::model::Warning> {
                self.warnings()
            }

            fn set_field(&mut self, field: &str, value: serde_json::Value) -> $crate::Result<()> {
                self.set_field(field, value)
            }

            fn missing_fields(&self) -> Vec<&'static str> {
                $crate::model::draft::sealed::Body::unresolved(self)
            }

            fn treat_missing_as_empty(&mut self) {
                self.treat_missing_as_empty();
            }

            fn extra_mut(&mut self) -> &mut $crate::model::Extra {
                &mut self.extra
            }

            fn docs_address_mut(&mut self) -> Option<&mut Option<$crate::model::DocsAddress>> {
                let fields: Vec<&mut dyn std::any::Any> = vec![$(&mut self.$opt),*];
                fields.into_iter().find_map(|field| field.downcast_mut())
            }
        }

        impl $crate::model::draft::sealed::Body for $draft {
            type Raw = catalogs_raw::types::$body;

            fn to_raw(&self) -> Self::Raw {
                use $crate::model::convert::ToRaw;

                catalogs_raw::types::$body {
                    $($req_wire: self.$req.as_ref().map(ToRaw::to_raw),)*
                    $($($code: self.$code.map($code_ty::code),)*)?
                    $(
                        $all: self.missing.requested_departments(&self.$departments).0,
                        $ids: self.missing.requested_departments(&self.$departments).1,
                    )?
                    $($opt_wire: self.$opt.as_ref().map(ToRaw::to_raw),)*
                    $($($link_ids: self.$link.iter().map(|id| *id.as_uuid()).collect(),)*)?
                    extra: $crate::model::missing::unknown_only(
                        &self.extra,
                        <Self as $crate::Draft>::FIELDS,
                    ),
                }
            }

            fn digits(&self) -> Option<&$crate::model::Extra> {
                self.missing.digits()
            }

            fn unsendable(&self) -> Option<&'static str> {
                use $crate::model::fields::FieldValue;

                $(if self.$opt.as_ref().is_some_and(|value| !value.is_sendable()) {
                    return Some(stringify!($opt_wire));
                })*
                None
            }

            fn unresolved(&self) -> Vec<&'static str> {
                let fields: &[(&'static str, bool)] = &[
                    ("extra", self.missing.has_extra()),
                    $((
                        stringify!($req_wire),
                        self.$req.is_none() && self.missing.has(stringify!($req_wire)),
                    ),)*
                    $((
                        stringify!($opt_wire),
                        self.$opt.is_none() && self.missing.has(stringify!($opt_wire)),
                    ),)*
                    $($((
                        stringify!($link),
                        self.missing.has_list(stringify!($link), &self.$link),
                    ),)*)?
                    $((
                        stringify!($departments),
                        self.missing.has_departments(&self.$departments),
                    ),)?
                    $($((
                        stringify!($code),
                        self.$code.is_none() && self.missing.has(stringify!($code)),
                    ),)*)?
                ];
                let missing = fields.iter().filter(|(_, is_missing)| *is_missing);
                missing.map(|(field, _)| *field).collect()
            }
        }

        impl serde::Serialize for $draft {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap;

                let mut map = serializer.serialize_map(None)?;
                $(map.serialize_entry(stringify!($req_wire), &self.$req)?;)*
                $($(map.serialize_entry(stringify!($code), &self.$code)?;)*)?
                $(map.serialize_entry(stringify!($opt_wire), &self.$opt)?;)*
                $($(map.serialize_entry(stringify!($link_ids), &self.$link)?;)*)?
                $(
                    let (all, ids) = self.missing.requested_departments(&self.$departments);
                    map.serialize_entry(stringify!($all), &all)?;
                    map.serialize_entry(stringify!($ids), &ids)?;
                )?
                for (name, value) in &self.extra {
                    if $crate::model::missing::is_unknown(name, <Self as $crate::Draft>::FIELDS) {
                        map.serialize_entry(name, value)?;
                    }
                }
                if let Some(missing) = self.missing.stored() {
                    map.serialize_entry($crate::model::missing::KEY, missing)?;
                }
                map.end()
            }
        }

        impl std::fmt::Debug for $draft {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                use $crate::model::fields::FieldValue;

                f.debug_struct(stringify!($draft))
                    $(.field(stringify!($req), &self.$req.as_ref().map(FieldValue::redacted)))*
                    $($(.field(stringify!($code), &self.$code))*)?
                    $(.field(stringify!($departments), &self.$departments))?
                    $(.field(stringify!($opt), &self.$opt.as_ref().map(FieldValue::redacted)))*
                    $($(.field(stringify!($link), &self.$link))*)?
                    .field("extra", &$crate::model::redact::keys(&self.extra))
                    .finish()
            }
        }

        $crate::model::declare::stored! {
            $entity $id $summary; $draft $draft_summary;
            fields [
                $($req_wire: $req, $req_ty, $req_doc;)*
                $($opt_wire: $opt, $opt_ty, $opt_doc;)*
                $($($code: $code, $code_ty, $code_doc;)*)?
            ]
            departments [$($departments, $all, $ids, $departments_doc)?]
            links [$($($link, $link_ids, $linked, $link_id, $link_doc;)*)?]
        }
    };
}

pub(super) use {entity, response::response, stored::schema, stored::stored};
