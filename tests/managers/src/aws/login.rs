//! Where credentials come from. Neither server looks at them: what was sent is read at a server of ours.

use std::fs;
use std::path::Path;

use tactful::AwsSecrets;
use tactful_faults::{Answer, FaultServer, Request};

use super::{One, clouds, load, pairs, problem, refer, variables};

const ROLE: &str = "arn:aws:iam::123456789012:role/shop";
const TOKEN: &str = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJjNG40cnkifQ.c4n4ry";

/// A server that has a secret, gives credentials of a role, and those of a container.
fn cloud() -> FaultServer {
    let server = FaultServer::start().unwrap();
    server.respond(|request| {
        let body = String::from_utf8_lossy(&request.body);
        if body.contains("AssumeRoleWithWebIdentity") {
            return Answer::ok(
                "<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>\
                 <AccessKeyId>ASIAWEB</AccessKeyId><SecretAccessKey>c4n4ry</SecretAccessKey>\
                 <SessionToken>c4n4ry-web</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>\
                 </Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>",
            )
            .header("content-type", "text/xml");
        }
        Answer::json(r#"{"Name": "shop", "SecretString": "c4n4ry-value", "VersionId": "1"}"#)
    });
    server.at("/container").respond(|request| match request.header("authorization") {
        Some("c4n4ry-token" | "Basic c4n4ry-token") => Answer::json(
            r#"{"AccessKeyId": "ASIACONTAINER", "SecretAccessKey": "c4n4ry", "Token": "c4n4ry-container", "Expiration": "2099-01-01T00:00:00Z"}"#,
        ),
        _ => Answer::unauthorized(),
    });
    server
}

/// The access key and the session token of the last request.
fn shown(requests: &[Request]) -> (String, Option<String>) {
    let last = requests.last().unwrap();
    let header = last.header("authorization").unwrap();
    let key = header.split("Credential=").nth(1).unwrap().split('/').next().unwrap();
    (key.to_owned(), last.header("x-amz-security-token").map(str::to_owned))
}

fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn each_source_is_used_in_the_order_of_awss_own_tools() {
    let server = cloud();
    let folder = tempfile::tempdir().unwrap();
    let token_file = write(folder.path(), "token", &format!("{TOKEN}\n"));
    let container_token_file = write(folder.path(), "container-token", "c4n4ry-token\n");
    let credentials = write(
        folder.path(),
        "credentials",
        "[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = c4n4ry\n\
         [shop]\naws_access_key_id = AKIASHOP\naws_secret_access_key = c4n4ry\naws_session_token = c4n4ry-shop\n",
    );
    let process = r#"{"Version": 1, "AccessKeyId": "ASIAPROCESS", "SecretAccessKey": "c4n4ry", "SessionToken": "c4n4ry-process"}"#;
    let process = write(folder.path(), "process.json", process);
    let config = format!("[profile process]\nregion = eu-west-1\ncredential_process = cat {process}\n");
    let config = write(folder.path(), "config", &config);
    let container_url = server.url("/container");
    let keys = [("AWS_ACCESS_KEY_ID", "AKIAKEY"), ("AWS_SECRET_ACCESS_KEY", "c4n4ry")];
    let session = [("AWS_SESSION_TOKEN", "c4n4ry-session")];
    let profile = [("AWS_SHARED_CREDENTIALS_FILE", credentials.as_str()), ("AWS_PROFILE", "shop")];
    let default = [("AWS_SHARED_CREDENTIALS_FILE", credentials.as_str())];
    let process = [("AWS_CONFIG_FILE", config.as_str()), ("AWS_PROFILE", "process")];
    let web = [("AWS_ROLE_ARN", ROLE), ("AWS_WEB_IDENTITY_TOKEN_FILE", token_file.as_str())];
    let container = [
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", container_url.as_str()),
        ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", container_token_file.as_str()),
    ];
    let container_token = [
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", container_url.as_str()),
        ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "c4n4ry-token"),
    ];
    for (given, key, session) in [
        ([&keys[..], &[], &[]], "AKIAKEY", None),
        ([&keys[..], &session, &[]], "AKIAKEY", Some("c4n4ry-session")),
        ([&profile[..], &[], &[]], "AKIASHOP", Some("c4n4ry-shop")),
        ([&default[..], &[], &[]], "AKIADEFAULT", None),
        ([&process[..], &[], &[]], "ASIAPROCESS", Some("c4n4ry-process")),
        ([&web[..], &[], &[]], "ASIAWEB", Some("c4n4ry-web")),
        ([&container[..], &[], &[]], "ASIACONTAINER", Some("c4n4ry-container")),
        ([&container_token[..], &[], &[]], "ASIACONTAINER", Some("c4n4ry-container")),
        ([&container[..], &web, &[]], "ASIAWEB", Some("c4n4ry-web")),
        ([&container[..], &web, &profile], "AKIASHOP", Some("c4n4ry-shop")),
        ([&web[..], &profile, &keys], "AKIAKEY", None),
    ] {
        let mut variables = pairs([("AWS_REGION", "eu-west-1"), ("AWS_ENDPOINT_URL", server.url("").as_str())]);
        variables.extend(given.concat().into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())));
        let value = refer(variables, "ref+awssecrets://shop").unwrap_or_else(|error| panic!("{given:?}: {error}"));
        assert_eq!(value, "c4n4ry-value");
        assert_eq!(shown(&server.take_requests()), (key.to_owned(), session.map(str::to_owned)), "{given:?}");
    }
    // The region may stand in the profile.
    let variables = pairs([
        ("AWS_ENDPOINT_URL", server.url("").as_str()),
        ("AWS_CONFIG_FILE", &config),
        ("AWS_PROFILE", "process"),
    ]);
    assert_eq!(refer(variables, "ref+awssecrets://shop").unwrap(), "c4n4ry-value");
    // A profile in code.
    let variables = pairs([("AWS_ENDPOINT_URL", server.url("").as_str()), ("AWS_CONFIG_FILE", &config)]);
    let secrets = AwsSecrets::document("shop").profile_name("process");
    assert!(load::<One>(variables, [secrets]).unwrap_err().to_string().contains("is not JSON"));
    assert_eq!(shown(&server.take_requests()).0, "ASIAPROCESS");
}

#[test]
fn a_web_identity_is_good_at_both_servers() {
    let folder = tempfile::tempdir().unwrap();
    let token_file = write(folder.path(), "token", TOKEN);
    for cloud in clouds() {
        let proxy = tactful_faults::FaultProxy::start(cloud.addr()).unwrap();
        let url = format!("http://{}", proxy.addr());
        // ministack keeps accounts apart, and is itself in another than moto is.
        let role = ROLE.replace("123456789012", cloud.arn("shop/plain").split(':').nth(4).unwrap());
        let mut variables =
            pairs([("AWS_REGION", "eu-west-1"), ("AWS_ENDPOINT_URL", url.as_str()), ("AWS_ROLE_ARN", role.as_str())]);
        variables.extend(pairs([("AWS_WEB_IDENTITY_TOKEN_FILE", token_file.as_str())]));
        variables.extend(pairs([("AWS_ROLE_SESSION_NAME", "shop-1")]));
        assert_eq!(refer(variables, "ref+awssecrets://shop/plain").unwrap(), "c4n4ry-plain", "{}", cloud.name);
        assert_eq!(proxy.requests().len(), 2, "{}: one login, one secret", cloud.name);
    }
}

/// A store logs in once, however much is asked of it.
#[test]
fn many_requests_are_one_login() {
    let server = cloud();
    let url = server.url("/container");
    let mut variables = pairs([("AWS_REGION", "eu-west-1"), ("AWS_ENDPOINT_URL", server.url("").as_str())]);
    variables.extend(pairs([
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", url.as_str()),
        ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "Basic c4n4ry-token"),
        ("SECRET_KEY", "ref+awssecrets://a?version_id=1"),
        ("STRIPE_SECRET_KEY", "ref+awssecrets://b?version_id=2"),
    ]));
    load::<super::Shop>(variables, [] as [tactful::Map; 0]).unwrap();
    let paths: Vec<String> = server.requests().iter().map(|request| request.path.clone()).collect();
    assert_eq!(paths, ["/container", "/", "/"]);
    assert_eq!(server.requests()[0].header("authorization"), Some("Basic c4n4ry-token"));
}

#[test]
fn who_has_no_credentials_is_told_where_they_may_be() {
    let server = cloud();
    let base = || pairs([("AWS_REGION", "eu-west-1"), ("AWS_ENDPOINT_URL", server.url("").as_str())]);
    let folder = tempfile::tempdir().unwrap();
    let empty = write(folder.path(), "config", "[profile other]\nregion = eu-west-1\n");
    let token_file = write(folder.path(), "token", "c4n4ry");
    let missing = folder.path().join("missing");
    let missing = missing.to_str().unwrap();
    let url = server.url("/container");
    let refused = FaultServer::start().unwrap();
    refused.always(Answer::new(400).body(
        "<ErrorResponse><Error><Code>InvalidIdentityToken</Code><Message>c4n4ry</Message></Error></ErrorResponse>",
    ));
    let refused_url = refused.url("");
    for (given, detail, needles) in [
        (vec![], "unauthenticated", ["nobody has credentials", "AWS_WEB_IDENTITY_TOKEN_FILE"]),
        (vec![("AWS_ACCESS_KEY_ID", "c4n4ry")], "misconfigured", ["without AWS_SECRET_ACCESS_KEY", "give both"]),
        (vec![("AWS_SECRET_ACCESS_KEY", "c4n4ry")], "misconfigured", ["without AWS_ACCESS_KEY_ID", "give both"]),
        (
            vec![("AWS_ACCESS_KEY_ID", "AKIA"), ("AWS_SECRET_ACCESS_KEY", "c4n4ry two")],
            "misconfigured",
            ["AWS_SECRET_ACCESS_KEY has a blank", "copy it again"],
        ),
        (
            vec![("AWS_WEB_IDENTITY_TOKEN_FILE", token_file.as_str())],
            "misconfigured",
            ["without a role", "AWS_ROLE_ARN"],
        ),
        (
            vec![("AWS_WEB_IDENTITY_TOKEN_FILE", missing), ("AWS_ROLE_ARN", ROLE)],
            "unauthenticated",
            ["AWS_WEB_IDENTITY_TOKEN_FILE names", "cannot be read"],
        ),
        (
            vec![
                ("AWS_WEB_IDENTITY_TOKEN_FILE", token_file.as_str()),
                ("AWS_ROLE_ARN", ROLE),
                ("AWS_ENDPOINT_URL_STS", refused_url.as_str()),
            ],
            "unauthenticated",
            ["STS gives no credentials of arn:aws:iam::123456789012:role/shop", "trust policy"],
        ),
        // The store itself is up: it is not to blame.
        (
            vec![("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1/c4n4ry")],
            "unavailable",
            ["AWS_CONTAINER_CREDENTIALS_FULL_URI, which gives the credentials", "the connection is refused"],
        ),
        (
            vec![("AWS_CONTAINER_CREDENTIALS_FULL_URI", url.as_str())],
            "unauthenticated",
            ["401, the container is given no credentials", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"],
        ),
        (
            vec![("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://strange.example/c4n4ry")],
            "misconfigured",
            ["plain http to a strange host", "169.254.170.2"],
        ),
        (vec![("AWS_PROFILE", "shop")], "misconfigured", ["a profile is named", "AWS_CONFIG_FILE"]),
        (vec![("AWS_CONFIG_FILE", missing)], "misconfigured", ["AWS_CONFIG_FILE names", "no file that can be read"]),
        (
            vec![("AWS_CONFIG_FILE", empty.as_str()), ("AWS_PROFILE", "shop")],
            "unauthenticated",
            ["the profile shop gives no credentials", "aws sso login --profile shop"],
        ),
        (
            vec![("AWS_CONFIG_FILE", empty.as_str())],
            "unauthenticated",
            ["no credentials in the profile", "AWS_PROFILE"],
        ),
    ] {
        let mut variables = base();
        variables.extend(given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let (problem, text) = problem(refer(variables, "ref+awssecrets://shop"));
        assert_eq!(problem.detail(), Some(detail), "{given:?}: {text}");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for needle in needles {
            assert!(text.contains(needle), "{given:?}: {needle}: {text}");
        }
    }
    assert!(
        server.requests().iter().all(|request| request.path == "/container"),
        "nothing was asked without credentials"
    );
}

#[test]
fn the_region_is_needed_and_is_a_name() {
    let server = cloud();
    let without = |variables: Vec<(String, String)>| -> Vec<(String, String)> {
        variables.into_iter().filter(|(name, _)| name != "AWS_REGION").collect()
    };
    let (found, text) = problem(refer(without(variables(&server.url(""))), "ref+awssecrets://shop"));
    assert_eq!(found.detail(), Some("misconfigured"), "{text}");
    assert!(text.contains("AWS_REGION"), "{text}");
    let mut wrong = without(variables(&server.url("")));
    wrong.push(("AWS_REGION".to_owned(), "evil.example/".to_owned()));
    let (found, text) = problem(refer(wrong, "ref+awssecrets://shop"));
    assert_eq!(found.detail(), Some("misconfigured"), "{text}");
    assert!(server.requests().is_empty());
    let mut other = without(variables(&server.url("")));
    other.push(("AWS_DEFAULT_REGION".to_owned(), "eu-central-1".to_owned()));
    assert_eq!(refer(other, "ref+awssecrets://shop").unwrap(), "c4n4ry-value");
    let scope = server.requests()[0].header("authorization").unwrap().to_owned();
    assert!(scope.contains("/eu-central-1/secretsmanager/"), "{scope}");
}
