//! What no server does on demand: standby nodes, upgrades, limits, and answers that are none.

use tactful::{ExposeSecret as _, Settings as _, Vault};
use tactful_faults::{Answer, Certificates, FaultServer};

use super::{One, Pairs, Shop, fails, load, load_pairs, server, told, with};

const PATH: &str = "/v1/secret/data/shop";
const SECRET: &str = r#"{"data": {"data": {"key": "c4n4ry-\u003ckey\u003e"},
    "metadata": {"created_time": "2025-11-29T10:31:38.608829985Z", "version": 3}}}"#;

fn source() -> Vault {
    Vault::kv2("secret", "shop")
}

fn pairs(server: &FaultServer) -> Pairs<'static> {
    vec![("VAULT_ADDR", server.url("")), ("VAULT_TOKEN", "c4n4ry-token".to_owned())]
}

fn refusal(status: u16, complaint: &str) -> Answer {
    Answer::new(status).header("content-type", "application/json").body(format!(r#"{{"errors": ["{complaint}"]}}"#))
}

#[test]
fn a_request_is_as_vault_wants_it() {
    let server = FaultServer::start().unwrap();
    server.at("/behind/v1/secret/data/sh%20o%23p%3F").always(Answer::json(SECRET));
    let address = with(&pairs(&server), &[("VAULT_ADDR", &server.url("/behind/"))]);
    let (one, _) = load::<One>(&address, Vault::kv2("secret", "sh o#p?").namespace("team-a/shop").version(3)).unwrap();
    assert_eq!(one.key.expose_secret(), "c4n4ry-<key>");
    let request = &server.requests()[0];
    assert_eq!(
        (request.method.as_str(), request.path.as_str()),
        ("GET", "/behind/v1/secret/data/sh%20o%23p%3F?version=3")
    );
    assert_eq!(request.header("x-vault-request"), Some("true"));
    assert_eq!(request.header("x-vault-namespace"), Some("team-a/shop"));
    assert_eq!(request.header("x-vault-token"), Some("c4n4ry-token"));
}

#[test]
fn what_passes_is_asked_again() {
    for answer in [
        Answer::unavailable(),
        refusal(503, "Vault is sealed"),
        refusal(
            400,
            "Upgrading from non-versioned to versioned data. This backend will be unavailable for a brief period.",
        ),
        Answer::too_many_requests(Some(0)),
        Answer::new(472),
        Answer::new(473),
        refusal(412, "required index state not present"),
        refusal(500, "local node not active but active cluster node not found"),
        Answer::truncated(SECRET, 10),
    ] {
        let server = FaultServer::start().unwrap();
        server.at(PATH).sequence([answer, Answer::json(SECRET)]);
        load::<One>(&pairs(&server), source()).unwrap();
        assert_eq!(server.requests().len(), 2);
    }
}

#[test]
fn what_stays_is_told() {
    let cases: [(Answer, &[&str]); 13] = [
        (Answer::unavailable(), &["503, it cannot serve now", "unavailable"]),
        (refusal(400, "Upgrading from non-versioned to versioned data"), &["is being upgraded to KV 2"]),
        (Answer::too_many_requests(None), &["429, too many requests", "throttled"]),
        (Answer::new(472), &["472, it is a standby", "VAULT_ADDR"]),
        (Answer::new(473), &["473, it is a performance standby"]),
        (refusal(503, "Vault is not initialized"), &["503, it is not initialized", "vault operator init"]),
        (Answer::internal_error(), &["500, an internal error"]),
        (refusal(405, "unsupported operation c4n4ry"), &["405, this path cannot be read"]),
        (refusal(418, "c4n4ry"), &["418, the request was refused"]),
        (Answer::garbage_json(), &["an answer that is not what Vault says", "protocol"]),
        (Answer::json(r#"{"data": null}"#), &["an answer without data"]),
        (Answer::json("<html>c4n4ry</html>"), &["an answer that is not what Vault says"]),
        (Answer::not_found(), &["no such secret", "missing"]),
    ];
    for (answer, parts) in cases {
        let server = FaultServer::start().unwrap();
        server.at(PATH).always(answer);
        let error = fails(load::<One>(&pairs(&server), source()), parts);
        assert!(server.requests().len() == if error.exit_code() == 75 { 4 } else { 1 }, "{:?}", server.requests());
    }
}

#[test]
fn no_redirect_carries_a_token() {
    let active = FaultServer::start().unwrap();
    active.always(Answer::json(SECRET));
    for (status, parts) in [
        (307, &["307, it is a standby that points to another node", "unavailable"]),
        (301, &["301, a redirect, which is not followed", "protocol"]),
    ] {
        let standby = FaultServer::start().unwrap();
        let location = format!("{}?c4n4ry=c4n4ry", active.url(PATH));
        standby.always(Answer::new(status).header("location", &location));
        let address = format!("VAULT_ADDR={}", active.url(""));
        let error = fails(load::<One>(&pairs(&standby), source()), &[parts[0], parts[1], &address]);
        assert!(!told(&error).contains('?'));
        // A login is one that would be sent along, too.
        let login =
            with(&pairs(&standby), &[("VAULT_TOKEN", ""), ("VAULT_USERNAME", "shop"), ("VAULT_PASSWORD", "c4n4ry")]);
        fails(load::<One>(&login, source()), &[parts[0], &address]);
    }
    assert_eq!(active.connections(), 0);
}

#[test]
fn a_host_that_is_nowhere() {
    let nowhere = vec![("VAULT_ADDR", "https://vault.invalid:8200".to_owned()), ("VAULT_TOKEN", "c4n4ry".to_owned())];
    fails(load::<One>(&nowhere, source()), &["its host name cannot be resolved"]);
}

#[test]
fn certificates() {
    let certificates = Certificates::new().unwrap();
    let ca = certificates.ca_pem_file();
    let check = |identity: &tactful_faults::Identity, part: Option<&str>| {
        let server = FaultServer::tls(&identity.certificate_pem, &identity.key_pem).unwrap();
        server.at(PATH).always(Answer::json(SECRET));
        let outcome = load::<One>(&pairs(&server), source().ca_file(ca));
        match part {
            None => assert_eq!(outcome.unwrap().0.key.expose_secret(), "c4n4ry-<key>"),
            Some(part) => {
                fails(outcome, &[part, "tls"]);
                assert!(server.requests().is_empty(), "nothing is said before the certificate is right");
            }
        }
    };
    check(certificates.good(), None);
    check(certificates.expired(), Some("its certificate has expired"));
    check(certificates.wrong_name(), Some("its certificate is for another host"));
    check(certificates.unknown_authority(), Some("signed by an authority that is not trusted here"));
}

#[test]
fn a_login_that_fails_is_made_once_and_told_once() {
    let server = FaultServer::start().unwrap();
    server.at("/v1/auth/userpass/login/shop").always(refusal(400, "invalid username or password"));
    let more = [("VAULT_TOKEN", ""), ("VAULT_USERNAME", "shop"), ("VAULT_PASSWORD", "c4n4ry")];
    let pairs = with(
        &with(&pairs(&server), &more),
        &[("SECRET_KEY", "ref+vault://secret/a#/b"), ("STRIPE_SECRET_KEY", "ref+vault://kv/c#/d")],
    );
    let error =
        fails(load_pairs::<Shop>(&pairs), &["400, the login by user and password at auth/userpass was refused"]);
    assert_eq!(error.report().problems().len(), 1, "{error}");
    assert_eq!(server.requests().len(), 1);
    let body = &server.requests()[0].body;
    assert_eq!(body, br#"{"password":"c4n4ry"}"#);
}

#[test]
fn a_secret_id_is_unwrapped_once_however_often_the_login_fails() {
    let server = FaultServer::start().unwrap();
    server.at("/v1/sys/wrapping/unwrap").always(Answer::json(r#"{"data": {"secret_id": "c4n4ry-id"}}"#));
    let token = r#"{"auth": {"client_token": "c4n4ry-own", "lease_duration": 60, "renewable": true}}"#;
    server.at("/v1/auth/approle/login").sequence([Answer::unavailable(), Answer::unavailable(), Answer::json(token)]);
    server.at(PATH).always(Answer::json(SECRET));
    let pairs = with(&pairs(&server), &[("VAULT_TOKEN", "")]);
    load::<One>(&pairs, source().app_role_wrapped("c4n4ry-role", "c4n4ry-wrapping".to_owned().into())).unwrap();
    let paths: Vec<String> = server.requests().iter().map(|request| request.path.clone()).collect();
    let login = "/v1/auth/approle/login";
    assert_eq!(paths, ["/v1/sys/wrapping/unwrap", login, login, login, PATH]);
    assert_eq!(server.requests()[0].header("x-vault-token"), Some("c4n4ry-wrapping"));
    assert_eq!(server.requests()[3].body, br#"{"role_id":"c4n4ry-role","secret_id":"c4n4ry-id"}"#);
    assert_eq!(server.requests()[4].header("x-vault-token"), Some("c4n4ry-own"));
}

#[test]
fn a_login_that_wants_a_second_factor() {
    let server = FaultServer::start().unwrap();
    server.always(Answer::json(r#"{"auth": {"client_token": "", "mfa_requirement": {}}}"#));
    let more = [("VAULT_TOKEN", ""), ("VAULT_USERNAME", "shop"), ("VAULT_PASSWORD", "c4n4ry")];
    fails(load::<One>(&with(&pairs(&server), &more), source()), &["it wants a second factor", "unauthenticated"]);
}

#[test]
fn a_lookup_that_fails_is_the_error_of_its_mount_alone() {
    let server = FaultServer::start().unwrap();
    server.at("/v1/sys/internal/ui/mounts/a/*").always(Answer::internal_error());
    server
        .at("/v1/sys/internal/ui/mounts/b/*")
        .always(Answer::json(r#"{"data": {"path": "b/", "type": "kv", "options": null}}"#));
    server.at("/v1/b/x").always(Answer::json(r#"{"data": {"k": "c4n4ry"}, "lease_duration": 2764800}"#));
    let more = [("SECRET_KEY", "ref+vault://a/x#/k"), ("STRIPE_SECRET_KEY", "ref+vault://b/x#/k")];
    let error = fails(load_pairs::<Shop>(&with(&pairs(&server), &more)), &["500, an internal error", "SECRET_KEY"]);
    assert!(!told(&error).contains("STRIPE_SECRET_KEY"), "{error}");
}

#[test]
fn an_environment_that_names_a_proxy_is_not_obeyed() {
    // The pairs of a closed context are all there is: nothing of the process is read beside them.
    let Some((_, root)) = server() else { return };
    let pairs = with(
        &root,
        &[
            ("HTTP_PROXY", "http://127.0.0.1:1"),
            ("http_proxy", "http://127.0.0.1:1"),
            ("ALL_PROXY", "http://127.0.0.1:1"),
        ],
    );
    load::<Shop>(&pairs, Vault::kv2("secret", "shop/production")).unwrap().0.is("production");
}

/// A path may have any word in it, and servers repeat paths.
#[test]
fn a_name_with_sealed_in_it_is_not_a_sealed_server() {
    let server = FaultServer::start().unwrap();
    let refused = r#"{"errors": ["preflight capability check returned 403, please ensure client's policies grant access to path \"sealed-secrets/app/\""]}"#;
    server.at("/v1/sys/internal/ui/mounts/*").always(Answer::forbidden().body(refused));
    let missing = r#"{"errors": ["no handler for route \"sealed-secrets/data/app\". route entry not found."]}"#;
    server.at("/v1/sealed-secrets/*").always(Answer::new(404).body(missing));
    let pairs = with(&pairs(&server), &[("KEY", "ref+vault://sealed-secrets/app#/k")]);
    fails(load_pairs::<One>(&pairs), &["nothing is mounted at sealed-secrets"]);
    assert_eq!(server.requests().len(), 2, "and is not asked again");
}

/// What is of KV 2 needs no look-up, and does not fail with one.
#[test]
fn a_lookup_that_fails_for_one_leaves_the_others_alone() {
    let server = FaultServer::start().unwrap();
    server.at("/v1/sys/internal/ui/mounts/*").always(Answer::internal_error());
    server.at("/v1/secret/data/many/gone").always(Answer::new(404).body(r#"{"errors": []}"#));
    server.at("/v1/secret/data/many/*").always(Answer::json(SECRET));
    let mut more = vec![("KEYS__GONE".to_owned(), "ref+vault://secret/many/gone#/key".to_owned())];
    more.extend((0..40).map(|number| (format!("KEYS__K{number}"), format!("ref+vault://secret/many/{number}#/key"))));
    let owned = pairs(&server).into_iter().map(|(name, value)| (name.to_owned(), value));
    let error = Many::loader().context(tactful::Context::from_pairs(owned.chain(more))).load().unwrap_err();
    let leaves: Vec<&str> = error.report().problems().iter().flat_map(tactful::Problem::leaves).collect();
    assert_eq!(leaves, ["KEYS__GONE"], "{}", told(&error));
}

#[derive(Debug, tactful::Settings)]
struct Many {
    #[allow(dead_code, reason = "it is not read")]
    keys: std::collections::BTreeMap<String, tactful::SecretString>,
}

/// Who has used it is known, then: nobody is called a thief.
#[test]
fn a_wrapping_token_whose_answer_was_lost() {
    let server = FaultServer::start().unwrap();
    let used = Answer::new(400).body(r#"{"errors": ["wrapping token is not valid or does not exist"]}"#);
    server.at("/v1/sys/wrapping/unwrap").sequence([Answer::unavailable(), used]);
    let pairs = with(&pairs(&server), &[("VAULT_TOKEN", "")]);
    let source = source().app_role_wrapped("c4n4ry-role", "c4n4ry-wrapping".to_owned().into());
    let error = fails(load::<One>(&pairs, source), &["is used up, maybe by this load", "sys/wrapping/unwrap"]);
    assert!(!told(&error).contains("somebody else"), "{error}");
}

#[test]
fn what_is_not_vault_does_not_speak_for_it() {
    let server = FaultServer::start().unwrap();
    for status in [403, 404] {
        server.always(Answer::new(status).header("content-type", "text/html").body("<html>c4n4ry</html>"));
        let parts = [
            format!("{status}, and it is no answer of Vault"),
            "is VAULT_ADDR the address of Vault itself?".to_owned(),
        ];
        fails(load::<One>(&pairs(&server), source()), &parts.each_ref().map(String::as_str));
        let pairs = with(&pairs(&server), &[("VAULT_ADDR", &server.url("/ui"))]);
        fails(load::<One>(&pairs, source()), &["VAULT_ADDR has the path /ui"]);
    }
    // A denied path is first of all one that should not have data/ in it.
    server.always(refusal(403, "1 error occurred:\\n\\t* permission denied\\n\\n"));
    fails(load::<One>(&pairs(&server), Vault::kv2("secret", "data/shop")), &["leave data/ out of the path"]);
}

/// A guess that nobody confirms might be another secret.
#[test]
fn what_cannot_be_looked_up_and_may_be_of_kv1() {
    let server = FaultServer::start().unwrap();
    server.at("/v1/sys/internal/ui/mounts/*").always(refusal(403, "permission denied"));
    let of_kv1 = r#"{"lease_duration": 0, "data": {"data": {"k": "c4n4ry"}, "metadata": {"version": 1}, "ttl": 0}}"#;
    server.at("/v1/kv/data/shop").always(Answer::json(of_kv1));
    let pairs = with(&pairs(&server), &[("KEY", "ref+vault://kv/shop#/k")]);
    fails(load_pairs::<One>(&pairs), &["kv cannot be looked up", "is not surely of KV 2", "engine=kv1"]);
}
