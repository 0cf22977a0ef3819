//! figment in both directions, and explain.

use figment::Figment;
use figment::providers::{Format as _, Toml};
use serde::Deserialize;
use tactful::{Context, FigmentSource, SecretString, Settings, Stack};

use crate::support::{loader_in, project};

#[derive(Debug, Settings)]
#[settings(prefix = "SHOP")]
struct Shop {
    #[settings(default = 8080)]
    port: u16,
    #[settings(default = "0123")]
    code: String,
    token: SecretString,
    #[settings(nested)]
    tls: Option<Tls>,
}

#[derive(Debug, Settings)]
struct Tls {
    enabled: bool,
}

#[derive(Debug, Deserialize)]
struct Plain {
    port: u16,
    code: String,
    token: Option<String>,
    tls: Option<PlainTls>,
}

#[derive(Debug, Deserialize)]
struct PlainTls {
    enabled: bool,
}

#[test]
fn a_provider_is_a_source() {
    let provider = Figment::from(Toml::string("port = 9\ntoken = 'abc8d969eef'\n[tls]\nenabled = true").nested());
    let flat = Toml::string("port = 9\ntoken = 'abc8d969eef'\n[tls]\nenabled = true");
    let _ = provider;
    let stack = Stack::new().push(FigmentSource::new(flat));
    let shop = Shop::loader().context(Context::from_pairs::<_, &str, &str>([])).stack(stack).load().unwrap();
    assert_eq!(shop.port, 9);
    assert!(shop.tls.unwrap().enabled);
}

#[test]
fn a_stack_is_a_provider_and_keeps_its_secrets() {
    let pairs = [("SHOP_PORT", "7"), ("SHOP_TOKEN", "abc8d969eef"), ("SHOP_TLS_ENABLED", "true")];
    let provider = || Shop::loader().context(Context::from_pairs(pairs)).figment_provider();
    let plain: Plain = Figment::from(provider()).extract().unwrap();
    assert_eq!((plain.port, plain.code.as_str(), plain.token), (7, "0123", None));
    assert!(plain.tls.unwrap().enabled);
    let named: Plain = Figment::from(provider().with_secret("token")).extract().unwrap();
    assert_eq!(named.token.as_deref(), Some("abc8d969eef"));
}

#[test]
fn explain_names_the_winner_and_what_it_overrode() {
    let folder = project(&[(".env", "SHOP_PORT=1\nSHOP_TOKEN=abc8d969eef")]);
    let explanation = loader_in::<Shop>(folder.path(), &[("SHOP_PORT", "2")]).explain();
    let port = explanation.entry("port").unwrap();
    assert_eq!(port.origin().unwrap().to_string(), "env SHOP_PORT");
    assert!(port.overridden()[0].origin().to_string().ends_with(".env:1:11"));
    let token = explanation.entry("token").unwrap();
    assert_eq!(token.fingerprint().unwrap().len(), 4);
    assert!(explanation.to_json().contains("\"port\""));
}
