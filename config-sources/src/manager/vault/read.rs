//! Asks a server for secrets.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use reqwest::Url;
use tokio::sync::OnceCell;

use super::api::{Api, Token};
use super::login::Login;
use super::mounts::Mounts;
use super::options::VaultOptions;
use super::target::{Basis, Target, misshapen};
use super::{answer, refusal};
use crate::manager::client::{Client, Reply, Trust, endpoint, origin};
use crate::manager::flight;
use crate::manager::store::{Limits, Opened};
use crate::manager::{
    BoxFuture, Fetched, Identity, ManagerError, ManagerErrorKind as Kind, SecretManager, SecretRequest,
};

type Answers = Vec<Result<Fetched, ManagerError>>;

/// A server, and who asks it.
pub(super) struct VaultManager {
    identity: Identity,
    api: Api,
    login: Login,
    in_flight: usize,
}

impl VaultManager {
    /// Checks the options. No request is made.
    pub(super) fn open(mut options: VaultOptions, limits: Limits) -> Opened {
        let credentials = options.credentials()?;
        let base = endpoint(&options.address, "VAULT_ADDR", limits)?;
        let login = Login::new(credentials, options.auth_mount.take())?;
        let trust = Trust { ca_file: options.ca_file.as_deref(), ca_option: "VAULT_CACERT", ..Trust::default() };
        let client = Client::new(&base, &trust, limits)?;
        let namespace = options.namespace.as_deref();
        let mut place = origin(&base);
        if let Some(namespace) = namespace {
            place.push_str(" (namespace ");
            place.push_str(namespace);
            place.push(')');
        }
        let api = Api::new(client, base, namespace)?;
        let identity = Identity::new("vault", place);
        Ok(Arc::new(Self { identity, api, login, in_flight: limits.in_flight.max(1) }))
    }

    async fn ask(&self, requests: &[SecretRequest]) -> Answers {
        if requests.is_empty() {
            return Vec::new();
        }
        let token = match self.login.token(&self.api).await {
            Ok(token) => token,
            Err(error) => return requests.iter().map(|_| Err(error.clone())).collect(),
        };
        let session = Session {
            manager: self,
            token,
            mounts: Mounts::default(),
            replies: Mutex::default(),
            verdict: OnceCell::new(),
        };
        let reads: Vec<BoxFuture<'_, _>> =
            requests.iter().map(|request| Box::pin(session.fetch(request)) as _).collect();
        let answers = flight::at_most(self.in_flight, reads).await;
        if session.is_refused() {
            self.login.forget().await;
        }
        answers
    }
}

impl SecretManager for VaultManager {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn fetch<'a>(&'a self, requests: &'a [SecretRequest]) -> BoxFuture<'a, Answers> {
        Box::pin(self.ask(requests))
    }
}

type Replies = HashMap<(String, Option<String>), Arc<OnceCell<Result<Arc<Reply>, ManagerError>>>>;

/// One fetch, with the token it is made with.
pub(super) struct Session<'m> {
    manager: &'m VaultManager,
    token: Token,
    pub(super) mounts: Mounts,
    /// What was read, by path and version: what is asked for in two ways is read once, for two logins of a database would
    /// be two leases.
    replies: Mutex<Replies>,
    /// Why the token itself is refused, once somebody had reason to ask.
    verdict: OnceCell<Option<ManagerError>>,
}

impl Session<'_> {
    pub(super) const fn base(&self) -> &Url {
        self.manager.api.base()
    }

    pub(super) async fn get(&self, path: &str, version: Option<&str>) -> Result<Reply, ManagerError> {
        self.manager.api.get(path, version, &self.token).await
    }

    /// What is at a path, which is read once.
    pub(super) async fn reply(&self, path: &str, version: Option<&str>) -> Result<Arc<Reply>, ManagerError> {
        let cell = {
            let mut replies = self.replies.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(replies.entry((path.to_owned(), version.map(str::to_owned))).or_default())
        };
        let ask = || async { self.get(path, version).await.map(Arc::new) };
        cell.get_or_init(ask).await.clone()
    }

    async fn fetch(&self, request: &SecretRequest) -> Result<Fetched, ManagerError> {
        if let Some(clause) = misshapen(request.path()) {
            return Err(ManagerError::new(Kind::NotFound, clause).help("write MOUNT/PATH, without . and .."));
        }
        match Target::of(request) {
            Some(target) => self.read(&target).await,
            None => self.find(request).await,
        }
    }

    fn is_refused(&self) -> bool {
        self.verdict.get().is_some_and(|verdict| verdict.as_ref().is_some_and(|error| !error.is_temporary()))
    }

    pub(super) async fn read(&self, target: &Target) -> Result<Fetched, ManagerError> {
        target.check()?;
        let reply = self.reply(&target.path, target.version.as_deref()).await?;
        if reply.status == 200 {
            // What cannot be looked up and is no secret of KV 2 beyond doubt might be another secret than was meant.
            return match answer::secret(&reply, target.shape) {
                Ok(_) if target.basis == Basis::Guessed && answer::surely_of_kv2(&reply).is_none() => {
                    Err(refusal::of_guess(target))
                }
                answered => answered,
            };
        }
        if let Some(error) = refusal::of_server(&reply, self.base()) {
            return Err(error);
        }
        Err(match reply.status {
            403 => match self.verdict(&reply).await {
                Some(error) => error.clone(),
                None => refusal::of_policy(target),
            },
            404 => match refusal::of_version(&reply, target) {
                Some(error) => error,
                None => refusal::of_absence(&reply, target, self.current_version(target).await.as_deref()),
            },
            _ => refusal::of_request(&reply, target),
        })
    }

    /// Whether it is the token that is refused, and not what it asks for: both are 403. Asked once per fetch.
    async fn verdict(&self, refused: &Reply) -> Option<&ManagerError> {
        let ask = || async {
            let is_renewed = self.manager.login.is_renewed();
            let says_so = |reply: &Reply| {
                let complaints = answer::complaints(reply);
                complaints.contains("invalid token") || complaints.contains("bad token")
            };
            if says_so(refused) {
                return Some(refusal::of_token(true, is_renewed));
            }
            match self.get("auth/token/lookup-self", None).await {
                // So a policy is told from a token that is none: this one is valid, and may not even look itself up.
                Ok(reply) if reply.status == 403 && answer::complaints(&reply).starts_with("1 error occurred") => None,
                Ok(reply) if reply.status == 403 => Some(refusal::of_token(says_so(&reply), is_renewed)),
                Ok(reply) => refusal::of_server(&reply, self.base()),
                Err(error) => Some(error),
            }
        };
        self.verdict.get_or_init(ask).await.as_ref()
    }

    /// The version that there is of a secret, where the one that was asked for is not.
    async fn current_version(&self, target: &Target) -> Option<String> {
        target.version.as_ref()?;
        let reply = self.reply(&target.path, None).await.ok()?;
        if reply.status == 200 {
            return answer::secret(&reply, target.shape).ok()?.version_name().map(str::to_owned);
        }
        answer::metadata(&reply).map(|metadata| metadata.version.to_string())
    }
}
