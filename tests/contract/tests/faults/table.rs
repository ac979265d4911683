//! What happens when something goes wrong: written out by hand, row by row, and held against the
//! client by [`super::played`], against docs/reliability.md by [`super::readme`].

use std::time::{Duration, SystemTime};

use catalogs::Error;
use catalogs_sandbox::{Fault, Redirect, ServerError};

use super::ATTEMPTS;

/// Larger than any sound response of the sandbox, smaller than the huge ones.
pub(crate) const MAX_ANSWER_BYTES: usize = 1 << 18;

/// The predicate of an error that tells its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Connect,
    RateLimited,
    Server,
    Interrupted,
    Timeout,
    Unauthorized,
    Redirected,
    Decode,
    TooLarge,
}

use Kind::*;

impl Kind {
    const ALL: [Self; 9] = [
        Connect,
        RateLimited,
        Server,
        Interrupted,
        Timeout,
        Unauthorized,
        Redirected,
        Decode,
        TooLarge,
    ];

    fn predicate(self) -> (&'static str, fn(&Error) -> bool) {
        match self {
            Connect => ("is_connect", Error::is_connect),
            RateLimited => ("is_rate_limited", Error::is_rate_limited),
            Server => ("is_server_error", Error::is_server_error),
            Interrupted => ("is_interrupted", Error::is_interrupted),
            Timeout => ("is_timeout", Error::is_timeout),
            Unauthorized => ("is_unauthorized", Error::is_unauthorized),
            Redirected => ("is_redirect", Error::is_redirect),
            Decode => ("is_decode", Error::is_decode),
            TooLarge => ("is_too_large", Error::is_too_large),
        }
    }

    pub(crate) fn name(self) -> &'static str {
        self.predicate().0
    }

    /// All that are true of an error.
    pub(crate) fn of(error: &Error) -> Vec<Self> {
        let all = Self::ALL.into_iter();
        all.filter(|kind| kind.predicate().1(error)).collect()
    }
}

/// How a call ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct End {
    /// `None`: it goes well.
    pub(crate) kind: Option<Kind>,
    /// Whether the error says that a write may have taken effect.
    pub(crate) is_unknown: bool,
    /// What the error counts; 0 without one.
    pub(crate) attempts: u32,
    /// What the sandbox counts.
    pub(crate) requests: usize,
}

const fn fine(requests: usize) -> End {
    End {
        kind: None,
        is_unknown: false,
        attempts: 0,
        requests,
    }
}

const fn fails(kind: Kind, attempts: u32) -> End {
    End {
        kind: Some(kind),
        is_unknown: false,
        attempts,
        requests: attempts as usize,
    }
}

const fn unknown(kind: Kind, attempts: u32) -> End {
    End {
        is_unknown: true,
        ..fails(kind, attempts)
    }
}

/// Read, replace, delete, create.
pub(crate) type Each<T> = [T; 4];

/// Faults that clients cannot tell apart, with what each class of calls changes at the service.
pub(crate) struct Played {
    pub(crate) faults: Vec<Fault>,
    pub(crate) effects_once: Each<usize>,
    pub(crate) effects_always: Each<usize>,
}

/// A line of the table.
pub(crate) struct Row {
    pub(crate) what: &'static str,
    /// When it goes wrong once. Without it, there is no such case.
    pub(crate) once: Option<Each<End>>,
    /// When it goes wrong every time.
    pub(crate) always: Option<Each<End>>,
    pub(crate) played: Vec<Played>,
}

fn played<const N: usize>(faults: [Fault; N], once: Each<usize>, always: Each<usize>) -> Played {
    Played {
        faults: faults.into(),
        effects_once: once,
        effects_always: always,
    }
}

/// All rows but the one of connections that are refused, which is no fault of a request:
/// [`no_connection`].
#[rustfmt::skip]
pub(crate) fn rows() -> Vec<Row> {
    let a_moment = || Fault::too_many_requests().retry_after(Duration::ZERO);
    let past = SystemTime::now() - Duration::from_secs(5);
    let hour = Duration::from_secs(3600);
    let too_many = Fault::too_many_requests;
    let busy = || Fault::server_error(ServerError::Unavailable);
    vec![
        Row {
            what: "429, with or without `Retry-After`",
            once: Some([fine(2), fine(2), fine(2), fine(2)]),
            always: Some([fails(RateLimited, ATTEMPTS); 4]),
            played: vec![played([too_many(), a_moment(), too_many().retry_after_date(past)], [0, 1, 1, 1], [0, 0, 0, 0])],
        },
        Row {
            what: "429 whose `Retry-After` is longer than `max_backoff`",
            once: Some([fails(RateLimited, 1); 4]),
            always: None,
            played: vec![played([too_many().retry_after(hour), too_many().retry_after_date(SystemTime::now() + hour)], [0; 4], [0; 4])],
        },
        Row {
            what: "500, 502, 503 or 504, with or without `Retry-After`, whether it took effect or not",
            once: Some([fine(2), fine(2), fine(2), unknown(Server, 1)]),
            always: Some([fails(Server, ATTEMPTS), unknown(Server, ATTEMPTS), unknown(Server, ATTEMPTS), unknown(Server, 1)]),
            played: vec![
                played(ServerError::ALL.map(Fault::server_error), [0, 1, 1, 0], [0, 0, 0, 0]),
                played(ServerError::ALL.map(|error| Fault::server_error(error).after_effect()), [0, 2, 1, 1], [0, 3, 1, 1]),
                played([busy().retry_after(Duration::ZERO), busy().retry_after_date(past)], [0, 1, 1, 0], [0, 0, 0, 0]),
                played([busy().retry_after(Duration::ZERO).after_effect()], [0, 2, 1, 1], [0, 3, 1, 1]),
            ],
        },
        Row {
            what: "the connection breaks after the request was sent",
            once: Some([fine(2), fine(2), fine(2), unknown(Interrupted, 1)]),
            always: Some([fails(Interrupted, ATTEMPTS), unknown(Interrupted, ATTEMPTS), unknown(Interrupted, ATTEMPTS), unknown(Interrupted, 1)]),
            played: vec![
                played([Fault::reset()], [0, 1, 1, 0], [0, 0, 0, 0]),
                played([Fault::reset().after_effect()], [0, 2, 1, 1], [0, 3, 1, 1]),
            ],
        },
        Row {
            what: "the response ends early, or cannot be decompressed",
            once: Some([fine(2), fine(2), fine(2), unknown(Interrupted, 1)]),
            // The status still comes: a second delete, which finds nothing, is a success.
            always: Some([fails(Interrupted, ATTEMPTS), unknown(Interrupted, ATTEMPTS), fine(2), unknown(Interrupted, 1)]),
            played: vec![played(
                [Fault::reset_mid_body(), Fault::cut_body(), Fault::cut_chunks(), Fault::cut_gzip(), Fault::bad_gzip()],
                [0, 2, 1, 1],
                [0, 3, 1, 1],
            )],
        },
        Row {
            what: "no response within `attempt_timeout`",
            once: Some([fine(2), fine(2), fine(2), unknown(Timeout, 1)]),
            always: Some([fails(Timeout, ATTEMPTS), unknown(Timeout, ATTEMPTS), unknown(Timeout, ATTEMPTS), unknown(Timeout, 1)]),
            played: vec![
                played([Fault::hang()], [0, 1, 1, 0], [0, 0, 0, 0]),
                played([Fault::hang().after_effect()], [0, 2, 1, 1], [0, 3, 1, 1]),
            ],
        },
        Row {
            what: "half a response within `attempt_timeout`",
            once: Some([fine(2), fine(2), fine(2), unknown(Timeout, 1)]),
            // As above.
            always: Some([fails(Timeout, ATTEMPTS), unknown(Timeout, ATTEMPTS), fine(2), unknown(Timeout, 1)]),
            played: vec![played([Fault::hang_mid_body()], [0, 2, 1, 1], [0, 3, 1, 1])],
        },
        Row {
            what: "401, and there is no other token",
            once: Some([fails(Unauthorized, 1); 4]),
            always: Some([fails(Unauthorized, 1); 4]),
            played: vec![played([Fault::unauthorized()], [0; 4], [0; 4])],
        },
        Row {
            what: "301, 302, 307 or 308 within the origin",
            once: Some([fine(2); 4]),
            always: None,
            played: vec![played(Redirect::ALL.map(Fault::redirect_to_self), [0, 1, 1, 1], [0; 4])],
        },
        Row {
            what: "a redirect loop",
            once: None,
            // The request itself, and five redirects that are followed.
            always: Some([fails(Redirected, 6); 4]),
            played: vec![played(Redirect::ALL.map(Fault::redirect_to_self), [0; 4], [0; 4])],
        },
        Row {
            what: "a redirect to a host that must not get the token",
            once: Some([fails(Redirected, 1); 4]),
            always: None,
            played: vec![played(Redirect::ALL.map(|redirect| Fault::redirect(redirect, "https://elsewhere.example/")), [0; 4], [0; 4])],
        },
        Row {
            what: "a slow response, or another `Content-Type`",
            once: Some([fine(1); 4]),
            always: Some([fine(1); 4]),
            played: vec![played([Fault::slow_body(5, Duration::from_millis(2)), Fault::wrong_content_type()], [0, 1, 1, 1], [0, 1, 1, 1])],
        },
        Row {
            what: "a success with an empty body, or not JSON",
            // What a delete answers does not matter.
            once: Some([fails(Decode, 1), unknown(Decode, 1), fine(1), unknown(Decode, 1)]),
            always: Some([fails(Decode, 1), unknown(Decode, 1), fine(1), unknown(Decode, 1)]),
            played: vec![played([Fault::garbage_json(), Fault::empty_body()], [0, 1, 1, 1], [0, 1, 1, 1])],
        },
        Row {
            what: "a success that is a web page, or an object that reports an error",
            once: Some([fails(Decode, 1), unknown(Decode, 1), unknown(Decode, 1), unknown(Decode, 1)]),
            always: Some([fails(Decode, 1), unknown(Decode, 1), unknown(Decode, 1), unknown(Decode, 1)]),
            played: vec![played([
                Fault::response(200).header("Content-Type", "text/html").body("<title>portal</title>"),
                Fault::response(200).body(r#"{"Error":"denied","Reason":"no"}"#),
            ], [0; 4], [0; 4])],
        },
        Row {
            what: "a response larger than `max_response_bytes`, compressed or not",
            once: Some([fails(TooLarge, 1), unknown(TooLarge, 1), fine(1), unknown(TooLarge, 1)]),
            always: None,
            played: vec![played([Fault::huge_body(Fault::HUGE), Fault::gzip_bomb(Fault::HUGE)], [0, 1, 1, 1], [0; 4])],
        },
    ]
}

/// Nobody listens, the name is not known, or TLS fails.
pub(crate) fn no_connection() -> Row {
    Row {
        what: "no connection: DNS, refused",
        // What reaches the sandbox is the second attempt.
        once: Some([fine(1); 4]),
        always: Some(
            [End {
                requests: 0,
                ..fails(Connect, ATTEMPTS)
            }; 4],
        ),
        played: vec![played([], [0, 1, 1, 1], [0; 4])],
    }
}
