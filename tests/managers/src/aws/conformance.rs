//! The suite that every manager has to pass, for both stores at both servers. Neither refuses anybody, so that what is
//! denied is seen in `faults`.

use std::time::Duration;

use tactful::conformance::{Subject, check, check_fault, opened};
use tactful::{AwsParameters, AwsSecrets, Context, ManagerErrorKind as Kind, SecretRequest};
use tactful_faults::{Answer, Fault, FaultProxy, FaultServer};

use super::{clouds, variables};
use crate::servers;

fn of_secrets() -> Subject {
    let previous = servers::offered("TEST_AWS_STAGED_PREVIOUS_ID").unwrap();
    let many = (0..100).map(|number| (format!("many/{number:03}"), format!("canary-c4n4ry-{number:03}")));
    Subject::new("shop/staged", "c4n4ry-current")
        .second("shop/plain", "c4n4ry-plain")
        .missing("shop/nothing")
        .binary("shop/binary", *b"\xff\x00\xfec4n4ry-binary\x80")
        .old_version(SecretRequest::new("shop/staged").version(previous), "c4n4ry-previous")
        .disabled("gone/deleted")
        .batch(many)
        .secret("c4n4ry-secret-access-key".to_owned())
}

fn of_parameters() -> Subject {
    let many = (0..100).map(|number| (format!("/many/{number:03}"), format!("canary-c4n4ry-{number:03}")));
    Subject::new("/shop/versions", "c4n4ry-version-3")
        .second("/shop/production/SECRET_KEY", "c4n4ry-production")
        .missing("/shop/nothing")
        .old_version(SecretRequest::new("/shop/versions").version("1"), "c4n4ry-version-1")
        .batch(many)
        .secret("c4n4ry-secret-access-key".to_owned())
}

fn closed(url: &str) -> Context {
    Context::from_pairs(variables(url))
}

#[tokio::test]
async fn both_servers_pass() {
    for cloud in clouds() {
        let manager = opened(&AwsSecrets::document("x"), &closed(&cloud.url)).await.unwrap();
        let verdict = check(manager, &of_secrets()).await;
        println!("{}\n{verdict}", cloud.name);
        verdict.assert();
        let manager = opened(&AwsParameters::document("x"), &closed(&cloud.url)).await.unwrap();
        let verdict = check(manager, &of_parameters()).await;
        println!("{}\n{verdict}", cloud.name);
        verdict.assert();
    }
}

#[tokio::test]
async fn a_slow_one_passes() {
    for cloud in clouds() {
        let proxy = FaultProxy::start(cloud.addr()).unwrap();
        proxy.set(Fault::Latency(Duration::from_millis(20)));
        let url = format!("http://{}", proxy.addr());
        let manager = opened(&AwsSecrets::document("x"), &closed(&url)).await.unwrap();
        check(manager, &of_secrets()).await.assert();
    }
}

#[tokio::test]
async fn faults_are_told_in_time() {
    for cloud in clouds() {
        let proxy = FaultProxy::start(cloud.addr()).unwrap();
        let context = closed(&format!("http://{}", proxy.addr()));
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
            let secrets = AwsSecrets::document("x").request_timeout(Duration::from_secs(2));
            let parameters = AwsParameters::document("x").request_timeout(Duration::from_secs(2));
            let secrets = opened(&secrets, &context).await.unwrap();
            let verdict = check_fault(&*secrets, &of_secrets(), &[kind], Duration::from_secs(5)).await;
            assert!(!verdict.has_failed(), "{}: {fault:?}: {verdict}", cloud.name);
            drop(secrets);
            let parameters = opened(&parameters, &context).await.unwrap();
            let verdict = check_fault(&*parameters, &of_parameters(), &[kind], Duration::from_secs(5)).await;
            assert!(!verdict.has_failed(), "{}: {fault:?}: {verdict}", cloud.name);
        }
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
        let manager = opened(&AwsParameters::document("x"), &closed(&broken.url(""))).await.unwrap();
        let verdict = check_fault(&*manager, &of_parameters(), &[kind], Duration::from_secs(5)).await;
        assert!(!verdict.has_failed(), "{answer:?}: {verdict}");
    }
}
