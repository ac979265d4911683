//! What a run needs: faults, chance, and a quiet moment.

use std::time::Duration;

use catalogs::{Client, Reconciled, Route};
use catalogs_sandbox::{Fault, Redirect, Sandbox, ServerError};
use uuid::Uuid;

use super::book::Kind;

/// Every kind of fault that an honest service can play. One that carries a create out and says
/// that it refused it (429, `Retry-After`, a redirect) makes duplicates whatever a client does.
pub(super) fn kinds() -> Vec<Fault> {
    let mut kinds = vec![
        Fault::reset(),
        Fault::reset().after_effect(),
        Fault::reset_mid_body(),
        Fault::hang(),
        Fault::hang().after_effect(),
        Fault::hang_mid_body(),
        Fault::cut_body(),
        Fault::cut_chunks(),
        Fault::cut_gzip(),
        Fault::bad_gzip(),
        Fault::too_many_requests(),
        Fault::too_many_requests().retry_after(Duration::ZERO),
        Fault::server_error(ServerError::Unavailable).retry_after(Duration::ZERO),
        Fault::unauthorized(),
        Fault::redirect(Redirect::Found, "https://elsewhere.example/"),
        Fault::slow_body(3, Duration::from_millis(1)),
        Fault::wrong_content_type(),
        Fault::garbage_json(),
        Fault::empty_body(),
        Fault::huge_body(1 << 20),
        Fault::gzip_bomb(1 << 20),
    ];
    for error in ServerError::ALL {
        kinds.push(Fault::server_error(error));
        kinds.push(Fault::server_error(error).after_effect());
    }
    kinds.extend(Redirect::ALL.map(Fault::redirect_to_self));
    kinds
}

/// SplitMix64: the same numbers for the same seed, for good.
pub(super) struct Chance(pub(super) u64);

impl Chance {
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }
}

/// Proof that the next request goes well.
pub(super) struct Quiet;

impl Quiet {
    pub(super) async fn reconcile<K: Kind>(
        self,
        client: &Client,
        draft: &K::Draft,
    ) -> Reconciled<K> {
        let found = client.collection::<K>().reconcile(draft).await;
        found.unwrap_or_else(|error| panic!("nothing goes wrong: {error}"))
    }

    pub(super) async fn text<K: Kind>(self, client: &Client, id: Uuid) -> Option<String> {
        let found = client.collection::<K>().get_opt(id).await;
        let found = found.unwrap_or_else(|error| panic!("nothing goes wrong: {error}"));
        found.map(|found| found.id_and_text().1)
    }
}

pub(super) fn token(sandbox: &Sandbox, route: Route) -> &str {
    match route {
        Route::Direct => sandbox.api_token(),
        _ => sandbox.oauth_token(),
    }
}
