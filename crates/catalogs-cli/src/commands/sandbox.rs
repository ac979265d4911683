//! `sandbox`: emulates the service on this machine, until Ctrl-C.

use std::{
    io::{self, Write},
    net::{IpAddr, Ipv4Addr},
    path::PathBuf,
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use catalogs_sandbox::{Fault, RateLimit, RecordedRequest, Sandbox, StartError};
use clap::Args;

use crate::{
    context::Context,
    error::Failure,
    help::{examples, with_note},
    input,
    interrupt::Interrupt,
    settings::{
        SANDBOX_API_TOKEN, SANDBOX_CLIENT_ID, SANDBOX_CLIENT_SECRET, SANDBOX_INTEGRATOR_CODE,
        SANDBOX_OAUTH_TOKEN, SANDBOX_PORT,
    },
};

/// One `--fault`: `FAULT`, `OPERATION=FAULT`, and how many in a row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PlannedFault {
    operation: Option<String>,
    fault: Fault,
    times: usize,
}

impl FromStr for PlannedFault {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (text, times) = match text.rsplit_once('*') {
            None => (text, 1),
            Some((text, "")) => (text, usize::MAX),
            Some((text, times)) => {
                let times = times.parse().ok().filter(|times| *times > 0);
                (text, times.ok_or("after the asterisk comes how many in a row, such as 429*3; nothing means always")?)
            }
        };
        // An operation is a word with an underscore; `+retry-after=2` has its sign later.
        let (operation, fault) = match text.split_once('=') {
            Some((operation, fault)) if operation.contains('_') => (Some(operation), fault),
            _ => (None, text),
        };
        Ok(Self {
            operation: operation.map(str::to_owned),
            fault: fault
                .parse()
                .map_err(|error: catalogs_sandbox::UnknownFault| error.to_string())?,
            times,
        })
    }
}

#[derive(Args)]
#[command(after_help = with_note(
    examples(&[
        "catalogs sandbox",
        "catalogs sandbox --port 0 --empty --no-limit",
        "catalogs sandbox --port 0 --fault 429*3 --fault create_organization=reset+after-effect",
    ]),
    FAULTS,
))]
pub(crate) struct SandboxArgs {
    /// The port to listen on; 0 takes any that is free
    #[arg(long, value_name = "PORT", default_value_t = SANDBOX_PORT)]
    port: u16,
    /// The address to listen on; 0.0.0.0 or :: for all of them, in a container for example. Whoever
    /// can reach it can read and change the data, and see the log
    #[arg(long, value_name = "ADDRESS", default_value_t = Ipv4Addr::LOCALHOST.into())]
    listen: IpAddr,
    /// Answer to this name, too, besides localhost and the address listened on; several times for
    /// several. Other names are refused: a page of the web could have its own lead here
    #[arg(long = "allow-host", value_name = "NAME")]
    hosts: Vec<String>,
    /// Start with the data of a JSON file instead of the demo's: lists named organizations,
    /// addresses and contact_persons
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
    /// Start empty
    #[arg(long, conflicts_with = "data")]
    empty: bool,
    /// Answer any number of requests a second, not only 10
    #[arg(long)]
    no_limit: bool,
    /// Let a request go wrong: FAULT, or OPERATION=FAULT, and FAULT*3 for three in a row; several
    /// times for several. See the list below
    #[arg(long = "fault", value_name = "FAULT")]
    faults: Vec<PlannedFault>,
}

const FAULTS: &str = "\
Faults: reset, reset-mid-body, hang, hang-mid-body, cut-body, cut-chunks, cut-gzip, bad-gzip, 429,
401, 500, 502, 503, 504, 301, 302, 307, 308, slow-body, wrong-content-type, garbage-json,
empty-body, huge-body, gzip-bomb. Add +after-effect to have a write take effect nevertheless, and
+retry-after=SECONDS to 429, 401 and 5XX. Operations are those of the OpenAPI document, such as
create_organization, and oauth_token. Without an operation, the next request has it.";

pub(crate) async fn run(context: &Context, args: SandboxArgs) -> Result<(), Failure> {
    let listens = args.listen.to_canonical();
    if !listens.is_loopback() {
        context.warn(format_args!(
            "the sandbox listens on {listens}: whoever can reach it can read and change its data, \
             and see its log"
        ));
    }
    let seen = Arc::new(AtomicUsize::new(0));
    let sandbox = start(context, &args, Arc::clone(&seen)).await?;
    for PlannedFault {
        operation,
        fault,
        times,
    } in args.faults
    {
        match operation {
            None => sandbox.inject_times(fault, times),
            Some(operation) => sandbox
                .inject_times_for(&operation, fault, times)
                .map_err(|error| Failure::usage(error).about("--fault"))?,
        }
    }
    write!(anstream::stdout(), "{}", welcome(sandbox.origin(), listens))?;
    io::stdout().flush()?;
    Interrupt::listen().pressed(1).await;
    context.say(format_args!(
        "\nThe sandbox saw {} requests.",
        seen.load(Ordering::Relaxed)
    ));
    sandbox.shutdown().await;
    Ok(())
}

async fn start(
    context: &Context,
    args: &SandboxArgs,
    seen: Arc<AtomicUsize>,
) -> Result<Sandbox, Failure> {
    let mut builder = Sandbox::builder()
        .listen(args.listen)
        .port(args.port)
        .console(true)
        .api_token(SANDBOX_API_TOKEN)
        .oauth_token(SANDBOX_OAUTH_TOKEN)
        .oauth_client(SANDBOX_CLIENT_ID, SANDBOX_CLIENT_SECRET)
        .demo_data(!args.empty);
    if args.no_limit {
        builder = builder.rate_limit(RateLimit::off());
    }
    if let Some(file) = &args.data {
        let name = input::name_of(file);
        let text = input::read(file)?;
        builder = builder
            .data(&text)
            .map_err(|error| Failure::usage(error).about(name))?;
    }
    let quiet = context.globals.quiet;
    builder = builder.on_request(move |request| {
        // The sandbox's own log can be emptied from its console.
        seen.fetch_add(1, Ordering::Relaxed);
        if !quiet {
            // Nobody may be left to read it.
            let _ = writeln!(anstream::stdout(), "{}", line(request));
        }
    });
    for host in &args.hosts {
        builder = builder.allow_host(host);
    }
    builder.start().await.map_err(|error| match &error {
        StartError::Bind { source, .. } => {
            let failure = Failure::usage(format!("{error}: {source}"));
            match source.kind() {
                io::ErrorKind::AddrInUse | io::ErrorKind::PermissionDenied => failure
                    .hint("another sandbox may be running; --port 0 takes any port that is free"),
                io::ErrorKind::AddrNotAvailable => failure
                    .hint("--listen takes an address of this machine, or 0.0.0.0 for all of them"),
                _ => failure,
            }
        }
        StartError::InvalidHost { .. } => Failure::usage(error).about("--allow-host"),
        _ => Failure::other(error),
    })
}

/// A request and what came of it.
fn line(request: &RecordedRequest) -> String {
    let fault = request
        .fault()
        .map(|fault| format!("  fault: {fault}"))
        .unwrap_or_default();
    let status = match request.status() {
        0 => "no response".to_owned(),
        status => status.to_string(),
    };
    format!(
        "{:<6} {}  {status}{fault}",
        request.method(),
        request.path()
    )
}

/// How to reach it from this machine.
fn welcome(origin: &str, listens: IpAddr) -> String {
    let at = match origin.strip_prefix("http://127.0.0.1:") {
        Some(port) if port == SANDBOX_PORT.to_string() => String::new(),
        // Some shells would take the brackets of IPv6 for a pattern.
        _ => format!(" --base-url '{origin}'"),
    };
    // The tool sends no token over http to an address that other machines have, too.
    let tool = if listens.is_loopback() || listens.is_unspecified() {
        format!(
            "From another terminal:
  catalogs --profile sandbox{at} organizations list
  catalogs --profile sandbox-oauth{at} organizations list   (the gateway route)
Consent: catalogs login --profile mine --oauth --base-url '{origin}' \\
    --integrator-code {SANDBOX_INTEGRATOR_CODE} --client-id {SANDBOX_CLIENT_ID}
  with the secret {SANDBOX_CLIENT_SECRET}
"
        )
    } else {
        "This tool and the SDK want https there; with --listen 0.0.0.0 they reach it by 127.0.0.1, too.
".to_owned()
    };
    format!(
        "The sandbox plays the service on {origin}. Ctrl-C stops it.

In a browser: {origin}/
  the reference, snippets, a form to try each request, and what the sandbox sees
{tool}For other programs, and for what --dry-run prints:
  export ATI_BASE_URL={origin}
  export ATI_INTEGRATOR_CODE={SANDBOX_INTEGRATOR_CODE}
  export ATI_TOKEN={SANDBOX_API_TOKEN}           (the direct route)
  export ATI_OAUTH_TOKEN={SANDBOX_OAUTH_TOKEN}   (or this, for the gateway)

"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn welcome_has_local_address_and_working_commands() {
        let cases = [
            (
                "127.0.0.1",
                "http://127.0.0.1:8418",
                "sandbox organizations",
            ),
            (
                "0.0.0.0",
                "http://127.0.0.1:1",
                "sandbox --base-url 'http://127.0.0.1:1' organizations",
            ),
            (
                "::1",
                "http://[::1]:8418",
                "sandbox --base-url 'http://[::1]:8418' organizations",
            ),
            ("192.0.2.7", "http://192.0.2.7:8418", "want https there"),
        ];
        for (listens, origin, expected) in cases {
            let text = welcome(origin, listens.parse().expect("an address"));
            assert!(text.contains(&format!("on {origin}. Ctrl-C")), "{text}");
            assert!(text.contains(expected), "{text}");
            // What the SDK refuses is not shown as a command.
            assert_eq!(text.contains("catalogs --profile"), listens != "192.0.2.7");
        }
    }

    #[test]
    fn planned_fault_is_parsed() {
        let cases = [
            ("429", None, "429", 1),
            ("reset+after-effect*3", None, "reset+after-effect", 3),
            (
                "create_organization=502*2",
                Some("create_organization"),
                "502",
                2,
            ),
            ("503+retry-after=2", None, "503+retry-after=2", 1),
            ("hang*", None, "hang", usize::MAX),
        ];
        for (text, operation, fault, times) in cases {
            let planned: PlannedFault = text.parse().expect(text);
            let expected = PlannedFault {
                operation: operation.map(str::to_owned),
                fault: fault.parse().expect("a fault"),
                times,
            };
            assert_eq!(planned, expected, "{text}");
        }
        for text in ["", "x", "429*x", "429*0", "create_organization=x"] {
            assert!(text.parse::<PlannedFault>().is_err(), "{text}");
        }
    }
}
