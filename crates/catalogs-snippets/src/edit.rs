//! The description of a reading that is changed and written back.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::Request;

/// A list of a response that stands in a request as a list of ids.
///
/// Say which ones an edit has to expect: an organization has both, an address has
/// [`CONTACT_PERSONS`](Self::CONTACT_PERSONS), a contact person has none. Where the response does
/// not show an expected list, the text fails rather than write an empty one: a PUT replaces the
/// whole, and would unlink what merely was not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The list of entities in a response.
    pub(crate) response: &'static str,
    /// The list of ids in a request.
    pub(crate) request: &'static str,
}

impl Link {
    /// `addresses`, in requests `address_ids`.
    pub const ADDRESSES: Self = Self {
        response: "addresses",
        request: "address_ids",
    };
    /// `contact_persons`, in requests `contact_person_ids`.
    pub const CONTACT_PERSONS: Self = Self {
        response: "contact_persons",
        request: "contact_person_ids",
    };

    /// The list of ids in a request.
    pub const fn request(self) -> &'static str {
        self.request
    }
}

/// One field of the request body, and its new value.
///
/// ```
/// use catalogs_snippets::Change;
///
/// let postcode = Change::new(["docs_address", "postcode"], "101000");
/// assert!(!format!("{postcode:?}").contains("101000"));
/// ```
#[derive(Clone, Serialize)]
pub struct Change {
    pub(crate) path: Vec<String>,
    pub(crate) value: Value,
}

impl Change {
    /// Sets the field at the end of the path; on the way, objects that are missing or `null` are
    /// made.
    ///
    /// A path of no fields changes nothing.
    #[must_use]
    pub fn new<P: Into<String>>(
        path: impl IntoIterator<Item = P>,
        value: impl Into<Value>,
    ) -> Self {
        Self {
            path: path.into_iter().map(Into::into).collect(),
            value: value.into(),
        }
    }
}

/// Masks the value: it may be personal data.
impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Change")
            .field("path", &self.path)
            .field("value", &"…")
            .finish()
    }
}

/// A reading that is changed and written back as a whole.
///
/// What the response has and the changes do not name goes back as it came, unknown fields included;
/// only its `id` is dropped, and its [links](Link) become ids.
///
/// ```
/// use catalogs_snippets::{Change, Edit, Language, Link, Request, render};
///
/// let url = "https://api.ati.su/v1.2/catalogs/organizations/0a710001-0000-4000-8000-000000000001";
/// let edit = Edit::new(
///     Request::new("GET", url).title("get an organization").name("get_organization"),
///     Request::new("PUT", url).title("change an organization").onec_name("ЗаменитьОрганизацию", "Заменяет организацию целиком"),
/// )
/// .links([Link::ADDRESSES, Link::CONTACT_PERSONS])
/// .changes([Change::new(["phone"], "+7 495 123-45-60")]);
///
/// assert!(render(&[edit.into()], Language::OneC).contains("Функция ИзменитьОрганизацию(Знач Токен)"));
/// ```
#[derive(Clone, Debug)]
pub struct Edit {
    pub(crate) read: Request,
    pub(crate) write: Request,
    pub(crate) links: Vec<Link>,
    pub(crate) changes: Vec<Change>,
    pub(crate) shown: Vec<&'static str>,
    pub(crate) codes: Vec<&'static str>,
}

impl Edit {
    /// An edit that changes nothing yet. The body of `write` comes from the response to `read`.
    #[must_use]
    pub fn new(read: Request, write: Request) -> Self {
        let write = write.body(Value::Null);
        Self {
            read,
            write,
            links: Vec::new(),
            changes: Vec::new(),
            shown: Vec::new(),
            codes: Vec::new(),
        }
    }

    /// Adds lists that the response has to show.
    #[must_use]
    pub fn links(mut self, links: impl IntoIterator<Item = Link>) -> Self {
        self.links.extend(links);
        self
    }

    /// Adds fields that the response has to show, unless the changes set them: written back without
    /// them, something would be erased.
    #[must_use]
    pub fn shown(mut self, fields: impl IntoIterator<Item = &'static str>) -> Self {
        self.shown.extend(fields);
        self
    }

    /// Adds fields that hold codes. A response may have an object there, which is none, and which
    /// the service would refuse, or worse.
    #[must_use]
    pub fn codes(mut self, fields: impl IntoIterator<Item = &'static str>) -> Self {
        self.codes.extend(fields);
        self
    }

    /// Adds changes; they are made in this order.
    #[must_use]
    pub fn changes(mut self, changes: impl IntoIterator<Item = Change>) -> Self {
        self.changes
            .extend(changes.into_iter().filter(|change| !change.path.is_empty()));
        self
    }

    /// The changes say what the list becomes, so it does not matter what the response shows of it.
    pub(crate) fn sets(&self, link: Link) -> bool {
        self.sets_field(link.request)
    }

    /// Whether lists of the response become ids.
    pub(crate) fn converts(&self) -> bool {
        self.links.iter().any(|link| !self.sets(*link))
    }

    fn sets_field(&self, field: &str) -> bool {
        self.changes.iter().any(|change| change.path == [field])
    }

    /// The fields that the response has to show.
    pub(crate) fn has_to_show(&self) -> impl Iterator<Item = &'static str> {
        let fields = self.shown.iter().copied();
        fields.filter(|field| !self.sets_field(field))
    }

    /// The fields whose codes go back as they came.
    pub(crate) fn codes_kept(&self) -> impl Iterator<Item = &'static str> {
        let fields = self.codes.iter().copied();
        fields.filter(|field| !self.sets_field(field))
    }
}
