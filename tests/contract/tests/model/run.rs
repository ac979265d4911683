//! A run: calls by chance, and what the model makes of their outcomes.

use std::time::Duration;

use catalogs::{
    Address, Client, ContactPerson, Error, Organization, Reconciled, RetryPolicy,
    model::DepartmentId,
};
use catalogs_sandbox::{FaultPlan, RateLimit, Sandbox};
use contract_tests::{ROUTES, auth, builder};
use uuid::Uuid;

use super::{
    Figures,
    book::{Kind, Shelf, department, shelf},
    means::{Chance, Quiet, kinds, token},
};

/// Calls that share a client, and with it a retry budget.
const SEQUENCE: u64 = 20;
/// So many of a kind are enough: from then on more are deleted than added.
const ENOUGH: usize = 15;
const PROBABILITY: f64 = 0.25;
/// Long enough for a response that does come, on a busy machine too.
const ATTEMPT: Duration = Duration::from_millis(250);

pub(super) struct Run {
    sandbox: Sandbox,
    clients: [Client; 2],
    client: Client,
    chance: Chance,
    shelves: [Shelf; 3],
    texts: u64,
    first_requests: u64,
    created: [u64; 3],
    figures: Figures,
}

impl Run {
    pub(super) async fn new(seed: u64) -> Self {
        let sandbox = Sandbox::builder()
            .demo_data(false)
            .rate_limit(RateLimit::off())
            .faults(FaultPlan::seeded(seed, PROBABILITY, kinds()))
            .start()
            .await
            .unwrap();
        let policy = RetryPolicy::default().initial_backoff(Duration::from_millis(1));
        let clients = ROUTES.map(|route| {
            builder(sandbox.origin(), route, token(&sandbox, route))
                .retry(policy.clone())
                .attempt_timeout(ATTEMPT)
                .max_response_bytes(1 << 18)
                .build()
                .unwrap()
        });
        Self {
            client: clients[0].clone(),
            clients,
            sandbox,
            chance: Chance(seed),
            shelves: Default::default(),
            texts: 0,
            first_requests: 0,
            created: [0; 3],
            figures: Figures {
                seed,
                ..Figures::default()
            },
        }
    }

    pub(super) async fn play(mut self, calls: u64) -> Figures {
        while self.figures.calls < calls {
            if self.figures.calls.is_multiple_of(SEQUENCE) {
                let client = &self.clients[self.chance.below(2)];
                let auth = auth(client.route(), token(&self.sandbox, client.route()));
                self.client = client.with_auth(auth).unwrap();
            }
            self.figures.calls += 1;
            match self.chance.below(3) {
                0 => self.step::<Organization>().await,
                1 => self.step::<Address>().await,
                _ => self.step::<ContactPerson>().await,
            }
            if self.figures.calls.is_multiple_of(SEQUENCE) || self.figures.calls == calls {
                self.compare();
            }
        }
        self.figures
    }

    async fn step<K: Kind>(&mut self) {
        let client = self.client.clone();
        let things = client.collection::<K>();
        let id = self.any_id::<K>();
        let known = self.shelves[K::INDEX].get(&id).cloned();
        self.first_requests += 1;
        let many = self.shelves[K::INDEX].len() > ENOUGH;
        match self.chance.below(10) {
            0..=2 if !many => self.create::<K>(&client).await,
            0..=3 => {
                let result = things.delete(id).await;
                let result = result.map(|()| None);
                self.written::<K>(id, known, result).await;
            }
            4 => {
                let text = self.text();
                let result = things.replace(id, &K::drafted(&text)).await;
                let result = result.map(|_| Some(text));
                self.written::<K>(id, known, result).await;
            }
            5 | 6 => {
                let text = self.text();
                let mut writes = 0;
                let change = |draft: &mut K::Draft| {
                    writes = 1;
                    K::say(draft, &text);
                };
                let result = things.edit(id, change).await.map(|_| Some(text));
                self.first_requests += writes;
                self.written::<K>(id, known, result).await;
            }
            7 => {
                let result = things.list().await;
                let all = self.shelves[K::INDEX].clone();
                self.read(result.map(|found| shelf(&found)), &all);
            }
            8 if K::INDEX == 0 => {
                let number = [7, 9][self.chance.below(2)];
                let result = client.organizations();
                let result = result.in_departments([DepartmentId::new(number)]).await;
                let mut some = self.shelves[0].clone();
                some.retain(|_, text| department(text) == DepartmentId::new(number));
                self.read(result.map(|found| shelf(&found)), &some);
            }
            8 => match things.get(id).await {
                Err(error) if error.is_not_found() => self.judge(known.is_none(), "get: none"),
                result => self.read(result.map(|found| Some(found.id_and_text().1)), &known),
            },
            _ => {
                let result = things.get_opt(id).await;
                let text = |found: Option<K>| found.map(|found| found.id_and_text().1);
                self.read(result.map(text), &known);
            }
        }
    }

    async fn create<K: Kind>(&mut self, client: &Client) {
        let text = self.text();
        let draft = K::drafted(&text);
        let result = client.collection::<K>().create(&draft).await;
        let there = self.there::<K>();
        let there: Vec<Uuid> = there
            .into_iter()
            .filter_map(|(id, other)| (other == text).then_some(id))
            .collect();
        self.figures.duplicates += there.len().saturating_sub(1) as u64;
        let reported = match result {
            Ok(created) => vec![created.id_and_text().0],
            Err(error) if error.is_outcome_unknown() => {
                self.figures.failed += 1;
                self.figures.creates_unknown += 1;
                match self.quietly().reconcile::<K>(client, &draft).await {
                    Reconciled::NotFound | Reconciled::Unreadable(_) => {
                        self.figures.reconciled_none += 1;
                        vec![]
                    }
                    Reconciled::Found(one) => {
                        self.figures.reconciled_one += 1;
                        vec![one.id_and_text().0]
                    }
                    Reconciled::Ambiguous(several) => {
                        self.figures.reconciled_several += 1;
                        several.iter().map(|one| one.id_and_text().0).collect()
                    }
                }
            }
            Err(_) => {
                self.figures.failed += 1;
                vec![]
            }
        };
        self.judge(reported == there, "create");
        self.created[K::INDEX] += reported.len() as u64;
        self.shelves[K::INDEX].extend(reported.into_iter().map(|id| (id, text.clone())));
    }
}

/// What becomes of a call's outcome.
impl Run {
    /// Takes in how a write to `id` ended; it was to leave this text there, or nothing. Before,
    /// there was what is `known`.
    async fn written<K: Kind>(
        &mut self,
        id: Uuid,
        known: Option<String>,
        result: Result<Option<String>, Error>,
    ) {
        let there = self.there::<K>().remove(&id);
        let now = match result {
            // Nothing can be written to what is not there. A delete that finds nothing after one
            // in doubt is a success.
            Ok(wanted) => {
                let is_delete = wanted.is_none();
                self.judge(is_delete || known.is_some(), "a write to nothing");
                wanted
            }
            Err(error) if error.is_outcome_unknown() => {
                self.figures.failed += 1;
                self.figures.other_unknown += 1;
                let client = self.client.clone();
                self.quietly().text::<K>(&client, id).await
            }
            Err(error) => {
                self.figures.failed += 1;
                if error.is_not_found() {
                    self.judge(known.is_none(), "a write: not found");
                }
                known
            }
        };
        self.judge(now == there, "a write");
        match now {
            Some(text) => drop(self.shelves[K::INDEX].insert(id, text)),
            None => drop(self.shelves[K::INDEX].remove(&id)),
        }
    }

    fn read<T: PartialEq>(&mut self, result: Result<T, Error>, expected: &T) {
        match result {
            Ok(found) => self.judge(found == *expected, "a read"),
            Err(error) => {
                self.figures.failed += 1;
                self.judge(!error.is_outcome_unknown(), "a read in doubt");
            }
        }
    }

    /// At the end of a sequence: all that is there is what the model has, each once.
    fn compare(&mut self) {
        self.compare_kind::<Organization>();
        self.compare_kind::<Address>();
        self.compare_kind::<ContactPerson>();
        let figures = &mut self.figures;
        figures.sequences += 1;
        figures.requests += self.sandbox.requests().len() as u64;
        figures.faults += self.sandbox.faults_played() as u64;
        figures.created += self.created.iter().sum::<u64>();
        figures.further_requests = figures.requests - self.first_requests;
        self.created = [0; 3];
        self.sandbox.clear_requests();
    }

    fn compare_kind<K: Kind>(&mut self) {
        let there = K::there(&self.sandbox.state());
        let mut texts: Vec<&String> = there.iter().map(|(_, text)| text).collect();
        texts.sort();
        texts.dedup();
        self.figures.duplicates += (there.len() - texts.len()) as u64;
        let is_same = there.into_iter().collect::<Shelf>() == self.shelves[K::INDEX];
        self.judge(is_same, "the whole");
        // The sandbox counts what it did, whatever came of it since.
        let effects = self.sandbox.effects().get(K::CREATED).copied();
        let is_same = effects.unwrap_or(0) as u64 == self.created[K::INDEX];
        self.judge(is_same, "the number of creates");
    }

    fn judge(&mut self, is_right: bool, what: &str) {
        if !is_right {
            self.figures.losses += 1;
            let Figures { seed, calls, .. } = self.figures;
            eprintln!("seed {seed}, call {calls}: {what} is not what was said");
        }
    }

    fn there<K: Kind>(&self) -> Shelf {
        K::there(&self.sandbox.state()).into_iter().collect()
    }

    /// The id of something that is there, or sometimes of nothing.
    fn any_id<K: Kind>(&mut self) -> Uuid {
        let shelf = &self.shelves[K::INDEX];
        let which = self.chance.below(shelf.len() + 1);
        let id = shelf.keys().nth(which).copied();
        id.unwrap_or(Uuid::from_u128(u128::from(self.texts)))
    }

    /// A text that nothing else says.
    fn text(&mut self) -> String {
        self.texts += 1;
        format!("№ {}", self.texts)
    }

    /// The next request goes well, to find out what is there.
    fn quietly(&mut self) -> Quiet {
        self.sandbox.script([None]);
        self.first_requests += 1;
        Quiet
    }
}
