//! What happens to every request between the generated code and reqwest.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU16, Ordering},
};

use progenitor_client::{ClientHooks, Error, OperationInfo};
use reqwest::header::{AUTHORIZATION, HeaderValue};

use crate::Client;

/// The header that the generator adds from the spec's version, and that nobody asked for.
const API_VERSION: &str = "api-version";

/// One attempt at a call: the credentials it carries, and how far it came.
///
/// The generated errors lose the status of a success that could not be decoded; it is kept here.
/// Clones observe the same attempt.
#[derive(Clone, Debug)]
pub struct Attempt {
    authorization: HeaderValue,
    progress: Arc<Progress>,
}

#[derive(Debug, Default)]
struct Progress {
    sent: AtomicBool,
    /// 0 until the head of an answer has come.
    status: AtomicU16,
}

impl Attempt {
    /// An attempt with this value of the `Authorization` header; the value is marked sensitive,
    /// so that nothing on its way prints it.
    pub fn new(mut authorization: HeaderValue) -> Self {
        authorization.set_sensitive(true);
        Self {
            authorization,
            progress: Arc::default(),
        }
    }

    /// Whether the request was handed over to be sent.
    pub fn was_sent(&self) -> bool {
        self.progress.sent.load(Ordering::Relaxed)
    }

    /// The HTTP status of the answer, once there was one.
    pub fn status(&self) -> Option<u16> {
        match self.progress.status.load(Ordering::Relaxed) {
            0 => None,
            status => Some(status),
        }
    }
}

impl ClientHooks<Attempt> for Client {
    async fn pre<E>(
        &self,
        request: &mut reqwest::Request,
        _info: &OperationInfo,
    ) -> Result<(), Error<E>> {
        let headers = request.headers_mut();
        headers.remove(API_VERSION);
        headers.insert(AUTHORIZATION, self.inner.authorization.clone());
        self.inner.progress.sent.store(true, Ordering::Relaxed);
        Ok(())
    }

    async fn post<E>(
        &self,
        result: &reqwest::Result<reqwest::Response>,
        _info: &OperationInfo,
    ) -> Result<(), Error<E>> {
        if let Ok(response) = result {
            self.inner
                .progress
                .status
                .store(response.status().as_u16(), Ordering::Relaxed);
        }
        Ok(())
    }
}
