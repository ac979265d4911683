//! An address book as JSON: read into a [`AddressBook`], written from a [`Snapshot`].

use std::collections::HashMap;
use std::fmt;

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::{
    contract::Contract,
    guid,
    store::{AddressBook, Kind, Link, Snapshot},
};

/// The lists: what is referred to comes before what refers to it. Each entry is held against the
/// operation that would create it.
const LISTS: [(&str, Kind); 3] = [
    ("contact_persons", Kind::ContactPerson),
    ("addresses", Kind::Address),
    ("organizations", Kind::Organization),
];

/// Reads an address book, or finds everything that is wrong with it.
pub(crate) fn read(json: &str) -> Result<AddressBook, DataError> {
    // Some editors put a byte order mark before the text.
    let json = json.strip_prefix('\u{feff}').unwrap_or(json);
    let mut reader = Reader::default();
    match serde_json::from_str(json) {
        Ok(Value::Object(lists)) => reader.lists(lists),
        Ok(_) => reader.problem("$", format!("expected an object with {}", names())),
        Err(error) => {
            let place = format!("line {}, column {}", error.line(), error.column());
            let ends = error.is_eof();
            reader.problem(
                &place,
                if ends {
                    "ends too early"
                } else {
                    "is not JSON"
                },
            );
        }
    }
    if reader.problems.is_empty() {
        Ok(reader.book)
    } else {
        let problems = reader.problems;
        Err(DataError { problems })
    }
}

/// Adds an entity to the book and returns its id; where something is wrong with it, the book stays as
/// it was.
pub(crate) fn add(book: &mut AddressBook, kind: Kind, entity: Value) -> Result<Uuid, DataError> {
    let mut reader = Reader {
        book: book.clone(),
        problems: Vec::new(),
    };
    let place = kind.name();
    let taken = entity.get("id").and_then(Value::as_str);
    let taken = taken.and_then(guid::parse);
    if taken.is_some_and(|id| book.get(kind, id).is_ok()) {
        reader.problem(&format!("{place}.id"), "already in the address book");
    }
    let id = reader.entry(place, kind, entity);
    match id {
        Some(id) if reader.problems.is_empty() => {
            *book = reader.book;
            Ok(id)
        }
        _ => Err(DataError {
            problems: reader.problems,
        }),
    }
}

#[derive(Default)]
struct Reader {
    book: AddressBook,
    problems: Vec<String>,
}

impl Reader {
    fn problem(&mut self, place: &str, what: impl fmt::Display) {
        self.problems.push(format!("{place}: {what}"));
    }

    fn lists(&mut self, mut lists: Map<String, Value>) {
        for (list, kind) in LISTS {
            match lists.remove(list) {
                None => {}
                Some(Value::Array(entries)) => {
                    let mut places = HashMap::new();
                    for (index, entry) in entries.into_iter().enumerate() {
                        let place = format!("{list}[{index}]");
                        let id = self.entry(&place, kind, entry);
                        if let Some(other) = id.and_then(|id| places.insert(id, place.clone())) {
                            self.problem(&format!("{place}.id"), format!("{other} has it, too"));
                        }
                    }
                }
                Some(_) => self.problem(list, "expected a list"),
            }
        }
        // A name that is none of a field may be anything, personal data too, and is not repeated.
        let (others, odd): (Vec<String>, Vec<String>) = lists
            .into_iter()
            .map(|(name, _)| name)
            .partition(|name| is_name(name));
        for other in others {
            self.problem(&other, format!("no such list: there are {}", names()));
        }
        if !odd.is_empty() {
            let what = format!("{} more that are no list: there are {}", odd.len(), names());
            self.problem("$", what);
        }
    }

    /// Adds an entry to the book, and returns its id.
    fn entry(&mut self, place: &str, kind: Kind, entry: Value) -> Option<Uuid> {
        let Value::Object(mut entry) = entry else {
            self.problem(place, "expected an object");
            return None;
        };
        let id = match entry.remove("id") {
            None => Some(Uuid::new_v4()),
            Some(id) => id.as_str().and_then(guid::parse),
        };
        if id.is_none() {
            let what = "expected a GUID such as 3f2504e0-4f89-41d3-9a0c-0305e82c3301";
            self.problem(&format!("{place}.id"), what);
        }
        let mut renamed = Vec::new();
        for link in kind.links() {
            if !entry.contains_key(link.in_responses) {
                continue;
            }
            if entry.contains_key(link.in_requests) {
                let what = format!("{} is there, too: one of them has to go", link.in_requests);
                self.problem(&format!("{place}.{}", link.in_responses), what);
            } else if let Some(nested) = entry.remove(link.in_responses) {
                entry.insert(link.in_requests.to_owned(), ids_of(nested));
                renamed.push(link);
            }
        }
        let body = Value::Object(entry);
        let operation = format!("create_{}", kind.name());
        for violation in Contract::strict().check_request(&operation, &body) {
            let path = violation.path.trim_start_matches(['$', '.']);
            let what = format!("expected {}", violation.expected);
            self.problem(&as_written(place, path, &renamed), what);
        }
        if let Value::Object(body) = body {
            let violations = self.book.load(kind, id.unwrap_or_default(), &body);
            for violation in violations {
                let (_, paths, what) = violation.describe();
                for path in paths {
                    self.problem(&as_written(place, &path, &renamed), &what);
                }
            }
        }
        id
    }
}

/// The ids of nested entries; `null` for what has none. What is no list stays as it is.
fn ids_of(nested: Value) -> Value {
    match nested {
        Value::Array(entries) => entries
            .into_iter()
            .map(|entry| entry.get("id").cloned().unwrap_or_default())
            .collect(),
        other => other,
    }
}

/// A place in an entry, by the names that stand in the data.
fn as_written(place: &str, path: &str, renamed: &[Link]) -> String {
    for link in renamed {
        match path.strip_prefix(link.in_requests) {
            Some("") => return format!("{place}.{}", link.in_responses),
            Some(index) if index.starts_with('[') => {
                return format!("{place}.{}{index}.id", link.in_responses);
            }
            _ => {}
        }
    }
    match path {
        "" => place.to_owned(),
        path => format!("{place}.{path}"),
    }
}

fn is_name(name: &str) -> bool {
    const LONGEST: usize = 40;
    let plain = |letter: u8| letter.is_ascii_alphabetic() || letter == b'_';
    (1..=LONGEST).contains(&name.len()) && name.bytes().all(plain)
}

fn names() -> String {
    LISTS.map(|(name, ..)| name).join(", ")
}

impl Snapshot {
    /// The whole as data for [`SandboxBuilder::data`](crate::SandboxBuilder::data): an object of
    /// the three lists. Every entry is there once, and others refer to it by its id
    /// (`address_ids`, `contact_person_ids`), so that it can be edited.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use catalogs_sandbox::Sandbox;
    ///
    /// let first = Sandbox::start().await?;
    /// let saved = first.state().to_json().to_string();
    /// let second = Sandbox::builder().data(&saved)?.start().await?;
    /// assert_eq!(second.state(), first.state());
    /// # Ok(())
    /// # }
    /// ```
    pub fn to_json(&self) -> Value {
        let list = |(name, kind): (&str, Kind)| {
            let entries = match kind {
                Kind::ContactPerson => &self.contact_persons,
                Kind::Address => &self.addresses,
                Kind::Organization => &self.organizations,
            };
            let entries = entries.iter().map(|entry| with_ids(kind, entry.clone()));
            (name.to_owned(), entries.collect::<Value>())
        };
        LISTS.map(list).into_iter().collect()
    }
}

/// An entry of a response, with ids in place of nested entries.
fn with_ids(kind: Kind, mut entry: Value) -> Value {
    if let Value::Object(entry) = &mut entry {
        for link in kind.links() {
            if let Some(nested) = entry.remove(link.in_responses) {
                entry.insert(link.in_requests.to_owned(), ids_of(nested));
            }
        }
    }
    entry
}

/// Why data is not a valid address book, or an added entity is not valid: everything that is wrong
/// with it.
///
/// [`Display`](fmt::Display) has one problem in each line: its place, such as
/// `organizations[3].residency`, and what is wrong there. What stands in the fields is never
/// repeated: it may be personal data.
///
/// ```
/// use catalogs_sandbox::Sandbox;
///
/// let data = r#"{"addresses": [{"address_city_id": "Moscow"}], "contacts": []}"#;
/// let error = Sandbox::builder().data(data).expect_err("three problems");
/// assert_eq!(
///     error.to_string(),
///     "addresses[0].address_city_id: expected a whole number\n\
///      addresses[0].address_type: left out, with no value to stand for it\n\
///      contacts: no such list: there are contact_persons, addresses, organizations",
/// );
/// assert_eq!(error.problems().len(), 3);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", problems.join("\n"))]
pub struct DataError {
    problems: Vec<String>,
}

impl DataError {
    /// Only the category of the error: its text may repeat values.
    pub(crate) fn unserializable(kind: Kind, error: &serde_json::Error) -> Self {
        let problem = format!(
            "{}: cannot be serialized to JSON ({:?} error)",
            kind.name(),
            error.classify()
        );
        Self {
            problems: vec![problem],
        }
    }

    /// The problems, one by one; there is at least one.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }
}

#[cfg(test)]
mod tests;
