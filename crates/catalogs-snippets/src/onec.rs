//! Functions in the built-in language of 1C:Enterprise 8.3.10 or newer.
//!
//! What they share stands once at the end of the text, which needs nothing else but the platform.

mod code;
mod edit;
mod literal;
mod names;
mod value;

use std::collections::HashMap;

use crate::{Edit, Request, Step, text::one_line};
use code::Code;
use names::Words;

const SEND: &str = include_str!("onec/send.bsl");
const LINK: &str = include_str!("onec/link.bsl");

/// One function per step.
pub(crate) fn render(steps: &[Step]) -> String {
    let mut text =
        "// 1С:Предприятие 8.3.10 и новее, модуль, который выполняется на сервере.\n".to_owned();
    let mut used: HashMap<String, usize> = HashMap::new();
    for step in steps {
        let words = names::of(step);
        let times = used.entry(words.function.to_string()).or_default();
        *times += 1;
        let number = match *times {
            1 => String::new(),
            times => times.to_string(),
        };
        text.push_str(&function(step, &words, &number));
    }
    if steps
        .iter()
        .any(|step| matches!(step, Step::Edit(edit) if edit.converts()))
    {
        text.push_str(&format!("\n{LINK}"));
    }
    text.push_str(&format!("\n{SEND}"));
    text
}

fn function(step: &Step, words: &Words<'_>, number: &str) -> String {
    let (body, calls) = match step {
        Step::Send(request) => (send(request), call(request)),
        Step::Edit(edit) => (edit::body(edit), both(edit)),
    };
    let Words {
        function,
        summary,
        returns,
    } = words;
    format!(
        "
// {summary}: {calls}.
//
// Параметры:
//  Токен - Строка - токен доступа к API ATI.SU; держите его в безопасном хранилище, не в коде.
//
// Возвращаемое значение:
//  {returns}
//
Функция {function}{number}(Знач Токен) Экспорт

{body}КонецФункции
"
    )
}

/// Method and path, as a comment shows them.
fn call(request: &Request) -> String {
    one_line(&format!("{} {}", request.method, request.target()))
}

fn both(edit: &Edit) -> String {
    let Edit { read, write, .. } = edit;
    if read.url == write.url {
        format!("{} и {}", read.method, call(write))
    } else {
        format!("{} и {}", call(read), call(write))
    }
}

fn send(request: &Request) -> String {
    let mut code = Code::default();
    let body = request.body.as_ref().map(|body| {
        let expression = value::expression(&mut code, "Тело", body);
        code.blank();
        expression
    });
    connection(&mut code, request);
    headers(&mut code, request);
    let sending = sending(request, body.as_deref());
    code.line(&format!("Возврат {sending};"));
    code.text()
}

/// Opens a connection as `Соединение`.
fn connection(code: &mut Code, request: &Request) {
    let place = format!("{}, {}", literal::string(request.host()), request.port());
    if request.is_secure() {
        code.line(
            "// Сертификат сервера проверяется по корневым сертификатам операционной системы.",
        );
        code.line(&format!(
            "Соединение = Новый HTTPСоединение({place}, , , , 60,"
        ));
        code.line(
            "\tНовый ЗащищенноеСоединениеOpenSSL(, Новый СертификатыУдостоверяющихЦентровОС));",
        );
    } else {
        code.line(&format!(
            "Соединение = Новый HTTPСоединение({place}, , , , 60);"
        ));
    }
    code.blank();
}

/// Collects the headers as `Заголовки`.
fn headers(code: &mut Code, request: &Request) {
    code.line("Заголовки = Новый Соответствие;");
    code.line("Заголовки.Вставить(\"Authorization\", \"Bearer \" + Токен);");
    for (name, value) in &request.headers {
        let mut value = value.as_str();
        if name.eq_ignore_ascii_case("accept-encoding") {
            code.line(
                "// Заголовок обязателен, но 1С не распаковывает ответы: просим их не сжимать.",
            );
            value = "identity, gzip;q=0.1, deflate;q=0.1, br;q=0.1";
        }
        let (name, value) = (literal::string(name), literal::string(value));
        code.line(&format!("Заголовки.Вставить({name}, {value});"));
    }
    code.blank();
}

/// The expression that sends a request and returns the response.
fn sending(request: &Request, body: Option<&str>) -> String {
    let method = literal::string(&request.method);
    let target = literal::string(request.target());
    let body = body.map(|body| format!(", {body}")).unwrap_or_default();
    format!("ОтправитьЗапросКаталогов(Соединение, {method},\n\t\t{target}, Заголовки{body})")
}
