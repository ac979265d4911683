//! `catalogs whoami`: the settings that hold, where each comes from, and whether the token is good.

use std::io::Write;

use catalogs::Client;
use clap::Args;
use serde_json::{Value, json};

use crate::{
    context::Context,
    dry_run::{DryRun, Recorder},
    error::Failure,
    help::examples,
    output::format::Format,
    settings::{Setting, Settings},
};

#[derive(Args)]
#[command(after_help = examples(&["catalogs whoami"]))]
pub(crate) struct WhoamiArgs {
    #[command(flatten)]
    dry_run: DryRun,
}

pub(crate) async fn run(context: &Context, args: WhoamiArgs) -> Result<(), Failure> {
    if let Some(recorder) = Recorder::requested(context, args.dry_run)? {
        return recorder.show(try_token).await;
    }
    let settings = context.settings()?;
    let lines = lines(&settings);
    let tried = match settings.client(&context.globals) {
        Ok(client) => context.reading("trying the token", try_token(client)).await,
        Err(failure) => Err(failure),
    };
    let verdict = match &tried {
        Ok(()) => "the service takes it".to_owned(),
        Err(failure) => failure.message().to_owned(),
    };
    if context.format() == Format::Table || context.format() == Format::Csv {
        let mut out = anstream::stdout();
        for (name, value, source) in &lines {
            let source = source.as_ref().map(|source| format!(" ({source})"));
            writeln!(out, "{name:<16} {value}{}", source.unwrap_or_default())?;
        }
        if tried.is_ok() {
            writeln!(out, "{:<16} {verdict}", "accepted")?;
        }
    } else {
        let mut all = serde_json::Map::new();
        for (name, value, source) in lines {
            let name = name.to_lowercase().replace(' ', "_");
            all.insert(name, json!({ "value": value, "source": source }));
        }
        all.insert("accepted".to_owned(), Value::Bool(tried.is_ok()));
        context.output().value(&Value::Object(all))?;
    }
    tried
}

/// The smallest question that only a good token gets an answer to.
pub(crate) async fn try_token(client: Client) -> catalogs::Result<()> {
    client.addresses().types().await.map(drop)
}

type Line = (&'static str, String, Option<String>);

/// The settings, with where each comes from.
fn lines(settings: &Settings) -> Vec<Line> {
    let said =
        |setting: &Setting<String>| (setting.value.clone(), Some(setting.source.to_string()));
    let line = |name, (value, source)| (name, value, source);
    let nothing = || ("none".to_owned(), None);
    let token = match settings.token_source() {
        Some(source) => ("set".to_owned(), Some(source)),
        None => nothing(),
    };
    vec![
        line("profile", said(&settings.profile_name)),
        (
            "profile file",
            settings.profiles.path().display().to_string(),
            None,
        ),
        line("base URL", said(&settings.base_url)),
        (
            "route",
            format!("{}, {}", settings.route(), settings.route().prefix()),
            None,
        ),
        line(
            "integrator code",
            settings.integrator_code.as_ref().map_or_else(nothing, said),
        ),
        line("token", token),
    ]
}
