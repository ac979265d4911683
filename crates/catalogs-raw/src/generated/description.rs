// Generated from openapi/catalogs.yaml by `cargo xtask codegen`: do not edit.

use crate::description::{
    CUSTOM, Clear, Code, Effect, Entity, Field, Kind, OperationInfo, Text,
};
/// The entity `organization`: An organization of the user (организация).
pub const ORGANIZATION: Entity = Entity {
    name: "organization",
    plural: "organizations",
    path: "/organizations",
    label: Text {
        en: "Organization",
        ru: "Организация",
    },
    plural_label: Text {
        en: "Organizations",
        ru: "Организации",
    },
    fields: &[
        Field {
            name: "id",
            response_name: "id",
            kind: Kind::Id,
            in_request: false,
            in_response: true,
            required: false,
            nullable: false,
            nullable_response: false,
            clear: Clear::Never,
            personal: false,
            label: Text {
                en: "ID",
                ru: "Идентификатор",
            },
            summary: Text {
                en: "Id of the organization (ID организации).",
                ru: "ID организации.",
            },
        },
        Field {
            name: "name",
            response_name: "name",
            kind: Kind::Text,
            in_request: true,
            in_response: true,
            required: true,
            nullable: true,
            nullable_response: false,
            clear: Clear::Null,
            personal: true,
            label: Text {
                en: "Name",
                ru: "Название",
            },
            summary: Text {
                en: "Name (название).",
                ru: "Название.",
            },
        },
        Field {
            name: "ownership",
            response_name: "ownership",
            kind: Kind::Integer,
            in_request: true,
            in_response: true,
            required: true,
            nullable: false,
            nullable_response: false,
            clear: Clear::Never,
            personal: false,
            label: Text {
                en: "Legal form ID",
                ru: "Форма собственности (ID)",
            },
            summary: Text {
                en: "Legal form (организационно-правовая форма собственности), a value of a dictionary.",
                ru: "Организационно-правовая форма собственности, значение из словаря.",
            },
        },
        Field {
            name: "residency",
            response_name: "residency",
            kind: Kind::Code(
                &[
                    Code {
                        value: 1i64,
                        name: "russia",
                        label: Text {
                            en: "Russia",
                            ru: "Россия",
                        },
                    },
                    Code {
                        value: 2i64,
                        name: "ukraine",
                        label: Text {
                            en: "Ukraine",
                            ru: "Украина",
                        },
                    },
                    Code {
                        value: 3i64,
                        name: "belarus",
                        label: Text {
                            en: "Belarus",
                            ru: "Беларусь",
                        },
                    },
                    Code {
                        value: 10i64,
                        name: "kazakhstan",
                        label: Text {
                            en: "Kazakhstan",
                            ru: "Казахстан",
                        },
                    },
                    Code {
                        value: 200i64,
                        name: "international",
                        label: Text {
                            en: "International",
                            ru: "Международное",
                        },
                    },
                ],
            ),
            in_request: true,
            in_response: true,
            required: true,
            nullable: false,
            nullable_response: true,
            clear: Clear::Never,
            personal: false,
            label: Text {
                en: "Residency",
                ru: "Резидентство",
            },
            summary: Text {
                en: "Residency (резидентство): 1 Russia (Россия), 2 Ukraine (Украина), 3 Belarus (Беларусь), 10 Kazakhstan (Казахстан), 200 international or other (Международное, другое).",
                ru: "Резидентство: 1 — Россия, 2 — Украина, 3 — Беларусь, 10 — Казахстан, 200 — Международное (другое).",
            },
        },
        Field {
            name: "inn",
            response_name: "inn",
            kind: Kind::Text,
            in_request: true,
            in_response: true,
            required: false,
            nullable: true,
            nullable_response: true,
            clear: Clear::Null,
            personal: true,
            label: Text {
                en: "Registration number",
                ru: "ИНН",
            },
            summary: Text {
                en: "Registration number (регистрационный номер) that fits the residency - ИНН, ЕДРПОУ, УНП, БИН or a like number.",
                ru: "Регистрационный номер: ИНН, ЕДРПОУ, УНП, БИН или их аналоги.",
            },
        },
        Field {
            name: "phone",
            response_name: "phone",
            kind: Kind::Text,
            in_request: true,
            in_response: true,
            required: false,
            nullable: true,
            nullable_response: true,
            clear: Clear::Null,
            personal: true,
            label: Text {
                en: "Phone",
                ru: "Телефон",
            },
            summary: Text {
                en: "Phone of the organization (номер телефона организации).",
                ru: "Номер телефона организации.",
            },
        },
        Field {
            name: "extra_phone",
            response_name: "extra_phone",
            kind: Kind::Integer,
            in_request: true,
            in_response: true,
            required: false,
            nullable: true,
            nullable_response: true,
            clear: Clear::Null,
            personal: true,
            label: Text {
                en: "Extension",
                ru: "Добавочный",
            },
            summary: Text {
                en: "Extension (добавочный номер).",
                ru: "Добавочный номер.",
            },
        },
        Field {
            name: "docs_address",
            response_name: "docs_address",
            kind: Kind::Object(
                &[
                    Field {
                        name: "postcode",
                        response_name: "postcode",
                        kind: Kind::Text,
                        in_request: true,
                        in_response: true,
                        required: true,
                        nullable: false,
                        nullable_response: false,
                        clear: Clear::Never,
                        personal: true,
                        label: Text {
                            en: "Postal code",
                            ru: "Индекс",
                        },
                        summary: Text {
                            en: "Postal code.",
                            ru: "Почтовый индекс.",
                        },
                    },
                    Field {
                        name: "city_id",
                        response_name: "city_id",
                        kind: Kind::Integer,
                        in_request: true,
                        in_response: true,
                        required: true,
                        nullable: false,
                        nullable_response: false,
                        clear: Clear::Never,
                        personal: false,
                        label: Text {
                            en: "City ID for documents",
                            ru: "Город для документов (ID)",
                        },
                        summary: Text {
                            en: "City, a value of a dictionary.",
                            ru: "ID города, значение из словаря.",
                        },
                    },
                    Field {
                        name: "street_name",
                        response_name: "street_name",
                        kind: Kind::Text,
                        in_request: true,
                        in_response: true,
                        required: true,
                        nullable: false,
                        nullable_response: false,
                        clear: Clear::Never,
                        personal: true,
                        label: Text {
                            en: "Street",
                            ru: "Улица",
                        },
                        summary: Text {
                            en: "Street.",
                            ru: "Улица.",
                        },
                    },
                    Field {
                        name: "house_no",
                        response_name: "house_no",
                        kind: Kind::Text,
                        in_request: true,
                        in_response: true,
                        required: true,
                        nullable: false,
                        nullable_response: false,
                        clear: Clear::Never,
                        personal: true,
                        label: Text { en: "House", ru: "Дом" },
                        summary: Text {
                            en: "House.",
                            ru: "Дом.",
                        },
                    },
                    Field {
                        name: "office_no",
                        response_name: "office_no",
                        kind: Kind::Text,
                        in_request: true,
                        in_response: true,
                        required: true,
                        nullable: false,
                        nullable_response: false,
                        clear: Clear::Never,
                        personal: true,
                        label: Text {
                            en: "Office",
                            ru: "Офис",
                        },
                        summary: Text {
                            en: "Office.",
                            ru: "Офис.",
                        },
                    },
                ],
            ),
            in_request: true,
            in_response: true,
            required: false,
            nullable: true,
            nullable_response: true,
            clear: Clear::Null,
            personal: false,
            label: Text {
                en: "Address for documents",
                ru: "Адрес для документов",
            },
            summary: Text {
                en: "Address for documents (адрес местонахождения для документов).",
                ru: "Адрес местонахождения для документов.",
            },
        },
        Field {
            name: "all_departments_allowed",
            response_name: "all_departments_allowed",
            kind: Kind::Boolean,
            in_request: true,
            in_response: true,
            required: true,
            nullable: false,
            nullable_response: false,
            clear: Clear::Never,
            personal: false,
            label: Text {
                en: "All departments",
                ru: "Все подразделения",
            },
            summary: Text {
                en: "Whether every department sees the organization. When false, department_ids has to list those that do.",
                ru: "Организация доступна всем подразделениям. Если нет, department_ids перечисляет те, которым доступна.",
            },
        },
        Field {
            name: "department_ids",
            response_name: "department_ids",
            kind: Kind::Integers,
            in_request: true,
            in_response: true,
            required: false,
            nullable: false,
            nullable_response: false,
            clear: Clear::Never,
            personal: false,
            label: Text {
                en: "Department IDs",
                ru: "Подразделения (ID)",
            },
            summary: Text {
                en: "Departments that see the organization (подразделения, которым доступна организация).",
                ru: "Подразделения, которым доступна организация.",
            },
        },
        Field {
            name: "address_ids",
            response_name: "addresses",
            kind: Kind::Links("address"),
            in_request: true,
            in_response: true,
            required: false,
            nullable: false,
            nullable_response: false,
            clear: Clear::EmptyList,
            personal: false,
            label: Text {
                en: "Addresses",
                ru: "Адреса",
            },
            summary: Text {
                en: "Ids of the organization's addresses (адреса организации).",
                ru: "ID адресов организации.",
            },
        },
        Field {
            name: "contact_person_ids",
            response_name: "contact_persons",
            kind: Kind::Links("contact_person"),
            in_request: true,
            in_response: true,
            required: false,
            nullable: false,
            nullable_response: false,
            clear: Clear::EmptyList,
            personal: false,
            label: Text {
                en: "Contact persons",
                ru: "Контактные лица",
            },
            summary: Text {
                en: "Ids of the organization's contact persons (контактные лица организации).",
                ru: "ID контактных лиц организации.",
            },
        },
    ],
    list: Operation::ListOrganizations,
    get: Operation::GetOrganization,
    create: Operation::CreateOrganization,
    replace: Operation::ReplaceOrganization,
    delete: Operation::DeleteOrganization,
};
/// The entity `address`: An address of the user's organizations (адрес).
pub const ADDRESS: Entity = Entity {
    name: "address",
    plural: "addresses",
    path: "/organizations/addresses",
    label: Text {
        en: "Address",
        ru: "Адрес",
    },
    plural_label: Text {
        en: "Addresses",
        ru: "Адреса",
    },
    fields: &[
        Field {
            name: "id",
            response_name: "id",
            kind: Kind::Id,
            in_request: false,
            in_response: true,
            required: false,
            nullable: false,
            nullable_response: false,
            clear: Clear::Never,
            personal: false,
            label: Text {
                en: "ID",
                ru: "Идентификатор",
            },
            summary: Text {
                en: "Id of the address (ID адреса).",
                ru: "ID адреса.",
            },
        },
        Field {
            name: "address",
            response_name: "address",
            kind: Kind::Text,
            in_request: true,
            in_response: true,
            required: true,
            nullable: true,
            nullable_response: false,
            clear: Clear::Null,
            personal: true,
            label: Text {
                en: "Address",
                ru: "Адрес",
            },
            summary: Text {
                en: "Address as text (адрес).",
                ru: "Адрес.",
            },
        },
        Field {
            name: "address_city_id",
            response_name: "address_city_id",
            kind: Kind::Integer,
            in_request: true,
            in_response: true,
            required: true,
            nullable: false,
            nullable_response: false,
            clear: Clear::Never,
            personal: false,
            label: Text {
                en: "City ID",
                ru: "Город (ID)",
            },
            summary: Text {
                en: "City (ID города), a value of a dictionary.",
                ru: "ID города, значение из словаря.",
            },
        },
        Field {
            name: "address_latitude",
            response_name: "address_latitude",
            kind: Kind::Number,
            in_request: true,
            in_response: true,
            required: false,
            nullable: true,
            nullable_response: false,
            clear: Clear::Null,
            personal: true,
            label: Text {
                en: "Latitude",
                ru: "Широта",
            },
            summary: Text {
                en: "Latitude in degrees (широта).",
                ru: "Координаты адреса: широта в градусах.",
            },
        },
        Field {
            name: "address_longitude",
            response_name: "address_longitude",
            kind: Kind::Number,
            in_request: true,
            in_response: true,
            required: false,
            nullable: true,
            nullable_response: false,
            clear: Clear::Null,
            personal: true,
            label: Text {
                en: "Longitude",
                ru: "Долгота",
            },
            summary: Text {
                en: "Longitude in degrees (долгота).",
                ru: "Координаты адреса: долгота в градусах.",
            },
        },
        Field {
            name: "note",
            response_name: "note",
            kind: Kind::Text,
            in_request: true,
            in_response: true,
            required: false,
            nullable: true,
            nullable_response: false,
            clear: Clear::Null,
            personal: true,
            label: Text {
                en: "Note",
                ru: "Примечание",
            },
            summary: Text {
                en: "Note (примечание).",
                ru: "Примечание.",
            },
        },
        Field {
            name: "schedule_summary",
            response_name: "schedule_summary",
            kind: Kind::Text,
            in_request: true,
            in_response: true,
            required: false,
            nullable: true,
            nullable_response: false,
            clear: Clear::Null,
            personal: true,
            label: Text {
                en: "Opening hours",
                ru: "Время работы",
            },
            summary: Text {
                en: "Opening hours as text (текстовое описание времени работы).",
                ru: "Текстовое описание времени работы.",
            },
        },
        Field {
            name: "address_type",
            response_name: "address_type",
            kind: Kind::Code(
                &[
                    Code {
                        value: 1i64,
                        name: "warehouse",
                        label: Text {
                            en: "Warehouse",
                            ru: "Склад",
                        },
                    },
                    Code {
                        value: 2i64,
                        name: "office",
                        label: Text {
                            en: "Office",
                            ru: "Офис",
                        },
                    },
                    Code {
                        value: 3i64,
                        name: "shop",
                        label: Text {
                            en: "Shop",
                            ru: "Магазин",
                        },
                    },
                ],
            ),
            in_request: true,
            in_response: true,
            required: true,
            nullable: false,
            nullable_response: false,
            clear: Clear::Never,
            personal: false,
            label: Text {
                en: "Address type",
                ru: "Тип адреса",
            },
            summary: Text {
                en: "Type of the address (тип адреса): 1 warehouse (Склад), 2 office (Офис), 3 shop (Магазин).",
                ru: "Тип адреса: 1 — склад, 2 — офис, 3 — магазин.",
            },
        },
        Field {
            name: "contact_person_ids",
            response_name: "contact_persons",
            kind: Kind::Links("contact_person"),
            in_request: true,
            in_response: true,
            required: false,
            nullable: false,
            nullable_response: false,
            clear: Clear::EmptyList,
            personal: false,
            label: Text {
                en: "Contact persons",
                ru: "Контактные лица",
            },
            summary: Text {
                en: "Ids of the contact persons (ID контактных лиц).",
                ru: "ID контактных лиц.",
            },
        },
    ],
    list: Operation::ListAddresses,
    get: Operation::GetAddress,
    create: Operation::CreateAddress,
    replace: Operation::ReplaceAddress,
    delete: Operation::DeleteAddress,
};
/// The entity `contact_person`: A contact person (контактное лицо).
pub const CONTACT_PERSON: Entity = Entity {
    name: "contact_person",
    plural: "contact_persons",
    path: "/organizations/contactPersons",
    label: Text {
        en: "Contact person",
        ru: "Контактное лицо",
    },
    plural_label: Text {
        en: "Contact persons",
        ru: "Контактные лица",
    },
    fields: &[
        Field {
            name: "id",
            response_name: "id",
            kind: Kind::Id,
            in_request: false,
            in_response: true,
            required: false,
            nullable: false,
            nullable_response: false,
            clear: Clear::Never,
            personal: false,
            label: Text {
                en: "ID",
                ru: "Идентификатор",
            },
            summary: Text {
                en: "Id of the contact person (ID контактного лица).",
                ru: "ID контактного лица.",
            },
        },
        Field {
            name: "name",
            response_name: "name",
            kind: Kind::Text,
            in_request: true,
            in_response: true,
            required: true,
            nullable: true,
            nullable_response: false,
            clear: Clear::Null,
            personal: true,
            label: Text {
                en: "Full name",
                ru: "ФИО",
            },
            summary: Text {
                en: "Full name (ФИО).",
                ru: "ФИО.",
            },
        },
        Field {
            name: "phone",
            response_name: "phone",
            kind: Kind::Text,
            in_request: true,
            in_response: true,
            required: false,
            nullable: true,
            nullable_response: false,
            clear: Clear::Null,
            personal: true,
            label: Text {
                en: "Phone",
                ru: "Телефон",
            },
            summary: Text {
                en: "Phone (телефон).",
                ru: "Телефон.",
            },
        },
        Field {
            name: "extra_phone",
            response_name: "extra_phone",
            kind: Kind::Integer,
            in_request: true,
            in_response: true,
            required: false,
            nullable: true,
            nullable_response: true,
            clear: Clear::Null,
            personal: true,
            label: Text {
                en: "Extension",
                ru: "Добавочный",
            },
            summary: Text {
                en: "Extension (добавочный номер).",
                ru: "Добавочный номер.",
            },
        },
        Field {
            name: "email",
            response_name: "email",
            kind: Kind::Text,
            in_request: true,
            in_response: true,
            required: false,
            nullable: true,
            nullable_response: false,
            clear: Clear::Null,
            personal: true,
            label: Text {
                en: "E-mail",
                ru: "Электронная почта",
            },
            summary: Text {
                en: "E-mail address (электронная почта).",
                ru: "Электронная почта.",
            },
        },
    ],
    list: Operation::ListContactPersons,
    get: Operation::GetContactPerson,
    create: Operation::CreateContactPerson,
    replace: Operation::ReplaceContactPerson,
    delete: Operation::DeleteContactPerson,
};
/// Every entity.
pub const ENTITIES: &[Entity] = &[ORGANIZATION, ADDRESS, CONTACT_PERSON];
/// An operation of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Operation {
    /// `GET /organizations`: list organizations.
    ListOrganizations,
    /// `POST /organizations`: create an organization.
    CreateOrganization,
    /// `POST /organizations/filter`: list the organizations of departments.
    FilterOrganizations,
    /// `GET /organizations/{organizationId}`: get an organization.
    GetOrganization,
    /// `PUT /organizations/{organizationId}`: replace an organization.
    ReplaceOrganization,
    /// `DELETE /organizations/{organizationId}`: delete an organization.
    DeleteOrganization,
    /// `GET /organizations/addresses`: list addresses.
    ListAddresses,
    /// `POST /organizations/addresses`: create an address.
    CreateAddress,
    /// `GET /organizations/addresses/types`: list address types.
    ListAddressTypes,
    /// `GET /organizations/addresses/{addressId}`: get an address.
    GetAddress,
    /// `PUT /organizations/addresses/{addressId}`: replace an address.
    ReplaceAddress,
    /// `DELETE /organizations/addresses/{addressId}`: delete an address.
    DeleteAddress,
    /// `GET /organizations/contactPersons`: list contact persons.
    ListContactPersons,
    /// `POST /organizations/contactPersons`: create a contact person.
    CreateContactPerson,
    /// `GET /organizations/contactPersons/{contactPersonId}`: get a contact person.
    GetContactPerson,
    /// `PUT /organizations/contactPersons/{contactPersonId}`: replace a contact person.
    ReplaceContactPerson,
    /// `DELETE /organizations/contactPersons/{contactPersonId}`: delete a contact person.
    DeleteContactPerson,
    /// A custom request, which is not one of the others.
    Custom,
}
impl Operation {
    /// Every documented operation.
    pub const ALL: &[Self] = &[
        Self::ListOrganizations,
        Self::CreateOrganization,
        Self::FilterOrganizations,
        Self::GetOrganization,
        Self::ReplaceOrganization,
        Self::DeleteOrganization,
        Self::ListAddresses,
        Self::CreateAddress,
        Self::ListAddressTypes,
        Self::GetAddress,
        Self::ReplaceAddress,
        Self::DeleteAddress,
        Self::ListContactPersons,
        Self::CreateContactPerson,
        Self::GetContactPerson,
        Self::ReplaceContactPerson,
        Self::DeleteContactPerson,
    ];
    /// Everything that is known of it.
    #[must_use]
    pub const fn info(self) -> &'static OperationInfo {
        match self {
            Self::ListOrganizations => {
                &OperationInfo {
                    id: "list_organizations",
                    method: "GET",
                    path: "/organizations",
                    effect: Effect::Read,
                    entity: Some("organization"),
                    summary: Text {
                        en: "List the organizations that the user may see",
                        ru: "Получает список организаций",
                    },
                    phrase: "list organizations",
                    function_ru: "ПолучитьОрганизации",
                }
            }
            Self::CreateOrganization => {
                &OperationInfo {
                    id: "create_organization",
                    method: "POST",
                    path: "/organizations",
                    effect: Effect::Create,
                    entity: Some("organization"),
                    summary: Text {
                        en: "Add an organization",
                        ru: "Создает организацию",
                    },
                    phrase: "create an organization",
                    function_ru: "СоздатьОрганизацию",
                }
            }
            Self::FilterOrganizations => {
                &OperationInfo {
                    id: "filter_organizations",
                    method: "POST",
                    path: "/organizations/filter",
                    effect: Effect::Read,
                    entity: Some("organization"),
                    summary: Text {
                        en: "List the organizations of some departments",
                        ru: "Получает организации, доступные подразделениям",
                    },
                    phrase: "list the organizations of departments",
                    function_ru: "ОтобратьОрганизации",
                }
            }
            Self::GetOrganization => {
                &OperationInfo {
                    id: "get_organization",
                    method: "GET",
                    path: "/organizations/{organizationId}",
                    effect: Effect::Read,
                    entity: Some("organization"),
                    summary: Text {
                        en: "Get one organization",
                        ru: "Получает организацию",
                    },
                    phrase: "get an organization",
                    function_ru: "ПолучитьОрганизацию",
                }
            }
            Self::ReplaceOrganization => {
                &OperationInfo {
                    id: "replace_organization",
                    method: "PUT",
                    path: "/organizations/{organizationId}",
                    effect: Effect::Replace,
                    entity: Some("organization"),
                    summary: Text {
                        en: "Replace an organization",
                        ru: "Заменяет организацию целиком",
                    },
                    phrase: "replace an organization",
                    function_ru: "ЗаменитьОрганизацию",
                }
            }
            Self::DeleteOrganization => {
                &OperationInfo {
                    id: "delete_organization",
                    method: "DELETE",
                    path: "/organizations/{organizationId}",
                    effect: Effect::Delete,
                    entity: Some("organization"),
                    summary: Text {
                        en: "Delete an organization",
                        ru: "Удаляет организацию",
                    },
                    phrase: "delete an organization",
                    function_ru: "УдалитьОрганизацию",
                }
            }
            Self::ListAddresses => {
                &OperationInfo {
                    id: "list_addresses",
                    method: "GET",
                    path: "/organizations/addresses",
                    effect: Effect::Read,
                    entity: Some("address"),
                    summary: Text {
                        en: "List the addresses of the user",
                        ru: "Получает список адресов",
                    },
                    phrase: "list addresses",
                    function_ru: "ПолучитьАдреса",
                }
            }
            Self::CreateAddress => {
                &OperationInfo {
                    id: "create_address",
                    method: "POST",
                    path: "/organizations/addresses",
                    effect: Effect::Create,
                    entity: Some("address"),
                    summary: Text {
                        en: "Add an address",
                        ru: "Создает адрес",
                    },
                    phrase: "create an address",
                    function_ru: "СоздатьАдрес",
                }
            }
            Self::ListAddressTypes => {
                &OperationInfo {
                    id: "list_address_types",
                    method: "GET",
                    path: "/organizations/addresses/types",
                    effect: Effect::Read,
                    entity: None,
                    summary: Text {
                        en: "List the address types",
                        ru: "Получает справочник типов адресов",
                    },
                    phrase: "list address types",
                    function_ru: "ПолучитьТипыАдресов",
                }
            }
            Self::GetAddress => {
                &OperationInfo {
                    id: "get_address",
                    method: "GET",
                    path: "/organizations/addresses/{addressId}",
                    effect: Effect::Read,
                    entity: Some("address"),
                    summary: Text {
                        en: "Get one address",
                        ru: "Получает адрес",
                    },
                    phrase: "get an address",
                    function_ru: "ПолучитьАдрес",
                }
            }
            Self::ReplaceAddress => {
                &OperationInfo {
                    id: "replace_address",
                    method: "PUT",
                    path: "/organizations/addresses/{addressId}",
                    effect: Effect::Replace,
                    entity: Some("address"),
                    summary: Text {
                        en: "Replace an address",
                        ru: "Заменяет адрес целиком",
                    },
                    phrase: "replace an address",
                    function_ru: "ЗаменитьАдрес",
                }
            }
            Self::DeleteAddress => {
                &OperationInfo {
                    id: "delete_address",
                    method: "DELETE",
                    path: "/organizations/addresses/{addressId}",
                    effect: Effect::Delete,
                    entity: Some("address"),
                    summary: Text {
                        en: "Delete an address",
                        ru: "Удаляет адрес",
                    },
                    phrase: "delete an address",
                    function_ru: "УдалитьАдрес",
                }
            }
            Self::ListContactPersons => {
                &OperationInfo {
                    id: "list_contact_persons",
                    method: "GET",
                    path: "/organizations/contactPersons",
                    effect: Effect::Read,
                    entity: Some("contact_person"),
                    summary: Text {
                        en: "List the contact persons of the user",
                        ru: "Получает список контактных лиц",
                    },
                    phrase: "list contact persons",
                    function_ru: "ПолучитьКонтактныеЛица",
                }
            }
            Self::CreateContactPerson => {
                &OperationInfo {
                    id: "create_contact_person",
                    method: "POST",
                    path: "/organizations/contactPersons",
                    effect: Effect::Create,
                    entity: Some("contact_person"),
                    summary: Text {
                        en: "Add a contact person",
                        ru: "Создает контактное лицо",
                    },
                    phrase: "create a contact person",
                    function_ru: "СоздатьКонтактноеЛицо",
                }
            }
            Self::GetContactPerson => {
                &OperationInfo {
                    id: "get_contact_person",
                    method: "GET",
                    path: "/organizations/contactPersons/{contactPersonId}",
                    effect: Effect::Read,
                    entity: Some("contact_person"),
                    summary: Text {
                        en: "Get one contact person",
                        ru: "Получает контактное лицо",
                    },
                    phrase: "get a contact person",
                    function_ru: "ПолучитьКонтактноеЛицо",
                }
            }
            Self::ReplaceContactPerson => {
                &OperationInfo {
                    id: "replace_contact_person",
                    method: "PUT",
                    path: "/organizations/contactPersons/{contactPersonId}",
                    effect: Effect::Replace,
                    entity: Some("contact_person"),
                    summary: Text {
                        en: "Replace a contact person",
                        ru: "Заменяет контактное лицо целиком",
                    },
                    phrase: "replace a contact person",
                    function_ru: "ЗаменитьКонтактноеЛицо",
                }
            }
            Self::DeleteContactPerson => {
                &OperationInfo {
                    id: "delete_contact_person",
                    method: "DELETE",
                    path: "/organizations/contactPersons/{contactPersonId}",
                    effect: Effect::Delete,
                    entity: Some("contact_person"),
                    summary: Text {
                        en: "Delete a contact person",
                        ru: "Удаляет контактное лицо",
                    },
                    phrase: "delete a contact person",
                    function_ru: "УдалитьКонтактноеЛицо",
                }
            }
            Self::Custom => &CUSTOM,
        }
    }
}
