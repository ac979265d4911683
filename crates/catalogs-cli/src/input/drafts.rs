//! Drafts as flags and files say them: all of them sound, before anything is sent.

use std::{fmt, path::Path};

use catalogs::{Draft, description::Kind};
use serde_json::{Map, Value};

use super::{Changes, DraftArgs, draft_file};
use crate::{
    context::Context,
    entities::{CliEntity, flags::flags},
    error::Failure,
    output::harmless,
};

/// What is to be written.
pub(crate) struct Drafts<E: CliEntity> {
    pub(crate) drafts: Vec<Named<E::Draft>>,
    /// Whether they are a list, be it of one.
    pub(crate) is_list: bool,
}

/// Something, and the name of its place, if it is one of several.
pub(crate) struct Named<T>(pub(crate) String, pub(crate) T);

impl<T> fmt::Display for Named<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The drafts that a file holds, with what the flags say on top; or the one that the flags say.
pub(crate) fn read<E: CliEntity>(
    context: &Context,
    file: Option<&Path>,
    fields: &DraftArgs<E>,
) -> Result<Drafts<E>, Failure> {
    let changes = fields.changes();
    let (bodies, is_list) = match file {
        None if changes.is_empty() => {
            return Err(Failure::usage("there is nothing to write")
                .hint("name the fields, such as --name, or a draft with --file"));
        }
        None => (vec![Map::new()], false),
        Some(file) => from_file::<E>(context, file)?,
    };
    let mut drafts = Vec::new();
    for (index, mut body) in bodies.into_iter().enumerate() {
        changes.apply_to(&mut body);
        let name = if is_list {
            format!("entry {}", index + 1)
        } else {
            String::new()
        };
        let draft = require::<E>(&body).and_then(|()| parse::<E>(body));
        let draft = draft.map_err(|failure| match is_list {
            true => failure.about(&name),
            false => failure,
        })?;
        drafts.push(Named(name, draft));
    }
    for Named(name, draft) in &drafts {
        warn::<E>(context, draft, name);
    }
    Ok(Drafts { drafts, is_list })
}

fn from_file<E: CliEntity>(
    context: &Context,
    file: &Path,
) -> Result<(Vec<Map<String, Value>>, bool), Failure> {
    let read = draft_file::read::<E>(file)?;
    for field in &read.unknown {
        context.warn(format_args!(
            "the documentation has no field {}; it is sent as it is",
            harmless(field)
        ));
    }
    Ok((read.bodies, read.is_list))
}

/// Refuses a body that leaves out what every entity has to have.
fn require<E: CliEntity>(body: &Map<String, Value>) -> Result<(), Failure> {
    let is_there = |field: &str| match field.split_once('.') {
        None => body.contains_key(field),
        // What is inside counts where there is an outside.
        Some((outer, inner)) => body
            .get(outer)
            .and_then(Value::as_object)
            .is_none_or(|outer| outer.contains_key(inner)),
    };
    let flags = flags(E::DESCRIPTION).into_iter();
    let missing: Vec<String> = flags
        .filter(|flag| !is_there(&flag.path))
        .filter_map(|flag| Some(format!("{} ({})", flag.path, flag.required()?)))
        .collect();
    match missing.is_empty() {
        true => Ok(()),
        false => Err(Failure::usage(format!("missing: {}", missing.join(", ")))),
    }
}

fn parse<E: CliEntity>(body: Map<String, Value>) -> Result<E::Draft, Failure> {
    let is_unquoted = flags(E::DESCRIPTION).iter().any(|flag| {
        let value = match flag.path.split_once('.') {
            None => body.get(&flag.path),
            Some((outer, inner)) => body.get(outer).and_then(|outer| outer.get(inner)),
        };
        flag.field.kind == Kind::Text && value.is_some_and(Value::is_number)
    });
    serde_json::from_value(Value::Object(body)).map_err(|error| {
        let failure = Failure::usage(error);
        match is_unquoted {
            true => failure.hint("quote strings that look like numbers"),
            false => failure,
        }
    })
}

/// Says what is likely wrong; the service decides whether it is.
fn warn<E: CliEntity>(context: &Context, draft: &E::Draft, name: &str) {
    for warning in draft.warnings() {
        match name {
            "" => context.warn(warning),
            name => context.warn(format_args!("{name}: {warning}")),
        }
    }
}

/// Warns of the changed fields only.
pub(crate) fn warn_of_changes<E: CliEntity>(
    context: &Context,
    draft: &E::Draft,
    changes: &Changes,
) {
    let warnings = draft.warnings().into_iter();
    for warning in
        warnings.filter(|warning| changes.iter().any(|change| change.field == warning.field))
    {
        context.warn(warning);
    }
}
