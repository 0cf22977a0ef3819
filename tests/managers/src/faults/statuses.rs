//! Answers that are a refusal, in the store's own words and without any, as what stands before it gives them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tactful::ExposeSecret;
use tactful_faults::{Answer, FaultServer};

use super::{AMPLE, Expected, each_store, expected, fails, load, serve, wish};

#[test]
fn refusals_in_the_words_of_the_store() {
    let rows = [
        (401, expected("401", "unauthenticated", 1, &["401, ", "ExpiredTokenException"])),
        (403, expected("403", "denied", 1, &["403, ", "AccessDeniedException"])),
        (404, expected("404", "missing", 1, &["404, ", "no such secret", "no such parameter"])),
        (429, expected("429", "throttled", 4, &["429, ", "ThrottlingException"])),
        (500, expected("500", "unavailable", 4, &["500, ", "InternalServiceError"])),
        (503, expected("503", "unavailable", 4, &["503, ", "ServiceUnavailableException"])),
    ];
    each_store(|store| {
        for (status, expected) in &rows {
            let status = *status;
            let server = serve(store, move |_| (store.refusal)(status));
            fails(store, &server.url(""), AMPLE, expected);
            assert_eq!(store.attempts(&server), expected.of(store).1, "{status}");
        }
    });
}

#[test]
fn refusals_without_words() {
    const ELSEWHERE: &str = "it says what is missing in words of its own; without them another server answers";
    let rows: [(u16, Expected); 6] = [
        (401, expected("a bare 401", "unauthenticated", 1, &["401, "])),
        (403, expected("a bare 403", "denied", 1, &["403, "])),
        (
            404,
            expected("a bare 404", "missing", 1, &["404, ", "no such secret"]).but(&[
                ("aws secrets", "protocol", 1, ELSEWHERE),
                ("aws parameters", "protocol", 1, ELSEWHERE),
                ("gcp", "protocol", 1, ELSEWHERE),
            ]),
        ),
        (429, expected("a bare 429", "throttled", 4, &["429, "])),
        (500, expected("a bare 500", "unavailable", 4, &["500, "])),
        (503, expected("a bare 503", "unavailable", 4, &["503, "])),
    ];
    each_store(|store| {
        for (status, expected) in &rows {
            let status = *status;
            let server = serve(store, move |_| Answer::new(status));
            fails(store, &server.url(""), AMPLE, expected);
            assert_eq!(store.attempts(&server), expected.of(store).1, "{status}");
        }
    });
}

#[test]
fn a_wait_that_is_asked_for() {
    each_store(|store| {
        for (status, kind) in [(429, "throttled"), (503, "unavailable")] {
            let refuse = move |wait| (store.refusal)(status).header("retry-after", wait);
            // An hour is not waited for, and nobody asks before it is over.
            let server = serve(store, move |_| refuse("3600"));
            fails(store, &server.url(""), AMPLE, &expected("an hour to wait", kind, 1, &[""]));
            assert_eq!(store.attempts(&server), 1);
            // A second is.
            let is_first = AtomicBool::new(true);
            let server = serve(store, move |_| {
                if is_first.swap(false, Ordering::SeqCst) { refuse("1") } else { Answer::json(store.good) }
            });
            let url = server.url("");
            let (source, pairs) = (store.source)(&wish(&url));
            let begun = Instant::now();
            let (loaded, _) = load([source], pairs, AMPLE.deadline);
            assert_eq!(loaded.unwrap().0.value.expose_secret(), "c4n4ry-value");
            assert!(begun.elapsed() >= Duration::from_secs(1), "{:?}", begun.elapsed());
            assert_eq!(store.attempts(&server), 2);
        }
    });
}

#[test]
fn no_redirect_is_followed() {
    each_store(|store| {
        let other = FaultServer::start().unwrap();
        other.always(Answer::json(store.good));
        let url = other.url("/c4n4ry?c4n4ry");
        let server = serve(store, move |_| Answer::moved(&url));
        fails(store, &server.url(""), AMPLE, &expected("301", "protocol", 1, &["301, a redirect"]));
        assert_eq!((store.attempts(&server), other.connections()), (1, 0));
    });
}
