//! How long it takes to check, plan and write 1,000 organizations with as many addresses and
//! contact persons, and to find that a second run has nothing to do: `cargo run --release --example
//! thousand`
//!
//! The sandbox plays the service, and no pace is kept; the service itself allows 10 requests a
//! second.

use std::{error::Error, path::Path, time::Instant};

use catalogs::{Auth, Client, RateLimit};
use catalogs_sandbox::Sandbox;
use catalogs_transfer::{
    CheckOptions, Existing, Format, Journal, Plan, ReadOptions, RunOptions, WriteOptions, check,
    read, read_bytes, write,
};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::builder()
        .demo_data(false)
        .rate_limit(catalogs_sandbox::RateLimit::off())
        .start()
        .await?;
    let client = Client::builder()
        .auth(Auth::api_token(sandbox.api_token()))
        .integrator_code("64357")
        .base_url(sandbox.origin())
        .rate_limit(RateLimit::off())
        .build()?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("book.xlsx");
    make(&path)?;

    let tables = timed("read the workbook", || read(&path, &ReadOptions::new()))?;
    let checked = timed("check it", || check(tables, &CheckOptions::new()))?;
    let plan = timed("plan, beside nothing", || {
        Plan::make(&checked, &Existing::new())
    })?;
    println!(
        "{} requests, {:?} at 10 a second",
        plan.requests(),
        plan.duration(10)
    );

    let mut journal = Journal::open(folder.path().join("journal"), &checked, &client)?;
    let start = Instant::now();
    let outcome = plan.run(&client, &mut journal, RunOptions::new()).await?;
    println!(
        "{:>25}: {:?}, {} added",
        "write it",
        start.elapsed(),
        outcome.created
    );

    let existing = Existing::fetch(&client).await?;
    let again = timed("plan, beside all of it", || Plan::make(&checked, &existing))?;
    println!("nothing to do: {}", again.changes_nothing());
    Ok(())
}

fn timed<T, E>(what: &str, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let start = Instant::now();
    let result = work();
    println!("{what:>25}: {:?}", start.elapsed());
    result
}

/// A workbook with 1,000 of each.
fn make(path: &Path) -> Result<(), Box<dyn Error>> {
    let contacts = (0..1_000).map(|n| {
        json!({"key": format!("k{n}"), "name": format!("Иванова Мария {n}"),
               "phone": format!("+7 495 {:03}-{:02}-00", n / 100, n % 100)})
    });
    let addresses = (0..1_000).map(|n| {
        json!({"key": format!("a{n}"), "address": format!("ул. Складская, {n}"), "address_city_id": 1,
               "address_type": 1, "contact_person_ids": [format!("k{n}")]})
    });
    let organizations = (0..1_000).map(|n| {
        json!({"name": format!("ООО «Ромашка {n}»"), "ownership": 1, "residency": 1, "inn": inn(n),
               "all_departments_allowed": true, "address_ids": [format!("a{n}")],
               "contact_person_ids": [format!("k{n}")]})
    });
    let book = json!({
        "contacts": contacts.collect::<Vec<_>>(),
        "addresses": addresses.collect::<Vec<_>>(),
        "organizations": organizations.collect::<Vec<_>>(),
    });
    let tables = read_bytes(
        book.to_string().as_bytes(),
        "book.json",
        &ReadOptions::new(),
    )?;
    Ok(write(
        &tables,
        path,
        &WriteOptions::new().format(Format::Xlsx),
    )?)
}

/// An ИНН of ten digits whose last one fits.
fn inn(number: u32) -> String {
    const WEIGHTS: [u32; 9] = [2, 4, 10, 3, 5, 9, 4, 6, 8];
    let nine = format!("{:09}", 10_000_000 + number);
    let digits = nine.chars().filter_map(|c| c.to_digit(10));
    let sum: u32 = digits
        .zip(WEIGHTS)
        .map(|(digit, weight)| digit * weight)
        .sum();
    format!("{nine}{}", sum % 11 % 10)
}
