//! Reads the body of a request, up to a cap.

use std::future::poll_fn;
use std::pin::Pin;

use axum::body::{Body, Bytes, HttpBody};
use tokio::sync::watch;

use crate::refusal::Refusal;

/// How much of a body that is too large is read all the same, so that the client, still sending,
/// gets to see the response.
const DRAINED: usize = 64 << 20;

/// The body's bytes, as many as the cap lets in, and whether that is all of it.
///
/// Reading stops when the sandbox does: a client that stalls must not hold it up.
pub(crate) async fn read(
    mut body: Body,
    cap: usize,
    mut stop: watch::Receiver<()>,
) -> (Vec<u8>, Result<(), Refusal>) {
    let mut bytes = Vec::new();
    let mut length = 0_usize;
    loop {
        let part = tokio::select! {
            biased;
            part = next(&mut body) => part,
            _ = stop.changed() => return (bytes, Err(Refusal::stopping())),
        };
        match part {
            None => break,
            Some(Err(_)) => return (bytes, Err(Refusal::incomplete_body())),
            Some(Ok(data)) => {
                length = length.saturating_add(data.len());
                let room = cap.saturating_sub(bytes.len()).min(data.len());
                bytes.extend_from_slice(&data[..room]);
            }
        }
        if length > cap.saturating_add(DRAINED) {
            break;
        }
    }
    let whole = if length > cap {
        Err(Refusal::body_too_large(cap))
    } else {
        Ok(())
    };
    (bytes, whole)
}

/// The next part of the body; trailers count as an empty one.
async fn next(body: &mut Body) -> Option<Result<Bytes, axum::Error>> {
    let frame = poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await?;
    Some(frame.map(|frame| frame.into_data().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn body_over_cap_is_refused() {
        for (cap, code) in [
            (3, Some("body_too_large")),
            (4, None),
            (0, Some("body_too_large")),
        ] {
            let (_stop, stopped) = watch::channel(());
            let (bytes, whole) = read(Body::from("body"), cap, stopped).await;
            assert_eq!(whole.err().map(|refusal| refusal.code), code, "{cap}");
            assert_eq!(bytes, &b"body"[..cap]);
        }
    }

    #[tokio::test]
    async fn empty_body_is_within_zero_cap() {
        let (_stop, stopped) = watch::channel(());
        assert_eq!(read(Body::empty(), 0, stopped).await, (Vec::new(), Ok(())));
    }
}
