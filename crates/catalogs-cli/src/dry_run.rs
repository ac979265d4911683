//! `--dry-run`: the requests that a command would send, as something to paste elsewhere.

use std::io::Write;

use catalogs::{Client, RequestDescription, Route};
use catalogs_snippets::{Language, Request, Step, render};
use clap::{
    Args,
    builder::{PossibleValue, PossibleValuesParser, TypedValueParser},
};

use crate::{context::Context, error::Failure};

#[derive(Args, Clone, Copy)]
pub(crate) struct DryRun {
    /// Send nothing; print the request instead: as a curl command (the default), as code for 1C or
    /// Python, as an HTTP message, or as JSON. The token is not included
    #[arg(long, value_name = "AS", num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "curl", value_parser = languages())]
    pub(crate) dry_run: Option<Language>,
}

fn languages() -> impl TypedValueParser<Value = Language> {
    let names = Language::ALL
        .iter()
        .map(|language| PossibleValue::new(language.name()).aliases(language.aliases()));
    PossibleValuesParser::new(names).try_map(|name| name.parse::<Language>())
}

/// Records requests instead of sending them.
pub(crate) struct Recorder {
    client: Client,
    language: Language,
}

impl Recorder {
    /// A recorder, if `--dry-run` asks for one.
    pub(crate) fn requested(context: &Context, dry_run: DryRun) -> Result<Option<Self>, Failure> {
        let Some(language) = dry_run.dry_run else {
            return Ok(None);
        };
        let client = context.settings()?.tokenless_client()?;
        Ok(Some(Self { client, language }))
    }

    /// The request that a call would send.
    pub(crate) fn request(
        &self,
        describe: impl FnOnce(&Client) -> catalogs::Result<RequestDescription>,
    ) -> Result<Request, Failure> {
        let description = describe(&self.client)?;
        let operation = description.operation;
        let token = match self.client.route() {
            Route::Direct => "ATI_TOKEN",
            _ => "ATI_OAUTH_TOKEN",
        };
        let mut request = Request::new(description.method.as_str(), description.url)
            .name(operation.id())
            .onec_name(operation.info().function_ru, operation.info().summary.ru)
            .title(operation.phrase())
            .token_variable(token);
        for (name, value) in description.headers {
            request = request.header(canonical(&name), value);
        }
        Ok(match description.body {
            Some(body) => request.body(body),
            None => request,
        })
    }

    /// Prints the request of a call.
    pub(crate) fn show(
        self,
        describe: impl FnOnce(&Client) -> catalogs::Result<RequestDescription>,
    ) -> Result<(), Failure> {
        let request = self.request(describe)?;
        self.print(&[Step::Send(request)])
    }

    /// Prints the request of a call for each item.
    pub(crate) fn show_each<I>(
        self,
        items: impl IntoIterator<Item = I>,
        describe: impl Fn(&Client, I) -> catalogs::Result<RequestDescription>,
    ) -> Result<(), Failure> {
        let steps = items.into_iter().map(|item| {
            let request = self.request(|client| describe(client, item))?;
            Ok(Step::Send(request))
        });
        let steps = steps.collect::<Result<Vec<Step>, Failure>>()?;
        self.print(&steps)
    }

    pub(crate) fn print(self, steps: &[Step]) -> Result<(), Failure> {
        let text = render(steps, self.language);
        writeln!(anstream::stdout(), "{}", text.trim_end())?;
        Ok(())
    }
}

/// A header's name as people write it; over the wire its case does not count.
pub(crate) fn canonical(name: &str) -> String {
    let words = name.split('-').map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    words.collect::<Vec<String>>().join("-")
}
