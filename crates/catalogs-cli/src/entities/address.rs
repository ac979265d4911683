//! Addresses on the command line.

use catalogs::{Address, AddressDraft, AddressType, Client, Collection, Warning};
use catalogs_snippets::Link;
use clap::Args;
use serde_json::Value;
use uuid::Uuid;

use super::{Changes, CliEntity, DraftArgs, Empty, kind_methods};

/// What an address says.
#[derive(Args, Default)]
#[command(next_help_heading = "Fields")]
pub(crate) struct AddressFields {
    /// The address as text (адрес)
    #[arg(long, value_name = "TEXT")]
    address: Option<String>,
    /// City (ID города), a number of ATI.SU's dictionary
    #[arg(long, value_name = "NUMBER")]
    city: Option<i32>,
    /// What it is used for (тип адреса): warehouse (склад), office (офис), shop (магазин); or the
    /// code 1, 2, 3
    #[arg(long = "type", value_name = "TYPE")]
    address_type: Option<AddressType>,
    /// Latitude (широта) in degrees
    #[arg(long, value_name = "DEGREES", value_parser = degrees, allow_negative_numbers = true)]
    latitude: Option<f64>,
    /// Longitude (долгота) in degrees
    #[arg(long, value_name = "DEGREES", value_parser = degrees, allow_negative_numbers = true)]
    longitude: Option<f64>,
    /// Note (примечание)
    #[arg(long)]
    note: Option<String>,
    /// Opening hours as text (время работы)
    #[arg(long, value_name = "TEXT")]
    schedule: Option<String>,
    /// Id of a contact person there; several times for more than one. Takes the place of those that
    /// are there
    #[arg(long = "contact-person", value_name = "ID")]
    contact_persons: Vec<Uuid>,
}

/// A number that JSON can say.
fn degrees(text: &str) -> Result<f64, String> {
    match text.trim().replace(',', ".").parse() {
        Ok(degrees) if f64::is_finite(degrees) => Ok(degrees),
        _ => Err("it has to be degrees, such as 55.7558".to_owned()),
    }
}

impl DraftArgs for AddressFields {
    fn changes(&self) -> Changes {
        let mut changes = Changes::default();
        changes.set_if("address", &self.address);
        changes.set_if("address_city_id", &self.city);
        changes.set_if("address_type", &self.address_type.map(AddressType::code));
        changes.set_if("address_latitude", &self.latitude);
        changes.set_if("address_longitude", &self.longitude);
        changes.set_if("note", &self.note);
        changes.set_if("schedule_summary", &self.schedule);
        changes.set_list("contact_person_ids", &self.contact_persons);
        changes
    }

    const CLEARABLE: &'static [(&'static str, &'static str, Empty)] = &[
        ("address", "address", Empty::Null),
        ("latitude", "address_latitude", Empty::Null),
        ("longitude", "address_longitude", Empty::Null),
        ("note", "note", Empty::Null),
        ("schedule", "schedule_summary", Empty::Null),
        ("contact-persons", "contact_person_ids", Empty::List),
    ];
}

impl CliEntity for Address {
    type Args = AddressFields;

    const NAMES: (&'static str, &'static str) = ("address", "addresses");
    const COMMAND: &'static str = "addresses";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "address",
        "address_city_id",
        "address_type",
        "address_latitude",
        "address_longitude",
        "note",
        "schedule_summary",
        "contact_persons",
    ];
    const SHOWN: &'static [&'static str] = &[
        "id",
        "address",
        "address_type",
        "schedule_summary",
        "contact_persons",
    ];
    const FIELDS: &'static [&'static str] = AddressDraft::FIELDS;
    const REQUIRED: &'static [(&'static str, &'static str)] = &[
        ("address", "--address"),
        ("address_city_id", "--city"),
        ("address_type", "--type"),
    ];
    const LINKS: &'static [Link] = &[Link::CONTACT_PERSONS];
    const NEEDED: &'static [&'static str] = &[];
    const CODES: &'static [&'static str] = &["address_type"];

    kind_methods!(addresses, AddressDraft);

    fn treat_missing_as_empty(draft: &mut AddressDraft) {
        draft.treat_missing_as_empty();
    }
}
