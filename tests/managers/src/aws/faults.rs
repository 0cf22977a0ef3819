//! What AWS does when it does not do what it should, and what no server of the tests can show.

use std::time::Duration;

use tactful::{AwsParameters, AwsSecrets, ExposeSecret, SecretString, Settings};
use tactful_faults::{Answer, Certificates, Fault, FaultProxy, FaultServer, Request};

use super::{One, Shop, load, pairs, problem, refer, variables};

fn refused(status: u16, code: &str, message: &str) -> Answer {
    Answer::new(status)
        .body(format!(r#"{{"__type": "{code}", "message": "{message} c4n4ry", "Message": "{message} c4n4ry"}}"#))
}

fn target(request: &Request) -> String {
    request.header("x-amz-target").unwrap_or_default().to_owned()
}

#[test]
fn errors_are_told_apart() {
    for (answer, detail, calls) in [
        (refused(400, "AccessDeniedException", "no"), "denied", 1),
        (refused(400, "com.amazonaws.secretsmanager#ResourceNotFoundException", "no"), "missing", 1),
        (refused(404, "ResourceNotFoundException", "no"), "missing", 1),
        (refused(400, "DecryptionFailure", "no"), "denied", 1),
        (refused(400, "AccessDeniedException", "Access to KMS is not allowed"), "denied", 1),
        (refused(400, "InvalidRequestException", "it was marked for deletion"), "disabled", 1),
        (refused(400, "ExpiredTokenException", "no"), "unauthenticated", 1),
        (refused(400, "UnrecognizedClientException", "no"), "unauthenticated", 1),
        (refused(403, "InvalidSignatureException", "no"), "unauthenticated", 1),
        (refused(400, "ThrottlingException", "no"), "throttled", 4),
        (refused(500, "InternalServiceError", "no"), "unavailable", 4),
        (Answer::unavailable(), "unavailable", 4),
        (Answer::too_many_requests(None), "throttled", 4),
        (refused(400, "c4n4ryException", "no"), "protocol", 1),
        (Answer::garbage_json(), "protocol", 1),
        (Answer::json("{}"), "protocol", 1),
        (Answer::moved("http://127.0.0.1:9/c4n4ry"), "protocol", 1),
    ] {
        let server = FaultServer::start().unwrap();
        let shown = format!("{answer:?}").chars().take(120).collect::<String>();
        server.always(answer);
        let (problem, text) = problem(refer(variables(&server.url("")), "ref+awssecrets://shop"));
        assert_eq!(problem.detail(), Some(detail), "{shown}: {text}");
        assert_eq!(server.requests().len(), calls, "{shown}: {text}");
    }
}

#[test]
fn what_passes_is_asked_again() {
    let good = || Answer::json(r#"{"Name": "shop", "SecretString": "c4n4ry-value"}"#);
    for bad in [refused(400, "ThrottlingException", "no"), Answer::unavailable(), Answer::truncated("{", 9)] {
        let server = FaultServer::start().unwrap();
        server.sequence([bad, good()]);
        assert_eq!(refer(variables(&server.url("")), "ref+awssecrets://shop").unwrap(), "c4n4ry-value");
        assert_eq!(server.requests().len(), 2);
    }
    let server = FaultServer::start().unwrap();
    server.always(good());
    let proxy = FaultProxy::start(server.addr()).unwrap();
    proxy.set(Fault::FailFirst(1));
    assert_eq!(refer(variables(&format!("http://{}", proxy.addr())), "ref+awssecrets://shop").unwrap(), "c4n4ry-value");
}

#[allow(clippy::struct_field_names, reason = "they are what they are called")]
#[derive(Debug, Settings)]
#[settings(crate = tactful)]
struct Three {
    one: SecretString,
    two: SecretString,
    three: SecretString,
}

fn three(url: &str) -> Vec<(String, String)> {
    let mut variables = variables(url);
    variables.extend(pairs([
        ("ONE", "ref+awssecrets://one"),
        ("TWO", "ref+awssecrets://two"),
        ("THREE", "ref+awssecrets://three"),
    ]));
    variables
}

/// The name in the body of a request for one secret, which is the value of its answer, too.
fn one(request: &Request) -> Answer {
    let body = String::from_utf8_lossy(&request.body);
    let name = body.split("\"SecretId\":\"").nth(1).unwrap().split('"').next().unwrap();
    Answer::json(format!(r#"{{"Name": "{name}", "SecretString": "c4n4ry-{name}"}}"#))
}

#[test]
fn who_may_not_ask_for_several_asks_one_by_one() {
    let server = FaultServer::start().unwrap();
    server.respond(|request| match target(request).as_str() {
        "secretsmanager.BatchGetSecretValue" => refused(400, "AccessDeniedException", "BatchGetSecretValue"),
        _ => one(request),
    });
    let found: Three = load(three(&server.url("")), [] as [tactful::Map; 0]).unwrap();
    let values = [&found.one, &found.two, &found.three].map(|value| value.expose_secret().to_owned());
    assert_eq!(values, ["c4n4ry-one", "c4n4ry-two", "c4n4ry-three"]);
    let targets: Vec<String> = server.requests().iter().map(target).collect();
    assert_eq!(targets[0], "secretsmanager.BatchGetSecretValue");
    assert_eq!(targets[1..], ["secretsmanager.GetSecretValue"; 3]);
}

#[test]
fn errors_in_a_batch_are_of_those_that_they_name() {
    let server = FaultServer::start().unwrap();
    server.respond(|request| match target(request).as_str() {
        "secretsmanager.BatchGetSecretValue" => Answer::json(
            r#"{"SecretValues": [{"Name": "one", "ARN": "arn:aws:secretsmanager:eu-west-1:1:secret:one-AbCdEf", "SecretString": "c4n4ry-one"}],
                "Errors": [{"SecretId": "two", "ErrorCode": "AccessDeniedException", "Message": "c4n4ry"}]}"#,
        ),
        _ => one(request),
    });
    let (found, text) = problem(load::<Three>(three(&server.url("")), [] as [tactful::Map; 0]));
    assert_eq!((found.name(), found.detail()), ("TWO", Some("denied")), "{text}");
    assert!(text.contains("secretsmanager:GetSecretValue"), "{text}");
    // What the batch says nothing of is asked for by itself.
    let targets: Vec<String> = server.requests().iter().map(target).collect();
    assert_eq!(targets, ["secretsmanager.BatchGetSecretValue", "secretsmanager.GetSecretValue"]);
}

#[test]
fn pages_that_make_no_document_are_refused() {
    let page = |name: &str, value: &str, rest: &str| {
        format!(r#"{{"Parameters": [{{"Name": "{name}", "Type": "String", "Value": "{value}", "Version": 1}}]{rest}}}"#)
    };
    let next = r#", "NextToken": "n""#;
    for (answers, needle) in [
        (vec![page("/shop/a", "c4n4ry", next), page("/shop/a/b", "c4n4ry", "")], "do not make one document"),
        (vec![page("/shop/a", "c4n4ry", next)], "the same page comes again and again"),
        (vec![page("/other/a", "c4n4ry", "")], "parameters of another path"),
        (vec![r#"{"Parameters": [{"Name": "/shop/a"}]}"#.to_owned()], "without a name or value"),
    ] {
        let server = FaultServer::start().unwrap();
        server.sequence(answers.into_iter().map(Answer::json));
        let (found, text) = problem(load::<One>(variables(&server.url("")), [AwsParameters::by_path("/shop")]));
        assert_eq!(found.detail(), Some("protocol"), "{text}");
        assert!(text.split_whitespace().collect::<Vec<_>>().join(" ").contains(needle), "{text}");
    }
}

#[test]
fn certificates_are_looked_at() {
    let certificates = Certificates::new().unwrap();
    let ca = certificates.ca_pem_file().to_str().unwrap();
    for (name, identity, detail) in [
        ("good", certificates.good(), None),
        ("wrong name", certificates.wrong_name(), Some("tls")),
        ("expired", certificates.expired(), Some("tls")),
        ("unknown", certificates.unknown_authority(), Some("tls")),
    ] {
        let server = FaultServer::tls(&identity.certificate_pem, &identity.key_pem).unwrap();
        server.always(Answer::json(r#"{"Name": "shop", "SecretString": "c4n4ry-value"}"#));
        let mut variables = variables(&server.url(""));
        variables.push(("AWS_CA_BUNDLE".to_owned(), ca.to_owned()));
        let outcome = refer(variables, "ref+awssecrets://shop");
        match detail {
            None => assert_eq!(outcome.unwrap_or_else(|error| panic!("{name}: {error}")), "c4n4ry-value"),
            Some(detail) => {
                let (found, text) = problem(outcome);
                assert_eq!(found.detail(), Some(detail), "{name}: {text}");
                assert!(text.contains("AWS_CA_BUNDLE"), "{text}");
                assert!(server.requests().is_empty(), "{name}");
            }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("empty", ""),
        ("no-pem", "c4n4ry"),
        ("cut", "-----BEGIN CERTIFICATE-----\nc4n4ry\n"),
        ("no-certificate", "-----BEGIN CERTIFICATE-----\nYzRuNHJ5\n-----END CERTIFICATE-----\n"),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        let mut variables = variables("https://localhost:9");
        variables.push(("AWS_CA_BUNDLE".to_owned(), path.to_str().unwrap().to_owned()));
        let (found, text) = problem(refer(variables, "ref+awssecrets://shop"));
        assert_eq!(found.detail(), Some("misconfigured"), "{name}: {text}");
    }
}

#[test]
fn nothing_goes_to_other_machines_in_the_clear() {
    let url = "http://secretsmanager.example:8000/c4n4ry?c4n4ry";
    for url in ["http://secretsmanager.example:8000", "http://192.0.2.1", url] {
        let (found, text) = problem(refer(variables(url), "ref+awssecrets://shop"));
        assert_eq!(found.detail(), Some("misconfigured"), "{text}");
    }
    // Code may say that it knows better: then it is tried.
    let secrets = AwsSecrets::document("shop").endpoint_url("http://192.0.2.1:9").allow_plain_http();
    let (found, text) =
        problem(load::<One>(variables("http://127.0.0.1:9"), [secrets.request_timeout(Duration::from_millis(50))]));
    assert!(matches!(found.detail(), Some("timeout" | "unavailable")), "{text}");
}

#[test]
fn each_store_may_be_elsewhere() {
    let (secrets, parameters) = (FaultServer::start().unwrap(), FaultServer::start().unwrap());
    secrets.always(Answer::json(r#"{"Name": "shop", "SecretString": "{\"secret_key\": \"c4n4ry-key\"}"}"#));
    parameters.always(Answer::json(
        r#"{"Parameters": [{"Name": "/shop/stripe/secret_key", "Type": "SecureString", "Value": "c4n4ry-stripe", "Version": 1}]}"#,
    ));
    let mut named = variables("https://localhost:9");
    let (secrets_url, parameters_url) = (secrets.url(""), parameters.url(""));
    named.extend(pairs([
        ("AWS_ENDPOINT_URL_SECRETS_MANAGER", secrets_url.as_str()),
        ("AWS_ENDPOINT_URL_SSM", parameters_url.as_str()),
        ("SETTINGS_MANAGERS", "awsssm:///shop awssecrets://shop"),
    ]));
    let shop: Shop = load(named, [] as [tactful::Map; 0]).unwrap();
    assert_eq!(shop.secret_key.expose_secret(), "c4n4ry-key");
    assert_eq!(shop.stripe.secret_key.expose_secret(), "c4n4ry-stripe");
}
