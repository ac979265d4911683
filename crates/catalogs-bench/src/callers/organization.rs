//! The structs that one writes by hand for an organization.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An organization as the documentation has it.
#[allow(missing_docs)]
#[derive(Debug, Deserialize, Serialize)]
pub struct Organization {
    pub id: Uuid,
    pub name: Option<String>,
    pub ownership: Option<i32>,
    pub residency: Option<i32>,
    pub inn: Option<String>,
    pub phone: Option<String>,
    pub extra_phone: Option<i32>,
    pub docs_address: Option<DocsAddress>,
    pub addresses: Option<Vec<Address>>,
    pub contact_persons: Option<Vec<ContactPerson>>,
    pub all_departments_allowed: Option<bool>,
    pub department_ids: Option<Vec<i32>>,
}

#[allow(missing_docs)]
#[derive(Debug, Deserialize, Serialize)]
pub struct DocsAddress {
    pub postcode: Option<String>,
    pub city_id: Option<i32>,
    pub street_name: Option<String>,
    pub house_no: Option<String>,
    pub office_no: Option<String>,
}

#[allow(missing_docs)]
#[derive(Debug, Deserialize, Serialize)]
pub struct Address {
    pub id: Uuid,
    pub address: Option<String>,
    pub address_city_id: Option<i32>,
    pub address_latitude: Option<f64>,
    pub address_longitude: Option<f64>,
    pub note: Option<String>,
    pub contact_persons: Option<Vec<ContactPerson>>,
    pub schedule_summary: Option<String>,
    pub address_type: Option<i32>,
}

#[allow(missing_docs)]
#[derive(Debug, Deserialize, Serialize)]
pub struct ContactPerson {
    pub id: Uuid,
    pub name: Option<String>,
    pub phone: Option<String>,
    pub extra_phone: Option<i32>,
    pub email: Option<String>,
}
