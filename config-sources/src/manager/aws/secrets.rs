//! AWS Secrets Manager.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use aws_sdk_secretsmanager::Client;
use aws_sdk_secretsmanager::error::ProvideErrorMetadata as _;
use aws_sdk_secretsmanager::operation::batch_get_secret_value::BatchGetSecretValueOutput;
use aws_sdk_secretsmanager::primitives::{Blob, DateTime};

use super::access::{Access, Found, client_config};
use super::batch::{self, Answered, Call};
use super::fault::{self, Question};
use super::options::AwsOptions;
use crate::manager::reference::{Misread, Reference};
use crate::manager::store::{Asked, Limits, Opened, Placement, Store};
use crate::manager::{BoxFuture, Fetched, Identity, ManagerError, ManagerErrorKind, SecretManager, SecretRequest};

/// How many secrets AWS gives in one call.
const MOST: usize = 20;

/// The option of a request for a version by its stage.
pub(super) const STAGE: &str = "version_stage";

/// The current version's stage.
const CURRENT: &str = "AWSCURRENT";

/// AWS Secrets Manager.
#[derive(Debug)]
pub(crate) struct SecretsManager;

impl Store for SecretsManager {
    type Options = AwsOptions;
    const SCHEME: &'static str = "awssecrets";
    const NAME: &'static str = "aws secrets";
    const SECTION: &'static str = "aws";

    fn read(reference: &Reference) -> Result<Asked<SecretRequest>, Misread> {
        reference.only_options(&["region", "profile", STAGE, "version_id"])?;
        if reference.path().is_empty() {
            let help = "write the name or ARN of a secret: awssecrets://shop/production";
            return Err(Misread::new("names no secret").help(help));
        }
        let mut request = SecretRequest::new(reference.path());
        if let Some(id) = reference.option("version_id") {
            request = request.version(id);
        }
        if let Some(stage) = reference.option(STAGE) {
            request = request.option(STAGE, stage);
        }
        Ok(super::given(Asked::new(request), reference))
    }

    fn place(address: &Reference) -> Result<Asked<Placement>, Misread> {
        let Asked { what, given } = Self::read(address)?;
        let takes_name = what.path().contains("{name}");
        Ok(Asked { what: if takes_name { Placement::Each(what) } else { Placement::Document(what) }, given })
    }

    fn open(options: AwsOptions, limits: Limits) -> BoxFuture<'static, Opened> {
        Box::pin(super::unheard(async move {
            let endpoint = options.endpoint_url_secrets_manager.clone();
            let access = options.settle(endpoint, Self::SCHEME, limits).await?;
            let manager = Secrets { access, found: Found::default(), lacks_batch: AtomicBool::new(false) };
            Ok(Arc::new(manager) as Arc<dyn SecretManager>)
        }))
    }
}

#[derive(Debug)]
struct Secrets {
    access: Access,
    found: Found,
    /// Whether a policy denies `BatchGetSecretValue`.
    lacks_batch: AtomicBool,
}

impl SecretManager for Secrets {
    fn identity(&self) -> &Identity {
        &self.access.identity
    }

    fn fetch<'a>(&'a self, requests: &'a [SecretRequest]) -> BoxFuture<'a, Vec<Result<Fetched, ManagerError>>> {
        Box::pin(super::unheard(async move {
            if requests.is_empty() {
                return Vec::new();
            }
            match self.client().await {
                Ok(client) => self.ask(&client, requests).await,
                Err(error) => batch::all_failed(requests, &error),
            }
        }))
    }
}

impl Secrets {
    async fn client(&self) -> Result<Client, ManagerError> {
        let credentials = self.access.credentials(&self.found).await?;
        let Access { http, region, endpoint, fips, dual_stack, .. } = &self.access;
        let config = client_config!(aws_sdk_secretsmanager::Config::builder(), http, region, endpoint);
        let config = config.use_fips(*fips).use_dual_stack(*dual_stack).credentials_provider(credentials);
        Ok(Client::from_conf(config.build()))
    }

    async fn ask(&self, client: &Client, requests: &[SecretRequest]) -> Vec<Result<Fetched, ManagerError>> {
        let most = if self.lacks_batch.load(Ordering::Relaxed) { 1 } else { MOST };
        let call = |call| self.call(client, requests, call);
        batch::ask(requests, is_plain, most, self.access.limits.in_flight, call).await
    }

    async fn call(&self, client: &Client, requests: &[SecretRequest], call: Call) -> Answered {
        match call {
            Call::One(number) => vec![(number, self.one(client, &requests[number]).await)],
            Call::Several(numbers) => self.several(client, requests, &numbers).await,
        }
    }

    async fn one(&self, client: &Client, request: &SecretRequest) -> Result<Fetched, ManagerError> {
        let (id, stage) = (request.wanted_version(), request.get(STAGE));
        // Without a stage some servers give a version that was current once.
        let stage = if id.is_none() { Some(stage.unwrap_or(CURRENT)) } else { stage };
        let call = client.get_secret_value().secret_id(request.path());
        let call = call.set_version_id(id.map(str::to_owned)).set_version_stage(stage.map(str::to_owned));
        let answer = call.send().await.map_err(|error| fault::of_call(&error, &self.question(request)))?;
        fetched(answer.secret_string, answer.secret_binary, answer.version_id, answer.created_date)
    }

    /// What one call says of several secrets. Those it says nothing of are left out.
    async fn several(&self, client: &Client, requests: &[SecretRequest], numbers: &[usize]) -> Answered {
        let mut names: Vec<&str> = numbers.iter().map(|number| requests[*number].path()).collect();
        names.sort_unstable();
        names.dedup();
        let names = names.into_iter().map(str::to_owned).collect();
        let question = |number: usize| self.question(&requests[number]);
        match client.batch_get_secret_value().set_secret_id_list(Some(names)).send().await {
            Ok(answer) => told(answer, requests, numbers, question),
            Err(error) => {
                let lacks_batch = matches!(error.code(), Some("AccessDeniedException" | "AccessDenied"));
                if lacks_batch {
                    self.lacks_batch.store(true, Ordering::Relaxed);
                }
                let of_all = |number| (number, Err(fault::of_call(&error, &question(number))));
                let is_of_one = |error: &ManagerError| {
                    use ManagerErrorKind::{Denied, Disabled, NotFound};
                    matches!(error.kind(), NotFound | Denied | Disabled)
                };
                let all: Answered = numbers.iter().copied().map(of_all).collect();
                let is_of_one = all.iter().any(|(_, answer)| answer.as_ref().is_err_and(is_of_one));
                // One by one they say which of them it is, and whether it is the batch alone that is denied.
                if lacks_batch || is_of_one { Vec::new() } else { all }
            }
        }
    }

    fn question<'a>(&'a self, request: &'a SecretRequest) -> Question<'a> {
        Question {
            action: "secretsmanager:GetSecretValue",
            thing: "secret",
            look: "secretsmanager describe-secret --secret-id",
            path: request.path(),
            region: self.access.region.as_ref(),
            has_version: !is_plain(request),
        }
    }
}

/// Whether the current version is asked for.
fn is_plain(request: &SecretRequest) -> bool {
    request.wanted_version().is_none() && request.get(STAGE).is_none_or(|stage| stage == CURRENT)
}

/// What a batch says of each request.
fn told<'q>(
    answer: BatchGetSecretValueOutput,
    requests: &[SecretRequest],
    numbers: &[usize],
    question: impl Fn(usize) -> Question<'q>,
) -> Answered {
    let mut told = Vec::with_capacity(numbers.len());
    for error in answer.errors.unwrap_or_default() {
        let is_asked = |number: &usize| error.secret_id().is_some_and(|id| id == requests[*number].path());
        for number in numbers.iter().copied().filter(is_asked) {
            told.push((number, Err(fault::of_code(error.error_code(), error.message(), 0, &question(number)))));
        }
    }
    for entry in answer.secret_values.unwrap_or_default() {
        let is_asked = |number: &usize| is_of(requests[*number].path(), entry.name(), entry.arn());
        let mut asked = numbers.iter().copied().filter(is_asked);
        // A secret that was asked for by name and by ARN is one.
        let Some(first) = asked.next() else { continue };
        let others: Vec<usize> = asked.collect();
        let value = fetched(entry.secret_string, entry.secret_binary, entry.version_id, entry.created_date);
        told.extend(others.into_iter().map(|number| (number, value.clone())));
        told.push((first, value));
    }
    told
}

/// Whether a secret is the one that was asked for: by name, by ARN, or by ARN without the six characters at its end.
fn is_of(path: &str, name: Option<&str>, arn: Option<&str>) -> bool {
    let is_short = |arn: &str| arn.strip_prefix(path).is_some_and(|end| end.len() == 7 && end.starts_with('-'));
    name == Some(path) || arn.is_some_and(|arn| arn == path || path.starts_with("arn:") && is_short(arn))
}

fn fetched(
    text: Option<String>,
    bytes: Option<Blob>,
    version: Option<String>,
    created: Option<DateTime>,
) -> Result<Fetched, ManagerError> {
    let payload = match (text, bytes) {
        (Some(text), _) => text.into_bytes(),
        (None, Some(bytes)) => bytes.into_inner(),
        (None, None) => return Err(fault::unreadable("the answer has neither text nor bytes")),
    };
    let mut fetched = Fetched::new(payload);
    if let Some(version) = version {
        fetched = fetched.version(version);
    }
    if let Some(created) = created.and_then(|at| SystemTime::try_from(at).ok()) {
        fetched = fetched.created(created);
    }
    Ok(fetched)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn references_say_which_version() {
        let read = |text: &str| SecretsManager::read(&Reference::parse(text).unwrap());
        let asked = read("awssecrets://shop?region=eu-west-1&version_stage=AWSPREVIOUS#/KEY").unwrap();
        assert_eq!(asked.what, SecretRequest::new("shop").option(STAGE, "AWSPREVIOUS"));
        assert_eq!(asked.given, [("region", "eu-west-1".to_owned())]);
        let asked = read("awssecrets://arn:aws:secretsmanager:eu-west-1:1:secret:shop-AbCdEf?version_id=01").unwrap();
        assert_eq!(
            asked.what,
            SecretRequest::new("arn:aws:secretsmanager:eu-west-1:1:secret:shop-AbCdEf").version("01")
        );
        assert!(asked.given.is_empty());
        for text in ["awssecrets://", "awssecrets://shop?stage=AWSPREVIOUS", "awssecrets://shop?endpoint_url=http://x"]
        {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn addresses_are_documents_unless_they_have_a_name() {
        let place = |text: &str| SecretsManager::place(&Reference::parse(text).unwrap()).unwrap().what;
        assert_eq!(place("awssecrets://shop/{profile}"), Placement::Document(SecretRequest::new("shop/{profile}")));
        assert_eq!(place("awssecrets://shop/{name}"), Placement::Each(SecretRequest::new("shop/{name}")));
    }

    #[test]
    fn answers_find_their_requests() {
        let arn = "arn:aws:secretsmanager:eu-west-1:1:secret:shop-AbCdEf";
        for (path, is_it) in [
            ("shop", true),
            (arn, true),
            ("arn:aws:secretsmanager:eu-west-1:1:secret:shop", true),
            ("arn:aws:secretsmanager:eu-west-1:1:secret:sho", false),
            ("arn:aws:secretsmanager:eu-west-1:1:secret:shop-A", false),
            ("sho", false),
            ("", false),
        ] {
            assert_eq!(is_of(path, Some("shop"), Some(arn)), is_it, "{path}");
        }
    }
}
