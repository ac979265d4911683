use super::*;
use crate::recorded_request::request;

#[test]
fn log_over_capacity_drops_the_oldest() {
    let mut log = Log::default();
    for status in 0..=KEPT {
        let status = u16::try_from(status).expect("it fits");
        log.push(RecordedRequest {
            status,
            ..request(Vec::new())
        });
    }
    let kept = log.all();
    assert_eq!((kept.len(), kept[0].status()), (KEPT, 1));
    log.clear();
    assert!(log.all().is_empty());
}

#[cfg(feature = "console")]
#[test]
fn request_numbers_continue_after_clear() {
    let mut log = Log::default();
    let numbers = |log: &Log, from| {
        let since = log.since(from);
        since.map(|(number, _)| number).collect::<Vec<_>>()
    };
    for _ in 0..KEPT + 2 {
        log.push(request(Vec::new()));
    }
    let end = log.end();
    assert_eq!(end, KEPT as u64 + 2);
    assert_eq!(numbers(&log, end - 2), [end - 2, end - 1]);
    assert_eq!(numbers(&log, 0)[0], 2);
    assert!(numbers(&log, end).is_empty() && numbers(&log, end + 7).is_empty());
    log.clear();
    assert_eq!((log.emptied(), log.end()), (end, end));
    log.push(request(Vec::new()));
    assert_eq!(numbers(&log, 0), [end]);
}
