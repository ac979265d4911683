//! `whoami`: the effective settings, where each comes from, and whether the token is valid.

use std::io::Write;

use catalogs::Client;
use clap::Args;
use serde_json::{Value, json};

use crate::{
    context::Context,
    dry_run::{DryRun, Recorder},
    error::Failure,
    help::examples,
};

#[derive(Args)]
#[command(after_help = examples(&["catalogs whoami"]))]
pub(crate) struct WhoamiArgs {
    #[command(flatten)]
    dry_run: DryRun,
}

pub(crate) async fn run(context: &Context, args: WhoamiArgs) -> Result<(), Failure> {
    if let Some(recorder) = Recorder::requested(context, args.dry_run)? {
        return recorder.show(|client| client.addresses().requests().types());
    }
    let settings = context.settings()?;
    let tried = match settings.client(&context.globals) {
        Ok(client) => context.reading("trying the token", try_token(client)).await,
        Err(failure) => Err(failure),
    };
    let verdict = match &tried {
        Ok(()) => "the service takes it".to_owned(),
        Err(failure) => failure.message().to_owned(),
    };
    if context.format().is_text() {
        let mut out = anstream::stdout();
        for (name, value, source) in settings.report() {
            let source = source.map(|source| format!(" ({source})"));
            writeln!(out, "{name:<16} {value}{}", source.unwrap_or_default())?;
        }
        if tried.is_ok() {
            writeln!(out, "{:<16} {verdict}", "accepted")?;
        }
    } else {
        let mut all = serde_json::Map::new();
        for (name, value, source) in settings.report() {
            let name = name.to_lowercase().replace(' ', "_");
            all.insert(name, json!({ "value": value, "source": source }));
        }
        all.insert("accepted".to_owned(), Value::Bool(tried.is_ok()));
        context.output().value(&Value::Object(all))?;
    }
    tried
}

/// Sends the smallest request that needs a valid token.
pub(crate) async fn try_token(client: Client) -> catalogs::Result<()> {
    client.addresses().types().await.map(drop)
}
