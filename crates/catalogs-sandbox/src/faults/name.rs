//! Faults by name: for command lines and logs.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use super::{Fault, Kind, Redirect, ServerError, TokenLoss};

const AFTER_EFFECT: &str = "after-effect";
const RETRY_AFTER: &str = "retry-after=";
/// What the name `slow-body` stands for: two seconds in all.
const PIECES: usize = 8;
const PAUSE: Duration = Duration::from_millis(250);

type Make = fn() -> Fault;

/// The names, and what each stands for. Of several for the same, the first is the one shown.
const NAMES: [(&str, Make); 26] = [
    ("reset", Fault::reset),
    ("reset-mid-body", Fault::reset_mid_body),
    ("hang", Fault::hang),
    ("hang-mid-body", Fault::hang_mid_body),
    ("cut-body", Fault::cut_body),
    ("cut-chunks", Fault::cut_chunks),
    ("cut-gzip", Fault::cut_gzip),
    ("bad-gzip", Fault::bad_gzip),
    ("429", Fault::too_many_requests),
    ("too-many-requests", Fault::too_many_requests),
    ("401", Fault::unauthorized),
    ("unauthorized", Fault::unauthorized),
    ("500", || Fault::server_error(ServerError::Internal)),
    ("502", || Fault::server_error(ServerError::BadGateway)),
    ("503", || Fault::server_error(ServerError::Unavailable)),
    ("504", || Fault::server_error(ServerError::GatewayTimeout)),
    ("301", || {
        Fault::redirect_to_self(Redirect::MovedPermanently)
    }),
    ("302", || Fault::redirect_to_self(Redirect::Found)),
    ("307", || Fault::redirect_to_self(Redirect::Temporary)),
    ("308", || Fault::redirect_to_self(Redirect::Permanent)),
    ("slow-body", || Fault::slow_body(PIECES, PAUSE)),
    ("wrong-content-type", Fault::wrong_content_type),
    ("garbage-json", Fault::garbage_json),
    ("empty-body", Fault::empty_body),
    ("huge-body", || Fault::huge_body(Fault::HUGE)),
    ("gzip-bomb", || Fault::gzip_bomb(Fault::HUGE)),
];

/// Reads a name from the table of the [crate's page](crate#faults-by-name), with its additions.
///
/// ```
/// use std::time::Duration;
/// use catalogs_sandbox::{Fault, ServerError};
///
/// let fault: Fault = "503+retry-after=2".parse()?;
/// let busy = Fault::server_error(ServerError::Unavailable);
/// assert_eq!(fault, busy.retry_after(Duration::from_secs(2)));
/// assert_eq!(fault.to_string(), "503+retry-after=2");
/// assert_eq!("reset+after-effect".parse(), Ok(Fault::reset().after_effect()));
/// assert!("explode".parse::<Fault>().is_err());
/// # Ok::<(), catalogs_sandbox::UnknownFault>(())
/// ```
///
/// # Errors
///
/// [`UnknownFault`], which lists the names, when the name or an addition is not known, or an
/// addition stands there twice.
impl FromStr for Fault {
    type Err = UnknownFault;

    fn from_str(text: &str) -> Result<Self, UnknownFault> {
        let unknown = |what: String| UnknownFault {
            text: text.to_owned(),
            what,
        };
        let mut parts = text.split('+');
        let name = parts.next().unwrap_or_default();
        let known = NAMES.iter().find(|(known, _)| *known == name);
        let Some((_, make)) = known else {
            return Err(unknown(format!("{name:?} is not the name of one")));
        };
        let (mut fault, mut after_effect) = (make(), false);
        for addition in parts {
            let twice = if addition == AFTER_EFFECT {
                fault = fault.after_effect();
                std::mem::replace(&mut after_effect, true)
            } else if let Some(seconds) = addition.strip_prefix(RETRY_AFTER) {
                let Some(seconds) = whole(seconds) else {
                    let what = format!("+{RETRY_AFTER} takes whole seconds, and got {seconds:?}");
                    return Err(unknown(what));
                };
                let twice = fault.retry_after.is_some();
                fault = fault.retry_after(Duration::from_secs(seconds));
                twice
            } else {
                return Err(unknown(format!(
                    "nothing adds {:?}",
                    format!("+{addition}")
                )));
            };
            if twice {
                return Err(unknown(format!("+{addition} is one too many")));
            }
        }
        Ok(fault)
    }
}

/// Digits only: no sign.
fn whole(text: &str) -> Option<u64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

/// Shows the name that [`FromStr`] reads. What has none is shown in words with its values, and
/// cannot be read: faults of tokens, a redirect elsewhere, other sizes and pauses, a `Retry-After` that is no number
/// of seconds.
///
/// ```
/// use catalogs_sandbox::{Fault, Redirect};
///
/// assert_eq!(Fault::too_many_requests().to_string(), "429");
/// let away = Fault::redirect(Redirect::Found, "/elsewhere").after_effect();
/// assert_eq!(away.to_string(), r#"302 to "/elsewhere"+after-effect"#);
/// ```
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut named = NAMES.iter().map(|(name, make)| (name, make()));
        let effect_by_nature = match named.find(|(_, fault)| fault.kind == self.kind) {
            Some((name, fault)) => {
                f.write_str(name)?;
                fault.effect
            }
            None => self.unnamed(f)?,
        };
        if self.effect && !effect_by_nature {
            write!(f, "+{AFTER_EFFECT}")?;
        }
        match self.retry_after.as_deref() {
            None => Ok(()),
            // As it would be read: `2`, but not `02`.
            Some(text) if whole(text).is_some_and(|seconds| seconds.to_string() == text) => {
                write!(f, "+{RETRY_AFTER}{text}")
            }
            Some(text) => write!(f, "+{RETRY_AFTER}{text:?}"),
        }
    }
}

impl Fault {
    /// One for each name.
    #[cfg(all(test, feature = "console"))]
    pub(crate) fn named() -> impl Iterator<Item = Self> {
        NAMES.iter().map(|(_, make)| make())
    }

    /// Shows a fault that has no name; returns whether it has an effect by its nature.
    fn unnamed(&self, f: &mut fmt::Formatter<'_>) -> Result<bool, fmt::Error> {
        match &self.kind {
            Kind::Redirect(redirect, Some(to)) => {
                write!(f, "{} to {to:?}", redirect.status())?;
                Ok(false)
            }
            Kind::SlowBody(pieces, pause) => {
                write!(f, "slow-body in {pieces} pieces, {pause:?} apart")?;
                Ok(true)
            }
            Kind::HugeBody(bytes) => {
                write!(f, "huge-body of {bytes} bytes")?;
                Ok(true)
            }
            Kind::GzipBomb(bytes) => {
                write!(f, "gzip-bomb of {bytes} bytes")?;
                Ok(true)
            }
            Kind::Response(response) => {
                write!(f, "{response}")?;
                Ok(false)
            }
            Kind::Tokens(loss) => {
                f.write_str(match loss {
                    TokenLoss::Access => "access tokens expire",
                    TokenLoss::Api => "API token revoked",
                    TokenLoss::Refresh => "refresh tokens revoked",
                })?;
                Ok(true)
            }
            other => {
                write!(f, "{other:?}")?;
                Ok(false)
            }
        }
    }
}

/// There is no fault of this name.
///
/// ```
/// use catalogs_sandbox::Fault;
///
/// let error = "505".parse::<Fault>().expect_err("none of them");
/// let said = error.to_string();
/// assert!(said.starts_with(r#"there is no fault "505""#) && said.contains("504, 301"), "{said}");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "there is no fault {text:?}: {what}; there are {}, and to each may be added +{AFTER_EFFECT} and \
     +{RETRY_AFTER}SECONDS",
    NAMES.map(|(name, _)| name).join(", ")
)]
pub struct UnknownFault {
    text: String,
    what: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fault_display_parses_back() {
        for (name, make) in NAMES {
            let wait = Duration::from_secs(2);
            let plain = make();
            for fault in [
                plain.clone(),
                plain.clone().after_effect(),
                plain.clone().retry_after(wait),
                plain.clone().retry_after(wait).after_effect(),
                plain.clone().retry_after(Duration::ZERO),
                plain.clone().retry_after(Duration::MAX),
            ] {
                let shown = fault.to_string();
                assert_eq!(shown.parse(), Ok(fault), "{name}: {shown}");
            }
            assert_eq!(name.parse(), Ok(plain), "{name}");
        }
    }

    #[test]
    fn fault_modifiers_parse_in_any_order() {
        let busy = Fault::server_error(ServerError::Unavailable);
        let both = busy.retry_after(Duration::from_secs(2)).after_effect();
        let cases = [
            ("503+retry-after=2+after-effect", both.clone()),
            ("503+after-effect+retry-after=2", both.clone()),
            ("503+after-effect+retry-after=002", both),
            ("too-many-requests", Fault::too_many_requests()),
            (
                "unauthorized+after-effect",
                Fault::unauthorized().after_effect(),
            ),
            // By its nature it is so, and is shown without.
            ("cut-body+after-effect", Fault::cut_body()),
            ("308", Fault::redirect_to_self(Redirect::Permanent)),
        ];
        for (text, expected) in cases {
            assert_eq!(text.parse(), Ok(expected), "{text}");
        }
        assert_eq!(Fault::cut_body().to_string(), "cut-body");
        assert_eq!(Fault::unauthorized().to_string(), "401");
    }

    #[test]
    fn unknown_fault_error_lists_all_names() {
        let cases = [
            ("", r#""" is not the name of one"#),
            ("Reset", r#""Reset" is not the name"#),
            ("505", r#""505" is not the name"#),
            (" reset", r#"" reset" is not the name"#),
            ("after-effect", r#""after-effect" is not the name"#),
            ("+reset", r#""" is not the name"#),
            ("reset+", r#"nothing adds "+""#),
            ("reset+hang", r#"nothing adds "+hang""#),
            ("503+retry-after", r#"nothing adds "+retry-after""#),
            ("503+retry-after=", r#"whole seconds, and got """#),
            ("503+retry-after=-1", r#"whole seconds, and got "-1""#),
            ("503+retry-after=1.5", r#"whole seconds, and got "1.5""#),
            ("503+retry-after=99999999999999999999", "whole seconds"),
            (
                "503+retry-after=1+retry-after=1",
                "+retry-after=1 is one too many",
            ),
            (
                "503+after-effect+after-effect",
                "+after-effect is one too many",
            ),
            ("сброс\n", r#""сброс\n" is not the name"#),
        ];
        for (text, expected) in cases {
            let said = text.parse::<Fault>().expect_err(text).to_string();
            assert!(said.contains(expected), "{said}");
            for (name, _) in NAMES {
                assert!(said.contains(&format!(" {name},")), "{name}: {said}");
            }
        }
    }

    #[test]
    fn unnamed_fault_displays_but_does_not_parse() {
        let second = Duration::from_secs(1);
        let busy = Fault::too_many_requests;
        let cases = [
            (
                Fault::redirect(Redirect::Found, "/a\nb"),
                r#"302 to "/a\nb""#,
            ),
            (
                Fault::slow_body(3, second),
                "slow-body in 3 pieces, 1s apart",
            ),
            (Fault::huge_body(7), "huge-body of 7 bytes"),
            (Fault::gzip_bomb(7), "gzip-bomb of 7 bytes"),
            (Fault::response(409).body("s3cret"), "409 with 6 bytes"),
            (
                busy().retry_after_text("soon\n"),
                r#"429+retry-after="soon\n""#,
            ),
            (busy().retry_after_text("02"), r#"429+retry-after="02""#),
            (busy().retry_after_text("+2"), r#"429+retry-after="+2""#),
            (busy().retry_after_text(""), r#"429+retry-after="""#),
        ];
        for (fault, expected) in cases {
            assert_eq!(fault.to_string(), expected);
            assert!(expected.parse::<Fault>().is_err(), "{expected}");
        }
    }

    #[test]
    fn document_lists_every_fault_name() {
        let document = include_str!("../../../../docs/sandbox.md");
        let (_, section) = document
            .split_once("### Faults by name")
            .expect("a section");
        let (section, _) = section.split_once("\n## ").expect("an end");
        for (name, _) in NAMES {
            assert!(section.contains(&format!("`{name}`")), "{name}");
        }
        let slow = format!("{PIECES} pieces, {} ms", PAUSE.as_millis());
        assert!(section.contains(&slow), "{slow}");
    }
}
