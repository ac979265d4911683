//! What each operation sends, on both routes, without a server.

use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::{
    AddressDraft, AddressType, Auth, Client, ContactPersonDraft, DepartmentAccess,
    OrganizationDraft, Residency, Route,
    model::{CityId, DepartmentId, OwnershipId},
};

fn client(route: Route) -> Client {
    let auth = match route {
        Route::Direct => Auth::api_token("canary"),
        Route::Gateway => Auth::oauth2("canary"),
    };
    Client::builder()
        .auth(auth)
        .integrator_code("64357")
        .base_url("http://127.0.0.1:1/")
        .build()
        .unwrap()
}

fn id() -> Uuid {
    Uuid::from_u128(0x3f25_04e0_4f89_41d3_9a0c_0305_e82c_3301)
}

fn organization() -> OrganizationDraft {
    OrganizationDraft::builder()
        .name("ООО «Василёк»")
        .ownership(OwnershipId::new(1))
        .residency(Residency::Russia)
        .departments(DepartmentAccess::only([DepartmentId::new(7)]))
        .build()
}

fn address() -> AddressDraft {
    AddressDraft::builder()
        .address("ул. Полевая, 1")
        .city_id(CityId::new(1))
        .address_type(AddressType::Office)
        .build()
}

fn contact_person() -> ContactPersonDraft {
    ContactPersonDraft::builder().name("Пётр").build()
}

/// The request of an operation.
fn request(client: &Client, operation: Operation) -> RequestDescription {
    let organizations = client.organizations().requests();
    let (addresses, persons) = (
        client.addresses().requests(),
        client.contact_persons().requests(),
    );
    use Operation as Op;
    let request = match operation {
        Op::ListOrganizations => organizations.list(),
        Op::CreateOrganization => organizations.create(&organization()),
        Op::FilterOrganizations => organizations.in_departments([7, 9]),
        Op::GetOrganization => organizations.get(id()),
        Op::ReplaceOrganization => organizations.replace(id(), &organization()),
        Op::DeleteOrganization => organizations.delete(id()),
        Op::ListAddresses => addresses.list(),
        Op::CreateAddress => addresses.create(&address()),
        Op::ListAddressTypes => addresses.types(),
        Op::GetAddress => addresses.get(id()),
        Op::ReplaceAddress => addresses.replace(id(), &address()),
        Op::DeleteAddress => addresses.delete(id()),
        Op::ListContactPersons => persons.list(),
        Op::CreateContactPerson => persons.create(&contact_person()),
        Op::GetContactPerson => persons.get(id()),
        Op::ReplaceContactPerson => persons.replace(id(), &contact_person()),
        Op::DeleteContactPerson => persons.delete(id()),
        other => panic!("there is no request for {other}"),
    };
    request.unwrap()
}

/// Fields of an operation's body that show that it is the right one whole.
fn body(operation: Operation) -> Option<(&'static str, Value, usize)> {
    use Operation as Op;
    match operation {
        Op::CreateOrganization | Op::ReplaceOrganization => {
            Some(("department_ids", json!([7]), 11))
        }
        Op::FilterOrganizations => Some(("departments", json!([7, 9]), 1)),
        Op::CreateAddress | Op::ReplaceAddress => Some(("address", json!("ул. Полевая, 1"), 0)),
        Op::CreateContactPerson | Op::ReplaceContactPerson => Some(("name", json!("Пётр"), 0)),
        _ => None,
    }
}

#[test]
fn operation_has_its_method_url_headers_and_body() {
    for route in [Route::Direct, Route::Gateway] {
        let client = client(route);
        assert_eq!(Operation::ALL.len(), 17);
        for operation in Operation::ALL {
            let request = request(&client, *operation);
            assert_eq!(request.operation, *operation);
            assert_eq!(request.method, operation.method(), "{operation}");
            let mut path: Vec<&str> = operation.path().split('/').collect();
            let text = id().to_string();
            for part in path.iter_mut().filter(|part| part.starts_with('{')) {
                *part = &text;
            }
            let prefix = route.prefix();
            let url = format!("http://127.0.0.1:1{prefix}{}", path.join("/"));
            assert_eq!(request.url, url, "{operation}");
            let mut headers = request.headers;
            headers.sort();
            let expected = [
                ("accept", "application/json"),
                ("accept-encoding", "gzip, deflate, br"),
                ("content-type", "application/json"),
                ("user-agent", "ati_integrator_64357"),
            ];
            let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
            assert_eq!(headers, expected, "{operation}");
            match (body(*operation), request.body) {
                (None, None) => {}
                (Some((field, value, fields)), Some(body)) => {
                    assert_eq!(body[field], value, "{operation}");
                    let found = body.as_object().unwrap().len();
                    assert!(found >= fields, "{operation}: {body}");
                }
                (expected, found) => panic!("{operation}: {found:?}, not {expected:?}"),
            }
        }
    }
}

#[test]
fn request_that_cannot_be_built_names_its_operation() {
    let persons = client(Route::Direct).addresses();
    let mut draft = address();
    draft.latitude = Some(f64::NAN);
    let error = persons.requests().create(&draft).unwrap_err();
    assert!(error.is_invalid_request());
    assert_eq!(error.operation(), Some(Operation::CreateAddress));
    assert_eq!(error.field(), Some("address_latitude"));
}

#[test]
fn description_shows_no_body_and_no_token() {
    let request = request(&client(Route::Gateway), Operation::CreateContactPerson);
    let shown = format!("{request:?}");
    assert!(
        !shown.contains("Пётр") && !shown.contains("canary"),
        "{shown}"
    );
}
