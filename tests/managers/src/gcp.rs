//! Google Secret Manager: at drongo, at a stand-in of ours, and at servers that misbehave.

mod conformance;
mod example;
mod failures;
mod login;
mod promises;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use tactful::{Context, ExposeSecret, GcpSecrets, LoadError, Loaded, SecretString, Settings};

use crate::servers;
use crate::support::CANARY;

#[derive(Debug, Settings)]
#[settings(crate = tactful)]
struct Shop {
    secret_key: SecretString,
    #[settings(default = 10)]
    max_connections: u32,
    #[settings(nested)]
    stripe: Stripe,
}

#[derive(Debug, Settings)]
#[settings(crate = tactful)]
struct Stripe {
    secret_key: SecretString,
    timeout: std::time::Duration,
}

#[derive(Debug, Settings)]
#[settings(crate = tactful)]
struct Key {
    secret_key: SecretString,
    /// There is no such secret.
    #[settings(default = 10)]
    max_connections: u32,
}

/// Loads from pairs and from a secret manager, if one is given beside those of the pairs.
fn load<T: Settings>(secrets: Option<GcpSecrets>, pairs: &[(&str, &str)]) -> Result<Loaded<T>, LoadError> {
    let loader = T::loader().context(Context::from_pairs(pairs.iter().copied()));
    match secrets {
        Some(secrets) => loader.push(secrets).load_with_report(),
        None => loader.load_with_report(),
    }
}

/// All that is told of a failure, in which no secret may stand; the text for people without its line breaks.
#[track_caller]
fn told(error: &LoadError) -> String {
    let text = format!("{error}\n{error:?}\n{}\n{}", error.report().to_json(), error.report().lines().join("\n"));
    assert!(!text.contains(CANARY), "{text}");
    error.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Which servers there are, and the pairs that lead to them.
struct Place {
    fake: String,
    project: String,
    region: String,
    key: String,
    metadata: String,
}

impl Place {
    fn offered() -> Option<Self> {
        Some(Self {
            fake: servers::offered("TEST_GCP_FAKE")?,
            project: servers::offered("TEST_GCP_PROJECT")?,
            region: servers::offered("TEST_GCP_REGION")?,
            key: servers::offered("TEST_GCP_CREDENTIALS")?,
            metadata: servers::offered("TEST_GCP_METADATA_HOST")?,
        })
    }

    /// As on a machine of Google's.
    fn machine(&self) -> Vec<(&str, &str)> {
        vec![("GCP_SECRETMANAGER_ENDPOINT", &self.fake), ("GCE_METADATA_HOST", &self.metadata)]
    }

    /// With the key of a service account.
    fn account(&self) -> Vec<(&str, &str)> {
        vec![("GCP_SECRETMANAGER_ENDPOINT", &self.fake), ("GOOGLE_APPLICATION_CREDENTIALS", &self.key)]
    }

    /// Tells the stand-in something, or asks it.
    fn control(&self, method: &str, path: &str, body: &str) -> String {
        let host = self.fake.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(host).unwrap();
        let head = format!("{method} /_control/{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
        write!(stream, "{head}Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        answer
    }

    /// How often a secret was asked for since the last reset.
    fn asked_for(&self, secret: &str) -> usize {
        self.control("GET", &format!("requests?path={secret}"), "").matches("\"method\"").count()
    }
}

#[track_caller]
fn is_production(loaded: Loaded<Shop>, version: u32) {
    let (shop, report) = loaded.into_parts();
    assert_eq!(shop.secret_key.expose_secret(), format!("c4n4ry-gcp-key-{version}"));
    assert_eq!(shop.stripe.secret_key.expose_secret(), format!("sk_c4n4ry_gcp_{version}"));
    let rest = (shop.max_connections, shop.stripe.timeout.as_secs());
    assert_eq!(rest, if version == 1 { (20, 30) } else { (40, 45) });
    // The number and not what was asked for.
    let text = format!("{report}");
    assert!(text.contains(&format!("(version {version}, ")) && !text.contains(CANARY), "{text}");
}

#[test]
fn gcp_documents_of_drongo() {
    let Some(drongo) = servers::offered("TEST_GCP_DRONGO") else { return };
    // It lets everybody in.
    let pairs = [("GCP_SECRETMANAGER_ENDPOINT", &*drongo), ("CLOUDSDK_AUTH_DISABLE_CREDENTIALS", "true")];
    let secrets = || GcpSecrets::document("shop-production").project("shop-project");
    is_production(load(Some(secrets()), &pairs).unwrap(), 2);
    is_production(load(Some(secrets().version("1")), &pairs).unwrap(), 1);
    let (key, _) = load::<Key>(Some(GcpSecrets::each("shop-project/shop-{name}")), &pairs).unwrap().into_parts();
    assert_eq!(key.secret_key.expose_secret(), "c4n4ry-gcp-secret-key");
    for (secret, expected) in [("shop-disabled", "disabled"), ("shop-missing", "no such secret")] {
        let error =
            load::<Shop>(Some(GcpSecrets::document(secret).project("shop-project").version("1")), &pairs).unwrap_err();
        assert!(told(&error).contains(expected), "{error}");
    }
}

#[test]
fn gcp_documents() {
    let Some(place) = Place::offered() else { return };
    let key = ("GCP_PROJECT_ID", &*place.project);
    let other = ("GOOGLE_CLOUD_PROJECT", &*place.project);
    for (pairs, more) in [
        (place.machine(), Some(key)),
        (place.machine(), Some(other)),
        // The project of the machine, and that of the key.
        (place.machine(), None),
        (place.account(), None),
        (place.account(), Some(key)),
    ] {
        let pairs: Vec<_> = pairs.into_iter().chain(more).collect();
        let document = || GcpSecrets::document("shop-{profile}");
        let context =
            || [("SETTINGS_PROFILE", "production")].into_iter().chain(pairs.iter().copied()).collect::<Vec<_>>();
        is_production(load(Some(document()), &context()).unwrap(), 2);
        is_production(load(Some(document().version("latest")), &context()).unwrap(), 2);
        is_production(load(Some(document().version("1")), &context()).unwrap(), 1);
        is_production(load(Some(document().version("stable")), &context()).unwrap(), 1);
    }
    let given = GcpSecrets::document("shop-production")
        .project("shop-project")
        .endpoint(&*place.fake)
        .credentials_file(&*place.key);
    is_production(load(Some(given), &[]).unwrap(), 2);
    let whole = GcpSecrets::document("projects/shop-project/secrets/shop-production/versions/1");
    is_production(load(Some(whole), &place.machine()).unwrap(), 1);
}

#[test]
fn gcp_secrets_of_keys() {
    let Some(place) = Place::offered() else { return };
    let (key, report) = load::<Key>(Some(GcpSecrets::each("shop-{name}")), &place.account()).unwrap().into_parts();
    assert_eq!(key.secret_key.expose_secret(), "c4n4ry-gcp-secret-key");
    assert_eq!(key.max_connections, 10);
    assert!(format!("{report}").contains("(1 of 2 keys)"), "{report}");
}

#[test]
fn gcp_regions() {
    let Some(place) = Place::offered() else { return };
    let reference = |query: &str| format!("ref+gcpsecrets://{}/shop-plain?{query}", place.project);
    let regional = format!("c4n4ry-gcp-plain-{}", place.region);
    let load = |secret: &str, more: &[(&str, &str)]| {
        let pairs: Vec<_> =
            [("SECRET_KEY", secret)].into_iter().chain(place.machine()).chain(more.iter().copied()).collect();
        load::<Key>(None, &pairs).unwrap().into_parts().0.secret_key
    };
    assert_eq!(load(&reference(""), &[]).expose_secret(), "c4n4ry-gcp-plain");
    assert_eq!(load(&reference("location=europe-west3"), &[]).expose_secret(), regional);
    let option = [("GCP_SECRETMANAGER_LOCATION", &*place.region)];
    assert_eq!(load(&reference("version=1"), &option).expose_secret(), regional);
}

#[test]
fn gcp_references() {
    let Some(place) = Place::offered() else { return };
    let at = |rest: &str| format!("ref+gcpsecrets://shop-project/{rest}");
    let (key, stripe) = (at("shop-SECRET_KEY"), at("shop-production?version=1#/stripe/secret_key"));
    let timeout = at("shop-production?version=stable#/stripe/timeout");
    let connections = "ref+gcpsecrets:///shop-production#/max_connections".to_owned();
    let mut pairs = place.account();
    pairs.extend([("SECRET_KEY", &*key), ("STRIPE_SECRET_KEY", &*stripe), ("STRIPE_TIMEOUT", &*timeout)]);
    pairs.push(("MAX_CONNECTIONS", &connections));
    let (shop, _) = load::<Shop>(None, &pairs).unwrap().into_parts();
    assert_eq!(shop.secret_key.expose_secret(), "c4n4ry-gcp-secret-key");
    assert_eq!(shop.stripe.secret_key.expose_secret(), "sk_c4n4ry_gcp_1");
    assert_eq!((shop.stripe.timeout.as_secs(), shop.max_connections), (30, 40));
}

#[test]
fn gcp_addresses() {
    let Some(place) = Place::offered() else { return };
    let with = |address| [("SETTINGS_MANAGERS", address)].into_iter().chain(place.account()).collect::<Vec<_>>();
    is_production(load(None, &with("gcpsecrets://shop-project/shop-production")).unwrap(), 2);
    is_production(load(None, &with("gcpsecrets:///shop-production?version=1")).unwrap(), 1);
    let (key, _) = load::<Key>(None, &with("gcpsecrets://shop-project/shop-{name}")).unwrap().into_parts();
    assert_eq!(key.secret_key.expose_secret(), "c4n4ry-gcp-secret-key");
    // Under their own names there are none.
    let error = load::<Key>(None, &with("gcpsecrets://shop-project/")).unwrap_err();
    assert!(told(&error).contains("SECRET_KEY"), "{error}");
    for (address, expected) in [
        ("gcpsecrets://shop-project", "names no secret of a project"),
        ("gcpsecrets://shop-project/a/b", "is no name of a secret"),
        ("gcpsecrets://shop-project/shop?verison=1", "unknown option \"verison\""),
        ("gcpsecrets://shop-project/shop?location=evil.example/", "has a location that Google does not allow"),
        ("gcpsecrets://shop-project/../shop", "is no name of a secret"),
    ] {
        let error = load::<Key>(None, &with(address)).unwrap_err();
        assert!(told(&error).contains(expected), "{address}: {error}");
    }
}
