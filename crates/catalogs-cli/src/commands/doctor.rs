//! `doctor`: checks the settings, the connection, the token and the responses, and reports the root
//! cause of a problem. It only reads.

mod auth;
mod check;
mod conformance;
mod differences;
mod failure;
mod probe;
mod report;
mod report_file;
mod retries;
mod settings;
mod spec_claims;
mod spec_probes;
mod target;

use std::{path::PathBuf, time::Duration};

use catalogs::Client;
use clap::Args;

use self::{
    check::{Check, Group},
    report::Report,
    report_file::ReportFile,
    retries::Retries,
    spec_probes::Facts,
    target::Target,
};
use crate::{
    context::Context,
    error::Failure,
    help::{examples, with_note},
    interrupt::Interrupt,
    settings::{Settings, variable},
};

#[derive(Args)]
#[command(after_help = with_note(
    examples(&["catalogs doctor", "catalogs doctor --offline --report doctor.md"]),
    EXIT_CODES,
))]
pub(crate) struct DoctorArgs {
    /// Write all of it to a file, too, fit for an issue: without hosts, paths, names and tokens
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Overwrite a file that is not an earlier report
    #[arg(long, requires = "report")]
    force: bool,
    /// Check only what needs no service
    #[arg(long)]
    offline: bool,
}

const EXIT_CODES: &str = "\
It only reads. The exit code is 0 only if all is well; else that of the first problem (2 settings, 4
token, 5 rate limit, 6 connection, 1 a response that differs from the documentation), or 1 if there are
only warnings. Values of responses are never shown: only their type and shape.";

pub(crate) async fn run(context: &Context, args: DoctorArgs) -> Result<(), Failure> {
    // Opened first, so that a report that cannot be written fails at once.
    let file = match &args.report {
        Some(path) => Some(ReportFile::at(path, args.force)?),
        None => None,
    };
    let is_text = context.format().is_text();
    let mut report = Report::new(is_text);
    let interrupt = Interrupt::listen();
    // Lets it begin to listen before anything is shown.
    tokio::task::yield_now().await;
    let examination = async {
        examine(context, &mut report, args.offline).await;
        Ok::<(), Failure>(())
    };
    interrupt.reading(examination).await?;
    report.close()?;
    if !is_text {
        context.output().value(&report.to_json())?;
    }
    if let (Some(file), Some(path)) = (file, &args.report) {
        file.write(&report.to_markdown())?;
        if is_text {
            context.say(format_args!("The report is in {}.", path.display()));
        }
    }
    report.verdict()
}

/// Checks everything, as far as each check lets the next make sense.
async fn examine(context: &Context, report: &mut Report, is_offline: bool) {
    let settings = match context.settings() {
        Ok(settings) => settings,
        Err(failure) => {
            report.put(Group::Settings, settings::unreadable(&failure));
            return report.skip_rest("there are no settings");
        }
    };
    for check in settings::checks(&settings, variable) {
        report.put(Group::Settings, check);
    }
    let retries = Retries::default();
    let client = settings.client_with(&context.globals, |builder| retries.observe(builder));
    if let (Err(failure), false) = (&client, report.has_problem()) {
        // Each alone is good, or so it looks.
        let check = Check::failed("together", "the settings do not make a client", failure);
        report.put(Group::Settings, check);
    }
    if is_offline {
        return report.skip_rest("offline");
    }
    // Nothing is sent to a base URL that the library rejects.
    let target = match settings.origin_problem() {
        None => Target::of(&settings.base_url.value),
        Some(_) => None,
    };
    let Some(target) = target else {
        return report.skip_rest("the base URL cannot be used");
    };
    let timeout = context.globals.timeout.map(Duration::from_secs);
    if !probe::check(report, &target, &settings, timeout).await {
        return report.skip_rest("there is no connection");
    }
    let Ok(client) = client else {
        return report.skip_rest("fix the settings first");
    };
    check_service(context, report, &settings, &target, (client, retries)).await;
}

/// Checks what only the service can show.
async fn check_service(
    context: &Context,
    report: &mut Report,
    settings: &Settings,
    target: &Target,
    (client, retries): (Client, Retries),
) {
    let Some(access) = auth::check(report, settings, client, &retries).await else {
        return report.skip_rest("there is no access");
    };
    let client = access.client;
    let responses =
        conformance::check(report, &client, access.types, &retries, context.rate()).await;
    let is_real = target.is_real_service();
    let mut facts = Facts::new(responses, access.other_route, is_real);
    if facts.responses.organizations.is_some() {
        facts.send(&client).await;
    }
    spec_claims::check(report, &facts);
}
