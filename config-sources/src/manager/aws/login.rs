//! Where credentials come from: the SDK's chain, with every variable of it an option of the load.
//!
//! The SDK's own providers of environment, web identity and container read the environment of the process wherever they
//! stand, and do not take another. So these three are ours; profiles (and in them SSO, processes and roles) and the
//! instance's own credentials are the SDK's.

use std::path::{Path, PathBuf};
use std::time::Duration;

use aws_config::imds;
use aws_config::imds::credentials::ImdsCredentialsProvider;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, future};
use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
use aws_sdk_secretsmanager::config::{Credentials, Region};
use aws_smithy_http_client::proxy::ProxyConfig;
use secrecy::{ExposeSecret as _, SecretString};

use super::access::{client_config, no_retries};
use super::container::Container;
use super::fault;
use super::http::{Http, trust};
use super::options::{AwsOptions, misconfigured};
use crate::manager::store::Limits;
use crate::manager::{ManagerError, ManagerErrorKind};
use crate::read::{SECRET_LIMIT, read_file};

/// How long the instance may take, which answers at once where there is one.
const INSTANCE: Duration = Duration::from_secs(2);

/// Who gives credentials, in the order in which they are asked.
#[derive(Debug)]
pub(super) struct Login {
    keys: Option<Credentials>,
    profiles: Option<Profiles>,
    web_identity: Option<WebIdentity>,
    container: Option<Container>,
    asks_instance: bool,
    region: Region,
    limits: Limits,
}

/// Profiles in files.
#[derive(Clone, Debug)]
pub(super) struct Profiles {
    name: Option<String>,
    pub(super) files: EnvConfigFiles,
}

impl Profiles {
    pub(super) fn name(&self) -> &str {
        self.name.as_deref().unwrap_or("default")
    }
}

/// A token of somebody else, for which STS gives credentials of a role.
#[derive(Debug)]
struct WebIdentity {
    token_file: PathBuf,
    role: String,
    session: String,
    endpoint: Option<String>,
}

/// The files that profiles are read from: those of the options, and in an open world the usual ones. `None` where there
/// are none to read.
pub(super) fn profile_files(options: &AwsOptions, closed: bool) -> Result<Option<Profiles>, ManagerError> {
    let given = [
        (&options.config_file, EnvConfigFileKind::Config, "AWS_CONFIG_FILE"),
        (&options.shared_credentials_file, EnvConfigFileKind::Credentials, "AWS_SHARED_CREDENTIALS_FILE"),
    ];
    let mut files = EnvConfigFiles::builder();
    let mut is_empty = true;
    for (path, kind, name) in given {
        match path {
            Some(path) => {
                check_file(path, name)?;
                files = files.with_file(kind, path);
            }
            None if closed => continue,
            None => {
                files = match kind {
                    EnvConfigFileKind::Config => files.include_default_config_file(true),
                    EnvConfigFileKind::Credentials => files.include_default_credentials_file(true),
                }
            }
        }
        is_empty = false;
    }
    if is_empty {
        return match &options.profile {
            Some(_) => Err(misconfigured("a profile is named, and no file of profiles")
                .help("give AWS_CONFIG_FILE or AWS_SHARED_CREDENTIALS_FILE: a closed context has no home folder")),
            None => Ok(None),
        };
    }
    Ok(Some(Profiles { name: options.profile.clone(), files: files.build() }))
}

fn check_file(path: &Path, name: &str) -> Result<(), ManagerError> {
    if path.is_file() {
        return Ok(());
    }
    let message = format!("{name} names {}, which is no file that can be read", path.display());
    Err(misconfigured(message).help("create the file, or remove the variable"))
}

impl Login {
    /// Takes the options of credentials apart. Nothing is asked yet.
    pub(super) fn new(
        options: &AwsOptions,
        profiles: Option<Profiles>,
        sts_endpoint: Option<String>,
        region: Region,
        limits: Limits,
    ) -> Result<Self, ManagerError> {
        let web_identity = match (&options.web_identity_token_file, &options.role_arn) {
            (Some(_), None) => {
                let message = "AWS_WEB_IDENTITY_TOKEN_FILE is given without a role";
                return Err(misconfigured(message).help("set AWS_ROLE_ARN to the role that the token is for"));
            }
            (Some(token_file), Some(role)) => Some(WebIdentity {
                token_file: token_file.clone(),
                role: role.clone(),
                session: options.role_session_name.clone().unwrap_or_else(|| "tactful".to_owned()),
                endpoint: sts_endpoint,
            }),
            (None, _) => None,
        };
        Ok(Self {
            keys: keys(options)?,
            profiles,
            web_identity,
            container: Container::new(options)?,
            asks_instance: !limits.closed && !options.ec2_metadata_disabled,
            region,
            limits,
        })
    }

    /// Asks one source after the other, until one has credentials or fails.
    pub(super) async fn credentials(&self, http: &Http) -> Result<Credentials, ManagerError> {
        if let Some(keys) = &self.keys {
            return Ok(keys.clone());
        }
        if let Some(profiles) = &self.profiles
            && let Some(credentials) = self.of_profile(profiles, http).await?
        {
            return Ok(credentials);
        }
        if let Some(identity) = &self.web_identity {
            return self.of_web_identity(identity, http).await;
        }
        if let Some(container) = &self.container {
            return container.credentials(&self.direct(container.speaks_tls())?).await;
        }
        if self.asks_instance
            && let Some(credentials) = self.of_instance().await?
        {
            return Ok(credentials);
        }
        Err(self.nobody())
    }

    /// A client that goes through no proxy, for what is next to this process.
    fn direct(&self, speaks_tls: bool) -> Result<Http, ManagerError> {
        Http::new(trust(None, speaks_tls)?, ProxyConfig::disabled(), &self.limits)
    }

    fn config(&self, http: &Http) -> ProviderConfig {
        ProviderConfig::without_region()
            .with_http_client(http.clone())
            .with_region(Some(self.region.clone()))
            .with_retry_config(no_retries())
    }

    async fn of_profile(&self, profiles: &Profiles, http: &Http) -> Result<Option<Credentials>, ManagerError> {
        // `credential_source = Environment` and the like of a profile mean the sources that this load has.
        let mut provider = ProfileFileCredentialsProvider::builder()
            .configure(&self.config(http))
            .profile_files(profiles.files.clone())
            .profile_name(profiles.name())
            .with_custom_provider("Environment", Given(self.keys.clone()));
        if self.limits.closed {
            provider = provider
                .with_custom_provider("EcsContainer", Given(None))
                .with_custom_provider("Ec2InstanceMetadata", Given(None));
        }
        match provider.build().provide_credentials().await {
            Ok(credentials) => Ok(Some(credentials)),
            Err(CredentialsError::CredentialsNotLoaded(_)) => Ok(None),
            Err(error) => Err(fault::of_profile(&error, profiles.name())),
        }
    }

    async fn of_web_identity(&self, identity: &WebIdentity, http: &Http) -> Result<Credentials, ManagerError> {
        let unread = |what: &str| {
            let path = identity.token_file.display();
            let message = format!("AWS_WEB_IDENTITY_TOKEN_FILE names {path}, which {what}");
            let help = "is the service account annotated with a role, and the token mounted?";
            ManagerError::new(ManagerErrorKind::Unauthenticated, message).help(help)
        };
        let mut token = read_file(&identity.token_file, SECRET_LIMIT).map_err(|_| unread("cannot be read"))?;
        token.trim_line_break();
        let token = std::str::from_utf8(token.expose()).map_err(|_| unread("is not text"))?;
        let config = client_config!(aws_sdk_sts::Config::builder(), http, self.region, identity.endpoint).build();
        let answer = aws_sdk_sts::Client::from_conf(config)
            .assume_role_with_web_identity()
            .role_arn(&identity.role)
            .role_session_name(&identity.session)
            .web_identity_token(token)
            .send()
            .await
            .map_err(|error| fault::of_sts(&error, &identity.role))?;
        let given = answer.credentials.ok_or_else(|| fault::unreadable("the answer of STS has no credentials"))?;
        let expiry = given.expiration.try_into().ok();
        Ok(Credentials::new(given.access_key_id, given.secret_access_key, Some(given.session_token), expiry, "tactful"))
    }

    async fn of_instance(&self) -> Result<Option<Credentials>, ManagerError> {
        let config = self.config(&self.direct(false)?);
        let client = imds::Client::builder().configure(&config).max_attempts(1).build();
        let provider = ImdsCredentialsProvider::builder().configure(&config).imds_client(client).build();
        match tokio::time::timeout(INSTANCE, provider.provide_credentials()).await {
            Ok(Ok(credentials)) => Ok(Some(credentials)),
            Ok(Err(CredentialsError::CredentialsNotLoaded(_))) | Err(_) => Ok(None),
            Ok(Err(error)) => Err(fault::of_instance(&error)),
        }
    }

    fn nobody(&self) -> ManagerError {
        let of_profile = match &self.profiles {
            Some(profiles) => format!("no credentials in the profile {}, if there is one", profiles.name()),
            None => "no profile".to_owned(),
        };
        let mut tried = vec!["no AWS_ACCESS_KEY_ID", &of_profile];
        tried.extend(["no AWS_WEB_IDENTITY_TOKEN_FILE", "no AWS_CONTAINER_CREDENTIALS_FULL_URI"]);
        tried.push(if self.asks_instance { "no instance that answers" } else { "no instance asked" });
        let message = format!("nobody has credentials: {}", tried.join(", "));
        let help =
            "give the container or instance a role; at a desk, `aws sso login --profile NAME` and AWS_PROFILE=NAME";
        ManagerError::new(ManagerErrorKind::Unauthenticated, message).help(help)
    }
}

/// An access key with its secret.
fn keys(options: &AwsOptions) -> Result<Option<Credentials>, ManagerError> {
    let (id, secret) =
        match (&options.access_key_id, &options.secret_access_key) {
            (Some(id), Some(secret)) => (id, secret),
            (None, None) => return Ok(None),
            (Some(_), None) => {
                return Err(misconfigured("AWS_ACCESS_KEY_ID is given without AWS_SECRET_ACCESS_KEY")
                    .help("give both, or neither"));
            }
            (None, Some(_)) => {
                return Err(misconfigured("AWS_SECRET_ACCESS_KEY is given without AWS_ACCESS_KEY_ID")
                    .help("give both, or neither"));
            }
        };
    for (name, text) in [
        ("AWS_ACCESS_KEY_ID", Some(id)),
        ("AWS_SECRET_ACCESS_KEY", Some(secret)),
        ("AWS_SESSION_TOKEN", options.session_token.as_ref()),
    ] {
        check_text(name, text)?;
    }
    let text = |secret: &SecretString| secret.expose_secret().to_owned();
    Ok(Some(Credentials::new(text(id), text(secret), options.session_token.as_ref().map(text), None, "tactful")))
}

/// What goes into a header and was pasted with a line break in it would fail late, and in words of the SDK.
pub(super) fn check_text(name: &str, text: Option<&SecretString>) -> Result<(), ManagerError> {
    match text {
        Some(text) if !text.expose_secret().bytes().all(|b| b.is_ascii_graphic()) => {
            let message = format!("{name} has a blank, a line break or another character in it that none of them has");
            Err(misconfigured(message).help("copy it again, whole and alone"))
        }
        _ => Ok(()),
    }
}

/// What is a header as it is: a scheme and a blank may stand before the token.
pub(super) fn check_header(name: &str, text: Option<&SecretString>) -> Result<(), ManagerError> {
    match text {
        Some(text) if !text.expose_secret().bytes().all(|b| b.is_ascii_graphic() || b == b' ') => {
            let message = format!("{name} has a line break or another character in it that no header may have");
            Err(misconfigured(message).help("copy it again, whole and alone"))
        }
        _ => Ok(()),
    }
}

/// Credentials that are there already, or not at all.
#[derive(Debug)]
struct Given(Option<Credentials>);

impl ProvideCredentials for Given {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        let none = || CredentialsError::not_loaded("this load has none");
        future::ProvideCredentials::ready(self.0.clone().ok_or_else(none))
    }
}
