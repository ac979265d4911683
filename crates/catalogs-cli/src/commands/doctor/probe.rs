//! The connection: name, TCP, TLS, HTTP and the clock, as far as one call of the library and the
//! causes of its failure tell.

use std::{
    error::Error as StdError,
    io,
    net::SocketAddr,
    time::{Duration, Instant, SystemTime},
};

use catalogs::{Client, Error, Method, Operation, RetryPolicy};
use rustls::CertificateError;
use serde_json::Value;
use tokio::time::timeout;

use super::{
    check::{Check, Group},
    failure::causes,
    report::Report,
    target::Target,
};
use crate::{exit_code::Exit, output::counted, settings::Settings};

/// The longest time for a name, and for a call.
const PATIENCE: Duration = Duration::from_secs(10);
/// A larger difference between the clocks makes tokens look valid or expired that are not.
const MAX_CLOCK_DIFFERENCE: Duration = Duration::from_secs(60);

/// Whether it makes sense to send more requests.
pub(super) async fn check(
    report: &mut Report,
    target: &Target,
    settings: &Settings,
    limit: Option<Duration>,
) -> bool {
    let patience = limit.map_or(PATIENCE, |limit| limit.min(PATIENCE));
    if let Some(proxy) = target.proxy() {
        let found = "HTTPS_PROXY or a similar variable names one, so the connection itself cannot be \
                     checked";
        report.put(Group::Connection, Check::ok("proxy", found).local(proxy));
        report.skip(Group::Connection, "there is a proxy");
        return true;
    }
    let begun = Instant::now();
    match look_up(target, patience).await {
        Ok(addresses) => report.put(Group::Connection, resolved(&addresses, begun.elapsed())),
        Err(error) => {
            let check = Check::problem(Exit::Unreachable, "DNS", "the name has no address")
                .local(error.to_string())
                .hint("check the base URL, and the name servers of this machine");
            report.put(Group::Connection, check);
            return false;
        }
    }
    // What prevents it is reported with the settings.
    let Ok(client) = client(settings, patience) else {
        return false;
    };
    let begun = Instant::now();
    let path = Operation::ListAddressTypes.path();
    let result = client.request(Method::GET, path).send::<Value>().await;
    let checks = checks(result.err().as_ref(), target, begun.elapsed());
    let is_connected = checks.iter().any(|check| check.name == "HTTP");
    for check in checks {
        report.put(Group::Connection, check);
    }
    is_connected
}

async fn look_up(target: &Target, patience: Duration) -> io::Result<Vec<SocketAddr>> {
    let found = tokio::net::lookup_host((target.host.as_str(), target.port));
    let found: Vec<SocketAddr> = timeout(patience, found).await??.collect();
    match found.is_empty() {
        true => Err(io::Error::new(io::ErrorKind::NotFound, "no address")),
        false => Ok(found),
    }
}

/// A client for one attempt, with a placeholder for the token: the service refuses it with a 401.
fn client(settings: &Settings, patience: Duration) -> Result<Client, Error> {
    let build = |code: &str| {
        settings
            .tokenless_builder()
            .integrator_code(code)
            .retry(RetryPolicy::never())
            .connect_timeout(patience.mul_f64(0.75))
            .timeout(patience)
            .build()
    };
    let code = settings.integrator_code.as_ref();
    // A code that is missing or wrong is reported with the settings.
    build(code.map_or("0", |code| &code.value)).or_else(|_| build("0"))
}

/// TCP, TLS, HTTP and the clock, up to the first that fails.
fn checks(error: Option<&Error>, target: &Target, took: Duration) -> Vec<Check> {
    let tcp = Check::ok("TCP", "connected");
    let tls = Check::ok(
        "TLS",
        match target.is_https {
            true => "with a certificate that this system trusts",
            false => "none: the service is emulated on this machine",
        },
    );
    let Some(error) = error else {
        let http = Check::ok("HTTP", format!("a response in {took:.0?}"));
        return vec![tcp, tls, http, clock(None)];
    };
    if error.status().is_none() && error.is_connect() {
        return match unsecured(error, target) {
            Some((found, hint)) => vec![tcp, failed("TLS", found, error).hint(hint)],
            None => vec![not_connected(error, target)],
        };
    }
    let http = match error.status() {
        Some(status) => responded(status, took),
        None if error.is_timeout() => failed("HTTP", "no response in time", error)
            .hint("the service accepts the connection and sends nothing: retry later"),
        None => failed("HTTP", "the connection broke off before a response", error)
            .hint("retry; if it stays so, something between you and the service cuts it"),
    };
    vec![tcp, tls, http, clock(date(error))]
}

fn failed(name: &str, found: impl Into<String>, error: &Error) -> Check {
    let check = Check::problem(Exit::Unreachable, name, found);
    match StdError::source(error) {
        Some(cause) => check.local(causes(cause)),
        None => check,
    }
}

fn resolved(addresses: &[SocketAddr], took: Duration) -> Check {
    let shown: Vec<String> = addresses.iter().map(|it| it.ip().to_string()).collect();
    let count = counted(addresses.len(), "address", "addresses");
    Check::ok("DNS", format!("{count} in {took:.0?}")).local(shown.join(", "))
}

/// The errors behind an error, those inside of [`io::Error`] included.
fn chain(error: &Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    let first: &(dyn StdError + 'static) = error;
    std::iter::successors(Some(first), |error: &&(dyn StdError + 'static)| {
        let error: &(dyn StdError + 'static) = *error;
        let inside = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        match inside {
            Some(inside) => Some(inside as &(dyn StdError + 'static)),
            None => error.source(),
        }
    })
}

/// What kind of I/O error is the cause, if one is.
fn io_kind(error: &Error) -> Option<io::ErrorKind> {
    let errors = chain(error).filter_map(|error| error.downcast_ref::<io::Error>());
    errors.last().map(io::Error::kind)
}

fn not_connected(error: &Error, target: &Target) -> Check {
    let found = match io_kind(error) {
        Some(io::ErrorKind::ConnectionRefused) => "the connection is refused",
        Some(io::ErrorKind::TimedOut) => "no connection in time",
        _ => "no connection",
    };
    failed("TCP", found, error).hint(match target.is_this_machine() {
        true => "nothing listens there: start `catalogs sandbox`, or check --base-url",
        false => "check the network, a firewall, and --base-url",
    })
}

/// Why there is no TLS, and what to do; `None` where it did not come to that.
fn unsecured(error: &Error, target: &Target) -> Option<(&'static str, &'static str)> {
    let tls = chain(error).find_map(|error| error.downcast_ref::<rustls::Error>());
    match (tls, io_kind(error)) {
        (Some(tls), _) => Some(tls_failure(tls)),
        (None, Some(io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset))
            if target.is_https =>
        {
            Some((
                "the connection broke off",
                "a firewall between you and the service may block it",
            ))
        }
        _ => None,
    }
}

fn tls_failure(error: &rustls::Error) -> (&'static str, &'static str) {
    match error {
        rustls::Error::InvalidCertificate(why) => match why {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => (
                "the certificate has expired",
                "check this machine's clock; otherwise the service has to renew it",
            ),
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => (
                "the certificate is not valid yet",
                "check this machine's clock",
            ),
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                (
                    "the certificate is for another host",
                    "check --base-url; something may intercept the connection to the service",
                )
            }
            CertificateError::UnknownIssuer => (
                "the certificate's issuer is not known to this system",
                "something may intercept the connection to the service; if it is your company's \
                 gateway, have its certificate installed in the system (on Linux, SSL_CERT_FILE names \
                 another file of certificates)",
            ),
            _ => (
                "the certificate is not trusted",
                "check --base-url and the system's certificates",
            ),
        },
        rustls::Error::InvalidMessage(_) => (
            "the other side does not speak TLS",
            "check the port in --base-url, or use http:// for a sandbox on this machine",
        ),
        _ => (
            "the two sides have no common TLS version or cipher",
            "an old gateway may be between you and the service",
        ),
    }
}

/// With a placeholder for the token, a 401 is expected.
fn responded(status: u16, took: Duration) -> Check {
    let found = format!("{status} in {took:.0?}, without a token");
    match status {
        500.. => {
            Check::warning("HTTP", found).hint("the service, or a gateway before it, has trouble")
        }
        300..=399 | 404 => {
            Check::warning("HTTP", found).hint("is this the service? check the base URL")
        }
        _ => Check::ok("HTTP", found),
    }
}

/// The service's time.
fn date(error: &Error) -> Option<SystemTime> {
    let text = error.headers().get("date")?.to_str().ok()?;
    httpdate::parse_http_date(text).ok()
}

fn clock(theirs: Option<SystemTime>) -> Check {
    match theirs {
        Some(theirs) => compared(theirs, SystemTime::now()),
        None => Check::skipped("clock", "no response has the time"),
    }
}

/// The service's clock against this machine's.
fn compared(theirs: SystemTime, ours: SystemTime) -> Check {
    let (difference, which) = match ours.duration_since(theirs) {
        Ok(ahead) => (ahead, "ahead of"),
        Err(error) => (error.duration(), "behind"),
    };
    match difference > MAX_CLOCK_DIFFERENCE {
        false => Check::ok("clock", "within a minute of the service's"),
        true => Check::warning(
            "clock",
            format!(
                "this machine is {} s {which} the service",
                difference.as_secs()
            ),
        )
        .hint("set this machine's clock: the lifetimes of tokens and consents depend on it"),
    }
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;
    use crate::commands::doctor::check::Verdict;

    #[test]
    fn clock_difference_over_a_minute_is_a_warning() {
        let theirs = UNIX_EPOCH + Duration::from_secs(1_000_000);
        for (ours, verdict) in [
            (1_000_000, Verdict::Ok),
            (1_000_060, Verdict::Ok),
            (1_000_061, Verdict::Warning),
            (999_940, Verdict::Ok),
            (999_939, Verdict::Warning),
        ] {
            let ours = UNIX_EPOCH + Duration::from_secs(ours);
            assert_eq!(compared(theirs, ours).verdict, verdict);
        }
    }

    #[test]
    fn tls_failure_is_named_by_its_cause() {
        use rustls::Error::{InvalidCertificate, InvalidMessage};
        let cases = [
            (InvalidCertificate(CertificateError::Expired), "has expired"),
            (
                InvalidCertificate(CertificateError::NotValidYet),
                "not valid yet",
            ),
            (
                InvalidCertificate(CertificateError::NotValidForName),
                "for another host",
            ),
            (
                InvalidCertificate(CertificateError::UnknownIssuer),
                "issuer",
            ),
            (InvalidCertificate(CertificateError::Revoked), "not trusted"),
            (
                InvalidMessage(rustls::InvalidMessage::InvalidContentType),
                "does not speak TLS",
            ),
            (rustls::Error::HandshakeNotComplete, "no common TLS"),
        ];
        for (error, expected) in cases {
            assert!(tls_failure(&error).0.contains(expected), "{expected}");
        }
    }
}
