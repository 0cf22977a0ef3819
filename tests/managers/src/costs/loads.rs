//! The loads whose costs are counted and measured: N secrets of a store, had in one of the ways in which it gives them,
//! through proxies that count and slow down.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::ops::Sub;
use std::time::Duration;

use tactful::{
    AwsParameters, AwsSecrets, AzureKeyVault, Context, ExposeSecret as _, GcpSecrets, LoadError, SecretString,
    Settings, Vault,
};
use tactful_faults::{Fault, FaultProxy, RequestLine};

use crate::servers::offered;

/// How many requests a store is sent at once.
pub(crate) const IN_FLIGHT: usize = 16;

/// A schema of so many keys, `KEY_000` and so on, each a secret.
pub(crate) trait Keys: Settings {
    fn values(&self) -> Vec<&str>;
}

macro_rules! keys {
    ($name:ident: $($key:ident)*) => {
        #[derive(Debug, Settings)]
        #[settings(crate = tactful)]
        #[allow(clippy::struct_field_names, reason = "keys are what it is made of")]
        pub(crate) struct $name {
            $($key: SecretString,)*
        }

        impl Keys for $name {
            fn values(&self) -> Vec<&str> {
                vec![$(self.$key.expose_secret()),*]
            }
        }
    };
}

keys! { One: key_000 }
keys! {
    Ten:
    key_000 key_001 key_002 key_003 key_004 key_005 key_006 key_007 key_008 key_009
}
keys! {
    Hundred:
    key_000 key_001 key_002 key_003 key_004 key_005 key_006 key_007 key_008 key_009
    key_010 key_011 key_012 key_013 key_014 key_015 key_016 key_017 key_018 key_019
    key_020 key_021 key_022 key_023 key_024 key_025 key_026 key_027 key_028 key_029
    key_030 key_031 key_032 key_033 key_034 key_035 key_036 key_037 key_038 key_039
    key_040 key_041 key_042 key_043 key_044 key_045 key_046 key_047 key_048 key_049
    key_050 key_051 key_052 key_053 key_054 key_055 key_056 key_057 key_058 key_059
    key_060 key_061 key_062 key_063 key_064 key_065 key_066 key_067 key_068 key_069
    key_070 key_071 key_072 key_073 key_074 key_075 key_076 key_077 key_078 key_079
    key_080 key_081 key_082 key_083 key_084 key_085 key_086 key_087 key_088 key_089
    key_090 key_091 key_092 key_093 key_094 key_095 key_096 key_097 key_098 key_099
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Store {
    Vault,
    AwsSecrets,
    AwsParameters,
    Gcp,
    Azure,
}

/// How the secrets are had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// All of them are members of one.
    Document,
    /// All that lie below a path.
    ByPath,
    /// One for each key of the schema.
    Each,
    /// As many values that say where the secret is.
    References,
}

/// What can be had how.
pub(crate) const CASES: [(Store, Way); 14] = [
    (Store::Vault, Way::Document),
    (Store::Vault, Way::References),
    (Store::AwsSecrets, Way::Document),
    (Store::AwsSecrets, Way::Each),
    (Store::AwsSecrets, Way::References),
    (Store::AwsParameters, Way::ByPath),
    (Store::AwsParameters, Way::Each),
    (Store::AwsParameters, Way::References),
    (Store::Gcp, Way::Document),
    (Store::Gcp, Way::Each),
    (Store::Gcp, Way::References),
    (Store::Azure, Way::Document),
    (Store::Azure, Way::Each),
    (Store::Azure, Way::References),
];

pub(crate) const COUNTS: [usize; 3] = [1, 10, 100];

/// Requests that a server got.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cost {
    /// To be let in: a login, a token, a challenge.
    pub(crate) login: usize,
    /// For secrets.
    pub(crate) secrets: usize,
}

impl Cost {
    /// What a load has to cost.
    pub(crate) fn promised(store: Store, way: Way, count: usize) -> Self {
        // Azure challenges whoever brings no token, and says in it where tokens are had.
        let login = match store {
            Store::Vault | Store::Gcp => 1,
            Store::AwsSecrets | Store::AwsParameters => 0,
            Store::Azure => 2,
        };
        let secrets = match (store, way) {
            (_, Way::Document) => 1,
            (Store::AwsSecrets, _) => count.div_ceil(20),
            (Store::AwsParameters, _) => count.div_ceil(10),
            (Store::Vault | Store::Gcp | Store::Azure, _) => count,
        };
        Self { login, secrets }
    }

    /// How many of these have to wait for one before them, itself included. Pages come one after the other.
    pub(crate) fn rounds(self, way: Way) -> usize {
        let secrets = if way == Way::ByPath { self.secrets } else { self.secrets.div_ceil(IN_FLIGHT) };
        self.login + secrets
    }

    pub(crate) fn requests(self) -> usize {
        self.login + self.secrets
    }

    fn count(&mut self, request: &RequestLine) {
        let path = request.path.as_str();
        if path.starts_with("/v1/auth/") || path.contains("/token") {
            self.login += 1;
        } else {
            self.secrets += 1;
        }
    }
}

impl Sub for Cost {
    type Output = Self;

    fn sub(self, before: Self) -> Self {
        Self { login: self.login - before.login, secrets: self.secrets - before.secrets }
    }
}

/// A store behind proxies, and the options that lead there.
pub(crate) struct Place {
    store: Store,
    pub(crate) pairs: Vec<(String, String)>,
    proxies: Vec<FaultProxy>,
}

impl Place {
    /// The store, if its server runs.
    pub(crate) fn of(store: Store) -> Option<Self> {
        let mut place = Self { store, pairs: Vec::new(), proxies: Vec::new() };
        match store {
            Store::Vault => {
                let addr = place.through(&offered("TEST_VAULT_ADDR")?);
                place.give("VAULT_ADDR", format!("http://{addr}"));
                place.give("VAULT_ROLE_ID", offered("TEST_VAULT_MANY_ROLE_ID")?);
                place.give("VAULT_SECRET_ID", offered("TEST_VAULT_MANY_SECRET_ID")?);
            }
            Store::AwsSecrets | Store::AwsParameters => {
                // By path, moto gives an empty page after the last that is full.
                let is_secrets = store == Store::AwsSecrets;
                let addr = place.through(&offered(if is_secrets { "TEST_AWS_MOTO" } else { "TEST_AWS_MINISTACK" })?);
                place.give("AWS_ENDPOINT_URL", format!("http://{addr}"));
                place.give("AWS_REGION", offered("TEST_AWS_REGION")?);
                place.give("AWS_ACCESS_KEY_ID", "AKIAc4n4ry".to_owned());
                place.give("AWS_SECRET_ACCESS_KEY", "c4n4ry-secret-access-key".to_owned());
            }
            Store::Gcp => {
                let addr = place.through(&offered("TEST_GCP_FAKE")?);
                place.give("GCP_SECRETMANAGER_ENDPOINT", format!("http://{addr}"));
                place.give("GCE_METADATA_HOST", addr.to_string());
            }
            Store::Azure => {
                let vault = place.through(&offered("TEST_AZURE_VAULT_URL")?);
                let machine = place.through(&offered("TEST_AZURE_IMDS_HOST")?);
                place.give("AZURE_VAULT_URL", format!("https://localhost:{}", vault.port()));
                place.give("AZURE_CA_BUNDLE", offered("TEST_CA_FILE")?);
                place.give("AZURE_POD_IDENTITY_AUTHORITY_HOST", format!("http://{machine}"));
                let reset = format!("reset?path={SECRETS_OF_AZURE}");
                ask_azure("POST", &reset);
            }
        }
        Some(place)
    }

    fn give(&mut self, name: &str, value: String) {
        self.pairs.push((name.to_owned(), value));
    }

    fn through(&mut self, url: &str) -> SocketAddr {
        let (_, host) = url.split_once("://").unwrap_or(("", url));
        let port = host.rsplit(':').next().and_then(|port| port.parse().ok());
        let port = port.unwrap_or_else(|| panic!("{url} has no port"));
        let proxy = FaultProxy::start(SocketAddr::from(([127, 0, 0, 1], port))).unwrap();
        let addr = proxy.addr();
        self.proxies.push(proxy);
        addr
    }

    /// From now on each answer comes so much later.
    pub(crate) fn slow(&self, latency: Duration) {
        for proxy in &self.proxies {
            proxy.set(Fault::Latency(latency));
        }
    }

    /// What was asked so far.
    pub(crate) fn cost(&self) -> Cost {
        let mut cost = Cost::default();
        for request in self.proxies.iter().flat_map(FaultProxy::requests) {
            cost.count(&request);
        }
        if self.store == Store::Azure {
            // The proxy cannot look into TLS.
            let heard = ask_azure("GET", &format!("requests?path={SECRETS_OF_AZURE}"));
            cost.secrets += heard.matches("\"authorized\": true").count();
            cost.login += heard.matches("\"authorized\": false").count();
        }
        cost
    }
}

/// No other test asks for secrets whose names begin so.
const SECRETS_OF_AZURE: &str = "/secrets/KEY";

/// Asks the stand-in of Azure what it has heard.
fn ask_azure(method: &str, what: &str) -> String {
    let url = offered("TEST_AZURE_CONTROL").unwrap();
    let (host, path) = url.strip_prefix("http://").and_then(|rest| rest.split_once('/')).unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let head = format!("{method} /{path}/{what} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
    write!(stream, "{head}Content-Length: 0\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    answer
}

/// Loads so many keys from a place, and makes sure that they are the right ones.
pub(crate) fn load(place: &Place, way: Way, count: usize) -> Result<(), LoadError> {
    match count {
        1 => load_keys::<One>(place, way, count),
        10 => load_keys::<Ten>(place, way, count),
        100 => load_keys::<Hundred>(place, way, count),
        _ => panic!("no schema has {count} keys"),
    }
}

fn load_keys<T: Keys>(place: &Place, way: Way, count: usize) -> Result<(), LoadError> {
    let references = (0..count).map(|number| (format!("KEY_{number:03}"), reference(place.store, number)));
    let pairs = place.pairs.iter().cloned();
    let context = match way {
        Way::References => Context::from_pairs(pairs.chain(references)),
        Way::Document | Way::ByPath | Way::Each => Context::from_pairs(pairs),
    };
    let loader = T::loader().context(context);
    let loader = match (place.store, way) {
        (_, Way::References) => loader,
        (Store::Vault, Way::Document) => loader.push(Vault::kv2("secret", "many-in-one")),
        (Store::AwsSecrets, Way::Document) => loader.push(AwsSecrets::document("many-in-one")),
        (Store::AwsSecrets, Way::Each) => loader.push(AwsSecrets::each("keys/{name}")),
        (Store::AwsParameters, Way::ByPath) => loader.push(AwsParameters::by_path(format!("/keys/{count}"))),
        (Store::AwsParameters, Way::Each) => loader.push(AwsParameters::each("/keys/100/{name}")),
        (Store::Gcp, Way::Document) => loader.push(GcpSecrets::document("shop-project/keys-in-one")),
        (Store::Gcp, Way::Each) => loader.push(GcpSecrets::each("shop-project/keys-{name}")),
        (Store::Azure, Way::Document) => loader.push(AzureKeyVault::document("KEYS-IN-ONE")),
        (Store::Azure, Way::Each) => loader.push(AzureKeyVault::each("{name}")),
        (store, way) => panic!("{store:?} gives nothing so: {way:?}"),
    };
    let keys = loader.load()?;
    let values = keys.values();
    assert_eq!(values.len(), count);
    for (number, value) in values.into_iter().enumerate() {
        assert_eq!(value, format!("canary-c4n4ry-{number:03}"), "{:?}, {way:?}", place.store);
    }
    Ok(())
}

fn reference(store: Store, number: usize) -> String {
    match store {
        Store::Vault => format!("ref+vault://secret/many/{number:03}#/value"),
        Store::AwsSecrets => format!("ref+awssecrets://keys/KEY_{number:03}"),
        Store::AwsParameters => format!("ref+awsssm:///keys/100/KEY_{number:03}"),
        Store::Gcp => format!("ref+gcpsecrets://shop-project/keys-KEY_{number:03}"),
        Store::Azure => format!("ref+azurekeyvault:///KEY-{number:03}"),
    }
}
