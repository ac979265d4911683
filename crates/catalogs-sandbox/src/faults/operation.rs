//! What a fault can be queued for.

use crate::{contract::Contract, oauth::TOKEN_OPERATION};

/// What a fault can be queued for, by its name.
pub(crate) fn operation_named(operation: &str) -> Result<&'static str, UnknownOperation> {
    let mut known = operations();
    let known = known.find(|known| *known == operation);
    known.ok_or_else(|| UnknownOperation {
        operation: operation.to_owned(),
    })
}

/// Everything that a fault can be queued for.
fn operations() -> impl Iterator<Item = &'static str> {
    let operations = Contract::strict().operations().iter();
    operations
        .map(|operation| operation.id())
        .chain([TOKEN_OPERATION])
}

/// There is no operation of this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no operation {operation:?}: there are {}", operations().collect::<Vec<_>>().join(", "))]
pub struct UnknownOperation {
    operation: String,
}
