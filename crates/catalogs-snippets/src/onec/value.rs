//! Values as statements that build them.

use serde_json::Value;

use super::code::Code;
use super::{literal, names};

/// An expression for the value; objects and lists become a variable first, with this name.
pub(super) fn expression(code: &mut Code, name: &str, value: &Value) -> String {
    match value {
        Value::Null => "Неопределено".to_owned(),
        Value::Bool(true) => "Истина".to_owned(),
        Value::Bool(false) => "Ложь".to_owned(),
        Value::Number(number) => literal::number(number),
        Value::String(text) => literal::string(text),
        Value::Array(items) if items.is_empty() => "Новый Массив".to_owned(),
        Value::Object(fields) if fields.is_empty() => "Новый Соответствие".to_owned(),
        Value::Array(items) => {
            let list = code.variable(name);
            code.blank();
            code.line(&format!("{list} = Новый Массив;"));
            for item in items {
                let item = expression(code, "Элемент", item);
                code.line(&format!("{list}.Добавить({item});"));
            }
            list
        }
        Value::Object(fields) => {
            let object = code.variable(name);
            code.blank();
            code.line(&format!("{object} = Новый Соответствие;"));
            // First what takes one line.
            let (blocks, lines): (Vec<_>, Vec<_>) =
                fields.iter().partition(|(_, value)| is_block(value));
            for (field, value) in lines.into_iter().chain(blocks) {
                let value = expression(code, names::variable(field), value);
                let field = literal::string(field);
                code.line(&format!("{object}.Вставить({field}, {value});"));
            }
            object
        }
    }
}

fn is_block(value: &Value) -> bool {
    match value {
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        _ => false,
    }
}
