//! What can be read of an entity whose model cannot be decoded: a write that was answered with an
//! id is done, whatever else the response holds.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::{Entity, json::Nesting};

/// Returns the entity in `body` as far as it can be read, if at least its id can. The other fields
/// count as missing, so that writing the entity back is refused.
pub(super) fn salvage<E: Entity>(body: &[u8]) -> Option<E> {
    let (fields, is_whole) = fields(body)?;
    let id: &RawValue = serde_json::from_slice(fields.get("id")?).ok()?;
    serde_json::from_str::<E::Id>(id.get()).ok()?;
    let mut readable = BTreeMap::from([("id", id)]);
    for (name, value) in &fields {
        let value: Option<&RawValue> = serde_json::from_slice(value).ok();
        if let Some(value) = value
            && read::<E>(&BTreeMap::from([("id", id), (name, value)])).is_some()
        {
            readable.insert(name, value);
        }
    }
    let mut entity: E = read(&readable)?;
    let names = fields.keys().map(String::as_str);
    let unread: Vec<&str> = names.filter(|name| !readable.contains_key(name)).collect();
    entity.mark_unread(&unread, is_whole);
    tracing::warn!(
        fields = unread.len(),
        "the response to a write cannot be read in full"
    );
    Some(entity)
}

fn read<E: Entity>(fields: &BTreeMap<&str, &RawValue>) -> Option<E> {
    serde_json::from_slice(&serde_json::to_vec(fields).ok()?).ok()
}

/// The fields of an object, not decoded, and whether it is whole. Of a field that occurs twice, the
/// last one counts.
fn fields(body: &[u8]) -> Option<(BTreeMap<String, &[u8]>, bool)> {
    let mut fields = BTreeMap::new();
    let mut rest = body.trim_ascii().strip_prefix(b"{")?.trim_ascii();
    loop {
        match rest {
            [b'}', ..] => return Some((fields, true)),
            [b',', after @ ..] => rest = after.trim_ascii_start(),
            [b'"', ..] => {
                let Some((name, after)) = value(rest) else {
                    return Some((fields, false));
                };
                let Some(after) = after.trim_ascii_start().strip_prefix(b":") else {
                    return Some((fields, false));
                };
                let Some((value, after)) = value(after.trim_ascii_start()) else {
                    return Some((fields, false));
                };
                if let Ok(name) = serde_json::from_slice(name) {
                    fields.insert(name, value);
                }
                rest = after.trim_ascii_start();
            }
            _ => return Some((fields, false)),
        }
    }
}

/// Cuts off the value at the beginning, if it ends.
fn value(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (end, _) = Nesting::default().follow(bytes, 0);
    end.map(|end| bytes.split_at(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Address, ContactPerson, Organization};

    const ID: &str = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

    fn salvaged<E: Entity>(rest: &[u8]) -> Option<E> {
        salvage(&[format!(r#"{{"id":"{ID}""#).as_bytes(), rest].concat())
    }

    #[test]
    fn readable_id_is_enough_and_the_rest_counts_as_missing() {
        use crate::Draft;
        let cases: &[(&[u8], &[&str])] = &[
            (
                br#","name":"a","extra_phone":4951234567}"#,
                &["extra_phone"],
            ),
            (b",\"name\":\"\xCC\xE0\",\"phone\":\"1\"}", &["name"]),
            (b",\"name\":\"a\n\",\"phone\":NaN}", &["name", "phone"]),
            (br#","name":"a","name":{}}"#, &["name"]),
            (br#","rating":NaN,"name":"a"}"#, &["extra"]),
            (
                br#","name":"a","phone":"1"#,
                &["phone", "extra_phone", "email"],
            ),
            (br#","name":"a""#, &["phone", "extra_phone", "email"]),
        ];
        for (rest, missing) in cases {
            let person: ContactPerson = salvaged(rest).unwrap();
            assert_eq!(person.id.to_string(), ID);
            let shown = String::from_utf8_lossy(rest);
            let mut draft = person.to_draft();
            assert_eq!(draft.missing_fields(), *missing, "{shown}");
            let stored = serde_json::to_string(&draft).unwrap();
            assert!(draft == serde_json::from_str(&stored).unwrap(), "{stored}");
            draft.treat_missing_as_empty();
            assert_eq!(draft.missing_fields(), [""; 0], "{shown}");
        }
    }

    #[test]
    fn list_that_cannot_be_read_counts_as_missing() {
        let read: Organization =
            salvaged(br#","addresses":[{}],"contact_persons":[],"residency":1}"#).unwrap();
        let missing = crate::Draft::missing_fields(&read.to_draft());
        assert_eq!(missing, ["addresses", "departments"]);
        let read: Address = salvaged(br#","address_latitude":NaN,"contact_persons":[]}"#).unwrap();
        let missing = crate::Draft::missing_fields(&read.to_draft());
        assert_eq!(missing, ["address_latitude"]);
    }

    #[test]
    fn without_a_readable_id_there_is_nothing() {
        let bodies: &[&[u8]] = &[
            b"",
            b"{}",
            b"null",
            b"<html>",
            br#"{"Id":"3f2504e0-4f89-41d3-9a0c-0305e82c3301"}"#,
            br#"{"id":"x"}"#,
            br#"{"id":null}"#,
            br#"{"id":"3f2504e0-4f89-41d3-9a0c-0305e82c33"#,
            br#"[{"id":"3f2504e0-4f89-41d3-9a0c-0305e82c3301"}]"#,
        ];
        for body in bodies {
            assert!(salvage::<ContactPerson>(body).is_none());
        }
    }
}
