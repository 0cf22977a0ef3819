//! What a load costs, counted at the server.

use std::fs;

use tactful::{Context, ExposeSecret as _, SecretString, Settings, Stack, Vault};
use tactful_faults::{FaultProxy, RequestLine};

use super::{One, Shop, load, load_pairs, server, with};
use crate::servers::offered;

#[derive(Debug, Settings)]
#[settings(file = "settings.toml", crate = tactful)]
struct Many {
    keys: Vec<SecretString>,
}

/// A proxy before the server that has everything, and its address.
fn counted() -> Option<(FaultProxy, String)> {
    let (address, _) = server()?;
    let proxy = FaultProxy::start(address.strip_prefix("http://").unwrap().parse().unwrap()).unwrap();
    let address = format!("http://{}", proxy.addr());
    Some((proxy, address))
}

fn count(requests: &[RequestLine], start: &str) -> usize {
    requests.iter().filter(|request| request.to_string().starts_with(start)).count()
}

#[test]
fn a_hundred_references_cost_a_login_and_a_hundred_reads() {
    let Some((proxy, address)) = counted() else { return };
    let folder = tempfile::tempdir().unwrap();
    let references = (0..100).map(|number| format!("\"ref+vault://secret/many/{number:03}#/value\""));
    fs::write(folder.path().join("settings.toml"), format!("keys = [{}]", references.collect::<Vec<_>>().join(",\n")))
        .unwrap();
    let (user, password) = user_of_everything();
    let pairs = [
        ("VAULT_ADDR", address.as_str()),
        ("VAULT_USERNAME", &user),
        ("VAULT_PASSWORD", &password),
        ("SETTINGS_PROFILE", "production"),
    ];
    let many = Many::loader().context(Context::from_pairs(pairs).in_directory(folder.path())).load().unwrap();
    assert_eq!(many.keys.len(), 100);
    for (number, key) in many.keys.iter().enumerate() {
        assert_eq!(key.expose_secret(), format!("canary-c4n4ry-{number:03}"));
    }
    let requests = proxy.requests();
    assert_eq!(requests.len(), 101);
    assert_eq!(count(&requests, "POST /v1/auth/userpass/login/"), 1);
    assert_eq!(count(&requests, "GET /v1/secret/data/many/"), 100);
    // A connection that is being made while another gets free is made nevertheless.
    assert!(proxy.connections() <= 32, "{} connections", proxy.connections());
}

/// A user that may read `secret/many/*`.
fn user_of_everything() -> (String, String) {
    let policy = r#"{"policy": "path \"secret/data/many/*\" { capabilities = [\"read\"] }"}"#;
    super::administer("POST", "sys/policies/acl/many-by-user", "", policy).unwrap();
    let body = r#"{"password": "c4n4ry-many", "token_policies": ["many-by-user"]}"#;
    super::administer("POST", "auth/userpass/users/many", "", body).unwrap();
    ("many".to_owned(), "c4n4ry-many".to_owned())
}

#[test]
fn an_engine_that_is_not_guessed_is_looked_up_once() {
    let Some((proxy, address)) = counted() else { return };
    let (_, root) = server().unwrap();
    let folder = tempfile::tempdir().unwrap();
    for number in 0..40 {
        super::administer("POST", &format!("kv1/guessed/{number}"), "", &format!(r#"{{"x": "c4n4ry-{number}"}}"#));
    }
    let references: Vec<_> = (0..40).map(|number| format!("\"ref+vault://kv1/guessed/{number}#/x\"")).collect();
    fs::write(folder.path().join("settings.toml"), format!("keys = [{}]", references.join(", "))).unwrap();
    let pairs = with(&root, &[("VAULT_ADDR", address.as_str())]);
    let context = Context::from_pairs(pairs.iter().map(|(name, value)| (*name, value.as_str())));
    let many = Many::loader().context(context.in_directory(folder.path())).load().unwrap();
    for (number, key) in many.keys.iter().enumerate() {
        assert_eq!(key.expose_secret(), format!("c4n4ry-{number}"));
    }
    let requests = proxy.requests();
    assert_eq!(count(&requests, "GET /v1/sys/internal/ui/mounts/kv1/guessed/"), 1, "{requests:?}");
    assert_eq!(count(&requests, "GET /v1/kv1/guessed/"), 40, "{requests:?}");
    let wrong = count(&requests, "GET /v1/kv1/data/guessed/");
    assert!((1..=16).contains(&wrong), "{wrong}: no more than were in flight when it was looked up");
    assert_eq!(requests.len(), 1 + 40 + wrong, "{requests:?}");
}

#[test]
fn a_document_costs_a_login_and_a_read() {
    let Some((proxy, address)) = counted() else { return };
    let pairs = vec![("VAULT_ADDR", address)];
    let source = Vault::kv2("secret", "shop/{profile}")
        .app_role(offered("TEST_VAULT_ROLE_ID").unwrap(), offered("TEST_VAULT_SECRET_ID").unwrap().into());
    load::<Shop>(&pairs, source).unwrap().0.is("production");
    let requests: Vec<String> = proxy.requests().iter().map(ToString::to_string).collect();
    assert_eq!(requests, ["POST /v1/auth/approle/login", "GET /v1/secret/data/shop/production"]);
}

#[test]
fn a_document_and_references_share_login_and_reads() {
    let Some((proxy, address)) = counted() else { return };
    let (_, root) = server().unwrap();
    let pairs = with(
        &root,
        &[
            ("VAULT_ADDR", address.as_str()),
            ("STRIPE_SECRET_KEY", "ref+vault://secret/shop/production#/SECRET_KEY"),
            ("SETTINGS_ENV_WINS", "STRIPE_SECRET_KEY"),
            ("SETTINGS_PROFILE", "production"),
        ],
    );
    let pairs = pairs.iter().map(|(name, value)| (*name, value.as_str()));
    let stack = Stack::standard().push(Vault::kv2("secret", "shop/{profile}"));
    let shop = Shop::loader().context(Context::from_pairs(pairs)).stack(stack).load().unwrap();
    assert_eq!(shop.stripe.secret_key.expose_secret(), "c4n4ry-production");
    let requests = proxy.requests();
    assert_eq!(count(&requests, "GET /v1/secret/data/shop/production"), 1, "{requests:?}");
    assert_eq!(requests.len(), 1, "{requests:?}");
}

#[test]
fn what_cannot_be_looked_up_is_asked_once_per_folder() {
    let Some((proxy, address)) = counted() else { return };
    let token = offered("TEST_VAULT_SHOP_TOKEN").unwrap();
    let pairs = [("VAULT_ADDR", address), ("VAULT_TOKEN", token)];
    let folder = tempfile::tempdir().unwrap();
    let references: Vec<_> = (0..10).map(|number| format!("\"ref+vault://kv1/a/{number}#/x\"")).collect();
    fs::write(folder.path().join("settings.toml"), format!("keys = [{}]", references.join(", "))).unwrap();
    let context = Context::from_pairs(pairs.iter().map(|(name, value)| (*name, value.as_str())));
    super::told(&Many::loader().context(context.in_directory(folder.path())).load().unwrap_err());
    let requests = proxy.requests();
    assert_eq!(count(&requests, "GET /v1/sys/internal/ui/mounts/"), 1, "{requests:?}");
    assert_eq!(count(&requests, "GET /v1/auth/token/lookup-self"), 1, "{requests:?}");
    assert_eq!(count(&requests, "GET /v1/kv1/data/a/"), 10, "{requests:?}");
}

#[test]
fn a_check_asks_nobody() {
    let Some((proxy, address)) = counted() else { return };
    let pairs = [("VAULT_ADDR", address.as_str()), ("VAULT_TOKEN", "c4n4ry")];
    let loader = Shop::loader().context(Context::from_pairs(pairs)).push(Vault::kv2("secret", "shop"));
    let _ = loader.check();
    assert_eq!(proxy.connections(), 0);
    let _ = load_pairs::<One>(&vec![("KEY", "a".to_owned()), ("VAULT_ADDR", address)]).unwrap();
    assert_eq!(proxy.connections(), 0);
}
