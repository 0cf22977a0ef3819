//! The suite that every manager has to pass, at a running server and where it cannot be had.

use std::sync::OnceLock;
use std::time::Duration;

use tactful::conformance::{Subject, check, check_fault, opened};
use tactful::{Context, ManagerErrorKind as Kind, SecretRequest, Vault};
use tactful_faults::{Answer, Fault, FaultProxy, FaultServer};

use super::{administer, server};

const PRODUCTION: &str = r#"{"SECRET_KEY":"c4n4ry-production","max_connections":40,"stripe":{"secret_key":"c4n4ry-stripe-production","timeout":"45s"}}"#;

fn subject() -> Subject {
    let many = (0..100)
        .map(|number| (format!("secret/many/{number:03}"), format!(r#"{{"value":"canary-c4n4ry-{number:03}"}}"#)));
    Subject::new("secret/shop/production", PRODUCTION)
        .second("secret/shop/staging", PRODUCTION.replace("production", "staging"))
        .missing("secret/shop/nothing")
        .old_version(
            SecretRequest::new("secret/shop/production").version("1"),
            PRODUCTION.replace("production", "former"),
        )
        .denied("team/a/kv/shop")
        .disabled("secret/gone/deleted")
        .batch(many)
        .secret("c4n4ry".to_owned())
}

/// A user for whom some of it can be read, and some not.
fn source(address: &str) -> Vault {
    // Two that write the same at once are refused.
    static MADE: OnceLock<()> = OnceLock::new();
    MADE.get_or_init(|| {
        let of = |folder| format!(r#"path \"secret/data/{folder}/*\" {{ capabilities = [\"read\"] }}"#);
        let policy = ["shop", "many", "gone"].map(of).join(" ");
        administer("POST", "sys/policies/acl/suite", "", &format!(r#"{{"policy": "{policy}"}}"#)).unwrap();
        let body = r#"{"password": "c4n4ry-suite", "token_policies": ["suite"]}"#;
        administer("POST", "auth/userpass/users/suite", "", body).unwrap();
    });
    Vault::kv2("secret", "shop/production").address(address).userpass("suite", "c4n4ry-suite".to_owned().into())
}

fn closed() -> Context {
    Context::from_pairs([("A", "b")])
}

#[tokio::test]
async fn a_server_passes() {
    let Some((address, _)) = server() else { return };
    let manager = opened(&source(&address), &closed()).await.unwrap();
    let verdict = check(manager, &subject()).await;
    println!("{verdict}");
    verdict.assert();
}

#[tokio::test]
async fn a_slow_one_passes() {
    let Some((address, _)) = server() else { return };
    let proxy = FaultProxy::start(address.strip_prefix("http://").unwrap().parse().unwrap()).unwrap();
    proxy.set(Fault::Latency(Duration::from_millis(20)));
    let manager = opened(&source(&format!("http://{}", proxy.addr())), &closed()).await.unwrap();
    check(manager, &subject()).await.assert();
}

#[tokio::test]
async fn faults_are_told_in_time() {
    let Some((address, _)) = server() else { return };
    let proxy = FaultProxy::start(address.strip_prefix("http://").unwrap().parse().unwrap()).unwrap();
    let source = source(&format!("http://{}", proxy.addr())).request_timeout(Duration::from_secs(2));
    for (fault, kind) in [
        (Fault::Refuse, Kind::Unavailable),
        (Fault::Reset, Kind::Unavailable),
        (Fault::ResetAfter(150), Kind::Unavailable),
        (Fault::CloseAfter(150), Kind::Unavailable),
        (Fault::Blackhole, Kind::Timeout),
        (Fault::Trickle { bytes: 1, every: Duration::from_millis(50) }, Kind::Timeout),
        (Fault::Corrupt(0), Kind::Protocol),
    ] {
        proxy.set(fault);
        // What a login has left behind would be another fault.
        let manager = opened(&source, &closed()).await.unwrap();
        let verdict = check_fault(&*manager, &subject(), &[kind], Duration::from_secs(5)).await;
        assert!(!verdict.has_failed(), "{fault:?}: {verdict}");
    }
    for (answer, kind) in [
        (Answer::too_many_requests(Some(1)), Kind::Throttled),
        (Answer::internal_error(), Kind::Unavailable),
        (Answer::unavailable(), Kind::Unavailable),
        (Answer::endless(), Kind::Protocol),
        (Answer::garbage_json(), Kind::Protocol),
    ] {
        let broken = FaultServer::start().unwrap();
        // A connection that is kept for the next fetch is a task, and right.
        broken.always(answer.clone().closing());
        let manager = opened(&source.clone().address(broken.url("")), &closed()).await.unwrap();
        let verdict = check_fault(&*manager, &subject(), &[kind], Duration::from_secs(5)).await;
        assert!(!verdict.has_failed(), "{answer:?}: {verdict}");
    }
}
