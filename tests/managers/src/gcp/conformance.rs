//! The suite that every manager has to pass, at the stand-in: as it is, and slow.

use std::time::Duration;

use tactful::conformance::{Subject, check, opened};
use tactful::{Context, GcpSecrets, SecretRequest};
use tactful_faults::{Fault, FaultProxy};

use super::Place;

fn document(version: u32, timeout: &str, most: u32) -> String {
    format!(
        r#"{{"SECRET_KEY": "c4n4ry-gcp-key-{version}", "stripe": {{"secret_key": "sk_c4n4ry_gcp_{version}", "timeout": "{timeout}"}}, "max_connections": {most}}}"#
    )
}

fn subject(project: &str) -> Subject {
    let path = |name: &str| format!("{project}/{name}");
    // 090 on are for tests that make them fail.
    let many = (0..90).map(|number| (path(&format!("many-{number:03}")), format!("c4n4ry-gcp-many-{number:03}")));
    Subject::new(path("shop-production"), document(2, "45s", 40))
        .second(path("shop-plain"), "c4n4ry-gcp-plain")
        .missing(path("nothing"))
        .old_version(SecretRequest::new(path("shop-production")).version("1"), document(1, "30s", 20))
        .denied(path("shop-denied"))
        .disabled(path("shop-disabled"))
        .batch(many)
        .secret("c4n4ry".to_owned())
}

#[tokio::test]
async fn gcp_passes_the_suite() {
    let Some(place) = Place::offered() else { return };
    let manager = opened(&GcpSecrets::document("x"), &Context::from_pairs(place.account())).await.unwrap();
    let verdict = check(manager, &subject(&place.project)).await;
    println!("{verdict}");
    verdict.assert();
    let proxy = FaultProxy::start(place.fake.strip_prefix("http://").unwrap().parse().unwrap()).unwrap();
    proxy.set(Fault::Latency(Duration::from_millis(20)));
    let url = format!("http://{}", proxy.addr());
    let pairs = [("GCP_SECRETMANAGER_ENDPOINT", url.as_str()), ("GCE_METADATA_HOST", &place.metadata)];
    let manager = opened(&GcpSecrets::document("x"), &Context::from_pairs(pairs)).await.unwrap();
    check(manager, &subject(&place.project)).await.assert();
}
