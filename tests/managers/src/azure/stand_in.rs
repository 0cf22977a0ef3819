//! What the stand-in holds, and what it costs to read it.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::TcpStream;

use tactful::{AzureKeyVault, Code, Context, ExposeSecret, SecretString, Settings};
use tactful_faults::FaultProxy;

use super::{One, Shop, detail, document, follow, told};
use crate::servers::offered;

/// The options of a load that logs in with a client secret.
pub(super) fn options() -> Option<Vec<(&'static str, String)>> {
    let vault = offered("TEST_AZURE_VAULT_URL")?;
    let of = |name| offered(name).unwrap();
    Some(vec![
        ("AZURE_VAULT_URL", vault),
        ("AZURE_AUTHORITY_HOST", of("TEST_AZURE_AUTHORITY")),
        ("AZURE_TENANT_ID", of("TEST_AZURE_TENANT_ID")),
        ("AZURE_CLIENT_ID", of("TEST_AZURE_CLIENT_ID")),
        ("AZURE_CLIENT_SECRET", of("TEST_AZURE_CLIENT_SECRET")),
        ("AZURE_CA_BUNDLE", of("TEST_CA_FILE")),
    ])
}

pub(super) fn lent<'o>(options: &'o [(&'static str, String)]) -> Vec<(&'static str, &'o str)> {
    options.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

/// Asks the stand-in itself.
fn control(method: &str, what: &str, body: &str) -> String {
    let url = offered("TEST_AZURE_CONTROL").unwrap();
    let (host, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let length = body.len();
    write!(stream, "{method} /{path}/{what} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}")
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    answer
}

#[test]
fn a_document_is_a_layer() {
    let Some(options) = options() else { return };
    let shop = document(AzureKeyVault::document("shop"), &lent(&options)).unwrap();
    assert_eq!(shop.secret_key.expose_secret(), "c4n4ry-azure-key-2");
    assert_eq!(shop.stripe.secret_key.expose_secret(), "sk_c4n4ry_azure_2");
    assert_eq!((shop.max_connections, shop.stripe.timeout.as_secs()), (40, 45));
}

#[test]
fn a_version_is_asked_for() {
    let Some(options) = options() else { return };
    let first = offered("TEST_AZURE_SHOP_FIRST_VERSION").unwrap();
    let shop = document(AzureKeyVault::document("shop").version(&first), &lent(&options)).unwrap();
    assert_eq!(shop.secret_key.expose_secret(), "c4n4ry-azure-key-1");
    let loader = One::loader().context(Context::from_pairs(
        lent(&options).into_iter().chain([("KEY", format!("ref+azurekeyvault:///shop/{first}#/SECRET_KEY").as_str())]),
    ));
    let (one, report) = loader.load_with_report().unwrap().into_parts();
    assert_eq!(one.key.expose_secret(), "c4n4ry-azure-key-1");
    assert!(report.to_string().contains(&first), "{report}");
}

#[test]
fn each_key_has_a_secret_of_its_own() {
    let Some(options) = options() else { return };
    let shop = document(AzureKeyVault::each("{name}"), &lent(&options)).unwrap();
    assert_eq!(shop.secret_key.expose_secret(), "c4n4ry-azure-secret-key");
    assert_eq!(shop.stripe.secret_key.expose_secret(), "sk_c4n4ry_azure");
    assert_eq!(shop.max_connections, 10);
}

#[test]
fn options_are_given_in_code() {
    let Some(options) = options() else { return };
    let of = |name| options.iter().find(|(own, _)| *own == name).unwrap().1.clone();
    let source = AzureKeyVault::document("shop")
        .vault_url(of("AZURE_VAULT_URL"))
        .authority_host(of("AZURE_AUTHORITY_HOST"))
        .client_secret(of("AZURE_TENANT_ID"), of("AZURE_CLIENT_ID"), of("AZURE_CLIENT_SECRET"))
        .ca_bundle(of("AZURE_CA_BUNDLE"));
    assert!(!format!("{source:?}").contains("c4n4ry"));
    assert_eq!(document(source, &[]).unwrap().max_connections, 40);
}

#[test]
fn references_name_the_vault_or_leave_it_to_the_options() {
    let Some(options) = options() else { return };
    let port = offered("TEST_AZURE_VAULT_PORT").unwrap();
    for reference in [
        "ref+azurekeyvault:///SECRET-KEY".to_owned(),
        "ref+azurekeyvault://localhost/SECRET-KEY".to_owned(),
        format!("ref+azurekeyvault://localhost:{port}/SECRET-KEY"),
    ] {
        let one = follow(&reference, &lent(&options)).unwrap();
        assert_eq!(one.key.expose_secret(), "c4n4ry-azure-secret-key", "{reference}");
    }
}

/// With its true name, Microsoft's client verifies that the token is for the vault's own service.
#[test]
fn a_vault_has_its_true_name() {
    let Some(mut options) = options() else { return };
    options[0].1 = format!("https://myvault.vault.azure.net:{}", offered("TEST_AZURE_VAULT_PORT").unwrap());
    options.push(("AZURE_VAULT_ADDRESS", "127.0.0.1".to_owned()));
    let one = follow("ref+azurekeyvault://myvault/SECRET-KEY", &lent(&options)).unwrap();
    assert_eq!(one.key.expose_secret(), "c4n4ry-azure-secret-key");
    let denied = follow("ref+azurekeyvault://myvault/denied", &lent(&options)).unwrap_err();
    assert!(told(&denied).contains("az keyvault show --name myvault"), "{denied}");
}

#[test]
fn addresses_of_managers() {
    let Some(options) = options() else { return };
    for (address, connections) in [
        ("azurekeyvault://localhost/shop", 40),
        ("azurekeyvault:///shop", 40),
        ("azurekeyvault://localhost/", 10),
        ("azurekeyvault:///{name}", 10),
    ] {
        let pairs = lent(&options).into_iter().chain([("SETTINGS_MANAGERS", address)]);
        let shop = Shop::loader().context(Context::from_pairs(pairs)).load().unwrap();
        assert_eq!(shop.max_connections, connections, "{address}");
    }
}

#[test]
fn what_cannot_be_read_is_told_with_what_to_type() {
    let Some(options) = options() else { return };
    let rows = [
        (
            "disabled",
            "disabled",
            "403, it is disabled",
            "set-attributes --vault-name localhost --name disabled --enabled true",
        ),
        ("not-yet", "disabled", "is not valid before 20", "--not-before"),
        ("expired", "disabled", "expired at 20", "--expires"),
        (
            "denied",
            "denied",
            "403, no role lets this identity read it",
            "\"Key Vault Secrets User\" --assignee 66666666-",
        ),
        ("missing", "missing", "no such secret", "az keyvault secret recover --vault-name localhost --name missing"),
        ("shop/00000000000000000000000000000000", "missing", "no such version", "list-versions"),
        ("a_b", "misconfigured", "\"a_b\" is no name that a secret of a vault can have", "letters, digits and hyphens"),
        ("shop/..", "misconfigured", "shop has no version \"..\"", "32 hexadecimal"),
    ];
    for (secret, kind, clause, help) in rows {
        let error = follow(&format!("ref+azurekeyvault:///{secret}"), &lent(&options)).unwrap_err();
        let (own, text) = detail(&error);
        println!("{text}\n");
        assert_eq!(own, kind, "{text}");
        let text = text.replace('\n', " ");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(clause) && text.contains(help), "{text}");
    }
}

/// Many requests at once: each is made once, beside them one that is challenged, and one for a token.
#[test]
fn many_secrets_cost_a_request_each_and_one_login() {
    #[derive(Debug, Settings)]
    #[settings(crate = tactful)]
    struct Many {
        keys: HashMap<String, SecretString>,
    }
    // The others are for tests that make requests fail.
    const MANY: usize = 90;
    let Some(mut options) = options() else { return };
    let machine = offered("TEST_AZURE_IMDS_HOST").unwrap();
    let proxy = FaultProxy::start(machine.strip_prefix("http://").unwrap().parse().unwrap()).unwrap();
    options.retain(|(name, _)| !matches!(*name, "AZURE_CLIENT_SECRET" | "AZURE_CLIENT_ID"));
    options.push(("AZURE_POD_IDENTITY_AUTHORITY_HOST", format!("http://{}", proxy.addr())));
    let keys: Vec<(String, String)> = (0..MANY)
        .map(|number| (format!("KEYS__K{number:03}"), format!("ref+azurekeyvault:///many-{number:03}")))
        .collect();
    let pairs = lent(&options).into_iter().chain(keys.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    for number in 0..MANY {
        control("POST", &format!("reset?path=many-{number:03}"), "");
    }
    let many = Many::loader().context(Context::from_pairs(pairs)).load().unwrap();
    assert_eq!(many.keys.len(), MANY);
    assert_eq!(many.keys["k042"].expose_secret(), "c4n4ry-azure-many-042");
    let heard = control("GET", "requests?path=/many-0", "");
    let of_many: Vec<&str> = heard
        .split("\"method\"")
        .filter(|line| (0..MANY).any(|number| line.contains(&format!("/many-{number:03}/"))))
        .collect();
    let of = |text: &str| of_many.iter().filter(|line| line.contains(text)).count();
    assert_eq!((of("\"authorized\": true"), of("\"authorized\": false")), (MANY, 1), "{heard}");
    let tokens = proxy.requests();
    assert_eq!(tokens.len(), 1, "{tokens:?}");
}

#[test]
fn a_vault_that_is_busy_is_asked_again() {
    let Some(options) = options() else { return };
    for (secret, failure) in [
        ("many-095", r#"{"status": 429, "times": 1, "retry_after": 1, "path": "many-095"}"#),
        ("many-096", r#"{"status": 503, "times": 2, "path": "many-096"}"#),
    ] {
        control("POST", &format!("reset?path={secret}"), "");
        control("POST", "fail", failure);
        let one = follow(&format!("ref+azurekeyvault:///{secret}"), &lent(&options)).unwrap();
        assert_eq!(one.key.expose_secret(), format!("c4n4ry-azure-{secret}"));
    }
}

/// What a load in a runtime of somebody else's has begun ends with it.
#[test]
fn nothing_outlives_a_load() {
    let Some(options) = options() else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let pairs = lent(&options).into_iter().chain([("KEY", "ref+azurekeyvault:///SECRET-KEY")]);
    let loader = One::loader().context(Context::from_pairs(pairs));
    runtime.block_on(async {
        loader.load_async().await.unwrap();
        let metrics = tokio::runtime::Handle::current().metrics();
        for _ in 0..1000 {
            if metrics.num_alive_tasks() == 0 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        panic!("{} tasks are alive", metrics.num_alive_tasks());
    });
}

#[test]
fn keys_that_a_vault_cannot_tell_apart() {
    #[derive(Debug, Settings)]
    #[settings(crate = tactful)]
    #[allow(dead_code, reason = "it never loads")]
    struct Alike {
        #[settings(env = "API_KEY")]
        first_key: Option<SecretString>,
        #[settings(env = "api_key")]
        second_key: Option<SecretString>,
    }
    let Some(options) = options() else { return };
    let loader = Alike::loader().context(Context::from_pairs(lent(&options)));
    let error = loader.push(AzureKeyVault::each("{name}")).load().unwrap_err();
    let problem = error.report().problems().iter().find(|problem| problem.code() == Code::Conflict);
    assert!(problem.is_some_and(|problem| problem.name() == "API-KEY"), "{}", told(&error));
}
