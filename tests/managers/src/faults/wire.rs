//! Connections that fail.

use std::time::Duration;

use tactful::ExposeSecret;
use tactful_faults::{Answer, Fault, FaultProxy};

use super::{AMPLE, Times, at_port, each_store, expected, fails, load, serve, wish};

const LATE: Fault = Fault::Latency(Duration::from_secs(10));
const SLOW: Fault = Fault::Trickle { bytes: 1, every: Duration::from_millis(50) };
const NO_ANSWER: &[&str] = &["no answer within", "no answer in time"];
const BROKEN: &[&str] = &["the connection was", "the connection broke", "no connection"];

#[test]
fn connections_that_break() {
    let rows = [
        (expected("refused", "unavailable", 4, &["connection refused", "connection is refused"]), Fault::Refuse),
        (expected("reset at once", "unavailable", 4, BROKEN), Fault::Reset),
        (expected("closed without an answer", "unavailable", 4, BROKEN), Fault::CloseAfter(0)),
        (
            expected("corrupted", "protocol", 1, &["does not speak HTTP", "TLS failed"]).but(&[(
                "azure",
                "tls",
                1,
                "what is wrong with a byte of TLS is told by TLS",
            )]),
            Fault::Corrupt(0),
        ),
    ];
    each_store(|store| {
        let server = serve(store, |_| Answer::json(store.good));
        for (expected, fault) in &rows {
            let proxy = FaultProxy::start(server.addr()).unwrap();
            proxy.set(*fault);
            fails(store, &at_port(&server.url(""), proxy.addr().port()), AMPLE, expected);
            let connections = if *fault == Fault::Refuse { 0 } else { expected.of(store).1 };
            assert_eq!(proxy.connections(), connections as u64, "{fault:?}");
        }
    });
}

#[test]
fn answers_that_come_late() {
    const PER_REQUEST: Times = Times { request: Some(Duration::from_millis(250)), ..AMPLE };
    const PER_LOAD: Times = Times { deadline: Duration::from_millis(500), request: None };
    each_store(|store| {
        let server = serve(store, |_| Answer::json(store.good));
        for (name, fault) in [("blackhole", Fault::Blackhole), ("10 s late", LATE), ("byte by byte", SLOW)] {
            // The time of a request ends it, and it is asked again; that of the load is the end.
            for (times, attempts) in [(PER_REQUEST, 4), (PER_LOAD, 1)] {
                let proxy = FaultProxy::start(server.addr()).unwrap();
                proxy.set(fault);
                let url = at_port(&server.url(""), proxy.addr().port());
                fails(store, &url, times, &expected(name, "timeout", attempts, NO_ANSWER));
                assert_eq!(proxy.connections(), attempts as u64, "{name}");
            }
        }
    });
}

/// Nobody hears of a failure that is over before the attempts are.
#[test]
fn a_store_that_comes_back() {
    each_store(|store| {
        let server = serve(store, |_| Answer::json(store.good));
        let proxy = FaultProxy::start(server.addr()).unwrap();
        proxy.set(Fault::FailFirst(3));
        let url = at_port(&server.url(""), proxy.addr().port());
        let (source, pairs) = (store.source)(&wish(&url));
        let (loaded, heard) = load([source], pairs, AMPLE.deadline);
        assert_eq!(loaded.unwrap().0.value.expose_secret(), "c4n4ry-value");
        assert!(heard.contains(" attempts=4 ") && store.attempts(&server) == 1, "{heard}");
    });
}
