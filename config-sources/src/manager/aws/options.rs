//! The options of both stores, under the names that AWS's own tools have for them.

use std::path::PathBuf;

use aws_config::meta::region::ProvideRegion as _;
use aws_config::profile::ProfileFileRegionProvider;
use aws_config::provider_config::ProviderConfig;
use aws_sdk_secretsmanager::config::Region;
use secrecy::SecretString;

use super::access::Access;
use super::http::{Http, trust};
use super::login::{self, Login};
use crate::manager::store::Limits;
use crate::manager::{ManagerError, ManagerErrorKind};

use aws_smithy_http_client::proxy::ProxyConfig;

/// How to reach AWS, and as whom.
#[derive(tactful_derive::Settings)]
#[settings(crate = tactful_core)]
pub(crate) struct AwsOptions {
    /// The region, as in `eu-west-1`.
    #[settings(env = "AWS_REGION", alias(env = "AWS_DEFAULT_REGION"), example = "eu-west-1")]
    pub(super) region: Option<String>,
    /// Where to find AWS, if not where it is: for emulators and private endpoints.
    #[settings(env = "AWS_ENDPOINT_URL")]
    pub(super) endpoint_url: Option<String>,
    /// The same for Secrets Manager alone.
    #[settings(env = "AWS_ENDPOINT_URL_SECRETS_MANAGER", public)]
    pub(super) endpoint_url_secrets_manager: Option<String>,
    /// The same for Parameter Store alone.
    #[settings(env = "AWS_ENDPOINT_URL_SSM")]
    pub(super) endpoint_url_ssm: Option<String>,
    /// The same for the service that gives out credentials of a role.
    #[settings(env = "AWS_ENDPOINT_URL_STS")]
    pub(super) endpoint_url_sts: Option<String>,
    /// Endpoints that conform to FIPS 140.
    #[settings(env = "AWS_USE_FIPS_ENDPOINT", default = false)]
    pub(super) use_fips_endpoint: bool,
    /// Endpoints with IPv6.
    #[settings(env = "AWS_USE_DUALSTACK_ENDPOINT", default = false)]
    pub(super) use_dualstack_endpoint: bool,
    /// A PEM file of certificates that are trusted beside those of the platform.
    #[settings(env = "AWS_CA_BUNDLE")]
    pub(super) ca_bundle: Option<PathBuf>,
    /// An access key.
    #[settings(env = "AWS_ACCESS_KEY_ID")]
    pub(super) access_key_id: Option<SecretString>,
    /// Its secret.
    #[settings(env = "AWS_SECRET_ACCESS_KEY")]
    pub(super) secret_access_key: Option<SecretString>,
    /// What belongs to an access key for a time.
    #[settings(env = "AWS_SESSION_TOKEN")]
    pub(super) session_token: Option<SecretString>,
    /// The profile of the files below.
    #[settings(env = "AWS_PROFILE")]
    pub(super) profile: Option<String>,
    /// The file of profiles, if not `~/.aws/config`.
    #[settings(env = "AWS_CONFIG_FILE")]
    pub(super) config_file: Option<PathBuf>,
    /// The file of access keys, if not `~/.aws/credentials`.
    #[settings(env = "AWS_SHARED_CREDENTIALS_FILE", public)]
    pub(super) shared_credentials_file: Option<PathBuf>,
    /// The role that the web identity is for.
    #[settings(env = "AWS_ROLE_ARN")]
    pub(super) role_arn: Option<String>,
    /// The file of the web identity: a JWT.
    #[settings(env = "AWS_WEB_IDENTITY_TOKEN_FILE", public)]
    pub(super) web_identity_token_file: Option<PathBuf>,
    /// What the session is called in AWS's logs: `tactful` unless told.
    #[settings(env = "AWS_ROLE_SESSION_NAME")]
    pub(super) role_session_name: Option<String>,
    /// Where a container asks for its credentials.
    #[settings(env = "AWS_CONTAINER_CREDENTIALS_FULL_URI", public)]
    pub(super) container_credentials_full_uri: Option<String>,
    /// The same below `http://169.254.170.2`.
    #[settings(env = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", public)]
    pub(super) container_credentials_relative_uri: Option<String>,
    /// What it shows there. `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE` is the path of a file that holds it.
    #[settings(env = "AWS_CONTAINER_AUTHORIZATION_TOKEN")]
    pub(super) container_authorization_token: Option<SecretString>,
    /// Whether the instance's own credentials are left alone.
    #[settings(env = "AWS_EC2_METADATA_DISABLED", default = false)]
    pub(super) ec2_metadata_disabled: bool,
}

impl AwsOptions {
    /// Checks what types cannot say, and makes of it what both stores need. `endpoint` is the store's own.
    pub(super) async fn settle(
        self,
        endpoint: Option<String>,
        scheme: &'static str,
        limits: Limits,
    ) -> Result<Access, ManagerError> {
        let endpoint = endpoint.or_else(|| self.endpoint_url.clone());
        let sts_endpoint = self.endpoint_url_sts.clone().or_else(|| self.endpoint_url.clone());
        for url in [&endpoint, &sts_endpoint].into_iter().flatten() {
            Endpoint::read(url)?.check(&limits)?;
        }
        let parsed = endpoint.as_deref().map(Endpoint::read).transpose()?;
        let speaks_tls =
            [&endpoint, &sts_endpoint].into_iter().any(|url| url.as_ref().is_none_or(|url| !url.starts_with("http:")));
        // What is at this machine is not reached through a proxy, and the proxy of the process is none of a closed world's.
        let is_local = parsed.as_ref().is_some_and(Endpoint::is_loopback);
        let proxy = if limits.closed || is_local { ProxyConfig::disabled() } else { ProxyConfig::from_env() };
        let http = Http::new(trust(self.ca_bundle.as_deref(), speaks_tls)?, proxy, &limits)?;
        let profiles = login::profile_files(&self, limits.closed)?;
        let region = match self.region.clone() {
            Some(region) => Some(region),
            None => match &profiles {
                Some(profiles) => region_of_profile(profiles).await,
                None => None,
            },
        };
        let region = region.ok_or_else(no_region)?;
        if !is_region(&region) {
            let message = "the region is not of letters, digits and hyphens";
            return Err(misconfigured(message).help("write AWS_REGION as in eu-west-1"));
        }
        let region = Region::new(region);
        let login = Login::new(&self, profiles, sts_endpoint, region.clone(), limits)?;
        Ok(Access {
            identity: super::Identity::new(
                scheme,
                parsed.map_or_else(|| region.to_string(), |endpoint| endpoint.shown()),
            ),
            http,
            region,
            endpoint,
            fips: self.use_fips_endpoint,
            dual_stack: self.use_dualstack_endpoint,
            limits,
            login,
        })
    }
}

async fn region_of_profile(profiles: &login::Profiles) -> Option<String> {
    let config = ProviderConfig::without_region();
    let mut provider = ProfileFileRegionProvider::builder().configure(&config).profile_name(profiles.name());
    provider = provider.profile_files(profiles.files.clone());
    provider.build().region().await.map(|region| region.to_string())
}

/// A region stands in the name of a host.
fn is_region(region: &str) -> bool {
    !region.is_empty() && region.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn no_region() -> ManagerError {
    misconfigured("no region is given, and AWS has the secret in one of them")
        .help("set AWS_REGION, or region in [settings.aws], or .region(\"eu-west-1\") in code, or ?region=eu-west-1 in a reference")
}

pub(super) fn misconfigured(message: impl Into<std::borrow::Cow<'static, str>>) -> ManagerError {
    ManagerError::new(ManagerErrorKind::Misconfigured, message)
}

/// An endpoint, taken apart as far as there is something to check.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Endpoint<'u> {
    is_tls: bool,
    authority: &'u str,
    path: &'u str,
}

impl<'u> Endpoint<'u> {
    /// Reads a URL. The text of one that is wrong may hold a password: it is not repeated.
    pub(super) fn read(url: &'u str) -> Result<Self, ManagerError> {
        let help = "write AWS_ENDPOINT_URL as in https://secretsmanager.eu-west-1.amazonaws.com, without a query";
        let wrong = |message: &'static str| misconfigured(message).help(help);
        let (is_tls, rest) = match (url.strip_prefix("https://"), url.strip_prefix("http://")) {
            (Some(rest), _) => (true, rest),
            (_, Some(rest)) => (false, rest),
            _ => return Err(wrong("the endpoint is no URL of http or https")),
        };
        if url.bytes().any(|b| !b.is_ascii_graphic() || matches!(b, b'?' | b'#' | b'\\')) {
            return Err(wrong("the endpoint has a query, a fragment, a blank or what must be escaped in it"));
        }
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        if authority.contains('@') {
            return Err(wrong("the endpoint has credentials in it"));
        }
        let endpoint = Self { is_tls, authority, path };
        if endpoint.host().is_empty() { Err(wrong("the endpoint has no host")) } else { Ok(endpoint) }
    }

    pub(super) fn host(&self) -> &'u str {
        match self.authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((host, _)) => host,
            None => self.authority.split_once(':').map_or(self.authority, |(host, _)| host),
        }
    }

    pub(super) const fn is_tls(&self) -> bool {
        self.is_tls
    }

    /// Whether it is this machine, as far as its name can tell.
    pub(super) fn is_loopback(&self) -> bool {
        let host = self.host();
        let address = host.parse::<std::net::IpAddr>();
        host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
    }

    fn check(&self, limits: &Limits) -> Result<(), ManagerError> {
        if self.is_tls || self.is_loopback() || limits.plain_http {
            return Ok(());
        }
        Err(misconfigured(
            "the endpoint is plain http to another machine, where whoever is between can read the secrets",
        )
        .help("write https://, or allow it in code by .allow_plain_http()"))
    }

    fn shown(&self) -> String {
        let scheme = if self.is_tls { "https" } else { "http" };
        format!("{scheme}://{}{}", self.authority, self.path.trim_end_matches('/'))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn endpoints_are_checked_before_anything_is_sent() {
        let limits = Limits::USUAL;
        for (url, is_right) in [
            ("https://vpce-1.secretsmanager.eu-west-1.vpce.amazonaws.com", true),
            ("http://127.0.0.1:4566", true),
            ("http://127.8.9.1:4566/", true),
            ("http://[::1]:4566", true),
            ("http://localhost:4566/base", true),
            ("http://aws.example", false),
            ("http://localhost.example", false),
            ("http://127.0.0.1.example", false),
            ("http://user:c4n4ry@127.0.0.1", false),
            ("https://aws.example/?token=c4n4ry", false),
            ("https://", false),
            ("ftp://c4n4ry", false),
            ("https://a b", false),
        ] {
            let checked = Endpoint::read(url).and_then(|endpoint| endpoint.check(&limits));
            assert_eq!(checked.is_ok(), is_right, "{url}");
            if let Err(error) = checked {
                assert_eq!(error.kind(), ManagerErrorKind::Misconfigured, "{url}");
                assert!(!format!("{error} {error:?} {:?}", error.fix()).contains("c4n4ry"), "{url}");
            }
        }
        assert_eq!(Endpoint::read("http://localhost:4566/").unwrap().shown(), "http://localhost:4566");
        let open = Limits { plain_http: true, ..limits };
        assert!(Endpoint::read("http://aws.example").unwrap().check(&open).is_ok());
    }
}
