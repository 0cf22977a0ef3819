//! What goes wrong, as it is told: by the stand-in, and by a server that answers what a test scripted.

use tactful::{ExposeSecret, GcpSecrets, SecretString, Settings};
use tactful_faults::{Answer, Certificates, FaultServer};

use super::{Key, Place, Shop, load, told};
use crate::servers;

const ACCESS: &str = "/v1/projects/p/secrets/shop/versions/latest:access";

/// One that would let anybody in.
fn scripted(answer: Answer) -> FaultServer {
    let server = FaultServer::start().unwrap();
    server.at("/v1/*").always(answer);
    server
}

/// What a load from that server says.
#[track_caller]
fn failure(endpoint: &str, more: &[(&str, &str)]) -> String {
    let pairs = [("GCP_SECRETMANAGER_ENDPOINT", endpoint), ("CLOUDSDK_AUTH_ACCESS_TOKEN", "c4n4ry-token")];
    let reference = ("SECRET_KEY", "ref+gcpsecrets://p/shop");
    let pairs: Vec<_> = pairs.into_iter().chain([reference]).chain(more.iter().copied()).collect();
    told(&load::<Key>(None, &pairs).unwrap_err())
}

#[track_caller]
fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is missing in:\n{text}");
    }
}

#[test]
fn gcp_failures() {
    let Some(place) = Place::offered() else { return };
    for (secret, version, expected) in [
        (
            "shop-disabled",
            "latest",
            &["400, version 1 is disabled", "gcloud secrets versions enable 1 --secret=shop-disabled"][..],
        ),
        ("shop-destroyed", "1", &["400, version 1 is destroyed", "gcloud secrets versions add shop-destroyed"]),
        (
            "shop-denied",
            "latest",
            &[
                "403, permission denied",
                "gcloud secrets add-iam-policy-binding shop-denied --project=shop-project",
                "--member=serviceAccount:shop@shop-project.iam.gserviceaccount.com",
                "--role=roles/secretmanager.secretAccessor",
            ],
        ),
        (
            "shop-missing",
            "latest",
            &["404, no such secret, or none with a version", "gcloud secrets create shop-missing"],
        ),
        ("shop-production", "9", &["404, no such version", "gcloud secrets versions list shop-production"]),
        ("shop-production", "canary", &["404, no such version"]),
        ("shop-corrupt", "latest", &["does not match its checksum"]),
    ] {
        let secrets = GcpSecrets::document(secret).version(version);
        let text = told(&load::<Shop>(Some(secrets), &place.account()).unwrap_err());
        has(&text, expected);
        // Whoever reads it knows which, and where.
        has(&text, &[&format!("gcp {secret}"), &place.fake]);
    }
    let elsewhere = GcpSecrets::document("shop-production").project("another-project");
    has(&told(&load::<Shop>(Some(elsewhere), &place.account()).unwrap_err()), &["403, permission denied"]);
}

#[test]
fn gcp_wrong_key() {
    let (Some(place), Some(wrong)) = (Place::offered(), servers::offered("TEST_GCP_WRONG_CREDENTIALS")) else { return };
    let secrets = GcpSecrets::document("shop-production").credentials_file(wrong);
    let text = told(&load::<Shop>(Some(secrets), &place.machine()).unwrap_err());
    has(&text, &["401, the token is not accepted", "GOOGLE_APPLICATION_CREDENTIALS"]);
}

#[test]
fn gcp_a_failure_that_passes() {
    let Some(place) = Place::offered() else { return };
    for (secret, failure, asked) in [
        ("many-090", r#"{"status": 429, "times": 1, "retry_after": 1, "path": "many-090"}"#, 2),
        ("many-091", r#"{"status": 503, "times": 2, "path": "many-091"}"#, 3),
        ("many-092", r#"{"status": 504, "times": 1, "path": "many-092"}"#, 2),
    ] {
        place.control("POST", &format!("reset?path={secret}"), "");
        place.control("POST", "fail", failure);
        let reference = format!("ref+gcpsecrets://shop-project/{secret}");
        let pairs: Vec<_> = [("SECRET_KEY", &*reference)].into_iter().chain(place.machine()).collect();
        let (key, _) = load::<Key>(None, &pairs).unwrap().into_parts();
        assert_eq!(key.secret_key.expose_secret(), format!("c4n4ry-gcp-{secret}"));
        assert_eq!(place.asked_for(secret), asked, "{secret}");
    }
}

/// A refusal as Google's API words it.
fn refusal(code: u16, status: &str, message: &str, details: &str) -> Answer {
    let body = format!(
        r#"{{"error": {{"code": {code}, "status": "{status}", "message": "{message} c4n4ry", "details": [{details}]}}}}"#
    );
    Answer::new(code).header("Content-Type", "application/json").body(body)
}

fn reason(reason: &str) -> String {
    format!(
        r#"{{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "{reason}", "domain": "googleapis.com"}}"#
    )
}

#[test]
fn gcp_refusals() {
    for (answer, expected) in [
        (
            refusal(403, "PERMISSION_DENIED", "", &reason("SERVICE_DISABLED")),
            &[
                "403, the API is not enabled in the project",
                "gcloud services enable secretmanager.googleapis.com --project=p",
            ][..],
        ),
        (refusal(403, "PERMISSION_DENIED", "", &reason("BILLING_DISABLED")), &["403, the project has no billing"]),
        (
            refusal(403, "PERMISSION_DENIED", "", &reason("CONSUMER_INVALID")),
            &["403, there is no such project", "GCP_PROJECT_ID"],
        ),
        (refusal(403, "PERMISSION_DENIED", "", &reason("USER_PROJECT_DENIED")), &["GOOGLE_CLOUD_QUOTA_PROJECT"]),
        (
            refusal(403, "PERMISSION_DENIED", "", &reason("ACCESS_TOKEN_SCOPE_INSUFFICIENT")),
            &["403, the token is not for this API", "--scopes=cloud-platform"],
        ),
        (
            refusal(403, "PERMISSION_DENIED", "", &reason("VPC_SERVICE_CONTROLS")),
            &["a service perimeter keeps this machine out"],
        ),
        (refusal(403, "PERMISSION_DENIED", "", ""), &["403, permission denied", "roles/secretmanager.secretAccessor"]),
        (refusal(400, "INVALID_ARGUMENT", "", ""), &["400, Google takes the name for invalid"]),
        (refusal(400, "FAILED_PRECONDITION", "KMS key", ""), &["cannot be read in the state that it is in"]),
        (refusal(401, "UNAUTHENTICATED", "", ""), &["401, the token is not accepted"]),
        (refusal(429, "RESOURCE_EXHAUSTED", "", ""), &["429, too many requests"]),
        (refusal(503, "UNAVAILABLE", "", ""), &["503, it cannot serve now"]),
        (refusal(500, "INTERNAL", "", ""), &["500, it cannot serve now"]),
        (refusal(504, "DEADLINE_EXCEEDED", "", ""), &["504, Google did not finish in time"]),
        (refusal(501, "UNIMPLEMENTED", "", ""), &["501, it cannot serve now"]),
        // What is not Google's.
        (Answer::not_found().body("<html>c4n4ry</html>"), &["404, an answer that is none of Secret Manager's"]),
        (Answer::forbidden(), &["403, denied by something before Secret Manager"]),
        (Answer::unauthorized(), &["401, the token is not accepted"]),
        (Answer::too_many_requests(Some(1)), &["429, too many requests"]),
        (Answer::unavailable(), &["503, it cannot serve now"]),
        (Answer::new(418), &["418, an answer that is none of Secret Manager's", "GCP_SECRETMANAGER_ENDPOINT"]),
        // What cannot be understood.
        (Answer::garbage_json(), &["the answer is not JSON"]),
        (Answer::json("{}"), &["the answer has no payload"]),
        (Answer::json(r#"{"payload": {}}"#), &["the answer has no data"]),
        (Answer::json(r#"{"payload": {"data": "c4n4ry!"}}"#), &["a payload that is not base64"]),
        (Answer::json(r#"{"payload": {"data": "", "dataCrc32c": "c4n4ry"}}"#), &["a checksum that is no number"]),
        (Answer::json(r#"{"payload": {"dataCrc32c": "7"}}"#), &["does not match its checksum"]),
        (Answer::truncated(r#"{"payload": {"data": "YzRuNHJ5"#, 20), &["the connection broke"]),
    ] {
        let server = scripted(answer);
        has(&failure(&server.url(""), &[]), expected);
    }
}

#[test]
fn gcp_a_wait_that_the_details_ask_for() {
    let info = r#"{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "1.2s"}"#;
    let server = FaultServer::start().unwrap();
    let good = Answer::json(r#"{"name": "projects/1/secrets/shop/versions/7", "payload": {"data": "YzRuNHJ5"}}"#);
    server.at(ACCESS).sequence([refusal(429, "RESOURCE_EXHAUSTED", "", info), good]);
    let endpoint = server.url("");
    let pairs = [
        ("GCP_SECRETMANAGER_ENDPOINT", &*endpoint),
        ("CLOUDSDK_AUTH_DISABLE_CREDENTIALS", "1"),
        ("SECRET_KEY", "ref+gcpsecrets://p/shop"),
    ];
    let begun = std::time::Instant::now();
    let (key, _) = load::<Key>(None, &pairs).unwrap().into_parts();
    assert_eq!(key.secret_key.expose_secret(), "c4n4ry");
    assert!(begun.elapsed().as_millis() >= 1200, "{:?}", begun.elapsed());
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn gcp_tls() {
    let certificates = Certificates::new().unwrap();
    let authority = certificates.ca_pem_file().to_str().unwrap().to_owned();
    let trusting = [("CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE", &*authority)];
    let good = Answer::json(r#"{"name": "projects/1/secrets/shop/versions/7", "payload": {"data": "YzRuNHJ5"}}"#);
    for (identity, trusting, is_fine) in [
        (certificates.good(), &trusting[..], true),
        (certificates.good(), &[], false),
        (certificates.wrong_name(), &trusting, false),
        (certificates.expired(), &trusting, false),
        (certificates.unknown_authority(), &trusting, false),
    ] {
        let server = FaultServer::tls(&identity.certificate_pem, &identity.key_pem).unwrap();
        server.at("/v1/*").always(good.clone());
        if is_fine {
            let secrets = GcpSecrets::each("p/{name}").endpoint(server.url("")).ca_file(&*authority).anonymous();
            let (key, _) = load::<Secret>(Some(secrets), &[]).unwrap().into_parts();
            assert_eq!(key.secret_key.expose_secret(), "c4n4ry");
        } else {
            has(&failure(&server.url(""), trusting), &["no secure connection"]);
            assert_eq!(server.requests().len(), 0);
        }
    }
}

#[test]
fn gcp_proxies() {
    let proxy = FaultServer::start().unwrap();
    let address = format!("http://user:c4n4ry@{}", proxy.addr());
    let text = failure("https://secretmanager.invalid", &[("HTTPS_PROXY", &address)]);
    has(&text, &["https://secretmanager.invalid", "no connection"]);
    let tried = proxy.connections();
    assert!(tried > 0);
    // It is for nobody near, and for none that is excepted.
    let server = scripted(Answer::forbidden());
    has(&failure(&server.url(""), &[("HTTPS_PROXY", &address), ("HTTP_PROXY", &address)]), &["403"]);
    failure("https://secretmanager.invalid", &[("HTTPS_PROXY", &address), ("NO_PROXY", "example.com,.invalid")]);
    assert_eq!(proxy.connections(), tried);
}

#[derive(Debug, Settings)]
#[settings(crate = tactful)]
struct Secret {
    secret_key: SecretString,
}

#[test]
fn gcp_options_that_are_wrong() {
    for (pair, expected) in [
        (
            ("GCP_SECRETMANAGER_ENDPOINT", "http://secretmanager.example"),
            "is http://, which is spoken to this machine alone",
        ),
        (("GCP_SECRETMANAGER_ENDPOINT", "http://127.0.0.1.example"), "is http://"),
        (("GCP_SECRETMANAGER_ENDPOINT", "https://c4n4ry:c4n4ry@host"), "has credentials, a query or a fragment in it"),
        (("GCP_SECRETMANAGER_ENDPOINT", "ftp://host"), "is not https://"),
        (("GCP_SECRETMANAGER_ENDPOINT", "c4n4ry"), "is no URL"),
        (("GCP_SECRETMANAGER_LOCATION", "evil.example/"), "GCP_SECRETMANAGER_LOCATION has a location"),
        (("GCP_PROJECT_ID", "p/../q"), "GCP_PROJECT_ID has a project"),
        (("GOOGLE_CLOUD_QUOTA_PROJECT", "Q Q"), "GOOGLE_CLOUD_QUOTA_PROJECT has a project"),
        (("GCE_METADATA_HOST", "metadata.example"), "GCE_METADATA_HOST is another machine"),
        (("GCE_METADATA_HOST", "127.0.0.1/x"), "GCE_METADATA_HOST is no host"),
        (("HTTPS_PROXY", "http://c4n4ry:c4n4ry@[1"), "HTTPS_PROXY is no address"),
        (("CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE", "/nowhere/ca.pem"), "the file of certificates cannot be read"),
        (("GOOGLE_APPLICATION_CREDENTIALS", "/nowhere/key.json"), "the file of credentials is not there"),
    ] {
        let text = told(&load::<Key>(None, &[pair, ("SECRET_KEY", "ref+gcpsecrets://p/shop")]).unwrap_err());
        has(&text, &[expected]);
    }
}
