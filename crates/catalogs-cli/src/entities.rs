//! The three kinds of entities, as far as the commands treat them differently: their flags, their
//! fields, and what they are called.

mod address;
mod changes;
mod contact_person;
mod organization;

use std::fmt;

use catalogs::{Client, Collection, Entity, Warning};
use catalogs_snippets::Link;
use clap::Args;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

pub(crate) use self::changes::Changes;

/// A kind of entity.
pub(crate) trait CliEntity:
    Entity<Id: fmt::Display> + Serialize + DeserializeOwned + Clone + 'static
{
    /// Its flags.
    type Args: Args + DraftArgs;

    /// What one is called, and what several are.
    const NAMES: (&'static str, &'static str);
    /// The command that is about them.
    const COMMAND: &'static str;
    /// The fields that an answer has, as the API calls them; those of an inner object with a dot.
    const COLUMNS: &'static [&'static str];
    /// Those that a table shows unless told otherwise.
    const SHOWN: &'static [&'static str];
    /// The fields of a request body.
    const FIELDS: &'static [&'static str];
    /// What a new one has to have, and the flags that say it.
    const REQUIRED: &'static [(&'static str, &'static str)];
    /// Lists of entities in an answer that are lists of ids in a request.
    const LINKS: &'static [Link];
    /// Fields that an answer has to show before it is written back.
    const NEEDED: &'static [&'static str];
    /// Fields that hold codes.
    const CODES: &'static [&'static str];

    fn collection(client: &Client) -> Collection<Self>;
    fn id(&self) -> Self::Id;
    fn draft(body: Value) -> catalogs::Result<Self::Draft>;
    fn set(draft: &mut Self::Draft, field: &str, value: Value) -> catalogs::Result<()>;
    fn warnings(draft: &Self::Draft) -> Vec<Warning>;
    fn treat_missing_as_empty(draft: &mut Self::Draft);
}

/// The flags of a kind.
pub(crate) trait DraftArgs {
    /// What they say, as changes to a request body.
    fn changes(&self) -> Changes;

    /// The fields that `--clear` knows, and what empties each.
    const CLEARABLE: &'static [(&'static str, &'static str, Empty)];
}

/// How a field is emptied.
#[derive(Clone, Copy)]
pub(crate) enum Empty {
    Null,
    List,
}

macro_rules! kind_methods {
    ($collection:ident, $draft:ident) => {
        fn collection(client: &Client) -> Collection<Self> {
            client.$collection()
        }

        fn id(&self) -> Self::Id {
            self.id
        }

        fn draft(body: Value) -> catalogs::Result<Self::Draft> {
            catalogs::$draft::from_json(body)
        }

        fn set(draft: &mut Self::Draft, field: &str, value: Value) -> catalogs::Result<()> {
            draft.set(field, value)
        }

        fn warnings(draft: &Self::Draft) -> Vec<Warning> {
            draft.warnings()
        }
    };
}

use kind_methods;
