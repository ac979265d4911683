//! The connection: name, TCP, TLS, an HTTP answer at all, and the clock.

use std::{
    io,
    net::SocketAddr,
    time::{Duration, SystemTime},
};

use hyper::{Response, StatusCode, Version, body::Incoming, header};
use hyper_util::client::proxy::matcher::Matcher;
use rustls::{CertificateError, ProtocolVersion};
use x509_cert::{Certificate, der::Decode};

use super::{
    check::{Check, Group},
    headers,
    sheet::Sheet,
    wire::{self, Step, Target},
};
use crate::{exit::Exit, settings::Settings};

/// No step of a connection should take longer.
const PATIENCE: Duration = Duration::from_secs(10);
/// A clock that is further off makes tokens look good or bad that are not.
const CLOCK: Duration = Duration::from_secs(60);

const STEPS: [&str; 5] = ["DNS", "TCP", "TLS", "HTTP", "clock"];

pub(super) fn skip(sheet: &mut Sheet, why: &str) {
    skip_from(sheet, 0, why);
}

fn skip_from(sheet: &mut Sheet, from: usize, why: &str) {
    for step in STEPS.into_iter().skip(from) {
        sheet.put(Group::Connection, Check::skipped(step, why));
    }
}

/// Whether there is any use in asking the service something.
pub(super) async fn check(
    sheet: &mut Sheet,
    target: &Target,
    settings: &Settings,
    timeout: Option<Duration>,
) -> bool {
    let patience = timeout.map_or(PATIENCE, |timeout| timeout.min(PATIENCE));
    let mut put = |check| sheet.put(Group::Connection, check);
    if let Some(proxy) = proxy(target) {
        let found =
            "HTTPS_PROXY or its like names one, so that the connection itself cannot be looked at";
        put(Check::ok("proxy", found).local(proxy));
        skip_from(sheet, 0, "there is a proxy");
        return true;
    }
    let (addresses, took) = match wire::look_up(&target.host, target.port, patience).await {
        Ok(found) => found,
        Err(error) => {
            put(failed("DNS", "the name has no address", &error)
                .hint("check the base URL, and the name servers of this machine"));
            skip_from(sheet, 1, "there is no address");
            return false;
        }
    };
    put(resolved(&addresses, took));
    let stream = match wire::connect(&addresses, patience).await {
        Ok((stream, took)) => {
            put(Check::ok("TCP", format!("connected in {took:.0?}")));
            stream
        }
        Err(error) => {
            put(failed("TCP", not_connected(&error), &error).hint(
                match target.is_this_machine() {
                    true => "nothing listens there: start `catalogs sandbox`, or check --base-url",
                    false => "check the network, a firewall, and --base-url",
                },
            ));
            skip_from(sheet, 2, "there is no connection");
            return false;
        }
    };
    let path = format!(
        "{}/organizations/addresses/types",
        settings.route().prefix()
    );
    let code = settings.integrator_code.as_ref();
    let headers = headers::all(code.map_or("", |code| &code.value));
    let answer = if target.is_https {
        match wire::secure(stream, &target.host, patience).await {
            Ok((stream, took)) => {
                let (_, session) = stream.get_ref();
                let certificate = session.peer_certificates().and_then(<[_]>::first);
                let until = certificate.and_then(|it| good_until(it));
                put(Check::ok(
                    "TLS",
                    secured(session.protocol_version(), took, until),
                ));
                wire::get(stream, target, &path, &headers, patience).await
            }
            Err(error) => {
                let (found, hint) = insecure(&error);
                put(failed("TLS", found, &error).hint(hint));
                skip_from(sheet, 3, "there is no secure connection");
                return false;
            }
        }
    } else {
        put(Check::ok(
            "TLS",
            "none: the service is played on this machine",
        ));
        wire::get(stream, target, &path, &headers, patience).await
    };
    let date = answer.as_ref().ok().and_then(|(answer, _)| date(answer));
    put(answered(&answer));
    put(match date {
        Some(date) => clock(date, SystemTime::now()),
        None => Check::skipped("clock", "no answer told the time"),
    });
    true
}

/// The proxy that requests to the service go through, as the library finds it; without a password.
pub(super) fn proxy(target: &Target) -> Option<String> {
    if target.is_this_machine() {
        return None;
    }
    let proxy = Matcher::from_env().intercept(&target.uri)?;
    let host = proxy.uri().host()?;
    let port = proxy.uri().port_u16().map(|port| format!(":{port}"));
    Some(format!("{host}{}", port.unwrap_or_default()))
}

fn failed(name: &str, found: impl Into<String>, error: &io::Error) -> Check {
    Check::problem(Exit::Unreachable, name, found).local(causes(error))
}

/// An error with what is behind it; hyper says the cause nowhere else.
fn causes(error: &io::Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        let cause = error.to_string();
        if !text.contains(&cause) {
            text = format!("{text}: {cause}");
        }
        source = error.source();
    }
    text
}

fn resolved(addresses: &[SocketAddr], took: Duration) -> Check {
    let shown: Vec<String> = addresses.iter().map(|it| it.ip().to_string()).collect();
    let count = match addresses.len() {
        1 => "1 address".to_owned(),
        count => format!("{count} addresses"),
    };
    Check::ok("DNS", format!("{count} in {took:.0?}")).local(shown.join(", "))
}

fn not_connected(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => "the connection is refused",
        io::ErrorKind::TimedOut => "no connection in time",
        _ => "no connection",
    }
}

/// The last day of a certificate, in UTC.
fn good_until(certificate: &[u8]) -> Option<String> {
    let certificate = Certificate::from_der(certificate).ok()?;
    let end = certificate.tbs_certificate().validity().not_after;
    let end = end.to_date_time();
    Some(format!(
        "{:04}-{:02}-{:02}",
        end.year(),
        end.month(),
        end.day()
    ))
}

fn secured(version: Option<ProtocolVersion>, took: Duration, until: Option<String>) -> String {
    let version = match version {
        Some(ProtocolVersion::TLSv1_3) => "TLS 1.3",
        Some(ProtocolVersion::TLSv1_2) => "TLS 1.2",
        _ => "TLS",
    };
    let until = until.map(|day| format!(", until {day}"));
    format!(
        "{version} in {took:.0?}, with a certificate that this system trusts{}",
        until.unwrap_or_default()
    )
}

/// Why there is no TLS, and what to do.
fn insecure(error: &io::Error) -> (&'static str, &'static str) {
    let inner = error.get_ref().and_then(|it| it.downcast_ref());
    match inner {
        Some(rustls::Error::InvalidCertificate(why)) => match why {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => (
                "the certificate has expired",
                "check this machine's clock; otherwise it is the service's matter",
            ),
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => (
                "the certificate is not valid yet",
                "check this machine's clock",
            ),
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                (
                    "the certificate is for another host",
                    "check --base-url; something may stand between you and the service",
                )
            }
            CertificateError::UnknownIssuer => (
                "the certificate's issuer is not known to this system",
                "something may stand between you and the service; if it is your company's gateway, \
                 have its certificate installed in the system (on Linux, SSL_CERT_FILE names another file \
                 of certificates)",
            ),
            _ => (
                "the certificate is not trusted",
                "check --base-url and the system's certificates",
            ),
        },
        Some(rustls::Error::InvalidMessage(_)) => (
            "the other side does not speak TLS",
            "check the port in --base-url, or say http:// for a sandbox on this machine",
        ),
        Some(_) => (
            "the two sides find no common TLS",
            "something old may stand between you and the service",
        ),
        None if error.kind() == io::ErrorKind::TimedOut => (
            "no TLS in time",
            "check the port in --base-url, and the network",
        ),
        None => (
            "the connection broke off",
            "something between you and the service may not let it through",
        ),
    }
}

fn answered(answer: &Step<Response<Incoming>>) -> Check {
    match answer {
        Ok((answer, took)) => spoke(answer.version(), answer.status(), *took),
        Err(error) if error.kind() == io::ErrorKind::TimedOut => {
            failed("HTTP", "no answer in time", error)
                .hint("the service takes the connection and says nothing: try again later")
        }
        Err(error) => failed("HTTP", "the connection broke off before an answer", error)
            .hint("try again; if it stays so, something between you and the service cuts it"),
    }
}

/// Without a token a 401 is what is to be expected.
fn spoke(version: Version, status: StatusCode, took: Duration) -> Check {
    let found = format!("{version:?} {status} in {took:.0?}, without a token");
    match status.as_u16() {
        500.. => {
            Check::warning("HTTP", found).hint("the service, or a gateway before it, has trouble")
        }
        300..=399 | 404 => {
            Check::warning("HTTP", found).hint("is this the service? check the base URL")
        }
        _ => Check::ok("HTTP", found),
    }
}

fn date(answer: &Response<Incoming>) -> Option<SystemTime> {
    let text = answer.headers().get(header::DATE)?.to_str().ok()?;
    httpdate::parse_http_date(text).ok()
}

/// The service's clock against this machine's.
fn clock(theirs: SystemTime, ours: SystemTime) -> Check {
    let (off, which) = match ours.duration_since(theirs) {
        Ok(ahead) => (ahead, "ahead of"),
        Err(error) => (error.duration(), "behind"),
    };
    match off > CLOCK {
        false => Check::ok("clock", "within a minute of the service's"),
        true => Check::warning(
            "clock",
            format!("this machine is {} s {which} the service", off.as_secs()),
        )
        .hint("set this machine's clock: the ends of tokens and of consents go by it"),
    }
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;
    use crate::doctor::check::Verdict;

    #[test]
    fn a_clock_may_be_a_minute_off() {
        let theirs = UNIX_EPOCH + Duration::from_secs(1_000_000);
        let at = |seconds: i64| {
            let ours =
                UNIX_EPOCH + Duration::from_secs(1_000_000u64.saturating_add_signed(seconds));
            clock(theirs, ours)
        };
        for seconds in [0, 1, -1, 60, -60] {
            assert_eq!(at(seconds).verdict, Verdict::Ok, "{seconds}");
        }
        for (seconds, expected) in [
            (61, "this machine is 61 s ahead of the service"),
            (-7200, "this machine is 7200 s behind the service"),
        ] {
            let check = at(seconds);
            assert_eq!(
                (check.verdict, check.found.as_str()),
                (Verdict::Warning, expected)
            );
        }
    }

    #[test]
    fn each_certificate_problem_has_its_words() {
        use rustls::Error::{InvalidCertificate, InvalidMessage};
        let broken = InvalidMessage(rustls::InvalidMessage::InvalidContentType);
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
            (broken, "does not speak TLS"),
            (rustls::Error::HandshakeNotComplete, "no common TLS"),
        ];
        for (error, expected) in cases {
            let (found, _) = insecure(&io::Error::new(io::ErrorKind::InvalidData, error));
            assert!(found.contains(expected), "{found}");
        }
        let (found, _) = insecure(&io::Error::from(io::ErrorKind::ConnectionReset));
        assert!(found.contains("broke off"), "{found}");
    }

    #[test]
    fn an_answer_is_an_answer() {
        let cases = [
            (401, Verdict::Ok),
            (200, Verdict::Ok),
            (429, Verdict::Ok),
            (302, Verdict::Warning),
            (404, Verdict::Warning),
            (502, Verdict::Warning),
        ];
        for (status, expected) in cases {
            let status = StatusCode::from_u16(status).expect("a status");
            let check = spoke(Version::HTTP_11, status, Duration::from_millis(12));
            assert_eq!(check.verdict, expected, "{status}");
        }
    }
}
