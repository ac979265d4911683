//! The fault laboratory: every fault of the sandbox, on every operation, on both routes.

mod played;
mod readme;
mod refused;
mod table;

use std::time::Duration;

use catalogs::{Client, ClientBuilder, Operation, RetryPolicy};
use contract_tests::calls::{self, Ids, id};

/// How often a call is tried here at the most.
pub(crate) const ATTEMPTS: u32 = 3;

/// Tries again without delay, and never waits longer than a moment.
pub(crate) fn hasty(builder: ClientBuilder) -> ClientBuilder {
    let policy = RetryPolicy::default()
        .max_attempts(ATTEMPTS)
        .initial_backoff(Duration::from_millis(1))
        .max_backoff(Duration::from_secs(1));
    builder
        .retry(policy)
        .max_response_bytes(table::MAX_ANSWER_BYTES)
}

/// Which column of the table an operation belongs to.
pub(crate) fn class(operation: Operation) -> usize {
    match (operation.method(), operation) {
        (_, Operation::FilterOrganizations) | ("GET", _) => READ,
        ("PUT", _) => REPLACE,
        ("DELETE", _) => DELETE,
        _ => CREATE,
    }
}

pub(crate) const READ: usize = 0;
pub(crate) const REPLACE: usize = 1;
pub(crate) const DELETE: usize = 2;
pub(crate) const CREATE: usize = 3;

/// The entities that calls of this class are about: no two classes share one, so that all calls
/// can be made at once.
pub(crate) fn ids(sandbox: &catalogs_sandbox::Sandbox, class: usize) -> Ids {
    let state = sandbox.state();
    Ids {
        organization: id(&state.organizations[class]).into(),
        address: id(&state.addresses[class]).into(),
        contact_person: id(&state.contact_persons[class]).into(),
    }
}

/// How many `reconcile` finds of what the operation, a create, is to create.
pub(crate) async fn reconciled(client: &Client, operation: Operation) -> usize {
    use catalogs::Reconciled::{Ambiguous, Found, NotFound, Unreadable};
    macro_rules! found {
        ($collection:ident, $draft:ident) => {
            match client.$collection().reconcile(&calls::$draft()).await {
                Ok(NotFound) => 0,
                Ok(Unreadable(count)) => panic!("{count} entities cannot be read"),
                Ok(Found(_)) => 1,
                Ok(Ambiguous(all)) => all.len(),
                Err(error) => panic!("{error}"),
            }
        };
    }
    match operation {
        Operation::CreateOrganization => found!(organizations, organization),
        Operation::CreateAddress => found!(addresses, address),
        Operation::CreateContactPerson => found!(contact_persons, contact_person),
        other => panic!("{other} is no create"),
    }
}
