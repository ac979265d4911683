//! `catalogs request`: any request below the route.

use std::path::Path;

use catalogs::{Client, Method};
use clap::Args;
use serde_json::Value;

use crate::{
    context::Context,
    dry_run::{DryRun, Recorder},
    error::Failure,
    help::examples,
    input,
    interrupt::Interrupt,
};

#[derive(Args)]
#[command(after_help = examples(&[
    "catalogs request GET /organizations/addresses/types",
    "catalogs request POST /organizations/filter --data '{\"departments\": [7]}'",
]))]
pub(crate) struct RequestArgs {
    /// GET, POST, PUT, PATCH or DELETE
    method: Method,
    /// The path after the route, such as /organizations
    path: String,
    /// The body, as JSON; `@FILE` takes it from a file, `@-` from stdin
    #[arg(long, short, value_name = "JSON")]
    data: Option<String>,
    #[command(flatten)]
    dry_run: DryRun,
}

pub(crate) async fn run(context: &Context, args: RequestArgs) -> Result<(), Failure> {
    let body = args.data.as_deref().map(body).transpose()?;
    let (method, path) = (args.method, args.path);
    let call = |client: Client| async move { client.request(method, &path, body.as_ref()).await };
    if let Some(recorder) = Recorder::requested(context, args.dry_run)? {
        return recorder.show(call).await;
    }
    context.output().check_value()?;
    let client = context.client()?;
    let response = match method {
        Method::Get => Interrupt::listen().reading(call(client)).await?,
        _ => context.writing(async { Ok(call(client).await?) }).await?,
    };
    match response {
        Value::Null => {
            context.say("done; the response has no body");
            Ok(())
        }
        response => context.output().value(&response),
    }
}

/// The body of `--data`.
fn body(data: &str) -> Result<Value, Failure> {
    let (text, name) = match data.strip_prefix('@') {
        Some(file) => (
            input::read(Path::new(file))?,
            input::name_of(Path::new(file)),
        ),
        None => (data.to_owned(), "--data".to_owned()),
    };
    serde_json::from_str(&text).map_err(|error| {
        // Its own text may quote the body.
        Failure::usage(format!(
            "{name} is not valid JSON at line {}, column {}",
            error.line(),
            error.column()
        ))
    })
}
