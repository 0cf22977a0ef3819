//! `DatabaseParts`, made by hand and bound from layers.

use secrecy::SecretString;
use tactful_core::context::{Environment, World};
use tactful_core::layer::Layer;
use tactful_core::local::Local;
use tactful_core::origin::LayerName;
use tactful_core::raw::Raw;
use tactful_core::report::LoadError;
use tactful_core::source::{Ask, Source};
use tactful_core::{__private::Bind, Profile, cast, json};
use tactful_urls::{DatabaseParts, DatabaseUrl, UrlPart};

use crate::canary::{CANARY, assert_silent};

#[derive(Debug)]
struct Pairs(&'static [(&'static str, &'static str)]);

impl Source for Pairs {
    fn name(&self) -> LayerName {
        LayerName::OVERRIDES
    }

    fn read(&self, _: &Ask<'_>) -> Vec<Layer> {
        vec![self.0.iter().fold(Layer::new(self.name()), |layer, (name, value)| layer.value(*name, *value))]
    }
}

fn load(pairs: &'static [(&'static str, &'static str)]) -> Result<DatabaseParts, LoadError> {
    let environment = Environment::new(Vec::new());
    let (profile, _) = Profile::find(DatabaseParts::SCHEMA, &environment, true, Some("test"));
    let world = World::new(environment, true);
    let source: &dyn Source = &Pairs(pairs);
    let local = Local::read::<DatabaseParts>(world, profile, &mut std::iter::once(source), true);
    local.without_managers().bind::<DatabaseParts>().map(|(parts, _)| parts)
}

#[test]
fn bound_from_layers() {
    let parts = load(&[
        ("engine", "postgres"),
        ("host", "h1,h2:5433"),
        ("username", "shop"),
        ("password", "p@s/kQ7vZ2xJ9mW4bT"),
        ("dbname", "orders"),
        ("options", "sslmode=require,application_name=shop"),
    ])
    .unwrap();
    let url = parts.url().unwrap();
    assert_eq!(
        url,
        "postgres://shop:p%40s%2FkQ7vZ2xJ9mW4bT@h1,h2:5433/orders?sslmode=require&application_name=shop"
            .parse()
            .unwrap()
    );
    assert_silent(&format!("{parts:?} {url:?}"));
    assert_eq!(
        DatabaseUrl::try_from(load(&[("engine", "sqlite")]).unwrap()).unwrap().to_string(),
        "sqlite:///:memory:"
    );
}

#[test]
fn problems_stand_at_the_part() {
    for (pairs, expected) in [
        (&[("engine", "postgers"), ("password", CANARY)][..], "engine"),
        (&[("engine", "postgres"), ("host", "a b"), ("password", CANARY)], "host"),
        (&[("engine", "postgres"), ("host", "h"), ("port", "0"), ("password", CANARY)], "port"),
        (&[("engine", "mysql"), ("password", "kQ7vZ2xJ9mW4bT\n")], "password"),
        (&[("engine", "sqlite"), ("password", CANARY)], "user"),
        (&[("host", "h"), ("password", CANARY)], "engine"),
    ] {
        let error = load(pairs).unwrap_err();
        let keys: Vec<_> = error.report().problems().iter().map(|problem| problem.key().unwrap_or_default()).collect();
        assert_eq!(keys, [expected], "{error}");
        assert_silent(&format!("{error} {}", error.report().to_json()));
        assert!(!error.to_string().contains("may repeat a secret"), "{error}");
    }
}

#[test]
fn made_by_hand() {
    let mut parts = DatabaseParts::new("postgres");
    parts.host = Some("/run/postgresql".into());
    parts.port = Some(5433);
    parts.password = Some(SecretString::from(CANARY));
    let url = parts.url().unwrap();
    assert_eq!((url.socket().unwrap().to_str(), url.port()), (Some("/run/postgresql"), Some(5433)));
    parts.options.insert("sslmode".into(), "perhaps".into());
    let error = parts.url().unwrap_err();
    assert_eq!(error.part(), UrlPart::Options);
    assert_silent(&format!("{error} {error:?} {parts:?}"));
}

/// The cast of the core, which the fields of settings go through.
#[test]
fn the_cast_of_the_core_reads_both_forms() {
    let [engine, ..] = DatabaseParts::SCHEMA.fields() else { panic!("no fields") };
    let text = Raw::text("postgres://shop:p%40s@db/orders");
    let tree = json::parse(
        r#"{"engine": "postgres", "host": "db", "username": "shop", "password": "p@s", "dbname": "orders"}"#,
    );
    let url: DatabaseUrl = cast::cast(&text, engine).unwrap();
    assert_eq!(cast::cast::<DatabaseUrl>(&tree.unwrap().value, engine).unwrap(), url);
    let bad = Raw::text(format!("postgres://shop:{CANARY}@db:port/orders"));
    let error = cast::cast::<DatabaseUrl>(&bad, engine).unwrap_err();
    assert_silent(&format!("{error} {error:?}"));
}
