//! Faults by chance, and the same ones every time.

use super::Fault;

/// Faults that a seed chooses; see
/// [`SandboxBuilder::faults`](crate::SandboxBuilder::faults).
///
/// The same seed and the same sequence of requests get the same faults.
///
/// ```
/// use catalogs_sandbox::{Fault, FaultPlan, Sandbox, ServerError};
///
/// let kinds = [
///     Fault::reset(),
///     Fault::server_error(ServerError::BadGateway),
/// ];
/// let shaky = Sandbox::builder().faults(FaultPlan::seeded(7, 0.2, kinds));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct FaultPlan {
    seed: u64,
    probability: f64,
    kinds: Vec<Fault>,
}

impl FaultPlan {
    /// For each request one of the `kinds`, all equally likely, with a `probability` from 0 to 1.
    /// What lies outside counts as the nearer end, and what is no number as 0. Without kinds
    /// nothing goes wrong.
    pub fn seeded(seed: u64, probability: f64, kinds: impl IntoIterator<Item = Fault>) -> Self {
        Self {
            seed,
            probability,
            kinds: kinds.into_iter().collect(),
        }
    }

    pub(super) fn sampler(&self) -> Sampler {
        Sampler {
            random: fastrand::Rng::with_seed(self.seed),
            probability: self.probability,
            kinds: self.kinds.clone(),
        }
    }
}

/// A plan that is being carried out.
#[derive(Debug)]
pub(super) struct Sampler {
    random: fastrand::Rng,
    probability: f64,
    kinds: Vec<Fault>,
}

impl Sampler {
    /// The choice for the next request. It takes two numbers whatever comes out.
    pub(super) fn sample(&mut self) -> Option<Fault> {
        let strikes = self.random.f64() < self.probability;
        let which = self.random.usize(..self.kinds.len().max(1));
        if strikes {
            self.kinds.get(which).cloned()
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sampled(seed: u64, probability: f64) -> Vec<Option<Fault>> {
        let kinds = [Fault::hang(), Fault::reset(), Fault::unauthorized()];
        let mut sampler = FaultPlan::seeded(seed, probability, kinds).sampler();
        (0..1000).map(|_| sampler.sample()).collect()
    }

    #[test]
    fn same_seed_samples_same_faults() {
        assert_eq!(sampled(7, 0.5), sampled(7, 0.5));
        assert_ne!(sampled(7, 0.5), sampled(8, 0.5));
    }

    #[test]
    fn probability_is_clamped_and_respected() {
        let cases = [
            (0.0, 0..=0),
            (-1.0, 0..=0),
            (f64::NAN, 0..=0),
            (0.3, 250..=350),
            (1.0, 1000..=1000),
            (f64::INFINITY, 1000..=1000),
        ];
        for (probability, expected) in cases {
            let faults = sampled(1, probability).into_iter().flatten().count();
            assert!(expected.contains(&faults), "{probability}: {faults}");
        }
        let kinds: Vec<Fault> = sampled(1, 1.0).into_iter().flatten().collect();
        for kind in [Fault::hang(), Fault::reset(), Fault::unauthorized()] {
            assert!(kinds.contains(&kind), "{kind:?}");
        }
        assert_eq!(FaultPlan::seeded(1, 1.0, []).sampler().sample(), None);
    }
}
