//! A function that reads, changes and writes back.

use super::code::Code;
use super::{connection, headers, literal, names, sending, value};
use crate::{Change, Edit};

pub(super) fn body(edit: &Edit) -> String {
    let Edit {
        read,
        write,
        links,
        changes,
        ..
    } = edit;
    let mut code = Code::default();
    let body = code.variable("Тело");

    connection(&mut code, read);
    headers(&mut code, read);
    let to_read = read
        .body
        .as_ref()
        .map(|body| value::expression(&mut code, "Значение", body));
    let reading = sending(read, to_read.as_deref());
    code.line(&format!("{body} = {reading};"));
    code.line(&format!(
        "Если ТипЗнч({body}) <> Тип(\"Соответствие\") Или {body}[\"id\"] = Неопределено Тогда"
    ));
    code.line("\tВызватьИсключение \"Каталоги ATI.SU: в ответе нет записи, изменять нечего.\";");
    code.line("КонецЕсли;");
    code.blank();

    let is_missing = |field: &'static str| (field, format!("{body}[\"{field}\"] = Неопределено"));
    let is_no_code = |field: &'static str| {
        let condition = format!("ТипЗнч({body}[\"{field}\"]) = Тип(\"Соответствие\")");
        (field, condition)
    };
    let missing = edit.has_to_show().map(is_missing);
    for (field, condition) in missing.chain(edit.codes_kept().map(is_no_code)) {
        code.line(&format!("Если {condition} Тогда"));
        code.line(&format!(
            "\tВызватьИсключение \"Каталоги ATI.SU: в ответе нет {field}, ничего не изменено.\";"
        ));
        code.line("КонецЕсли;");
    }
    code.blank();

    code.line(
        "// Запись заменяется целиком, поэтому все, что не изменено, отправляется как прочитано.",
    );
    code.line(&format!("{body}.Удалить(\"id\");"));
    for link in links {
        let (response, request) = (link.response, link.request);
        if edit.sets(*link) {
            code.line(&format!("{body}.Удалить(\"{response}\");"));
        } else {
            code.line(&format!(
                "ЗаменитьЗаписиИдентификаторами({body}, \"{response}\", \"{request}\");"
            ));
        }
    }
    code.blank();

    set(&mut code, &body, changes);
    code.blank();

    if !read.has_origin_of(write) {
        connection(&mut code, write);
    }
    if read.headers != write.headers {
        headers(&mut code, write);
    }
    let writing = sending(write, Some(&body));
    code.line(&format!("Возврат {writing};"));
    code.text()
}

fn set(code: &mut Code, body: &str, changes: &[Change]) {
    // The objects that are known to be there.
    let mut there: Vec<&[String]> = Vec::new();
    for Change { path, value } in changes {
        let Some((field, way)) = path.split_last() else {
            continue;
        };
        let value = value::expression(code, names::variable(field), value);
        let mut owner = body.to_owned();
        for depth in 1..=way.len() {
            let name = literal::string(&way[depth - 1]);
            if !there.contains(&&way[..depth]) {
                there.push(&way[..depth]);
                code.line(&format!("Если {owner}[{name}] = Неопределено Тогда"));
                code.line(&format!("\t{owner}.Вставить({name}, Новый Соответствие);"));
                code.line("КонецЕсли;");
            }
            owner = format!("{owner}[{name}]");
        }
        let field = literal::string(field);
        code.line(&format!("{owner}.Вставить({field}, {value});"));
        there.retain(|known| !known.starts_with(path));
    }
}
