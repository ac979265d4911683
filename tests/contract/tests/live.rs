//! Holds the real service against the strict specification. Reads only.
//!
//! ```text
//! ATI_TOKEN=… ATI_INTEGRATOR_CODE=… cargo test -p contract live -- --ignored --nocapture
//! ```
//!
//! `ATI_OAUTH_TOKEN` instead of `ATI_TOKEN` takes the gateway route. Every response is read twice:
//! by the client, which survives more than the specification promises and so cannot tell the
//! difference, and byte for byte by a plain HTTP client that sends the same headers.

use std::{
    collections::BTreeSet,
    io::{Read, Write},
    time::Duration,
};

use catalogs::{Client, Operation, Route};
use catalogs_sandbox::contract::Contract;
use contract_tests::service::{Reply, Service};
use flate2::read::{GzDecoder, ZlibDecoder};
use serde_json::Value;

struct Account {
    origin: String,
    route: Route,
    token: String,
    integrator_code: String,
    /// Between two requests, so that there are well below ten in a second.
    pause: Duration,
}

fn variable(name: &str) -> Option<String> {
    let value = std::env::var(name).ok()?.trim().to_owned();
    (!value.is_empty()).then_some(value)
}

/// The account, or the reason why there is none.
fn account(variable: impl Fn(&str) -> Option<String>) -> Result<Account, &'static str> {
    let (route, token) = match (variable("ATI_TOKEN"), variable("ATI_OAUTH_TOKEN")) {
        (Some(token), None) => (Route::Direct, token),
        (None, Some(token)) => (Route::Gateway, token),
        (Some(_), Some(_)) => return Err("both ATI_TOKEN and ATI_OAUTH_TOKEN are set"),
        (None, None) => return Err("neither ATI_TOKEN nor ATI_OAUTH_TOKEN is set"),
    };
    let integrator_code =
        variable("ATI_INTEGRATOR_CODE").ok_or("ATI_INTEGRATOR_CODE is not set")?;
    let origin = variable("ATI_BASE_URL").unwrap_or_else(|| "https://api.ati.su".to_owned());
    Ok(Account {
        origin,
        route,
        token,
        integrator_code,
        pause: Duration::from_millis(250),
    })
}

/// What came back, byte for byte.
struct Raw {
    status: u16,
    body: Vec<u8>,
}

impl Account {
    fn get(&self, path: &str) -> Result<Raw, Box<dyn std::error::Error>> {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(Duration::from_secs(30)))
            .build()
            .into();
        let origin = self.origin.trim_end_matches('/');
        let mut response = agent
            .get(format!("{origin}{}{path}", self.route.prefix()))
            .header("authorization", format!("Bearer {}", self.token))
            .header(
                "user-agent",
                format!("ati_integrator_{}", self.integrator_code),
            )
            .header("accept", "application/json")
            .header("content-type", "application/json")
            .header("accept-encoding", "gzip, deflate, br")
            .call()?;
        let encoding = response.headers().get("content-encoding").cloned();
        let packed = response
            .body_mut()
            .with_config()
            .limit(64 << 20)
            .read_to_vec()?;
        let mut unpacking: Box<dyn Read> =
            match encoding.as_ref().map(|it| it.to_str()).transpose()? {
                Some("gzip") => Box::new(GzDecoder::new(&packed[..])),
                Some("deflate") => Box::new(ZlibDecoder::new(&packed[..])),
                Some("br") => Box::new(brotli::Decompressor::new(&packed[..], 4096)),
                _ => Box::new(&packed[..]),
            };
        let mut body = Vec::new();
        unpacking.read_to_end(&mut body)?;
        drop(unpacking);
        Ok(Raw {
            status: response.status().as_u16(),
            body,
        })
    }

    fn client(&self) -> Client {
        let auth = contract_tests::auth(self.route, &self.token);
        let builder = Client::builder()
            .auth(auth)
            .integrator_code(&self.integrator_code);
        builder
            .base_url(&self.origin)
            .build()
            .expect("the variables make a client")
    }
}

/// Where a response departs from the strict schema, without what stands there.
fn differences(operation: Operation, raw: &Raw) -> BTreeSet<String> {
    let contract = Contract::strict();
    let violations = contract.check_response(operation.id(), raw.status, &raw.body);
    let mut found: BTreeSet<_> = violations
        .iter()
        .map(|it| any_index(&it.to_string()))
        .collect();
    if raw.status != 200 {
        found.insert(format!("status {} instead of 200", raw.status));
    } else if let Ok(response) = serde_json::from_slice::<Value>(&raw.body) {
        let missing = contract.missing_in_response(operation.id(), &response);
        found.extend(
            missing
                .iter()
                .map(|path| format!("{}: left out", any_index(path))),
        );
    }
    found
}

/// `$[17].name` as `$[*].name`: a thousand organizations differ in the same place.
fn any_index(path: &str) -> String {
    let mut parts = path.split('[');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |whole, part| match part.split_once(']') {
        Some((index, rest)) if index.bytes().all(|b| b.is_ascii_digit()) => {
            format!("{whole}[*]{rest}")
        }
        _ => format!("{whole}[{part}"),
    })
}

fn first_id(raw: &Raw) -> Option<String> {
    let list: Value = serde_json::from_slice(&raw.body).ok()?;
    // Parsed, so that nothing but a GUID gets into a path.
    let id: uuid::Uuid = list.get(0)?.get("id")?.as_str()?.parse().ok()?;
    Some(id.to_string())
}

async fn by_the_client(client: &Client, operation: Operation, id: Option<&str>) -> Option<String> {
    let id = id
        .map(|id| id.parse::<uuid::Uuid>().expect("it was one"))
        .unwrap_or_default();
    let done = match operation {
        Operation::ListOrganizations => client.organizations().list().await.map(drop),
        Operation::GetOrganization => client.organizations().get(id).await.map(drop),
        Operation::ListAddresses => client.addresses().list().await.map(drop),
        Operation::GetAddress => client.addresses().get(id).await.map(drop),
        Operation::ListAddressTypes => client.addresses().types().await.map(drop),
        Operation::ListContactPersons => client.contact_persons().list().await.map(drop),
        Operation::GetContactPerson => client.contact_persons().get(id).await.map(drop),
        other => panic!("{other} is no read"),
    };
    done.err().map(|error| format!("the client fails: {error}"))
}

/// Reads everything that can be read, and answers each difference, with the operation before it.
async fn compare(account: &Account) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let client = account.client();
    let kinds = [
        (
            Operation::ListOrganizations,
            Some(Operation::GetOrganization),
        ),
        (Operation::ListAddresses, Some(Operation::GetAddress)),
        (
            Operation::ListContactPersons,
            Some(Operation::GetContactPerson),
        ),
        (Operation::ListAddressTypes, None),
    ];
    let mut found = Vec::new();
    for (list, get) in kinds {
        tokio::time::sleep(account.pause).await;
        let raw = account.get(list.path())?;
        let mut both = vec![(list, None, differences(list, &raw))];
        match get.zip(first_id(&raw)) {
            Some((get, id)) => {
                tokio::time::sleep(account.pause).await;
                let raw = account.get(&format!("{}/{id}", list.path()))?;
                both.push((get, Some(id), differences(get, &raw)));
            }
            None => println!("{list}: no first entry to get"),
        }
        for (operation, id, mut differences) in both {
            tokio::time::sleep(account.pause).await;
            differences.extend(by_the_client(&client, operation, id.as_deref()).await);
            println!("{operation}: {} differences", differences.len());
            found.extend(differences.iter().map(|it| format!("{operation}: {it}")));
        }
    }
    Ok(found)
}

#[tokio::test]
#[ignore = "reads from a real account: set ATI_TOKEN and ATI_INTEGRATOR_CODE"]
async fn real_service_matches_the_specification() {
    let account = match account(variable) {
        Ok(account) => account,
        Err(why) => return println!("nothing was sent: {why}"),
    };
    let found = compare(&account).await.expect("the service can be reached");
    found.iter().for_each(|difference| println!("{difference}"));
    assert!(
        found.is_empty(),
        "{} differences, listed above",
        found.len()
    );
}

#[test]
fn missing_account_is_explained() {
    let with = |set: &'static [&'static str]| {
        account(move |name| set.contains(&name).then(|| name.to_owned())).err()
    };
    assert_eq!(
        with(&[]),
        Some("neither ATI_TOKEN nor ATI_OAUTH_TOKEN is set")
    );
    assert_eq!(with(&["ATI_TOKEN"]), Some("ATI_INTEGRATOR_CODE is not set"));
    let both = with(&["ATI_TOKEN", "ATI_OAUTH_TOKEN", "ATI_INTEGRATOR_CODE"]);
    assert_eq!(both, Some("both ATI_TOKEN and ATI_OAUTH_TOKEN are set"));
    assert_eq!(with(&["ATI_TOKEN", "ATI_INTEGRATOR_CODE"]), None);
}

fn account_at(origin: String, route: Route, token: &str) -> Account {
    Account {
        origin,
        route,
        token: token.to_owned(),
        integrator_code: "64357".to_owned(),
        pause: Duration::ZERO,
    }
}

/// The comparison itself, tried where nothing is real.
#[tokio::test(flavor = "multi_thread")]
async fn sandbox_matches_the_specification() {
    let sandbox = contract_tests::sandbox().await;
    for (route, token) in [
        (Route::Direct, sandbox.api_token()),
        (Route::Gateway, sandbox.oauth_token()),
    ] {
        let account = account_at(sandbox.origin().to_owned(), route, token);
        assert_eq!(compare(&account).await.unwrap(), [""; 0]);
    }
    let requests = sandbox.requests();
    assert_eq!(requests.len(), 2 * 2 * 7);
    assert!(
        requests
            .iter()
            .all(|request| request.method() == "GET" && request.status() == 200)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn differences_are_found_and_masked() {
    let id = contract_tests::fixtures::ID;
    let body =
        format!(r#"[{{"id":"{id}","name":[7],"phone":"kanar"}},{{"id":"{id}","name":[8]}}]"#);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(body.as_bytes()).unwrap();
    let reply = Reply::new(201, packed.finish().unwrap()).header("content-encoding", "gzip");
    let service = Service::always(reply).await;
    let found = compare(&account_at(service.origin(), Route::Direct, "t"))
        .await
        .unwrap();
    let text = found.join("\n");
    assert!(
        text.contains("list_organizations: status 201 instead of 200"),
        "{text}"
    );
    assert!(
        text.contains("list_contact_persons: the client fails"),
        "{text}"
    );
    assert!(!text.contains("kanar"), "{text}");

    let raw = Raw {
        status: 200,
        body: body.into_bytes(),
    };
    let found = differences(Operation::ListContactPersons, &raw);
    let found: Vec<_> = found.iter().map(String::as_str).collect();
    let expected = [
        "$[*].email: left out",
        "$[*].extra_phone: left out",
        "$[*].name: expected a string",
        "$[*].phone: left out",
    ];
    assert_eq!(found, expected);
}
