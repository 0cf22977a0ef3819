//! How many requests of one load are in flight: at servers that answer none of them before as many are there as there
//! may be.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tactful::{Context, Settings};
use tactful_faults::{Answer, Certificates, FaultServer, Gathering};

use super::loads::{Cost, Hundred, IN_FLIGHT, Keys as _, Store, Way};

const COUNT: usize = 100;
const LAST: usize = COUNT - 1;

/// A server that speaks for a store, the options that lead there, and a reference for each key.
struct Stage {
    server: FaultServer,
    options: Vec<(&'static str, String)>,
    reference: fn(usize) -> String,
    /// The authority of its certificate, in a file for as long as this lives.
    _certificates: Option<Certificates>,
}

impl Stage {
    fn plain(
        server: FaultServer,
        options: impl IntoIterator<Item = (&'static str, String)>,
        reference: fn(usize) -> String,
    ) -> Self {
        Self { server, options: options.into_iter().collect(), reference, _certificates: None }
    }
}

/// What is done to an answer with a secret before it goes.
type Hold = Arc<dyn Fn(Answer) -> Answer + Send + Sync>;

fn stage(store: Store, hold: &Hold) -> Stage {
    match store {
        Store::Vault => vault(hold),
        Store::AwsSecrets => aws(
            hold,
            r#"{"Name": "shop", "SecretString": "c4n4ry"}"#,
            // A version of its own goes into no batch.
            |number| format!("ref+awssecrets://shop/{number}?version_stage=AWSPREVIOUS"),
        ),
        Store::AwsParameters => aws(
            hold,
            r#"{"Parameter": {"Name": "/shop", "Type": "String", "Value": "c4n4ry", "Version": 1}}"#,
            |number| format!("ref+awsssm:///shop/{number}?version=1"),
        ),
        Store::Gcp => gcp(hold),
        Store::Azure => azure(hold),
    }
}

fn vault(hold: &Hold) -> Stage {
    let server = FaultServer::start().unwrap();
    let login = r#"{"auth": {"client_token": "c4n4ry-token", "lease_duration": 3600, "renewable": true}}"#;
    server.at("/v1/auth/approle/login").always(Answer::json(login));
    let secret = r#"{"data": {"data": {"value": "c4n4ry"}, "metadata": {"version": 1}}}"#;
    let hold = Arc::clone(hold);
    server.at("/v1/secret/data/*").respond(move |_| hold(Answer::json(secret)));
    let options = [
        ("VAULT_ADDR", server.url("")),
        ("VAULT_ROLE_ID", "c4n4ry-role".to_owned()),
        ("VAULT_SECRET_ID", "c4n4ry-secret-id".to_owned()),
    ];
    Stage::plain(server, options, |number| format!("ref+vault://secret/many/{number}#/value"))
}

fn aws(hold: &Hold, answer: &'static str, reference: fn(usize) -> String) -> Stage {
    let server = FaultServer::start().unwrap();
    let hold = Arc::clone(hold);
    server.respond(move |_| hold(Answer::json(answer)));
    let options = [
        ("AWS_ENDPOINT_URL", server.url("")),
        ("AWS_REGION", "eu-west-1".to_owned()),
        ("AWS_ACCESS_KEY_ID", "AKIAc4n4ry".to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "c4n4ry-secret-access-key".to_owned()),
    ];
    Stage::plain(server, options, reference)
}

fn gcp(hold: &Hold) -> Stage {
    let server = FaultServer::start().unwrap();
    let token = r#"{"access_token": "c4n4ry-token", "expires_in": 3599, "token_type": "Bearer"}"#;
    server.at("/computeMetadata/*").always(Answer::json(token));
    let secret = r#"{"name": "projects/1/secrets/s/versions/7", "payload": {"data": "YzRuNHJ5"}}"#;
    let hold = Arc::clone(hold);
    server.at("/v1/*").respond(move |_| hold(Answer::json(secret)));
    let options = [("GCP_SECRETMANAGER_ENDPOINT", server.url("")), ("GCE_METADATA_HOST", server.addr().to_string())];
    Stage::plain(server, options, |number| format!("ref+gcpsecrets://shop-project/many-{number}"))
}

fn azure(hold: &Hold) -> Stage {
    let certificates = Certificates::new().unwrap();
    let good = certificates.good();
    let server = FaultServer::tls(&good.certificate_pem, &good.key_pem).unwrap();
    let token = r#"{"access_token": "c4n4ry-token", "expires_in": 3599}"#;
    server.at("/tenant/oauth2/v2.0/token").always(Answer::json(token));
    let secret = r#"{"value": "c4n4ry", "id": "https://x/secrets/key/0123", "attributes": {"enabled": true}}"#;
    let hold = Arc::clone(hold);
    server.respond(move |request| match request.header("authorization") {
        Some(_) => hold(Answer::json(secret)),
        None => Answer::unauthorized().header(
            "www-authenticate",
            r#"Bearer authorization="https://login.microsoftonline.com/t", resource="https://vault.azure.net""#,
        ),
    });
    let options = [
        ("AZURE_VAULT_URL", server.url("")),
        ("AZURE_AUTHORITY_HOST", server.url("")),
        ("AZURE_TENANT_ID", "tenant".to_owned()),
        ("AZURE_CLIENT_ID", "client".to_owned()),
        ("AZURE_CLIENT_SECRET", "c4n4ry-client-secret".to_owned()),
        ("AZURE_CA_BUNDLE", certificates.ca_pem_file().display().to_string()),
    ];
    let reference = |number| format!("ref+azurekeyvault:///many-{number}");
    Stage { _certificates: Some(certificates), ..Stage::plain(server, options, reference) }
}

const STORES: [Store; 5] = [Store::Vault, Store::AwsSecrets, Store::AwsParameters, Store::Gcp, Store::Azure];

impl Stage {
    /// Loads a hundred references.
    #[track_caller]
    fn load(&self, store: Store) {
        let references = (0..COUNT).map(|number| (format!("KEY_{number:03}"), (self.reference)(number)));
        let options = self.options.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        let keys = Hundred::loader().context(Context::from_pairs(options.chain(references))).load();
        let keys = keys.unwrap_or_else(|error| panic!("{store:?}: {error}"));
        assert!(keys.values().iter().all(|value| *value == "c4n4ry"), "{store:?}");
        let promised = Cost::promised(store, Way::References, COUNT);
        assert_eq!(self.server.requests().len(), promised.login + COUNT, "{store:?}");
    }
}

/// A store that sends fewer at once gets no answer. One that sends more shows it.
#[test]
fn sixteen_requests_of_a_store_are_in_flight() {
    for store in STORES {
        let gathering = Gathering::new(IN_FLIGHT, COUNT);
        let all = gathering.clone();
        let stage = stage(store, &(Arc::new(move |answer: Answer| answer.gathered(&all)) as Hold));
        stage.load(store);
        assert_eq!((gathering.most(), gathering.rounds()), (IN_FLIGHT, COUNT.div_ceil(IN_FLIGHT)), "{store:?}");
        // The connections are used again: one for each request in flight, and as many that were being made while
        // another got free.
        assert!(stage.server.connections() <= 2 * IN_FLIGHT as u64, "{store:?}: {}", stage.server.connections());
    }
}

/// The first answer comes when the last request is there: the other fifteen places have to do for all between.
#[test]
fn a_slow_answer_holds_up_no_other() {
    for store in STORES {
        let (two, heard) = (Gathering::new(2, 2), AtomicUsize::new(0));
        let hold = move |answer: Answer| match heard.fetch_add(1, Ordering::SeqCst) {
            0 | LAST => answer.gathered(&two),
            _ => answer,
        };
        stage(store, &(Arc::new(hold) as Hold)).load(store);
    }
}
