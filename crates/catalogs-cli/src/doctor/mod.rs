//! `catalogs doctor`: looks at the settings, the connection, the token and the answers, and says what
//! is wrong, and why. It only reads. [`examine`] is the whole examination, from top to bottom.

mod access;
mod answers;
mod check;
mod connection;
mod differences;
mod headers;
mod inferred;
mod outcome;
mod questions;
mod report;
mod retries;
mod settings;
mod sheet;
mod wire;

use std::time::Duration;

use self::{
    check::{Check, Group},
    questions::Facts,
    report::Report,
    retries::Retries,
    sheet::Sheet,
    wire::Target,
};
use crate::{
    cli::DoctorArgs,
    context::Context,
    exit::{Exit, Failure},
    interrupt::Interrupt,
    output::Format,
    settings::{Settings, variable},
};

pub(crate) async fn run(context: &Context, args: DoctorArgs) -> Result<(), Failure> {
    // Made ready first: nobody waits for a report that then cannot be written.
    let report = match &args.report {
        Some(path) => Some(Report::at(path, args.force)?),
        None => None,
    };
    let is_text = matches!(context.format(), Format::Table | Format::Csv);
    let mut sheet = Sheet::new(is_text);
    let interrupt = Interrupt::listen();
    tokio::select! {
        biased;
        () = examine(context, &mut sheet, args.offline) => {}
        () = interrupt.pressed(1) => {
            return Err(Failure::new(Exit::Interrupted, "stopped; nothing was changed"));
        }
    }
    sheet.close()?;
    if !is_text {
        context.output().value(&sheet.to_json())?;
    }
    if let (Some(report), Some(path)) = (report, &args.report) {
        report.write(&sheet.report())?;
        if is_text {
            context.say(format_args!("The report is in {}.", path.display()));
        }
    }
    sheet.verdict()
}

/// Checks everything, as far as each check lets the next make sense.
async fn examine(context: &Context, sheet: &mut Sheet, is_offline: bool) {
    let settings = match context.settings() {
        Ok(settings) => settings,
        Err(failure) => {
            sheet.put(Group::Settings, settings::unreadable(&failure));
            connection::skip(sheet, "there are no settings");
            return skip_from_access(sheet, "there are no settings");
        }
    };
    for check in settings::checks(&settings, variable) {
        sheet.put(Group::Settings, check);
    }
    let client = settings.client(&context.globals);
    if let (Err(failure), false) = (&client, sheet.has_problem()) {
        // Each alone is good, or so it looks.
        let check = Check::failed("together", "the settings do not make a client", failure);
        sheet.put(Group::Settings, check);
    }
    if is_offline {
        connection::skip(sheet, "offline");
        return skip_from_access(sheet, "offline");
    }
    // A base URL that the library refuses is no place to send anything to.
    let target = match settings.origin_problem() {
        None => Target::of(&settings.base_url.value),
        Some(_) => None,
    };
    let Some(target) = target else {
        connection::skip(sheet, "the base URL cannot be used");
        return skip_from_access(sheet, "the base URL cannot be used");
    };
    let timeout = context.globals.timeout.map(Duration::from_secs);
    if !connection::check(sheet, &target, &settings, timeout).await {
        return skip_from_access(sheet, "there is no connection");
    }
    let Ok(client) = client else {
        return skip_from_access(sheet, "the settings have to be mended first");
    };
    ask(context, sheet, &settings, &target, client).await;
}

/// What only the service can tell.
async fn ask(
    context: &Context,
    sheet: &mut Sheet,
    settings: &Settings,
    target: &Target,
    client: catalogs::Client,
) {
    let (retries, _listening) = Retries::listen(context.globals.verbose);
    let Some(access) = access::check(sheet, settings, client, &retries).await else {
        answers::skip(sheet, "there is no access");
        return inferred::skip(sheet, "there is no access");
    };
    let client = access.client;
    let read = answers::check(sheet, &client, access.types, &retries, context.rate()).await;
    let is_real = target.is_real_service();
    let mut facts = Facts::new(read, access.swap, is_real);
    if facts.read.organizations.is_some() {
        facts.ask(&client).await;
        // Its requests go straight to the service, which a proxy may not allow.
        if connection::proxy(target).is_none() {
            // Whatever was renewed meanwhile is the token now.
            if let Ok(settings) = context.settings() {
                facts.leave_out_headers(&settings, &client, target).await;
            }
        }
    }
    inferred::check(sheet, &facts);
}

fn skip_from_access(sheet: &mut Sheet, why: &str) {
    access::skip(sheet, why);
    answers::skip(sheet, why);
    inferred::skip(sheet, why);
}
