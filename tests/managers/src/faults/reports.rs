//! What a report says of managers that may fail, and of several that do; and what nobody hears.

use tactful::ExposeSecret;
use tactful_faults::Answer;

use super::stores::{STORES, Wish};
use super::{AMPLE, each_store, load, serve, wish};
use crate::listener::Log;
use crate::support::{codes, failed, told};

#[test]
fn nobody_hears_a_secret() {
    each_store(|store| {
        let server = serve(store, |_| Answer::json(store.good));
        let url = server.url("");
        let (source, pairs) = (store.source)(&wish(&url));
        let (loaded, heard) = load([source], pairs, AMPLE.deadline);
        let (shop, report) = loaded.unwrap();
        assert_eq!((shop.value.expose_secret(), shop.max_connections), ("c4n4ry-value", 10));
        told(&report);
        assert_eq!(store.attempts(&server), 1);
        assert!(heard.contains("secret fetched"), "{}: {heard}", store.name);
    });
    assert!(Log::listen().is_quiet() > 0);
}

#[test]
fn an_optional_manager_only_warns() {
    each_store(|store| {
        let server = serve(store, |_| (store.refusal)(403));
        let url = server.url("");
        let (source, mut pairs) = (store.source)(&Wish { is_optional: true, ..wish(&url) });
        pairs.push(("VALUE", "c4n4ry-local".to_owned()));
        let (shop, report) = load([source], pairs, AMPLE.deadline).0.unwrap();
        assert_eq!(shop.value.expose_secret(), "c4n4ry-local");
        told(&report);
        let [warning] = report.warnings() else { panic!("{}: {report}", store.name) };
        assert_eq!((warning.name(), warning.detail()), (store.title(&url).as_str(), Some("denied")));
    });
}

#[test]
fn two_that_fail_are_both_told_and_a_local_problem_with_them() {
    each_store(|store| {
        let position = STORES.iter().position(|own| own.name == store.name).unwrap();
        let other = &STORES[(position + 1) % STORES.len()];
        let (server, others) = (serve(store, |_| (store.refusal)(403)), serve(other, |_| (other.refusal)(503)));
        let (url, others_url) = (server.url(""), others.url(""));
        let (source, mut pairs) = (store.source)(&wish(&url));
        let (others_source, others_pairs) = (other.source)(&wish(&others_url));
        // Both stores of AWS ask the same options: each has an endpoint of its own.
        let aws = [("aws secrets", "AWS_ENDPOINT_URL_SECRETS_MANAGER"), ("aws parameters", "AWS_ENDPOINT_URL_SSM")];
        for (name, option) in aws {
            for (own, url) in [(store, &url), (other, &others_url)] {
                pairs.extend((own.name == name).then(|| (option, url.clone())));
            }
        }
        for pair in others_pairs {
            if pairs.iter().all(|(name, _)| *name != pair.0) {
                pairs.push(pair);
            }
        }
        pairs.push(("MAX_CONNECTIONS", "many".to_owned()));
        let error = load([source, others_source], pairs, AMPLE.deadline).0.unwrap_err();
        let text = failed(&error);
        println!("{text}\n");
        let mut found = codes(&error);
        found.sort();
        let mut expected = vec![
            "invalid MAX_CONNECTIONS".to_owned(),
            format!("source.denied {}", store.title(&url)),
            format!("source.unavailable {}", other.title(&others_url)),
        ];
        expected.sort();
        assert_eq!(found, expected, "{text}");
        // Waiting does not mend all of them.
        assert_eq!(error.exit_code(), 78);
    });
}
