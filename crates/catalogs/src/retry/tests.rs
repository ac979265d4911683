//! What is retried, when, and how often.

use super::*;
use crate::Operation;
use crate::error::Outcome::*;

const MS: fn(u64) -> Duration = Duration::from_millis;

#[test]
fn retry_decision_depends_on_outcome_and_effect() {
    use Effect::*;
    let refused = Refused { retry_after: None };
    // outcome, then: read, replace, delete, create, create with `retry_creates`
    let table = [
        (NotSent, [true, true, true, true, true]),
        (refused, [true, true, true, true, true]),
        (Unknown, [true, true, true, false, true]),
        (
            Unavailable { retry_after: MS(1) },
            [true, true, true, false, true],
        ),
        (Rejected, [false, false, false, false, false]),
        (Unreadable, [false, false, false, false, false]),
    ];
    let careful = RetryPolicy::default();
    let bold = RetryPolicy::default().retry_creates(true);
    for (outcome, expected) in table {
        let columns = [
            (&careful, Read),
            (&careful, Replace),
            (&careful, Delete),
            (&careful, Create),
            (&bold, Create),
        ];
        for ((policy, effect), expected) in columns.into_iter().zip(expected) {
            let repeats = policy.wait(outcome, effect, 1, 0.0).is_some();
            assert_eq!(repeats, expected, "{outcome:?} {effect:?}");
        }
    }
}

#[test]
fn each_operation_has_its_effect() {
    for operation in Operation::ALL {
        let expected = match (operation.method(), operation.path()) {
            (_, "/organizations/filter") | ("GET", _) => Effect::Read,
            ("POST", _) => Effect::Create,
            ("PUT", _) => Effect::Replace,
            _ => Effect::Delete,
        };
        assert_eq!(operation.effect(), expected, "{operation}");
    }
}

#[test]
fn waits_double_from_100_ms_with_jitter_up_to_a_ceiling() {
    let policy = RetryPolicy::default().max_attempts(100);
    let wait = |attempt, chance| policy.wait(Unknown, Effect::Read, attempt, chance).unwrap();
    assert_eq!(wait(1, 0.0), MS(100));
    assert_eq!(wait(1, 1.0), MS(150));
    assert_eq!(wait(2, 0.0), MS(200));
    assert_eq!(wait(3, 0.5), MS(500));
    assert_eq!(wait(8, 0.0), Duration::from_secs(10));
    assert_eq!(wait(99, 1.0), Duration::from_secs(10));
}

#[test]
fn retry_after_is_obeyed_or_the_call_gives_up() {
    let policy = RetryPolicy::default();
    let wait = |asked| {
        policy.wait(
            Refused {
                retry_after: Some(asked),
            },
            Effect::Create,
            1,
            0.0,
        )
    };
    assert_eq!(wait(Duration::from_secs(3)), Some(Duration::from_secs(3)));
    assert_eq!(wait(MS(1)), Some(MS(100)));
    assert_eq!(wait(Duration::from_secs(11)), None);
}

#[tokio::test]
async fn budget_allows_its_configured_number_of_retries() {
    let withdrawn = |budget: RetryBudget, calls: usize| {
        let budget = budget.start();
        (0..calls).for_each(|_| budget.deposit());
        (0..1_000).filter(|_| budget.withdraw()).count()
    };
    assert_eq!(withdrawn(RetryBudget::new(0, 0.2), 100), 20);
    assert_eq!(withdrawn(RetryBudget::new(0, 0.0), 100), 0);
    assert_eq!(withdrawn(RetryBudget::new(0, 0.6), 100), 60);
    assert_eq!(withdrawn(RetryBudget::new(0, 0.9), 100), 90);
    assert_eq!(withdrawn(RetryBudget::new(0, 1.5), 100), 150);
    assert_eq!(
        withdrawn(RetryBudget::new(2, 0.0), 0),
        20,
        "two a second for ten seconds"
    );
    assert_eq!(withdrawn(RetryBudget::new(u32::MAX, 10.0), 0), 1_000);
    assert_eq!(withdrawn(RetryBudget::new(0, f32::NAN), 100), 0);
    assert_eq!(withdrawn(RetryBudget::unlimited(), 0), 1_000);
}

#[test]
fn pause_of_all_calls_follows_retry_after_or_backoff() {
    let policy = RetryPolicy::default();
    let refused = |asked: Option<u64>| Refused {
        retry_after: asked.map(Duration::from_secs),
    };
    let cases = [
        (refused(None), Some(MS(400)), Some(MS(400))),
        (refused(None), None, Some(MS(100))),
        (refused(Some(30)), None, Some(Duration::from_secs(30))),
        (refused(Some(0)), Some(MS(100)), Some(MS(100))),
        (Unknown, Some(MS(100)), None),
    ];
    for (outcome, wait, expected) in cases {
        assert_eq!(
            policy.pause(outcome, wait),
            expected,
            "{outcome:?} {wait:?}"
        );
    }
}

#[test]
fn extreme_backoff_settings_do_not_panic() {
    let long = Duration::MAX;
    for policy in [
        RetryPolicy::default().initial_backoff(long),
        RetryPolicy::default()
            .initial_backoff(long)
            .max_backoff(long),
    ] {
        for attempt in [1, 2, 40] {
            let policy = policy.clone().max_attempts(u32::MAX);
            assert!(policy.wait(Unknown, Effect::Read, attempt, 1.0).is_some());
        }
    }
}

#[test]
fn attempts_are_counted_from_the_first() {
    let wait = |policy: RetryPolicy, attempt| policy.wait(NotSent, Effect::Read, attempt, 0.0);
    assert!(wait(RetryPolicy::default(), 4).is_some());
    assert!(wait(RetryPolicy::default(), 5).is_none());
    assert!(wait(RetryPolicy::never(), 1).is_none());
    assert!(wait(RetryPolicy::default().max_attempts(0), 1).is_none());
}
