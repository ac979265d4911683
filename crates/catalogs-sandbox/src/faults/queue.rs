//! Which fault is whose: what was injected, then what the plan says.

use std::collections::{HashMap, VecDeque};

use super::Fault;
use super::plan::{FaultPlan, Sampler};

/// The same for so many requests in a row.
#[derive(Debug)]
struct Step {
    fault: Option<Fault>,
    times: usize,
}

/// The faults to come.
#[derive(Debug)]
pub(crate) struct Faults {
    any: VecDeque<Step>,
    by_operation: HashMap<&'static str, VecDeque<Step>>,
    plan: Option<FaultPlan>,
    sampler: Option<Sampler>,
}

impl Faults {
    pub(crate) fn new(plan: Option<FaultPlan>) -> Self {
        Self {
            any: VecDeque::new(),
            by_operation: HashMap::new(),
            sampler: plan.as_ref().map(FaultPlan::sampler),
            plan,
        }
    }

    pub(crate) fn queue(&mut self, fault: Option<Fault>, times: usize) {
        self.any.push_back(Step { fault, times });
    }

    pub(crate) fn queue_for(&mut self, operation: &'static str, fault: Fault, times: usize) {
        let steps = self.by_operation.entry(operation).or_default();
        let fault = Some(fault);
        steps.push_back(Step { fault, times });
    }

    /// The fault for a request. What is queued for its operation goes first; what is queued for
    /// any request goes to those of the catalogs; the plan sees every one of these, so that its
    /// choices do not depend on what is queued.
    pub(crate) fn next(&mut self, operation: Option<&str>, of_catalogs: bool) -> Option<Fault> {
        let sampled = match &mut self.sampler {
            Some(sampler) if of_catalogs => sampler.sample(),
            _ => None,
        };
        let own = operation.and_then(|operation| self.by_operation.get_mut(operation));
        if let Some(fault) = own.and_then(taken) {
            return fault;
        }
        if !of_catalogs {
            return None;
        }
        taken(&mut self.any).unwrap_or(sampled)
    }

    /// How many faults are queued.
    pub(crate) fn pending(&self) -> usize {
        let all = self.by_operation.values().flatten().chain(&self.any);
        all.filter(|step| step.fault.is_some())
            .fold(0, |sum, step| sum.saturating_add(step.times))
    }

    /// What is queued: for which operation, what, and how often.
    #[cfg(feature = "console")]
    pub(crate) fn queued(&self) -> impl Iterator<Item = (Option<&'static str>, &Fault, usize)> {
        let own = self.by_operation.iter();
        let own = own.flat_map(|(name, steps)| steps.iter().map(|step| (Some(*name), step)));
        let all = own.chain(self.any.iter().map(|step| (None, step)));
        all.filter(|(_, step)| step.times > 0)
            .filter_map(|(name, step)| Some((name, step.fault.as_ref()?, step.times)))
    }

    /// Nothing is queued, and no plan any more.
    pub(crate) fn clear(&mut self) {
        self.any.clear();
        self.by_operation.clear();
        self.sampler = None;
    }

    /// As it was in the beginning.
    pub(crate) fn reset(&mut self) {
        self.clear();
        self.sampler = self.plan.as_ref().map(FaultPlan::sampler);
    }
}

/// The next of a queue. Outside: nothing is queued. Inside: no fault, on purpose.
fn taken(steps: &mut VecDeque<Step>) -> Option<Option<Fault>> {
    while steps.front().is_some_and(|step| step.times == 0) {
        steps.pop_front();
    }
    let step = steps.front_mut()?;
    step.times -= 1;
    Some(step.fault.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPERATION: Option<&str> = Some("get_address");

    #[test]
    fn operation_queue_precedes_common_queue() {
        let mut faults = Faults::new(None);
        faults.queue(Some(Fault::hang()), 2);
        faults.queue_for("get_address", Fault::reset(), 1);
        assert_eq!(faults.pending(), 3);
        assert_eq!(faults.next(OPERATION, true), Some(Fault::reset()));
        assert_eq!(faults.next(OPERATION, true), Some(Fault::hang()));
        assert_eq!(faults.next(None, true), Some(Fault::hang()));
        assert_eq!(faults.next(OPERATION, true), None);
        assert_eq!(faults.pending(), 0);
    }

    #[test]
    fn common_faults_skip_token_requests() {
        let mut faults = Faults::new(Some(FaultPlan::seeded(1, 1.0, [Fault::hang()])));
        faults.queue(Some(Fault::reset()), 1);
        assert_eq!(faults.next(Some("oauth_token"), false), None);
        faults.queue_for("oauth_token", Fault::empty_body(), 1);
        let fault = faults.next(Some("oauth_token"), false);
        assert_eq!(fault, Some(Fault::empty_body()));
        assert_eq!(faults.next(OPERATION, true), Some(Fault::reset()));
        assert_eq!(faults.next(OPERATION, true), Some(Fault::hang()));
    }

    #[test]
    fn scripted_success_overrides_plan() {
        let mut faults = Faults::new(Some(FaultPlan::seeded(1, 1.0, [Fault::hang()])));
        faults.queue(None, 1);
        faults.queue(Some(Fault::reset()), 0);
        assert_eq!(faults.next(OPERATION, true), None);
        assert_eq!(faults.next(OPERATION, true), Some(Fault::hang()));
        faults.queue(Some(Fault::reset()), usize::MAX);
        faults.queue(Some(Fault::reset()), usize::MAX);
        assert_eq!(faults.pending(), usize::MAX);
        faults.clear();
        assert_eq!((faults.next(OPERATION, true), faults.pending()), (None, 0));
        faults.reset();
        assert_eq!(faults.next(OPERATION, true), Some(Fault::hang()));
    }
}
