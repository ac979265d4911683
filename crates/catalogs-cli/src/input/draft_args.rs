//! The fields of a draft as flags.

use std::marker::PhantomData;

use catalogs::description::Kind;
use clap::{ArgMatches, Args, Command, FromArgMatches};
use serde_json::Value;

use super::Changes;
use crate::entities::{
    CliEntity,
    flags::{Flag, flags},
};

/// The flags of an entity's fields.
pub(crate) struct DraftArgs<E> {
    changes: Changes,
    entity: PhantomData<E>,
}

impl<E> DraftArgs<E> {
    /// What the flags set.
    pub(crate) fn changes(&self) -> Changes {
        self.changes.clone()
    }
}

impl<E: CliEntity> Args for DraftArgs<E> {
    fn augment_args(command: Command) -> Command {
        let flags = flags(E::DESCRIPTION).into_iter();
        flags.fold(command, |command, flag| {
            let arg = match flag.path.as_str() {
                ALL_DEPARTMENTS => flag.arg().conflicts_with(DEPARTMENTS),
                _ => flag.arg(),
            };
            command.arg(arg)
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<E: CliEntity> FromArgMatches for DraftArgs<E> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut changes = Changes::default();
        for flag in flags(E::DESCRIPTION) {
            set(&mut changes, matches, &flag);
        }
        Ok(Self {
            changes,
            entity: PhantomData,
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

const ALL_DEPARTMENTS: &str = "all_departments_allowed";
const DEPARTMENTS: &str = "department_ids";

fn set(changes: &mut Changes, matches: &ArgMatches, flag: &Flag) {
    let path = flag.path.as_str();
    if flag.field.kind == Kind::Boolean {
        if matches.get_flag(path) {
            changes.set(path, true);
            if path == ALL_DEPARTMENTS {
                changes.set(DEPARTMENTS, Vec::<i32>::new());
            }
        }
        return;
    }
    let Some(values) = matches.get_many::<Value>(path) else {
        return;
    };
    let mut values: Vec<Value> = values.cloned().collect();
    if path == DEPARTMENTS {
        changes.set(ALL_DEPARTMENTS, false);
    }
    match flag.is_list() {
        true => changes.set(path, values),
        false => changes.set(path, values.pop().unwrap_or_default()),
    }
}
