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
    #[arg(value_parser = parse_method)]
    method: Method,
    /// The path after the route, such as /organizations
    path: String,
    /// The body, as JSON; `@FILE` takes it from a file, `@-` from stdin
    #[arg(long, short, value_name = "JSON")]
    data: Option<String>,
    #[command(flatten)]
    dry_run: DryRun,
}

/// The method of a request, in any case.
fn parse_method(text: &str) -> Result<Method, String> {
    let methods = [
        Method::GET,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
    ];
    let mut methods = methods.into_iter();
    methods
        .find(|method| method.as_str().eq_ignore_ascii_case(text))
        .ok_or_else(|| "not a known method (expected one of GET, POST, PUT, PATCH, DELETE)".into())
}

pub(crate) async fn run(context: &Context, args: RequestArgs) -> Result<(), Failure> {
    let body = args.data.as_deref().map(body).transpose()?;
    let (method, path) = (args.method, args.path);
    let request = |client: &Client| {
        let request = client.request(method.clone(), &path);
        match &body {
            Some(body) => request.json(body),
            None => request,
        }
    };
    if let Some(recorder) = Recorder::requested(context, args.dry_run)? {
        return recorder.show(|client| request(client).describe());
    }
    context.output().check_value()?;
    let request = request(&context.client()?).send::<Value>();
    let response = match method {
        Method::GET => Interrupt::listen().reading(request).await?,
        _ => context.writing(async { Ok(request.await?) }).await?,
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
