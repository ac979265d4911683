//! What a response becomes: how an entity is read and written as JSON.

/// Writes `Deserialize` and `Serialize` of an entity, and what it notes of its response.
macro_rules! response {
    (
        $entity:ident;
        required [$($req_wire:ident: $req:ident;)*]
        optional [$($opt_wire:ident: $opt:ident;)*]
        codes [$($code:ident: $code_ty:ident;)*]
        departments [$($departments:ident, $all:ident, $ids:ident)?]
        links [$($link:ident: $linked:ident;)*]
    ) => {
        impl $crate::model::lenient::Lenient for $entity {
            fn read<'de, D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Option<Self>, D::Error> {
                $crate::model::lenient::object(deserializer)
            }
        }

        impl $crate::model::Received for $entity {
            fn mark_unread(&mut self, unread: &[&str], is_whole: bool) {
                self.missing.mark_unread(Self::FIELDS, unread);
                if !is_whole {
                    $(if self.$req.is_none() {
                        self.missing.mark_unread(Self::FIELDS, &[stringify!($req_wire)]);
                    })*
                    $(if self.$opt.is_none() {
                        self.missing.mark_unread(Self::FIELDS, &[stringify!($opt_wire)]);
                    })*
                    $(if self.$code.is_none() {
                        self.missing.mark_unread(Self::FIELDS, &[stringify!($code)]);
                    })*
                }
            }

            fn keep_digits(&mut self, response: &[u8]) {
                use $crate::model::fields::FieldValue;

                let has_unknown = !self.extra.is_empty()
                    $(|| self.$opt.as_ref().is_some_and(FieldValue::has_unknown))*;
                if has_unknown {
                    self.missing.keep_digits($crate::model::digits::read(response, Self::FIELDS));
                }
            }
        }

        impl serde::Serialize for $entity {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap;

                let mut map = serializer.serialize_map(None)?;
                map.serialize_entry("id", &self.id)?;
                $(map.serialize_entry(stringify!($req_wire), &self.$req)?;)*
                $(map.serialize_entry(
                    stringify!($code),
                    &self.missing.write_code(stringify!($code), self.$code.map($code_ty::code)),
                )?;)*
                $(map.serialize_entry(stringify!($opt_wire), &self.$opt)?;)*
                $(map.serialize_entry(
                    stringify!($link),
                    &self.missing.write_list(stringify!($link), &self.$link, |linked| linked.id),
                )?;)*
                $(
                    let (all, ids) = self.missing.shown_departments(&self.$departments);
                    map.serialize_entry(stringify!($all), &all)?;
                    map.serialize_entry(stringify!($ids), &ids)?;
                )?
                for (name, value) in &self.extra {
                    if !Self::FIELDS.contains(&name.as_str()) {
                        map.serialize_entry(name, value)?;
                    }
                }
                map.end()
            }
        }

        impl<'de> serde::Deserialize<'de> for $entity {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Fields;

                impl<'de> serde::de::Visitor<'de> for Fields {
                    type Value = $entity;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("an object")
                    }

                    #[allow(unused_mut, reason = "not every entity has fields that can be missing")]
                    fn visit_map<A: serde::de::MapAccess<'de>>(
                        self,
                        mut map: A,
                    ) -> Result<$entity, A::Error> {
                        #[allow(unused_imports, reason = "not every entity has lists")]
                        use $crate::model::lenient::{Listed, Name, Shown};

                        let mut id = None;
                        $(let mut $req = Shown(None);)*
                        $(let mut $code = None;)*
                        $(let (mut $all, mut $ids) = (Shown(None), Listed(None));)?
                        $(let mut $opt = Shown(None);)*
                        $(let mut $link = Listed(None);)*
                        let mut extra = $crate::model::Extra::new();
                        // Of a field that occurs twice, the last one counts.
                        while let Some(Name(name)) = map.next_key()? {
                            match &*name {
                                "id" => id = Some(map.next_value()?),
                                $(stringify!($req_wire) => $req = map.next_value()?,)*
                                $(stringify!($code) => $code = map.next_value()?,)*
                                $(
                                    stringify!($all) => $all = map.next_value()?,
                                    stringify!($ids) => $ids = map.next_value()?,
                                )?
                                $(stringify!($opt_wire) => $opt = map.next_value()?,)*
                                $(stringify!($link) => $link = map.next_value()?,)*
                                _ => drop(extra.insert(name.into_owned(), map.next_value()?)),
                            }
                        }
                        let mut missing = $crate::model::missing::Missing::default();
                        Ok($entity {
                            id: id.ok_or_else(|| serde::de::Error::missing_field("id"))?,
                            $($req: $req.0,)*
                            $($code: missing.read_code(stringify!($code), $code),)*
                            $($departments: missing.read_departments($all.0, $ids.0),)?
                            $($opt: $opt.0,)*
                            $($link: missing.read_list(
                                stringify!($link),
                                $link.0,
                                |linked: &$linked| linked.id,
                            ),)*
                            extra,
                            missing,
                        })
                    }
                }

                deserializer.deserialize_map(Fields)
            }
        }
    };
}

pub(in crate::model) use response;
