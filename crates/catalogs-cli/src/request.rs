//! `catalogs request`: any request below the route.

use std::path::Path;

use catalogs::{Client, Method};
use serde_json::Value;

use crate::{cli::RequestArgs, context::Context, exit::Failure, input, interrupt::Interrupt};

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
    if let Some(drawing) = context.drawing(args.dry_run)? {
        return drawing.show(|client| request(client).describe());
    }
    context.output().check_value()?;
    let client = context.client()?;
    let interrupt = Interrupt::listen();
    let answer = match method {
        Method::GET => interrupt.reading(request(&client).send()).await?,
        _ => {
            let work = async { Ok(request(&client).send().await?) };
            interrupt.writing(context, work).await?
        }
    };
    match answer {
        Value::Null => {
            context.say("done; the answer has no body");
            Ok(())
        }
        answer => context.output().value(&answer),
    }
}

/// The body that `--data` says.
fn body(data: &str) -> Result<Value, Failure> {
    let (text, name) = match data.strip_prefix('@') {
        Some(file) => (
            input::read(Path::new(file))?,
            input::name_of(Path::new(file)),
        ),
        None => (data.to_owned(), "--data".to_owned()),
    };
    serde_json::from_str(&text).map_err(|error| {
        // Its own text may quote what stands there.
        Failure::usage(format!(
            "{name} is no JSON at line {}, column {}",
            error.line(),
            error.column()
        ))
    })
}
