//! Lists, read while they arrive: whole, or as a stream. Either way each element is decoded from the
//! bytes it came in, and the bytes of all are never held at once.

mod elements;
mod splitter;

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll},
};

use futures_util::stream::{Stream, StreamExt, unfold};
use tracing::Instrument;

use crate::{
    Entity, Error, Result,
    core::Core,
    request::Verb,
    transport::{Received, call, noted},
};
use elements::Elements;

/// What [`Collection::list_readable`](crate::Collection::list_readable) returns.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ReadableList<E> {
    /// The entities that could be decoded, in the order of the response.
    pub entities: Vec<E>,
    /// Why each of the others could not be decoded, with a [`path`](crate::Error::path) that begins with its
    /// index.
    pub errors: Vec<Error>,
}

/// Reads the whole list, and what cannot be decoded apart.
pub(crate) async fn readable<E: Entity>(received: Received) -> Result<ReadableList<E>> {
    let mut elements = Elements::new(received);
    let (mut entities, mut errors) = (Vec::new(), Vec::new());
    while let Some(element) = elements.next().await? {
        match element {
            Ok(entity) => entities.push(entity),
            Err(error) => errors.push(error),
        }
    }
    Ok(ReadableList { entities, errors })
}

/// Reads the whole list, or fails.
pub(crate) async fn all<E: Entity>(received: Received) -> Result<Vec<E>> {
    let mut elements = Elements::new(received);
    let mut list = Vec::new();
    while let Some(element) = elements.next().await? {
        list.push(element?);
    }
    Ok(list)
}

/// A stream of the entities of a list; see [`Collection::list_stream`](crate::Collection::list_stream).
///
/// It is a [`Stream`], and [`next`](Self::next) takes from it without another crate. Dropping it ends the
/// call, and closes its connection if the response was not read to its end.
#[must_use = "nothing is asked for before the first entity is"]
pub struct ListStream<E> {
    items: Pin<Box<dyn Stream<Item = Result<E>> + Send>>,
}

impl<E: Entity> ListStream<E> {
    pub(crate) fn new(core: Core) -> Self {
        Self {
            items: Box::pin(unfold(State::Opening(core), step).fuse()),
        }
    }
}

impl<E> ListStream<E> {
    /// Returns the next entity, or `None` after the last one.
    ///
    /// Safe to cancel: what has arrived is not lost, and the next call goes on from there. The wait that was
    /// given up goes on meanwhile, and counts against the call's timeouts.
    ///
    /// # Errors
    ///
    /// Those of [`list_stream`](crate::Collection::list_stream): after one with a
    /// [`path`](crate::Error::path) others follow, after any other comes `None`.
    pub async fn next(&mut self) -> Option<Result<E>> {
        poll_fn(|context| self.items.as_mut().poll_next(context)).await
    }
}

impl<E> Stream for ListStream<E> {
    type Item = Result<E>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.items.as_mut().poll_next(context)
    }
}

impl<E> fmt::Debug for ListStream<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListStream").finish_non_exhaustive()
    }
}

enum State<E> {
    Opening(Core),
    Reading(Box<Elements<E>>),
    Failed,
}

/// The next item, and what comes after it.
async fn step<E: Entity>(state: State<E>) -> Option<(Result<E>, State<E>)> {
    let next = match state {
        State::Opening(core) => match E::build(&core, Verb::List) {
            Ok(prepared) => {
                let begin = |received| async {
                    let mut elements = Elements::new(received);
                    Ok((elements.next().await?, Box::new(elements)))
                };
                call(&core, &prepared.streamed(), begin).await
            }
            Err(error) => Err(error),
        },
        State::Reading(mut elements) => {
            let span = elements.span().clone();
            let next = elements.next().instrument(span.clone()).await;
            noted(&span, next).map(|next| (next, elements))
        }
        State::Failed => return None,
    };
    match next {
        Ok((item, elements)) => item.map(|item| (item, State::Reading(elements))),
        Err(error) => Some((Err(error), State::Failed)),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
        sync::oneshot,
        time::{advance, pause, resume},
    };

    use crate::{Auth, Client};

    /// One may take an hour for each entity: only waiting for the service is limited.
    #[tokio::test]
    async fn caller_pause_between_entities_does_not_time_out() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let (go_on, proceed) = oneshot::channel::<()>();
        let person = r#"{"id":"0f8fad5b-d9cb-469f-a165-70867728950e"}"#;
        tokio::spawn(async move {
            let (mut socket, _) = listener.accept().await.unwrap();
            assert!(socket.read(&mut [0; 4096]).await.unwrap() > 0);
            let begin = format!("HTTP/1.0 200 OK\r\n\r\n[{person},{person}");
            socket.write_all(begin.as_bytes()).await.unwrap();
            proceed.await.unwrap();
            let end = format!(",{person}]");
            socket.write_all(end.as_bytes()).await.unwrap();
        });
        let client = Client::builder()
            .auth(Auth::api_token("t"))
            .integrator_code("1")
            .base_url(origin)
            .build()
            .unwrap();
        let mut list = client.contact_persons().list_stream();
        for _ in 0..2 {
            assert!(list.next().await.unwrap().is_ok());
            pause();
            advance(Duration::from_secs(3_600)).await;
            resume();
        }
        go_on.send(()).unwrap();
        assert!(list.next().await.unwrap().is_ok());
        assert!(list.next().await.is_none());
    }
}
