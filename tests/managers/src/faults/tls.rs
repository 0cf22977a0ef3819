//! Certificates that are wrong, and ports that speak something else.

use tactful_faults::{Answer, FaultProxy, FaultServer};

use super::{AMPLE, Expected, at_port, certificates, each_store, expected, fails, load, secured, wish};

#[test]
fn certificates_that_are_wrong() {
    let own = certificates();
    let rows = [
        (expected("wrong name", "tls", 1, &["for another host", "certificate"]), own.wrong_name()),
        (expected("unknown authority", "tls", 1, &["not trusted here", "certificate"]), own.unknown_authority()),
        (expected("expired", "tls", 1, &["has expired", "certificate"]), own.expired()),
    ];
    each_store(|store| {
        // One that is right, for comparison.
        let server = secured(own.good()).unwrap();
        store.script(&server, |_| Answer::json(store.good));
        let url = server.url("");
        let (source, pairs) = (store.source)(&wish(&url));
        load([source], pairs, AMPLE.deadline).0.unwrap();
        for (expected, identity) in &rows {
            let server = secured(identity).unwrap();
            store.script(&server, |_| Answer::json(store.good));
            let proxy = FaultProxy::start(server.addr()).unwrap();
            fails(store, &at_port(&server.url(""), proxy.addr().port()), AMPLE, expected);
            // Nothing is said before the certificate is right.
            assert_eq!((proxy.connections(), server.requests().len()), (1, 0), "{}", expected.fault);
        }
    });
}

#[test]
fn ports_that_speak_something_else() {
    let to_plain: Expected = expected("TLS to a plain port", "tls", 1, &["TLS", "secure connection", "protocol"]);
    let to_tls: Expected = expected(
        "plain to a TLS port",
        "protocol",
        1,
        &["does not speak HTTP", "which vaults do not speak"],
    )
    .but(&[("azure", "misconfigured", 0, "vaults speak https:// alone, and nobody is asked")]);
    each_store(|store| {
        let plain = FaultServer::start().unwrap();
        store.script(&plain, |_| Answer::json(store.good));
        fails(store, &format!("https://localhost:{}", plain.addr().port()), AMPLE, &to_plain);
        assert_eq!((plain.connections(), plain.requests().len()), (1, 0));
        let tls = secured(certificates().good()).unwrap();
        store.script(&tls, |_| Answer::json(store.good));
        fails(store, &format!("http://127.0.0.1:{}", tls.addr().port()), AMPLE, &to_tls);
        assert_eq!((tls.connections(), tls.requests().len()), (to_tls.of(store).1 as u64, 0));
    });
}
