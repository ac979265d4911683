//! Which hosts the sandbox responds to while its console is on.

use std::net::{IpAddr, Ipv4Addr};

use crate::error::StartError;

/// This machine, whatever address is listened on: a port may be passed on to it.
const LOOPBACK: [&str; 3] = ["127.0.0.1", "[::1]", "localhost"];

/// The names and addresses that a request may be sent to.
///
/// The owner of a name can make it lead here (DNS rebinding): a page of the web under that name
/// would then be of the console's own origin, and read it. So other names count only where they
/// were allowed. An address cannot be made to lead elsewhere: a page of the web that has this one's
/// address for its host came from here.
#[derive(Debug, Clone)]
pub(crate) struct AllowedHosts {
    listens: IpAddr,
    allowed: Vec<String>,
}

impl AllowedHosts {
    pub(crate) fn new(listens: IpAddr, allowed: Vec<String>) -> Result<Self, StartError> {
        match allowed.iter().find(|name| !is_name(name)) {
            Some(name) => Err(StartError::InvalidHost { name: name.clone() }),
            None => Ok(Self { listens, allowed }),
        }
    }

    /// Whether a host, without its port, is one of them.
    pub(crate) fn contains(&self, host: &str) -> bool {
        let mut names = LOOPBACK
            .into_iter()
            .chain(self.allowed.iter().map(String::as_str));
        names.any(|name| name.eq_ignore_ascii_case(host))
            // Which of its addresses a machine is reached by is not known to what listens on all.
            || address(host).is_some_and(|ip| ip == self.listens || self.listens.is_unspecified())
    }
}

/// Only what is written out in full: `2130706433` is a name here.
fn address(host: &str) -> Option<IpAddr> {
    match host.strip_prefix('[') {
        Some(rest) => rest.strip_suffix(']')?.parse().ok().map(IpAddr::V6),
        None => host.parse::<Ipv4Addr>().ok().map(IpAddr::V4),
    }
}

/// Labels with dots between them. An underscore is not for DNS, but the names of containers have
/// it.
fn is_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    name.split('.')
        .all(|label| !label.is_empty() && label.bytes().all(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(listens: &str, allowed: &[&str]) -> Result<AllowedHosts, StartError> {
        let allowed = allowed.iter().map(ToString::to_string).collect();
        AllowedHosts::new(listens.parse().expect("an address"), allowed)
    }

    #[test]
    fn allowed_hosts_are_loopback_own_and_listed() {
        let here = "127.0.0.1";
        // What is listened on, and allowed; what is asked for, and whether all of that passes.
        let cases = [
            // By default.
            (here, "", "127.0.0.1 [::1] localhost LOCALHOST", true),
            (here, "", "127.0.0.2 192.0.2.7 0.0.0.0 [::] ::1", false),
            (here, "", "[::ffff:127.0.0.1] [127.0.0.1]", false),
            (here, "", "2130706433 127.1 0x7f.0.0.1", false),
            (here, "", "sandbox localhost. localhost.evil.example", false),
            (here, "", "127.0.0.1.evil.example", false),
            // One address: no other.
            ("192.0.2.7", "", "192.0.2.7 127.0.0.1 localhost", true),
            ("192.0.2.7", "", "192.0.2.8 192.0.2.7.evil.example", false),
            ("2001:db8::7", "", "[2001:db8::7] [2001:DB8:0::7]", true),
            ("2001:db8::7", "", "[2001:db8::8] [2001:db8::7", false),
            ("2001:db8::7", "", "2001:db8::7 192.0.2.7", false),
            // All of them: any address, and still no name.
            ("0.0.0.0", "", "192.0.2.7 127.0.0.2 [2001:db8::7]", true),
            ("0.0.0.0", "", "evil.example 2130706433 1.2.3 [e]", false),
            ("::", "", "[2001:db8::7] 192.0.2.7 [::ffff:192.0.2.7]", true),
            ("::", "", "evil.example [fe80::1%25eth0]", false),
            // A name, and nothing that looks like it.
            (here, "A.example b_c", "a.example A.EXAMPLE b_c", true),
            (
                here,
                "a.example",
                "b.a.example example a.example.evil",
                false,
            ),
            (here, "203.0.113.9", "203.0.113.9", true),
            (here, "203.0.113.9", "203.0.113.8", false),
        ];
        for (listens, allowed, asked, expected) in cases {
            let allowed: Vec<_> = allowed.split_whitespace().collect();
            let hosts = hosts(listens, &allowed).expect("sound names");
            assert!(!hosts.contains(""));
            for host in asked.split_whitespace() {
                assert_eq!(hosts.contains(host), expected, "{host} on {listens}");
            }
        }
    }

    #[test]
    fn invalid_host_name_is_an_error() {
        for name in [
            "",
            ".",
            "a..b",
            "sandbox.",
            "*.example",
            "http://sandbox.example",
            "sandbox.example/",
            "sandbox.example:8418",
            "user@sandbox.example",
            "[::1]",
            "::1",
            "two words",
            "line\r\n",
            "песочница.рф",
        ] {
            let error = hosts("127.0.0.1", &["sound", name]).expect_err(name);
            let expected = format!("the host {name:?} cannot be allowed: ");
            assert!(error.to_string().starts_with(&expected), "{error}");
        }
    }
}
