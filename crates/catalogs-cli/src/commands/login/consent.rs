//! The user's consent: a page in their browser, which leads back to a port on this machine.

use std::{net::Ipv4Addr, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{RawQuery, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use catalogs::oauth::{ConsentFlow, ConsentState, OAuthApp, TokenError};
use secrecy::SecretString;
use tokio::{
    net::TcpListener,
    sync::{Mutex, oneshot},
};

use super::LoginArgs;
use crate::{context::Context, error::Failure, exit_code::Exit, interrupt::Interrupt};

/// How long the user has.
const PATIENCE: Duration = Duration::from_secs(5 * 60);

/// The code that consent is worth.
pub(super) async fn ask(
    context: &Context,
    app: &OAuthApp,
    args: &LoginArgs,
) -> Result<SecretString, Failure> {
    let (port, path) = callback(&args.redirect_uri)?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(|error| {
            Failure::usage(format!(
                "the port {port}, which consent leads back to, cannot be had: {error}"
            ))
            .hint("end what listens there, or register and pass another --redirect-uri")
        })?;
    // Port 0 is any: the page has to know which.
    let port = listener.local_addr()?.port();
    let redirect_uri = args.redirect_uri.replacen(":0/", &format!(":{port}/"), 1);
    let mut flow = app.consent(redirect_uri)?;
    if let Some(scope) = &args.scope {
        flow = flow.scope(scope);
    }
    let state = ConsentState::random();
    let page = flow.authorization_url(&state);
    context.always(format_args!(
        "Consent on this page, as the user whose address book it is:\n  {page}"
    ));
    if !args.no_browser && open::that_detached(&page).is_err() {
        context.say("No browser could be started: open the page yourself.");
    }
    let code = wait(listener, path, flow, state);
    let interrupt = Interrupt::listen();
    tokio::select! {
        code = tokio::time::timeout(PATIENCE, code) => code.unwrap_or_else(|_| {
            Err(Failure::new(Exit::Unauthorized, "no consent within five minutes"))
        }),
        () = interrupt.pressed(1) => {
            Err(Failure::new(Exit::Interrupted, "stopped; nothing was kept"))
        }
    }
}

/// Port and path of a redirect address, which has to be on this machine.
fn callback(redirect_uri: &str) -> Result<(u16, String), Failure> {
    let wrong = || {
        Failure::usage("--redirect-uri has to lead to a port on this machine")
            .hint("such as http://127.0.0.1:8419/callback, registered for the application")
    };
    let rest = redirect_uri.strip_prefix("http://").ok_or_else(wrong)?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (host, port) = host.rsplit_once(':').ok_or_else(wrong)?;
    if !["127.0.0.1", "localhost"].contains(&host) || path.contains(['?', '#']) {
        return Err(wrong());
    }
    Ok((port.parse().map_err(|_| wrong())?, format!("/{path}")))
}

type Code = Result<SecretString, Failure>;

/// What the page that the user ends on needs.
struct Waiting {
    flow: ConsentFlow,
    state: ConsentState,
    /// Gone once the code, or a refusal, has come.
    code: Mutex<Option<oneshot::Sender<Code>>>,
}

/// Serves the redirect address until the consent page has led there.
async fn wait(listener: TcpListener, path: String, flow: ConsentFlow, state: ConsentState) -> Code {
    let (sender, receiver) = oneshot::channel();
    let waiting = Arc::new(Waiting {
        flow,
        state,
        code: Mutex::new(Some(sender)),
    });
    // A path of the user's may hold what would be a pattern in a route.
    let app = Router::new()
        .fallback(get(
            move |state: State<Arc<Waiting>>, uri: axum::http::Uri, query: RawQuery| {
                let is_ours = uri.path() == path;
                async move {
                    match is_ours {
                        true => receive(state, query).await,
                        false => StatusCode::NOT_FOUND.into_response(),
                    }
                }
            },
        ))
        .with_state(waiting);
    let (end, ended) = oneshot::channel::<()>();
    let served = axum::serve(listener, app).with_graceful_shutdown(async {
        let _ = ended.await;
    });
    let served = tokio::spawn(served.into_future());
    let code = receiver
        .await
        .unwrap_or_else(|_| Err(Failure::other("the page that consent leads to has ended")));
    drop(end);
    // The user's browser gets the page; a connection that it keeps open is not waited for.
    let _ = tokio::time::timeout(Duration::from_secs(1), served).await;
    code
}

async fn receive(State(waiting): State<Arc<Waiting>>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let code = waiting.flow.code_from_callback(&query, &waiting.state);
    // Anybody on this machine can call here: what does not know the state changes nothing.
    let knows_state = query.contains(waiting.state.expose_secret());
    let (status, text) = match &code {
        Ok(_) => (
            StatusCode::OK,
            "Thank you. You can close this page and go back to the terminal.",
        ),
        Err(_) => (
            StatusCode::BAD_REQUEST,
            "There is no consent. The terminal says more.",
        ),
    };
    if knows_state && let Some(sender) = waiting.code.lock().await.take() {
        let _ = sender.send(code.map_err(refused));
    }
    let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (status, kind, text).into_response()
}

pub(super) fn refused(error: TokenError) -> Failure {
    let exit = if error.is_refused() {
        Exit::Unauthorized
    } else {
        Exit::Unreachable
    };
    Failure::new(exit, error).hint("start again with `catalogs login --oauth`; a code is good once")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirect_address_is_on_this_machine() {
        let cases = [
            ("http://127.0.0.1:8419/callback", Some((8419, "/callback"))),
            ("http://localhost:0/a/b", Some((0, "/a/b"))),
            ("http://127.0.0.1:1", Some((1, "/"))),
            ("https://127.0.0.1:1/", None),
            ("http://127.0.0.1/callback", None),
            ("http://evil.example:80/", None),
            ("http://127.0.0.1:99999/", None),
            ("http://127.0.0.1:1/a?b", None),
            ("", None),
        ];
        for (uri, expected) in cases {
            let found = callback(uri).ok();
            let found = found.as_ref().map(|(port, path)| (*port, path.as_str()));
            assert_eq!(found, expected, "{uri}");
        }
    }
}
