//! What the specification infers or leaves open, line by line as `openapi/README.md` has it: each
//! that reading can settle is confirmed, contradicted, or not settled this time.

use catalogs_sandbox::contract::Contract;
use serde_json::Value;
use uuid::Uuid;

use super::{
    auth::OtherRoute,
    check::{Check, Group},
    failure::is_verdict,
    report::Report,
    spec_probes::Facts,
};

/// The verdict on a claim.
#[derive(Clone, Debug, PartialEq)]
enum Settlement {
    Confirmed(String),
    Contradicted(String),
    Not(String),
}

use Settlement::{Confirmed, Contradicted, Not};

type Line = (&'static str, fn(&Facts) -> Settlement);

/// The ids are those of `openapi/README.md`.
const LINES: [Line; 14] = [
    ("nullable", |facts| of_organizations(facts, nullable)),
    ("residency-object", |facts| {
        of_organizations(facts, residency_object)
    }),
    ("shapes", |facts| of_organizations(facts, shapes)),
    ("filter-reads", filter_reads),
    ("words-in-paths", words_in_paths),
    ("same-on-both", same_on_both),
    ("error-codes", error_codes),
    ("origin", origin),
    ("tokens", tokens),
    ("lists-left-out", |facts| {
        of_organizations(facts, lists_left_out)
    }),
    ("fields-left-out", |facts| {
        of_organizations(facts, fields_left_out)
    }),
    ("all-departments", |facts| {
        of_organizations(facts, all_departments)
    }),
    ("empty-filter", empty_filter),
    ("absent", absent),
];

pub(super) fn check(report: &mut Report, facts: &Facts) {
    for (id, settle) in LINES {
        let check = match settle(facts) {
            Confirmed(found) => Check::ok(id, format!("confirmed: {found}")),
            Contradicted(found) => Check::warning(id, format!("contradicted: {found}"))
                .hint("please report it, with --report: the specification has to be fixed"),
            Not(why) => Check::skipped(id, format!("not settled: {why}")),
        };
        report.put(Group::Claims, check);
    }
}

/// What the organizations show, of which there has to be at least one.
fn of_organizations(facts: &Facts, settle: fn(&[Value]) -> Settlement) -> Settlement {
    match facts
        .responses
        .organizations
        .as_ref()
        .and_then(Value::as_array)
    {
        None => Not("there is no list of organizations".into()),
        Some(list) if list.is_empty() => Not("there is no organization to look at".into()),
        Some(list) => settle(list),
    }
}

fn in_of(count: usize, all: &[Value]) -> String {
    format!("in {count} of {}", all.len())
}

fn nullable(list: &[Value]) -> Settlement {
    let is_null = |it: &&Value| {
        ["docs_address", "residency"]
            .iter()
            .any(|field| it.get(field).is_some_and(Value::is_null))
    };
    match list.iter().filter(is_null).count() {
        0 => Not("no organization is without docs_address or residency".into()),
        count => Confirmed(format!(
            "docs_address or residency is null {}",
            in_of(count, list)
        )),
    }
}

fn residency_object(list: &[Value]) -> Settlement {
    let of_another_kind = list.iter().filter(|it| {
        it.get("residency")
            .is_some_and(|it| !it.is_null() && !it.is_i64() && !it.is_u64())
    });
    match (
        of_another_kind.count(),
        list.iter().any(|it| it.get("residency").is_some()),
    ) {
        (0, true) => Confirmed("residency is a whole number or null everywhere".into()),
        (0, false) => Not("no organization has a residency".into()),
        (count, _) => Contradicted(format!(
            "residency is something else {}",
            in_of(count, list)
        )),
    }
}

fn shapes(list: &[Value]) -> Settlement {
    let fields = ["addresses", "contact_persons", "docs_address"];
    let is_filled = |field: &&str| {
        list.iter()
            .any(|organization| match organization.get(*field) {
                Some(Value::Array(list)) => !list.is_empty(),
                Some(Value::Object(fields)) => !fields.is_empty(),
                _ => false,
            })
    };
    let response = Value::Array(list.to_vec()).to_string();
    let contract = Contract::strict();
    let violations = contract.check_response("list_organizations", 200, response.as_bytes());
    let concerned = violations.iter().filter(|violation| {
        let field = violation.path.split('.').nth(1).unwrap_or_default();
        let field = field.split('[').next().unwrap_or_default();
        fields.contains(&field)
    });
    match (concerned.count(), fields.iter().all(is_filled)) {
        (0, true) => {
            Confirmed("addresses, contact_persons and docs_address are as their examples".into())
        }
        (0, false) => {
            Not("no organization has addresses, another contact_persons or docs_address".into())
        }
        (count, _) => Contradicted(format!(
            "{count} places are not as the examples; see list_organizations above"
        )),
    }
}

fn filter_reads(facts: &Facts) -> Settlement {
    match (&facts.responses.organizations, &facts.organizations_again) {
        (Some(before), Some(after)) if before == after => {
            Confirmed("the list of organizations is the same before and after".into())
        }
        (Some(_), Some(_)) => Contradicted(
            "the list of organizations is another after the filter; or somebody changed it meanwhile".into(),
        ),
        _ => Not("there was no filter between two lists".into()),
    }
}

fn words_in_paths(facts: &Facts) -> Settlement {
    let lists = [
        &facts.responses.organizations,
        &facts.responses.addresses,
        &facts.responses.contacts,
    ];
    let lists: Vec<&Vec<Value>> = lists
        .into_iter()
        .flatten()
        .filter_map(Value::as_array)
        .collect();
    if lists.len() < 3 || !facts.responses.types.as_ref().is_some_and(Value::is_array) {
        return Not("not all lists were read".into());
    }
    let mut entries = lists.into_iter().flatten().peekable();
    if entries.peek().is_none() {
        return Not("there is no entity to look at".into());
    }
    let is_guid = |it: &Value| {
        it["id"]
            .as_str()
            .is_some_and(|id| id.parse::<Uuid>().is_ok())
    };
    match entries.filter(|it| !is_guid(it)).count() {
        0 => Confirmed("the words lead to lists, and every id is a GUID".into()),
        count => Contradicted(format!("{count} ids are no GUIDs")),
    }
}

fn same_on_both(facts: &Facts) -> Settlement {
    match &facts.other_route {
        OtherRoute::Accepted(other) if Some(other) == facts.responses.types.as_ref() => {
            Confirmed("the address types are the same on both routes".into())
        }
        OtherRoute::Accepted(_) => {
            Contradicted("the address types differ between the routes".into())
        }
        _ => Not("one token is good on one route".into()),
    }
}

fn error_codes(facts: &Facts) -> Settlement {
    match (facts.absent.0, facts.absent.1.as_deref()) {
        (Some(404), Some(code @ "organization_not_found")) => {
            Confirmed(format!("an id that nobody has gives {code}"))
        }
        (Some(404), Some(_)) => {
            Contradicted("a 404 has another error_code than organization_not_found".into())
        }
        (Some(404), None) => Contradicted("a 404 has no error_code".into()),
        _ => Not("there was no 404 to read".into()),
    }
}

fn origin(facts: &Facts) -> Settlement {
    match (facts.is_real_service, &facts.responses.types) {
        (true, Some(_)) => Confirmed("https://api.ati.su responses".into()),
        (true, None) => Not("there was no response to read".into()),
        (false, _) => Not("this is another service".into()),
    }
}

fn tokens(facts: &Facts) -> Settlement {
    match &facts.other_route {
        OtherRoute::Refused => {
            Confirmed("the token is good on one route, and gets a 401 on the other".into())
        }
        OtherRoute::Accepted(_) => Contradicted("the token is good on both routes".into()),
        OtherRoute::Unknown(why) => Not(why.clone()),
    }
}

fn lists_left_out(list: &[Value]) -> Settlement {
    let without = list.iter().filter(|it| {
        let fields = ["addresses", "contact_persons", "department_ids"];
        fields
            .iter()
            .any(|field| !it.get(field).is_some_and(Value::is_array))
    });
    match without.count() {
        0 => Confirmed("every organization has all its lists".into()),
        count => Contradicted(format!("a list is left out or null {}", in_of(count, list))),
    }
}

fn fields_left_out(list: &[Value]) -> Settlement {
    let is_list = |path: &str| {
        let name = path.rsplit('.').next().unwrap_or_default();
        ["addresses", "contact_persons", "department_ids"].contains(&name)
    };
    let response = Value::Array(list.to_vec());
    let missing = Contract::strict().missing_in_response("list_organizations", &response);
    match missing.iter().filter(|path| !is_list(path)).count() {
        0 => Confirmed("no documented field is left out".into()),
        count => Contradicted(format!(
            "{count} fields are left out; see list_organizations above"
        )),
    }
}

fn all_departments(list: &[Value]) -> Settlement {
    let both = list.iter().filter(|it| {
        let ids = it["department_ids"].as_array();
        it["all_departments_allowed"] == Value::Bool(true) && ids.is_some_and(|it| !it.is_empty())
    });
    match both.count() {
        0 => Not("no organization has all_departments_allowed and department_ids at once".into()),
        count => Confirmed(format!(
            "department_ids are kept beside all_departments_allowed {}",
            in_of(count, list)
        )),
    }
}

fn empty_filter(facts: &Facts) -> Settlement {
    let all = facts
        .responses
        .organizations
        .as_ref()
        .and_then(Value::as_array)
        .map(Vec::len);
    match (&facts.empty_filter, all) {
        (Some(Ok(0)), None | Some(1..)) => Confirmed("it gives no organizations".into()),
        (Some(Ok(0)), Some(0)) => Not("there is no organization to look at".into()),
        (Some(Ok(count)), _) => Contradicted(format!("it gives {count} organizations")),
        (Some(Err(Some(status))), _) if is_verdict(*status) => {
            Contradicted(format!("it is refused with {status}"))
        }
        (Some(Err(Some(status))), _) => Not(format!("the service answered {status}")),
        (Some(Err(None)) | None, _) => Not("there was no response to read".into()),
    }
}

fn absent(facts: &Facts) -> Settlement {
    match &facts.absent {
        (Some(404), Some(_)) => Confirmed("an id that nobody has gives a 404 with a code".into()),
        (Some(404), None) => {
            Contradicted("an id that nobody has gives a 404 without a code".into())
        }
        (Some(status), _) if is_verdict(*status) => {
            Contradicted(format!("an id that nobody has gives {status}"))
        }
        _ => Not("there was no error to read".into()),
    }
}

#[cfg(test)]
mod tests;
