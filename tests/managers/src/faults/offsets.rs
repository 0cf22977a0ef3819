//! A connection that is reset after each byte of what a store says.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use tactful::{Code, ExposeSecret, LoadError};
use tactful_faults::{Answer, Fault, FaultProxy};

use super::stores::{Boxed, Pairs, Store};
use super::{AMPLE, at_port, each_store, load, serve, wish};
use crate::support::failed;

/// Loads at a time, of each store.
const ABREAST: usize = 2;

/// As many offsets are tried where TLS makes more of an answer than there is to tell.
const SAMPLES: u64 = 50;

#[test]
fn a_reset_at_every_byte() {
    each_store(|store| {
        let server = serve(store, |_| Answer::json(store.good));
        // Whole, to know how much there is.
        let proxy = FaultProxy::start(server.addr()).unwrap();
        let url = at_port(&server.url(""), proxy.addr().port());
        let (source, pairs) = without_login(store, &url);
        let begun = Instant::now();
        load([source], pairs, AMPLE.deadline).0.unwrap();
        // Enough for an answer, and little to wait for the next attempt.
        let deadline = begun.elapsed() * 2 + Duration::from_millis(50);
        let whole = proxy.bytes_from_upstream();
        // After the login of a vault at Azure the secret may come on a connection of its own, with nothing before it.
        let least = if server.requests().len() == 1 { whole } else { store.good.len() as u64 };
        let step = if store.is_plain { 1 } else { (whole / SAMPLES).max(1) };
        let next = AtomicU64::new(0);
        let seen = Mutex::new(BTreeMap::<String, u64>::new());
        thread::scope(|scope| {
            for _ in 0..ABREAST {
                scope.spawn(|| {
                    let proxy = FaultProxy::start(server.addr()).unwrap();
                    let url = at_port(&server.url(""), proxy.addr().port());
                    loop {
                        let offset = next.fetch_add(step, Ordering::SeqCst);
                        if offset > whole {
                            break;
                        }
                        proxy.set(Fault::ResetAfter(offset));
                        let (source, pairs) = without_login(store, &url);
                        let seen_here = match load([source], pairs, deadline).0 {
                            Ok((shop, _)) => {
                                assert_eq!(shop.value.expose_secret(), "c4n4ry-value");
                                assert!(offset >= least, "{offset} of {whole} are enough");
                                "whole".to_owned()
                            }
                            Err(error) => kind(&error, offset),
                        };
                        *seen.lock().unwrap().entry(seen_here).or_default() += 1;
                    }
                });
            }
        });
        println!("{}: {whole} bytes, {:?}", store.name, seen.into_inner().unwrap());
    });
}

/// The store with a token where else it would log in first: then it would be the login that is cut, and with that done
/// the next attempt would have a connection for the secret alone.
fn without_login(store: &Store, url: &str) -> (Boxed, Pairs) {
    let (source, mut pairs) = (store.source)(&wish(url));
    if pairs.iter().any(|(name, _)| *name == "VAULT_SECRET_ID") {
        pairs.retain(|(name, _)| *name == "VAULT_ADDR");
        pairs.push(("VAULT_TOKEN", "c4n4ry-token".to_owned()));
    }
    (source, pairs)
}

/// What became of a load that its connection was too short for.
fn kind(error: &LoadError, offset: u64) -> String {
    let text = failed(error);
    let [problem] = error.report().problems() else { panic!("{offset}: {text}") };
    assert_eq!(problem.code(), Code::Source, "{offset}: {text}");
    let kind = problem.detail().unwrap_or_default();
    assert!(matches!(kind, "unavailable" | "timeout" | "protocol"), "{offset}: {text}");
    kind.to_owned()
}
