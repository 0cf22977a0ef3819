//! Ways to log in, and what is refused before anybody is asked.

use std::fs;

use tactful::{SecretString, Vault};

use super::{Pairs, Shop, administer, fails, load, member, with};
use crate::servers::offered;

fn address() -> Option<Pairs<'static>> {
    Some(vec![("VAULT_ADDR", offered("TEST_VAULT_ADDR")?)])
}

fn source() -> Vault {
    Vault::kv2("secret", "shop/production")
}

fn wrapped() -> Option<String> {
    let answer = administer("POST", "auth/approle/role/shop/secret-id", "X-Vault-Wrap-TTL: 60s\r\n", "{}")?;
    Some(member(&answer, "token"))
}

fn text_of(variable: &str) -> Option<String> {
    Some(fs::read_to_string(offered(variable)?).unwrap())
}

#[test]
fn every_way_in() {
    let Some(pairs) = address() else { return };
    let variable = |name: &str| offered(name).unwrap();
    let secret = |name: &str| SecretString::from(variable(name));
    let jwt = text_of("TEST_VAULT_JWT_FILE").unwrap();
    let account = variable("TEST_VAULT_KUBERNETES_JWT_FILE");
    let (role_id, secret_id) = (variable("TEST_VAULT_ROLE_ID"), variable("TEST_VAULT_SECRET_ID"));
    let (user, password) = (variable("TEST_VAULT_USER"), variable("TEST_VAULT_PASSWORD"));

    let in_code = [
        source().token(secret("TEST_VAULT_SHOP_TOKEN")),
        source().app_role(&role_id, secret("TEST_VAULT_SECRET_ID")),
        source().app_role_wrapped(&role_id, wrapped().unwrap().into()),
        source().userpass(&user, secret("TEST_VAULT_PASSWORD")),
        source().jwt("shop", jwt.clone().into()),
        source().kubernetes("shop").kubernetes_token_file(&account),
        source().app_role(&role_id, secret("TEST_VAULT_SECRET_ID")).auth_mount("auth/approle/"),
    ];
    for source in in_code {
        load::<Shop>(&pairs, source).unwrap().0.is("production");
    }

    let wrapping = wrapped().unwrap();
    let in_environment: [&[(&str, &str)]; 7] = [
        &[("VAULT_TOKEN", &variable("TEST_VAULT_SHOP_TOKEN"))],
        &[("VAULT_ROLE_ID", &role_id), ("VAULT_SECRET_ID", &secret_id)],
        &[("VAULT_ROLE_ID", &role_id), ("VAULT_WRAPPING_TOKEN", &wrapping)],
        &[("VAULT_USERNAME", &user), ("VAULT_PASSWORD", &password)],
        &[("VAULT_ROLE", "shop"), ("VAULT_JWT_FILE", &variable("TEST_VAULT_JWT_FILE"))],
        &[("VAULT_ROLE", "shop"), ("VAULT_K8S_TOKEN_FILE", &account)],
        &[
            ("VAULT_ROLE_ID", &role_id),
            ("VAULT_SECRET_ID", &secret_id),
            ("VAULT_TOKEN", "x"),
            ("VAULT_AUTH_METHOD", "approle"),
        ],
    ];
    for more in in_environment {
        load::<Shop>(&with(&pairs, more), source()).unwrap().0.is("production");
    }
}

#[test]
fn logins_that_are_refused() {
    let Some(pairs) = address() else { return };
    let role_id = offered("TEST_VAULT_ROLE_ID").unwrap();
    let user = offered("TEST_VAULT_USER").unwrap();
    let refused = |source: Vault, parts: &[&str]| {
        let error = fails(load::<Shop>(&pairs, source), parts);
        assert!(told_code(&error, "unauthenticated"), "{error}");
    };
    refused(
        source().app_role(&role_id, "c4n4ry-wrong".into()),
        &["the login by AppRole at auth/approle was refused", "secret-id"],
    );
    refused(
        source().userpass(&user, "c4n4ry-wrong".into()),
        &["the login by user and password at auth/userpass was refused"],
    );
    refused(
        source().jwt("shop", text_of("TEST_VAULT_EXPIRED_JWT_FILE").unwrap().into()),
        &["the login by JWT at auth/jwt was refused"],
    );
    refused(source().jwt("shop", "c4n4ry".into()), &["the login by JWT at auth/jwt was refused"]);
    let stranger = offered("TEST_VAULT_REFUSED_KUBERNETES_JWT_FILE").unwrap();
    refused(
        source().kubernetes("shop").kubernetes_token_file(stranger),
        &["the login by Kubernetes at auth/kubernetes was refused"],
    );
    refused(source().userpass(&user, "c4n4ry".into()).auth_mount("nowhere"), &["auth/nowhere"]);
    refused(source().token("c4n4ry-wrong".into()), &["403", "vault token"]);
}

fn told_code(error: &tactful::LoadError, detail: &str) -> bool {
    error.report().lines().iter().any(|line| line.contains(detail))
}

#[test]
fn a_secret_id_comes_out_of_its_wrapping_once() {
    let Some(pairs) = address() else { return };
    let role_id = offered("TEST_VAULT_ROLE_ID").unwrap();
    let token = wrapped().unwrap();
    load::<Shop>(&pairs, source().app_role_wrapped(&role_id, token.clone().into())).unwrap().0.is("production");
    let parts = ["the wrapping token is not valid", "somebody else may have the secret id"];
    fails(load::<Shop>(&pairs, source().app_role_wrapped(&role_id, token.into())), &parts);
    // A token that is valid, and wraps something else.
    let answer = administer("POST", "sys/wrapping/wrap", "X-Vault-Wrap-TTL: 60s\r\n", r#"{"a": "b"}"#).unwrap();
    let parts = ["something else than a secret id"];
    fails(load::<Shop>(&pairs, source().app_role_wrapped(&role_id, member(&answer, "token").into())), &parts);
}

#[test]
fn a_token_without_the_policy_default_is_denied_by_policy() {
    let Some(pairs) = address() else { return };
    let body = r#"{"policies": ["shop"], "no_default_policy": true}"#;
    let token = member(&administer("POST", "auth/token/create", "", body).unwrap(), "client_token");
    load::<Shop>(&pairs, source().token(token.clone().into())).unwrap().0.is("production");
    // Whether that is the token or the policy, the server does not let it know.
    fails(load::<Shop>(&pairs, Vault::kv2("secret", "many-in-one").token(token.into())), &["403, permission denied"]);
}

#[test]
#[allow(clippy::type_complexity, reason = "a table")]
fn options_that_make_no_login() {
    let pairs = vec![("VAULT_ADDR", "http://127.0.0.1:1".to_owned())];
    let cases: &[(&[(&str, &str)], &[&str])] = &[
        (
            &[],
            &["no way to log in is given", "VAULT_TOKEN", "VAULT_ROLE_ID", "VAULT_USERNAME", "VAULT_JWT", "VAULT_ROLE"],
        ),
        (&[("VAULT_TOKEN", "")], &["no way to log in is given"]),
        (
            &[("VAULT_TOKEN", "c4n4ry"), ("VAULT_ROLE_ID", "c4n4ry")],
            &["two ways to log in are given: VAULT_TOKEN and VAULT_ROLE_ID", "VAULT_AUTH_METHOD=token or approle"],
        ),
        (&[("VAULT_TOKEN", "c4n4ry"), ("VAULT_ROLE", "shop")], &["VAULT_TOKEN and VAULT_ROLE"]),
        (&[("VAULT_USERNAME", "shop"), ("VAULT_JWT", "c4n4ry")], &["VAULT_USERNAME and VAULT_JWT"]),
        (&[("VAULT_JWT", "c4n4ry"), ("VAULT_K8S_TOKEN_FILE", "/x")], &["VAULT_JWT and VAULT_K8S_TOKEN_FILE"]),
        (&[("VAULT_ROLE_ID", "c4n4ry")], &["VAULT_SECRET_ID or VAULT_WRAPPING_TOKEN is not set"]),
        (&[("VAULT_SECRET_ID", "c4n4ry")], &["VAULT_ROLE_ID is not set"]),
        (
            &[("VAULT_ROLE_ID", "c4n4ry"), ("VAULT_SECRET_ID", "c4n4ry"), ("VAULT_WRAPPING_TOKEN", "c4n4ry")],
            &["VAULT_SECRET_ID and VAULT_WRAPPING_TOKEN are both given"],
        ),
        (&[("VAULT_USERNAME", "shop")], &["VAULT_PASSWORD is not set"]),
        (&[("VAULT_K8S_TOKEN_FILE", "/x")], &["VAULT_ROLE is not set"]),
        (&[("VAULT_ROLE", "shop"), ("VAULT_K8S_TOKEN_FILE", "/nowhere")], &["/nowhere, does not exist"]),
        (&[("VAULT_AUTH_METHOD", "ldap")], &["VAULT_AUTH_METHOD is no way to log in", "approle"]),
        (&[("VAULT_TOKEN", "c4n4ry\n")], &["VAULT_TOKEN is no token", "printf"]),
        (&[("VAULT_TOKEN", "c4n4ry\u{e9}")], &["VAULT_TOKEN is no token"]),
        (&[("VAULT_ROLE_ID", "c4n4ry"), ("VAULT_WRAPPING_TOKEN", "c4n4ry\r")], &["VAULT_WRAPPING_TOKEN is no token"]),
        (&[("VAULT_TOKEN", "c4n4ry"), ("VAULT_NAMESPACE", "a\nb")], &["VAULT_NAMESPACE has"]),
        (
            &[("VAULT_TOKEN", "c4n4ry"), ("VAULT_CACERT", "/nowhere.pem")],
            &["VAULT_CACERT names /nowhere.pem, which does not exist"],
        ),
        (&[("VAULT_TOKEN", "c4n4ry"), ("VAULT_CACERT", "/etc/hostname")], &["which holds no certificate"]),
        (&[("VAULT_TOKEN", "c4n4ry"), ("VAULT_ADDR", "vault.example")], &["VAULT_ADDR is no URL"]),
        (
            &[("VAULT_TOKEN", "c4n4ry"), ("VAULT_ADDR", "ftp://vault.example")],
            &["VAULT_ADDR is neither http:// nor https://"],
        ),
        (
            &[("VAULT_TOKEN", "c4n4ry"), ("VAULT_ADDR", "https://u:c4n4ry@vault.example")],
            &["VAULT_ADDR", "is a URL with a password in it", "take the password out"],
        ),
        (&[("VAULT_TOKEN", "c4n4ry"), ("VAULT_ADDR", "https://vault.example/?x=c4n4ry")], &["VAULT_ADDR has a query"]),
        (
            &[("VAULT_TOKEN", "c4n4ry"), ("VAULT_ADDR", "http://vault.example")],
            &["plain http://", ".allow_plain_http()"],
        ),
        (&[("VAULT_TOKEN", "c4n4ry"), ("VAULT_ADDR", "http://127.0.0.1.evil.example")], &["plain http://"]),
    ];
    for (more, parts) in cases {
        let error = fails(load::<Shop>(&with(&pairs, more), source()), parts);
        assert!(told_code(&error, "misconfigured"), "{error}");
    }
    // What has no address is missing like any other key.
    fails(load::<Shop>(&vec![("VAULT_TOKEN", "c4n4ry".to_owned())], source()), &["VAULT_ADDR"]);
}
