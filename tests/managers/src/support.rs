//! What the tests share.

use std::collections::BTreeMap;
use std::sync::Mutex;

use tactful::{
    BoxFuture, Fetched, Identity, ManagerError, ManagerErrorKind, SecretManager, SecretRequest,
};

/// Begins every secret of these tests, and stands in nothing that is shown.
pub(crate) const CANARY: &str = "c4n4ry";

/// Secrets in a table, and what was asked of it.
pub(crate) struct Table {
    identity: Identity,
    secrets: BTreeMap<String, Result<Vec<u8>, ManagerError>>,
    pub(crate) asked: Mutex<Vec<Vec<SecretRequest>>>,
}

impl Table {
    pub(crate) fn new<const N: usize>(scheme: &'static str, secrets: [(&str, &str); N]) -> Self {
        let secrets = secrets.into_iter().map(|(path, text)| (path.to_owned(), Ok(text.as_bytes().to_vec())));
        Self { identity: Identity::new(scheme, "in memory"), secrets: secrets.collect(), asked: Mutex::default() }
    }

    pub(crate) fn failing(mut self, path: &str, kind: ManagerErrorKind) -> Self {
        self.secrets.insert(path.to_owned(), Err(ManagerError::new(kind, "failed on purpose")));
        self
    }

    fn answer(&self, request: &SecretRequest) -> Result<Fetched, ManagerError> {
        match self.secrets.get(request.path()).or_else(|| self.secrets.get("*")) {
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
        Box::pin(async move { requests.iter().map(|request| self.answer(request)).collect() })
    }
}
