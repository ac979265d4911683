//! Contact persons on the command line.

use catalogs::{Client, Collection, ContactPerson, ContactPersonDraft, Warning};
use catalogs_snippets::Link;
use clap::Args;
use serde_json::Value;

use super::{Changes, CliEntity, DraftArgs, Empty, kind_methods};

/// What a contact person says.
#[derive(Args, Default)]
#[command(next_help_heading = "Fields")]
pub(crate) struct ContactFields {
    /// Full name (ФИО)
    #[arg(long)]
    name: Option<String>,
    /// Phone (телефон)
    #[arg(long)]
    phone: Option<String>,
    /// Extension (добавочный номер)
    #[arg(long, value_name = "NUMBER")]
    extra_phone: Option<i32>,
    /// E-mail address
    #[arg(long)]
    email: Option<String>,
}

impl DraftArgs for ContactFields {
    fn changes(&self) -> Changes {
        let mut changes = Changes::default();
        changes.set_if("name", &self.name);
        changes.set_if("phone", &self.phone);
        changes.set_if("extra_phone", &self.extra_phone);
        changes.set_if("email", &self.email);
        changes
    }

    const CLEARABLE: &'static [(&'static str, &'static str, Empty)] = &[
        ("name", "name", Empty::Null),
        ("phone", "phone", Empty::Null),
        ("extra-phone", "extra_phone", Empty::Null),
        ("email", "email", Empty::Null),
    ];
}

impl CliEntity for ContactPerson {
    type Args = ContactFields;

    const NAMES: (&'static str, &'static str) = ("contact person", "contact persons");
    const COMMAND: &'static str = "contacts";
    const COLUMNS: &'static [&'static str] = &["id", "name", "phone", "extra_phone", "email"];
    const SHOWN: &'static [&'static str] = Self::COLUMNS;
    const FIELDS: &'static [&'static str] = ContactPersonDraft::FIELDS;
    const REQUIRED: &'static [(&'static str, &'static str)] = &[("name", "--name")];
    const LINKS: &'static [Link] = &[];
    const NEEDED: &'static [&'static str] = &[];
    const CODES: &'static [&'static str] = &[];

    kind_methods!(contact_persons, ContactPersonDraft);

    /// An answer about a contact person leaves nothing open.
    fn treat_missing_as_empty(_: &mut ContactPersonDraft) {}
}
