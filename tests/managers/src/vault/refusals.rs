//! What a running server refuses, and what it says to whom.

use tactful::{SecretString, Vault};

use super::{One, Pairs, Shop, fails, load, load_pairs, server, shop, with};
use crate::servers::offered;

#[test]
fn what_is_not_there() {
    let Some((_, root)) = server() else { return };
    let cases: [(Vault, &[&str]); 10] = [
        (
            Vault::kv2("secret", "gone/deleted"),
            &["version 1 was deleted on 20", "vault kv undelete -mount=secret -versions=1 gone/deleted", "disabled"],
        ),
        (Vault::kv2("secret", "gone/destroyed"), &["version 1 is destroyed", "disabled"]),
        (Vault::kv2("secret", "shop/nothing"), &["no such secret", "missing"]),
        (Vault::kv2("secret", "shop/production").version(9), &["no version 9", "its current version is 2", "missing"]),
        (Vault::kv2("secret", "shop/nothing").version(9), &["no such secret"]),
        (Vault::kv2("nowhere", "shop"), &["nothing is mounted at nowhere", "vault secrets list"]),
        (Vault::kv1("kv1", "nothing"), &["no such secret", "vault kv list kv1"]),
        (Vault::kv1("secret", "shop/production"), &["no such secret", "version 2: Vault::kv2"]),
        (Vault::kv2("secret", "data/shop/production"), &["leave data/ out of the path", "secret/shop/production"]),
        (Vault::database("nobody"), &["no such role", "vault list database/roles"]),
    ];
    for (source, parts) in cases {
        fails(load::<Shop>(&root, source), parts);
    }
}

#[test]
fn references_that_lead_nowhere() {
    let Some((_, root)) = server() else { return };
    let cases: [(&str, &[&str]); 13] = [
        (
            "secret/gone/deleted#/SECRET_KEY",
            &["refers to vault secret/gone/deleted#/SECRET_KEY, version 1 was deleted", "undelete"],
        ),
        ("secret/shop/nothing#/SECRET_KEY", &["no such secret"]),
        ("secret/shop/production?version=9#/SECRET_KEY", &["no version 9"]),
        ("nowhere/shop#/SECRET_KEY", &["nothing is mounted at nowhere"]),
        ("kv1/shop?version=1#/SECRET_KEY", &["a version is asked for, and this mount keeps none"]),
        ("secret/shop/production#/SECRET_KEYS", &["has no member SECRET_KEYS", "did you mean SECRET_KEY?"]),
        ("secret?engine=kv2#/a", &["names a mount and no secret in it"]),
        ("secret/../sys/seal#/a", &["has . or .. in its path"]),
        ("secret//shop#/a", &["has an empty segment in its path"]),
        ("/secret/shop#/a", &["has an empty segment in its path"]),
        ("secret/shop?version=latest#/a", &["has a version that is no number"]),
        ("secret/shop?engine=kv3#/a", &["has an unknown engine", "kv1, kv2"]),
        ("secret/shop?secret_id=c4n4ry#/a", &["has the unknown option \"secret_id\"", "namespace"]),
    ];
    for (reference, parts) in cases {
        let pairs = with(&root, &[("KEY", &format!("ref+vault://{reference}"))]);
        let error = fails(load_pairs::<One>(&pairs), parts);
        assert!(
            error.report().lines().iter().any(|line| line.contains(" reference")),
            "it is told of the key that refers"
        );
    }
}

#[test]
fn a_policy_that_refuses_is_told_from_a_token_that_is_none() {
    let Some(pairs) = shop() else { return };
    let policy = [
        "403, permission denied",
        r#"add to its policy: path "secret/data/many/000" { capabilities = ["read"] }"#,
        "denied",
    ];
    fails(load::<Shop>(&pairs, Vault::kv2("secret", "many/000")), &policy);
    let database = [r#"path "database/creds/shop" { capabilities = ["read"] }"#];
    fails(load::<Shop>(&pairs, Vault::database("shop")), &database);
    let wrong = Vault::kv2("secret", "shop/production").token(SecretString::from("c4n4ry-wrong"));
    fails(load::<Shop>(&pairs, wrong), &["403", "the token", "unauthenticated"]);
}

#[test]
fn a_token_that_was_revoked() {
    let Some((_, root)) = server() else { return };
    let answer = super::administer("POST", "auth/token/create", "", r#"{"policies": ["shop"]}"#).unwrap();
    let token = super::member(&answer, "client_token");
    super::administer("POST", "auth/token/revoke", "", &format!(r#"{{"token": "{token}"}}"#)).unwrap();
    let pairs = with(&root, &[("VAULT_TOKEN", &token)]);
    let error = load::<Shop>(&pairs, Vault::kv2("secret", "shop/production")).unwrap_err();
    let text = super::told(&error);
    assert!(text.contains("unauthenticated") && !text.contains(&token), "{text}");
}

#[test]
fn sealed() {
    let Some(address) = offered("TEST_VAULT_SEALED_ADDR") else { return };
    let pairs: Pairs<'_> = vec![("VAULT_ADDR", address), ("VAULT_TOKEN", "c4n4ry".to_owned())];
    let parts = ["503, it is sealed", "vault operator unseal", "unavailable"];
    let error = fails(load::<Shop>(&pairs, Vault::kv2("secret", "shop/production")), &parts);
    assert_eq!(error.exit_code(), 75, "waiting helps");
    let by_login = with(&pairs, &[("VAULT_TOKEN", ""), ("VAULT_USERNAME", "shop"), ("VAULT_PASSWORD", "c4n4ry")]);
    fails(load::<Shop>(&by_login, Vault::kv2("secret", "shop/production")), &["503, it is sealed"]);
    // A layer that may fail warns.
    let optional = with(&pairs, &[("SECRET_KEY", "a"), ("STRIPE_SECRET_KEY", "b")]);
    let (_, report) = load::<Shop>(&optional, Vault::kv2("secret", "shop/production").optional()).unwrap();
    assert!(report.warnings().iter().any(|warning| warning.to_string().contains("sealed")), "{report}");
}
