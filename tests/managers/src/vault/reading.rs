//! What there is to read: engines, versions, mounts, namespaces, TLS.

use tactful::{ExposeSecret as _, Vault};

use super::{One, Shop, fails, load, load_pairs, server, shop, with};
use crate::servers::offered;

#[test]
fn documents() {
    let Some((_, root)) = server() else { return };
    for (source, document, version) in [
        (Vault::kv2("secret", "shop/{profile}"), "production", "version 2"),
        (Vault::kv2("/secret/", "/shop/production/").version(1), "former", "version 1"),
        (Vault::kv2("secret", "shop/staging"), "staging", "version 1"),
        (Vault::kv1("kv1", "shop"), "kv1", "vault kv1/shop ("),
        (Vault::kv2("team/a/kv", "shop"), "team", "version 1"),
        (Vault::kv2("secret", "shop").namespace("shop-ns"), "namespace", "version 1"),
        (Vault::kv2("elsewhere", "shop").mount("team/a/kv"), "team", "version 1"),
    ] {
        let (shop, report) = load::<Shop>(&root, source).unwrap();
        shop.is(document);
        let text = format!("{report}");
        println!("{text}");
        assert!(text.contains(version), "{text}");
    }
    let (shop, _) =
        load::<Shop>(&with(&root, &[("VAULT_NAMESPACE", "shop-ns")]), Vault::kv2("secret", "shop")).unwrap();
    shop.is("namespace");
}

#[test]
fn references() {
    let Some((address, root)) = server() else { return };
    for (reference, value) in [
        ("secret/shop/production#/SECRET_KEY".to_owned(), "c4n4ry-production"),
        ("secret/shop/production?version=1#/SECRET_KEY".to_owned(), "c4n4ry-former"),
        ("secret/shop/production#/stripe/secret_key".to_owned(), "c4n4ry-stripe-production"),
        ("secret/shop/production?engine=kv2#/SECRET_KEY".to_owned(), "c4n4ry-production"),
        ("kv1/shop#/SECRET_KEY".to_owned(), "c4n4ry-kv1"),
        ("kv1/shop?engine=kv1#/SECRET_KEY".to_owned(), "c4n4ry-kv1"),
        ("kv1/shop?engine=logical#/SECRET_KEY".to_owned(), "c4n4ry-kv1"),
        ("team/a/kv/shop#/SECRET_KEY".to_owned(), "c4n4ry-team"),
        ("team/a/kv/shop?engine=kv2#/SECRET_KEY".to_owned(), "c4n4ry-team"),
        ("secret/shop?namespace=shop-ns#/SECRET_KEY".to_owned(), "c4n4ry-namespace"),
        (format!("secret/shop/staging?address={address}#/SECRET_KEY"), "c4n4ry-staging"),
        ("secret/many/042#/value".to_owned(), "canary-c4n4ry-042"),
    ] {
        let (one, report) = load_pairs::<One>(&with(&root, &[("KEY", &format!("ref+vault://{reference}"))]))
            .unwrap_or_else(|error| panic!("{reference}: {error}"));
        assert_eq!(one.key.expose_secret(), value, "{reference}");
        assert!(!format!("{report}{report:?}").contains("c4n4ry"));
    }
}

/// What is tried first would find the other one.
#[test]
fn a_secret_of_kv1_that_looks_like_one_of_kv2_is_not_taken_for_it() {
    let Some((_, root)) = server() else { return };
    let twin = r#"{"data": {"SECRET_KEY": "c4n4ry-wrong"}, "metadata": {"version": 1}}"#;
    super::administer("POST", "kv1/data/twin", "", twin);
    super::administer("POST", "kv1/twin", "", r#"{"SECRET_KEY": "c4n4ry-right"}"#);
    let pairs = with(&root, &[("KEY", "ref+vault://kv1/twin#/SECRET_KEY")]);
    assert_eq!(load_pairs::<One>(&pairs).unwrap().0.key.expose_secret(), "c4n4ry-right");
}

#[test]
fn a_whole_secret_is_its_json() {
    let Some((_, root)) = server() else { return };
    let (one, _) = load_pairs::<One>(&with(&root, &[("KEY", "ref+vault://secret/many/007")])).unwrap();
    assert_eq!(one.key.expose_secret(), r#"{"value":"canary-c4n4ry-007"}"#);
}

#[test]
fn the_operator_names_a_manager() {
    let Some(pairs) = shop() else { return };
    for (managers, document) in
        [("vault://secret/shop/production", "production"), ("vault://secret/shop/{profile}?version=1", "former")]
    {
        let (shop, _) = load_pairs::<Shop>(&with(&pairs, &[("SETTINGS_MANAGERS", managers)])).unwrap();
        shop.is(document);
    }
}

#[test]
fn what_the_token_may_not_look_up_is_taken_for_kv2() {
    let Some(pairs) = shop() else { return };
    let reference = |path: &str| with(&pairs, &[("KEY", &format!("ref+vault://{path}"))]);
    let (one, _) = load_pairs::<One>(&reference("secret/shop/production#/SECRET_KEY")).unwrap();
    assert_eq!(one.key.expose_secret(), "c4n4ry-production");
    let parts = ["403, permission denied", r#"path "kv1/data/shop" { capabilities = ["read"] }"#, "may not see"];
    fails(load_pairs::<One>(&reference("kv1/shop#/SECRET_KEY")), &parts);
}

#[test]
fn tls() {
    let (Some(address), Some(token), Some(ca), Some(other)) = (
        offered("TEST_VAULT_TLS_ADDR"),
        offered("TEST_VAULT_TLS_TOKEN"),
        offered("TEST_CA_FILE"),
        offered("TEST_OTHER_CA_FILE"),
    ) else {
        return;
    };
    let pairs = vec![("VAULT_ADDR", address.clone()), ("VAULT_TOKEN", token)];
    let source = || Vault::kv2("secret", "shop/production");
    load::<Shop>(&pairs, source().ca_file(&ca)).unwrap().0.is("tls");
    load::<Shop>(&with(&pairs, &[("VAULT_CACERT", &ca)]), source()).unwrap().0.is("tls");
    let unknown = "its certificate is signed by an authority that is not trusted here";
    fails(load::<Shop>(&pairs, source()), &[unknown, "VAULT_CACERT", "source.tls"]);
    fails(load::<Shop>(&pairs, source().ca_file(&other)), &[unknown, "did not sign it", &other]);
    let by_number = with(&pairs, &[("VAULT_ADDR", &address.replace("localhost", "127.0.0.1")), ("VAULT_CACERT", &ca)]);
    fails(load::<Shop>(&by_number, source()), &["its certificate is for another host"]);
    let plain = with(&pairs, &[("VAULT_ADDR", &address.replace("https:", "http:"))]);
    fails(load::<Shop>(&plain, source()), &["it speaks TLS, and is asked without", "https://"]);
    if let Some(without) = offered("TEST_VAULT_ADDR") {
        let pairs = with(&pairs, &[("VAULT_ADDR", &without.replace("http:", "https:")), ("VAULT_CACERT", &ca)]);
        fails(load::<Shop>(&pairs, source()), &["what answers does not speak TLS", "http://"]);
    }
}
