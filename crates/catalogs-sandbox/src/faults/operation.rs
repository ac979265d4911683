//! What a fault can be queued for.

use std::{error, fmt};

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownOperation {
    operation: String,
}

impl fmt::Display for UnknownOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known: Vec<&str> = operations().collect();
        let (name, known) = (&self.operation, known.join(", "));
        write!(f, "there is no operation {name:?}: there are {known}")
    }
}

impl error::Error for UnknownOperation {}
