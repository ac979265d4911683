//! JSON: an object with a list for each sheet, fields in the order of the columns.

use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Value, json};

use crate::{
    Tables,
    cell::Cell,
    columns::ColumnType,
    table::{Head, Row, Table},
};

/// An object whose fields keep their order.
struct Object(Vec<(String, Node)>);

#[derive(Serialize)]
#[serde(untagged)]
enum Node {
    Value(Value),
    Object(Object),
    List(Vec<Object>),
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

pub(super) fn write(tables: &Tables) -> Vec<u8> {
    let lists = tables.iter().map(|table| {
        let entries = table.rows.iter().map(|row| entry(table, row));
        let name = crate::Kind::named(&table.name).map_or(table.kind.sheet(), |_| &table.name);
        (name.to_owned(), Node::List(entries.collect()))
    });
    // Nothing in it can fail: all keys are texts.
    let mut text = serde_json::to_vec_pretty(&Object(lists.collect())).unwrap_or_default();
    text.push(b'\n');
    text
}

fn entry(table: &Table, row: &Row) -> Object {
    let mut fields: Vec<(String, Node)> = Vec::new();
    for (head, cell) in table.header.iter().zip(&row.cells) {
        let Some(value) = value(head, cell) else {
            continue;
        };
        // Russian names are the names of columns; parts of an object have the API's.
        let known = head.column.map_or(head.name.as_str(), |column| column.name);
        match known.split_once('.') {
            Some((outer, part)) => {
                let at = fields.iter().position(|(name, _)| name == outer);
                let at = at.unwrap_or_else(|| {
                    fields.push((outer.to_owned(), Node::Object(Object(Vec::new()))));
                    fields.len() - 1
                });
                match &mut fields[at].1 {
                    Node::Object(Object(parts)) => {
                        parts.push((part.to_owned(), Node::Value(value)))
                    }
                    // There, without parts, or cleared; what is said of a part says more.
                    other => {
                        *other = Node::Object(Object(vec![(part.to_owned(), Node::Value(value))]))
                    }
                }
            }
            None => fields.push((head.name.clone(), Node::Value(value))),
        }
    }
    Object(fields)
}

fn value(head: &Head, cell: &Cell) -> Option<Value> {
    let column_type = head.column.map(|column| column.column_type);
    Some(match (column_type, cell) {
        (_, Cell::Empty | Cell::NotCalculated) => return None,
        (_, Cell::Clear) => Value::Null,
        (Some(ColumnType::DocsAddress), Cell::Literal(_)) => json!({}),
        (_, Cell::Number(number)) if number.fract() == 0.0 && column_type.is_some_and(is_whole) => {
            json!(*number as i64)
        }
        (_, Cell::Number(number)) => json!(number),
        (_, Cell::Flag(flag)) => json!(flag),
        (_, Cell::Json(value)) => value.clone(),
        (_, Cell::Typed(text)) => json!(text.trim()),
        (_, Cell::Literal(text) | Cell::Date(text) | Cell::Failed(text)) => json!(text),
    })
}

fn is_whole(column_type: ColumnType) -> bool {
    !matches!(column_type, ColumnType::Degrees(_))
}
