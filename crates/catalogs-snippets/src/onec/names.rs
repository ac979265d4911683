//! What functions and variables are called in Russian.

use std::borrow::Cow;

use crate::Step;

/// How a function is called and described.
pub(super) struct Words<'a> {
    pub(super) function: Cow<'a, str>,
    pub(super) summary: Cow<'a, str>,
    pub(super) returns: &'static str,
}

const RECORD: &str = "Соответствие - запись каталога.";
const RECORDS: &str = "Массив из Соответствие - записи каталога.";
const ANYTHING: &str = "Произвольный - разобранный ответ сервиса; Неопределено, если ответ пустой.";

/// The words for a step.
pub(super) fn of(step: &Step) -> Words<'_> {
    let (request, fallback) = match step {
        Step::Send(request) => (request, ["ВыполнитьЗапрос", "Выполняет запрос"]),
        Step::Edit(edit) => (&edit.write, ["ИзменитьЗапись", "Изменяет поля записи"]),
    };
    let named = request.onec_name.as_ref().map(|(function, summary)| {
        let (function, summary) = (function.as_str(), summary.as_str());
        match step {
            Step::Send(_) => [function.into(), summary.into()],
            // The write replaces the whole; the edit changes some fields.
            Step::Edit(_) => {
                let summary = summary.strip_suffix(" целиком").unwrap_or(summary);
                [
                    function.replacen("Заменить", "Изменить", 1).into(),
                    summary.replacen("Заменяет", "Изменяет", 1).into(),
                ]
            }
        }
    });
    let [function, summary] = named.unwrap_or_else(|| fallback.map(Cow::from));
    Words {
        function,
        summary,
        returns: match request.name.split('_').next() {
            Some("list" | "filter") => RECORDS,
            Some("get" | "create" | "replace") => RECORD,
            _ => ANYTHING,
        },
    }
}

/// What a variable is called that holds the value of a field, if that is an object or a list.
pub(super) fn variable(field: &str) -> &'static str {
    match field {
        "docs_address" => "АдресДляДокументов",
        "address_ids" => "Адреса",
        "contact_person_ids" => "КонтактныеЛица",
        "department_ids" | "departments" => "Подразделения",
        _ => "Значение",
    }
}
