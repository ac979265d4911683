use proptest::prelude::*;

use super::*;

const MS: fn(u64) -> Duration = Duration::from_millis;
const LONG: Duration = Duration::from_secs(600);

/// Returns a window that has seen a response time of 20 ms.
fn warm(most: u32) -> (Window, Instant) {
    let mut window = Window::new(RateLimit::per_second(most));
    let start = Instant::now();
    let first = window.admit(start).unwrap();
    window.settle(first, start + MS(20), true);
    (window, start + HOLD + MS(20))
}

#[test]
fn burst_is_sent_at_once_and_the_rest_one_window_later() {
    let (mut window, start) = warm(3);
    for _ in 0..3 {
        let number = window.admit(start).unwrap();
        window.settle(number, start + MS(20), true);
    }
    assert_eq!(window.admit(start), Err(start + HOLD));
    assert_eq!(window.admit(start + MS(999)), Err(start + HOLD));
    assert!(window.admit(start + HOLD).is_ok());
}

#[test]
fn late_response_holds_its_permit_longer_by_its_delay() {
    let (mut window, start) = warm(1);
    let late = window.admit(start).unwrap();
    assert_eq!(
        window.admit(start),
        Err(start + HOLD + WINDOW),
        "no response yet"
    );
    window.settle(late, start + MS(120), true);
    assert_eq!(
        window.admit(start),
        Err(start + HOLD + MS(100)),
        "100 ms late"
    );
}

#[test]
fn first_response_time_counts_as_delay_in_full() {
    let start = Instant::now();
    let mut window = Window::new(RateLimit::per_second(2));
    let cold = [0, 0].map(|_| window.admit(start).unwrap());
    for number in cold {
        window.settle(number, start + MS(150), true);
    }
    assert_eq!(window.admit(start), Err(start + HOLD + MS(150)));
}

#[test]
fn missing_response_holds_its_permit_one_window_longer_at_most() {
    let (mut window, start) = warm(1);
    window.admit(start).unwrap();
    assert!(window.admit(start + HOLD + WINDOW).is_ok());
}

#[test]
fn request_without_response_does_not_count_as_quick() {
    let (mut window, start) = warm(1);
    let broken = window.admit(start).unwrap();
    window.settle(broken, start + MS(1), false);
    let second = start + HOLD;
    let usual = window.admit(second).unwrap();
    window.settle(usual, second + MS(20), true);
    assert_eq!(window.admit(second), Err(second + HOLD));
}

#[test]
fn pause_stops_all_calls_even_without_a_limit() {
    let start = Instant::now();
    for limit in [RateLimit::per_second(10), RateLimit::off()] {
        let mut window = Window::new(limit);
        window.pause(start + MS(100));
        window.pause(start + MS(50));
        assert_eq!(window.admit(start), Err(start + MS(100)));
        assert!(window.admit(start + MS(100)).is_ok());
    }
}

#[tokio::test(start_paused = true)]
async fn permits_are_first_come_first_served() {
    let limiter = Arc::new(Limiter::new(RateLimit::per_second(2)));
    let order = Arc::new(Mutex::new(Vec::new()));
    let calls: Vec<_> = (0..9)
        .map(|caller| {
            let (limiter, order) = (Arc::clone(&limiter), Arc::clone(&order));
            tokio::spawn(async move {
                limiter.acquire(LONG).await.unwrap().responded();
                order.lock().unwrap().push(caller);
            })
        })
        .collect();
    let start = Instant::now();
    for call in calls {
        call.await.unwrap();
    }
    assert_eq!(*order.lock().unwrap(), (0..9).collect::<Vec<_>>());
    assert_eq!(
        start.elapsed().as_secs(),
        4,
        "two at once, then two a second"
    );
}

#[tokio::test(start_paused = true)]
async fn single_call_does_not_wait() {
    let limiter = Arc::new(Limiter::new(RateLimit::default()));
    let start = Instant::now();
    limiter.acquire(LONG).await.unwrap().responded();
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn cancelled_call_neither_blocks_nor_takes_a_permit() {
    let limiter = Arc::new(Limiter::new(RateLimit::per_second(1)));
    limiter.acquire(LONG).await.unwrap().responded();
    let start = Instant::now();
    for _ in 0..20 {
        let waiting = limiter.acquire(LONG);
        assert!(tokio::time::timeout(MS(10), waiting).await.is_err());
    }
    limiter.acquire(LONG).await.unwrap().responded();
    assert_eq!(
        start.elapsed().as_secs(),
        1,
        "only the first call's permit was in the way"
    );
}

#[tokio::test(start_paused = true)]
async fn response_frees_its_permit_earlier_than_silence() {
    let limiter = Arc::new(Limiter::new(RateLimit::per_second(1)));
    let start = Instant::now();
    let slow = limiter.acquire(LONG).await.unwrap();
    let waiting = tokio::spawn({
        let limiter = Arc::clone(&limiter);
        async move { limiter.acquire(LONG).await.unwrap().responded() }
    });
    tokio::time::sleep(MS(300)).await;
    slow.responded();
    waiting.await.unwrap();
    assert_eq!(
        start.elapsed(),
        HOLD + MS(300),
        "nothing is known yet of how quick the way is"
    );
}

#[tokio::test(start_paused = true)]
async fn pause_beyond_the_limit_fails_at_once() {
    let limiter = Arc::new(Limiter::new(RateLimit::default()));
    limiter.pause(Duration::from_secs(3_600));
    let start = Instant::now();
    let refused = limiter.acquire(MS(59_000)).await;
    assert_eq!(refused.unwrap_err(), LONGEST_PAUSE);
    assert_eq!(start.elapsed(), Duration::ZERO);
    limiter.acquire(LONG).await.unwrap().responded();
    assert_eq!(start.elapsed(), LONGEST_PAUSE, "then a request finds out");
}

#[tokio::test(start_paused = true)]
async fn pause_that_begins_while_a_call_waits_fails_it() {
    let limiter = Arc::new(Limiter::new(RateLimit::per_second(1)));
    let first = limiter.acquire(LONG).await.unwrap();
    let waiting = tokio::spawn({
        let limiter = Arc::clone(&limiter);
        async move { limiter.acquire(MS(5_000)).await.map(Taken::responded) }
    });
    tokio::task::yield_now().await;
    let start = Instant::now();
    limiter.pause(MS(20_000));
    first.responded();
    assert_eq!(waiting.await.unwrap(), Err(MS(20_000)));
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn call_behind_too_many_others_fails_at_once() {
    let limiter = Arc::new(Limiter::new(RateLimit::per_second(2)));
    let calls: Vec<_> = (0..9)
        .map(|_| {
            let limiter = Arc::clone(&limiter);
            tokio::spawn(async move { limiter.acquire(MS(2_900)).await.map(Taken::responded) })
        })
        .collect();
    let mut results = Vec::new();
    for call in calls {
        results.push(call.await.unwrap());
    }
    let refused: Vec<_> = results.into_iter().filter_map(Result::err).collect();
    assert_eq!(refused, [MS(3_000)], "six wait before it: three windows");
}

proptest! {
    /// Once a request has gone as quickly as any can, the service never sees more than it allows in
    /// any window, whatever the network does to the others.
    #[test]
    fn rate_at_the_service_never_exceeds_the_limit(
        most in 1_u32..6,
        // How long the way there takes, and the way back, in ms, and by how much each request and
        // its response are later.
        (there, back) in (0_u64..100, 0_u64..100),
        delays in prop::collection::vec((0_u64..400, 0_u64..400), 1..60),
    ) {
        let delays = std::iter::once((0, 0)).chain(delays);
        let ways = delays.map(|(later, later_still)| (there + later, back + later_still));
        let start = Instant::now();
        let mut window = Window::new(RateLimit::per_second(most));
        let mut now = start;
        let mut responses: Vec<(Instant, Option<u64>)> = Vec::new();
        let mut arrivals = Vec::new();
        for (there, back) in ways {
            let number = loop {
                // Responses that have come by now are settled, in order.
                responses.sort();
                let due = |(at, _): &(Instant, _)| *at <= now;
                while let Some((at, number)) = responses.first().copied().filter(due) {
                    window.settle(number, at, true);
                    responses.remove(0);
                }
                match window.admit(now) {
                    Ok(number) => break number,
                    Err(until) => {
                        let next = responses.first().map_or(until, |(at, _)| (*at).min(until));
                        now = next.max(now);
                    }
                }
            };
            arrivals.push(now + MS(there));
            responses.push((now + MS(there + back), number));
        }
        arrivals.sort();
        for window in arrivals.windows(most as usize + 1) {
            let (first, last) = (window[0], window[most as usize]);
            prop_assert!(last - first >= WINDOW, "{:?}", last - first);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn clones_of_a_shared_limiter_share_permits_and_pauses() {
    let limiter = SharedLimiter::new(RateLimit::per_second(1));
    let other = limiter.clone();
    let start = Instant::now();
    drop(limiter.acquire(LONG).await.unwrap());
    other.acquire(LONG).await.unwrap().responded();
    assert_eq!(start.elapsed(), HOLD, "one permit for both");
    other.pause(MS(20_000));
    let refused = limiter.acquire(MS(10_000)).await;
    assert!(matches!(refused, Err(PermitError::NotInTime(wait)) if wait == MS(20_000)));
}
