//! What the tests share.

use std::collections::BTreeMap;
use std::env::consts::EXE_SUFFIX;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tactful::{
    BoxFuture, Explanation, Fetched, Identity, LoadError, ManagerError, ManagerErrorKind, Report, SecretManager,
    SecretRequest, SecretString, Settings,
};

/// Stands in every secret of these tests and of their servers, and in nothing that may be shown.
pub(crate) const CANARY: &str = "c4n4ry";

/// The canary as base64 that begins with it, for stores that say secrets so.
pub(crate) const ENCODED: &str = "YzRuNHJ5";

/// Whether a secret stands in a text, as it is or encoded.
pub(crate) fn shows_a_secret(text: &str) -> bool {
    text.contains(CANARY) || text.contains(ENCODED)
}

/// The settings that most tests load.
#[derive(Debug, Settings)]
#[settings(prefix = "SHOP")]
pub(crate) struct Shop {
    pub(crate) secret_key: SecretString,
    #[settings(default = 10)]
    pub(crate) max_connections: u32,
    #[settings(nested)]
    pub(crate) stripe: Stripe,
}

#[derive(Debug, Settings)]
pub(crate) struct Stripe {
    pub(crate) secret_key: SecretString,
    #[settings(default = "30s")]
    pub(crate) timeout: Duration,
}

/// A document that holds all of them.
pub(crate) const DOCUMENT: &str = r#"{"secret_key": "c4n4ry-key", "SHOP_MAX_CONNECTIONS": 40,
    "stripe": {"secret_key": "c4n4ry-stripe", "timeout": "45s"}}"#;

/// What was asked of a [`Table`]: a list of requests for each call.
pub(crate) type Asked = Arc<Mutex<Vec<Vec<SecretRequest>>>>;

/// Secrets in a table, and what was asked of it.
pub(crate) struct Table {
    identity: Identity,
    secrets: BTreeMap<String, Result<Vec<u8>, ManagerError>>,
    /// How many calls fail before the first that does not.
    failures: Mutex<u32>,
    failure: ManagerError,
    delay: Duration,
    asked: Asked,
}

impl Table {
    pub(crate) fn new<const N: usize>(secrets: [(&str, &str); N]) -> Self {
        Self::named("table", secrets)
    }

    pub(crate) fn named<const N: usize>(scheme: &'static str, secrets: [(&str, &str); N]) -> Self {
        let secrets = secrets.into_iter().map(|(path, text)| (path.to_owned(), Ok(text.as_bytes().to_vec())));
        Self {
            identity: Identity::new(scheme, "in memory"),
            secrets: secrets.collect(),
            failures: Mutex::new(0),
            failure: ManagerError::new(ManagerErrorKind::Unavailable, "out of order"),
            delay: Duration::ZERO,
            asked: Asked::default(),
        }
    }

    pub(crate) fn bytes(mut self, path: &str, payload: &[u8]) -> Self {
        self.secrets.insert(path.to_owned(), Ok(payload.to_vec()));
        self
    }

    pub(crate) fn failing(mut self, path: &str, kind: ManagerErrorKind) -> Self {
        self.secrets.insert(path.to_owned(), Err(ManagerError::new(kind, "failed on purpose")));
        self
    }

    /// Fails as a whole for so many calls.
    pub(crate) fn out_of_order(mut self, calls: u32, failure: ManagerError) -> Self {
        (self.failures, self.failure) = (Mutex::new(calls), failure);
        self
    }

    pub(crate) fn slow(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    pub(crate) fn asked(&self) -> Asked {
        Arc::clone(&self.asked)
    }

    fn answer(&self, request: &SecretRequest) -> Result<Fetched, ManagerError> {
        match self.secrets.get(request.path()) {
            Some(Ok(payload)) => Ok(Fetched::new(payload.clone()).version(request.wanted_version().unwrap_or("7"))),
            Some(Err(error)) => Err(error.clone()),
            None => Err(ManagerError::new(ManagerErrorKind::NotFound, "no such entry")),
        }
    }
}

impl SecretManager for Table {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn fetch<'a>(&'a self, requests: &'a [SecretRequest]) -> BoxFuture<'a, Vec<Result<Fetched, ManagerError>>> {
        self.asked.lock().unwrap().push(requests.to_vec());
        let fails = {
            let mut left = self.failures.lock().unwrap();
            let fails = *left > 0;
            *left = left.saturating_sub(1);
            fails
        };
        Box::pin(async move {
            tokio::time::sleep(self.delay).await;
            let failure = || Err(self.failure.clone());
            requests.iter().map(|request| if fails { failure() } else { self.answer(request) }).collect()
        })
    }
}

/// How many calls, and the paths of all of them.
pub(crate) fn calls(asked: &Asked) -> (usize, Vec<String>) {
    let asked = asked.lock().unwrap();
    (asked.len(), asked.iter().flatten().map(|request| request.path().to_owned()).collect())
}

/// Every form of a report; none of them shows a secret.
#[track_caller]
pub(crate) fn told(report: &Report) -> String {
    let text = format!("{report}\n{report:#}\n{report:?}\n{}\n{}", report.to_json(), report.lines().join("\n"));
    assert!(!shows_a_secret(&text), "{text}");
    report.to_string()
}

/// One of the examples of the library, with no variable set. Cargo builds them for the tests of this package, unless it is
/// told the name of a test; after `--` that is none of cargo's.
pub(crate) fn example(name: &str) -> Command {
    // target/debug/deps/managers-0123456789abcdef
    let this = std::env::current_exe().unwrap();
    let mut command = Command::new(this.ancestors().nth(2).unwrap().join(format!("examples/run_{name}{EXE_SUFFIX}")));
    command.env_clear();
    command
}

/// Every form of an error.
#[track_caller]
pub(crate) fn failed(error: &LoadError) -> String {
    assert!(!shows_a_secret(&format!("{error:?}{error:#}")), "{error}");
    told(error.report())
}

/// Every form of an explanation.
#[track_caller]
pub(crate) fn explained(explanation: &Explanation) -> String {
    let text = format!("{explanation}\n{explanation:?}\n{}", explanation.to_json());
    assert!(!text.contains(CANARY), "{text}");
    explanation.to_string()
}

/// The codes of the problems, with their details, and the names that they stand under.
pub(crate) fn codes(error: &LoadError) -> Vec<String> {
    let code = |problem: &tactful::Problem| match problem.detail() {
        Some(detail) => format!("{}.{detail} {}", problem.code(), problem.name()),
        None => format!("{} {}", problem.code(), problem.name()),
    };
    error.report().problems().iter().map(code).collect()
}
