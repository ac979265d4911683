//! What a call needs of the runtime that it runs on.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    time::Duration,
};

use futures_util::FutureExt;
use tokio::{runtime::Handle, task::yield_now, time};

use crate::Error;

/// What tokio panics with where a runtime cannot open connections.
const NO_IO: &str = "IO is disabled";

/// Checks that there is a tokio runtime with timers. Whether it can open connections shows in
/// [`send`].
pub(crate) fn check() -> Result<(), Error> {
    if Handle::try_current().is_err() {
        return Err(Error::configuration(
            "the call runs outside a tokio runtime; run it inside one, for example with \
             `#[tokio::main]`",
        ));
    }
    // tokio has no other way to ask.
    catch_unwind(|| drop(time::sleep(Duration::ZERO))).map_err(|_| disabled("timers"))
}

/// Executes a request of `http`.
///
/// On a current-thread runtime nothing notices that the service has closed a pooled connection
/// while no call ran: the request would go out on it, and a create would end with an unknown
/// outcome. So the call yields first. The first time, the runtime asks the operating system what
/// has happened on its sockets; the second time, the tasks of those connections run and take the
/// closed ones out of the pool.
pub(crate) async fn send(
    http: &reqwest::Client,
    request: reqwest::Request,
) -> Result<reqwest::Result<reqwest::Response>, Error> {
    yield_now().await;
    yield_now().await;
    let response = AssertUnwindSafe(http.execute(request)).catch_unwind().await;
    response.map_err(|panic| match says(&*panic, NO_IO) {
        true => disabled("I/O"),
        false => resume_unwind(panic),
    })
}

fn disabled(what: &str) -> Error {
    Error::configuration(format!(
        "the tokio runtime has {what} disabled; build it with `enable_all`"
    ))
}

fn says(panic: &(dyn Any + Send), text: &str) -> bool {
    let message = match panic.downcast_ref::<String>() {
        Some(message) => message.as_str(),
        None => panic.downcast_ref::<&str>().copied().unwrap_or_default(),
    };
    message.contains(text)
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read, Write},
        net::TcpListener,
        sync::mpsc,
        thread,
    };

    use tokio::runtime::{Builder, Runtime};

    use super::*;
    use crate::{Auth, Client, ClientBuilder, ContactPersonDraft};

    fn builder(origin: &str) -> ClientBuilder {
        Client::builder()
            .auth(Auth::api_token("token"))
            .integrator_code("1")
            .base_url(origin)
    }

    fn client(origin: &str) -> Client {
        builder(origin).build().unwrap()
    }

    fn runtime(set_up: impl FnOnce(&mut Builder) -> &mut Builder) -> Runtime {
        set_up(&mut Builder::new_current_thread()).build().unwrap()
    }

    /// A server whose connections stay open after their first response until [`close`](Self::close).
    struct ClosingServer {
        origin: String,
        close: mpsc::Sender<()>,
        closed: mpsc::Receiver<()>,
    }

    impl ClosingServer {
        /// Closes the connection, without announcing it, and waits until it is closed: after a
        /// call, since a call that still runs would notice by itself.
        fn close(&self) {
            self.close.send(()).unwrap();
            self.closed.recv().unwrap();
        }
    }

    fn closing_server() -> ClosingServer {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let (close, to_close) = mpsc::channel();
        let (has_closed, closed) = mpsc::channel();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut request = Vec::new();
                while !request.ends_with(b"}") {
                    let mut part = [0; 4096];
                    match stream.read(&mut part).unwrap() {
                        0 => break,
                        read => request.extend_from_slice(&part[..read]),
                    }
                }
                let body = r#"{"id":"0f8fad5b-d9cb-469f-a165-70867728950e"}"#;
                let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
                stream.write_all((head + body).as_bytes()).unwrap();
                if to_close.recv().is_err() {
                    return;
                }
                drop(stream);
                has_closed.send(()).unwrap();
            }
        });
        ClosingServer {
            origin,
            close,
            closed,
        }
    }

    #[test]
    fn connection_closed_between_block_ons_is_not_used() {
        let server = closing_server();
        let client = client(&server.origin);
        let runtime = runtime(Builder::enable_all);
        let draft = ContactPersonDraft::builder().name("Анна").build();
        for _ in 0..10 {
            let created = runtime.block_on(client.contact_persons().create(&draft));
            created.unwrap();
            server.close();
        }
    }

    #[test]
    fn connection_closed_while_a_task_blocked_is_not_used() {
        let server = closing_server();
        let client = client(&server.origin);
        let runtime = runtime(Builder::enable_all);
        let task = runtime.spawn(async move {
            let draft = ContactPersonDraft::builder().name("Анна").build();
            for _ in 0..10 {
                client.contact_persons().create(&draft).await.unwrap();
                server.close();
            }
        });
        runtime.block_on(task).unwrap();
    }

    #[cfg(feature = "blocking")]
    #[test]
    fn connection_closed_between_blocking_calls_is_not_used() {
        let server = closing_server();
        let client = builder(&server.origin).build_blocking().unwrap();
        let draft = ContactPersonDraft::builder().name("Анна").build();
        for _ in 0..10 {
            client.contact_persons().create(&draft).unwrap();
            server.close();
        }
    }

    #[test]
    fn call_outside_tokio_fails_with_configuration_error() {
        let client = client("http://127.0.0.1:1");
        let error = futures_executor(client.contact_persons().list()).unwrap_err();
        assert!(error.is_configuration() && error.attempts() == 0, "{error}");
        assert!(error.to_string().contains("#[tokio::main]"), "{error}");
    }

    #[test]
    fn call_without_timers_or_io_fails_with_configuration_error() {
        let client = client("http://127.0.0.1:1");
        for (runtime, missing) in [
            (runtime(|it| it), "timers"),
            (runtime(Builder::enable_io), "timers"),
            (runtime(Builder::enable_time), "I/O"),
        ] {
            let error = runtime.block_on(client.contact_persons().list());
            let error = error.unwrap_err();
            assert!(error.is_configuration(), "{error}");
            assert!(error.to_string().contains(missing), "{error}");
            assert!(error.to_string().contains("enable_all"), "{error}");
        }
    }

    #[test]
    fn panic_with_another_message_is_not_taken_for_missing_io() {
        assert!(says(&"… but IO is disabled. Call `enable_io`", NO_IO));
        assert!(says(&NO_IO.to_owned(), NO_IO));
        assert!(!says(&"index out of bounds", NO_IO) && !says(&1, NO_IO));
    }

    /// Runs a future without tokio.
    fn futures_executor<T>(future: impl Future<Output = T>) -> T {
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        match std::pin::pin!(future).poll(&mut context) {
            std::task::Poll::Ready(value) => value,
            std::task::Poll::Pending => panic!("the future waits"),
        }
    }
}
