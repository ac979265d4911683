//! What operations and fields are called in Russian.

/// How a function is called and described.
#[derive(Clone, Copy)]
pub(super) struct Words {
    pub(super) function: &'static str,
    pub(super) does: &'static str,
    pub(super) returns: &'static str,
}

const fn words(function: &'static str, does: &'static str, returns: &'static str) -> Words {
    Words {
        function,
        does,
        returns,
    }
}

const ORGANIZATION: &str = "Соответствие - организация.";
const ORGANIZATIONS: &str = "Массив из Соответствие - организации.";
const ADDRESS: &str = "Соответствие - адрес.";
const ADDRESSES: &str = "Массив из Соответствие - адреса.";
const CONTACT_PERSON: &str = "Соответствие - контактное лицо.";
const CONTACT_PERSONS: &str = "Массив из Соответствие - контактные лица.";
const ANYTHING: &str = "Произвольный - разобранный ответ сервиса; Неопределено, если ответ пустой.";

/// The words for a request, by its operation's id.
pub(super) fn of_request(operation: &str) -> Words {
    match operation {
        "list_organizations" => words(
            "ПолучитьОрганизации",
            "Получает список организаций",
            ORGANIZATIONS,
        ),
        "create_organization" => words("СоздатьОрганизацию", "Создает организацию", ORGANIZATION),
        "filter_organizations" => words(
            "ОтобратьОрганизации",
            "Получает организации, доступные подразделениям",
            ORGANIZATIONS,
        ),
        "get_organization" => words("ПолучитьОрганизацию", "Получает организацию", ORGANIZATION),
        "replace_organization" => words(
            "ЗаменитьОрганизацию",
            "Заменяет организацию целиком",
            ORGANIZATION,
        ),
        "delete_organization" => words("УдалитьОрганизацию", "Удаляет организацию", ANYTHING),
        "list_addresses" => words("ПолучитьАдреса", "Получает список адресов", ADDRESSES),
        "create_address" => words("СоздатьАдрес", "Создает адрес", ADDRESS),
        "list_address_types" => words(
            "ПолучитьТипыАдресов",
            "Получает справочник типов адресов",
            "Массив из Соответствие - типы адресов.",
        ),
        "get_address" => words("ПолучитьАдрес", "Получает адрес", ADDRESS),
        "replace_address" => words("ЗаменитьАдрес", "Заменяет адрес целиком", ADDRESS),
        "delete_address" => words("УдалитьАдрес", "Удаляет адрес", ANYTHING),
        "list_contact_persons" => words(
            "ПолучитьКонтактныеЛица",
            "Получает список контактных лиц",
            CONTACT_PERSONS,
        ),
        "create_contact_person" => words(
            "СоздатьКонтактноеЛицо",
            "Создает контактное лицо",
            CONTACT_PERSON,
        ),
        "get_contact_person" => words(
            "ПолучитьКонтактноеЛицо",
            "Получает контактное лицо",
            CONTACT_PERSON,
        ),
        "replace_contact_person" => words(
            "ЗаменитьКонтактноеЛицо",
            "Заменяет контактное лицо целиком",
            CONTACT_PERSON,
        ),
        "delete_contact_person" => {
            words("УдалитьКонтактноеЛицо", "Удаляет контактное лицо", ANYTHING)
        }
        _ => words("ВыполнитьЗапрос", "Выполняет запрос", ANYTHING),
    }
}

/// The words for an edit, by the id of the operation that writes.
pub(super) fn of_edit(operation: &str) -> Words {
    match operation {
        "replace_organization" => words(
            "ИзменитьОрганизацию",
            "Изменяет поля организации",
            ORGANIZATION,
        ),
        "replace_address" => words("ИзменитьАдрес", "Изменяет поля адреса", ADDRESS),
        "replace_contact_person" => words(
            "ИзменитьКонтактноеЛицо",
            "Изменяет поля контактного лица",
            CONTACT_PERSON,
        ),
        _ => words("ИзменитьЗапись", "Изменяет поля записи", ANYTHING),
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
