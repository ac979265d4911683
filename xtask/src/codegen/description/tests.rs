//! The description of a small made-up spec, and of our own.

use serde_json::json;

use super::*;

/// A small made-up spec with one entity, a field of every kind and an operation on its own.
const SMALL: &str = include_str!("small.yaml");

fn description(spec: &str) -> Result<String> {
    source(&crate::spec::parse(spec)?).map(|source| one_line(&source))
}

/// The generated field, as one line.
fn field(source: &str, name: &str) -> String {
    let start = source
        .find(&format!("Field {{ name: \"{name}\""))
        .expect(name);
    let end = source[start..].find("label: Text").expect("a label");
    source[start..start + end].trim_end_matches(", ").to_owned()
}

#[test]
fn small_spec_gives_entity_with_its_operations() -> Result<()> {
    let source = description(SMALL)?;
    for expected in [
        "pub const SHOP: Entity = Entity { name: \"shop\", plural: \"shops\", path: \"/shops\", \
         label: Text { en: \"Shop\", ru: \"Магазин\", }, \
         plural_label: Text { en: \"Shops\", ru: \"Магазины\", }, fields: &[",
        "list: Operation::ListShops, get: Operation::GetShop, create: Operation::CreateShop, \
         replace: Operation::ReplaceShop, delete: Operation::DeleteShop, }",
        "pub const ENTITIES: &[Entity] = &[SHOP];",
        "/// `GET /shops`: list shops. ListShops,",
        "Self::FindShops => { &OperationInfo { id: \"find_shops\", method: \"POST\", \
         path: \"/shops/find\", effect: Effect::Read, entity: Some(\"shop\"),",
        "id: \"list_colours\", method: \"GET\", path: \"/colours\", effect: Effect::Read, \
         entity: None, summary: Text { en: \"List the colours\", ru: \"Получает цвета\", }, \
         phrase: \"list colours\", function_ru: \"ПолучитьЦвета\",",
    ] {
        assert!(
            source.contains(expected),
            "{expected}\nis missing in\n{source}"
        );
    }
    Ok(())
}

#[test]
fn small_spec_gives_field_of_every_kind() -> Result<()> {
    let source = description(SMALL)?;
    // The columns `in` and `nullable` have an `r` for requests and an `R` for responses.
    let cases = "\
name       response_name kind          in required nullable clear     personal
id         id            Id            R  false    -        Never     false
name       name          Text          rR true     r        Null      true
size       size          Integer       rR true     R        Never     false
width      width         Number        rR false    r        Null      true
open       open          Boolean       rR true     -        Never     false
floors     floors        Integers      rR false    -        Never     false
branch_ids branches      Links(\"shop\") rR false    -        EmptyList false
secret     secret        Integer       r  false    r        Null      true";
    for case in cases.lines().skip(1) {
        let cells: Vec<&str> = case.split_whitespace().collect();
        let [
            name,
            response_name,
            kind,
            sides,
            required,
            nullable,
            clear,
            personal,
        ] = cells[..]
        else {
            panic!("eight cells in `{case}`");
        };
        let expected = format!(
            "Field {{ name: \"{name}\", response_name: \"{response_name}\", kind: Kind::{kind}, \
             in_request: {}, in_response: {}, required: {required}, nullable: {}, \
             nullable_response: {}, clear: Clear::{clear}, personal: {personal}",
            sides.contains('r'),
            sides.contains('R'),
            nullable.contains('r'),
            nullable.contains('R'),
        );
        assert_eq!(field(&source, name), expected);
    }
    let codes = "kind: Kind::Code( &[ Code { value: 1i64, name: \"red\", \
                 label: Text { en: \"Red\", ru: \"Красный\", }, },";
    assert!(source.contains(codes), "{source}");
    let nested = "kind: Kind::Object( &[ Field { name: \"city\"";
    assert!(source.contains(nested), "{source}");
    Ok(())
}

#[test]
fn request_overrides_text_of_response() -> Result<()> {
    let source = description(SMALL)?;
    let texts = "label: Text { en: \"Floors\", ru: \"Этажи\", }, \
                 summary: Text { en: \"Floors to rent.\", ru: \"Этажи в аренду.\", }";
    assert!(source.contains(texts), "{source}");
    Ok(())
}

#[test]
fn missing_text_is_reported_with_its_place() -> Result<()> {
    let cases = "\
          x-label: Width          => Shop/properties/width/x-label: is missing
          x-label-ru: Ширина      => Shop/properties/width/x-label-ru: is missing
          x-description-ru: Ширина. => Shop/properties/width/x-description-ru: is missing
          description: Width.     => Shop/properties/width/description: is missing
      x-plural-label-ru: Магазины => Shop/x-plural-label-ru: is missing
      x-enum-varnames: [red, green] => Colour/x-enum-varnames: needs one
      x-phrase: list shops        => /paths/~1shops/get/x-phrase: is missing";
    for case in cases.lines() {
        let (line, expected) = case.split_once("=>").expect("two cells");
        let (line, expected) = (format!("{}\n", line.trim()), expected.trim());
        let broken = SMALL.replace(&line, "\n");
        assert_ne!(broken, SMALL, "the case `{line}` changes nothing");
        let error = description(&broken).expect_err(&line).to_string();
        assert!(error.contains(expected), "`{line}` gave: {error}");
    }
    Ok(())
}

#[test]
fn our_spec_describes_every_documented_field() -> Result<()> {
    let spec = crate::spec::load(&crate::workspace::root().join(crate::workspace::SPEC))?;
    let source = source(&spec)?;
    for component in [
        "Organization",
        "AddressRequest",
        "ContactPersonRequest",
        "DocsAddress",
    ] {
        let properties = spec["components"]["schemas"][component]["properties"].as_object();
        for name in properties.into_iter().flat_map(|all| all.keys()) {
            let quoted = json!(name);
            let named = format!("name: {quoted},\n");
            assert!(source.contains(&named), "{component}.{name}");
        }
    }
    Ok(())
}
