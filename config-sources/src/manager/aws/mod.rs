//! AWS Secrets Manager and AWS Systems Manager Parameter Store.
//!
//! - `options`: the variables of AWS's own tools, as settings
//! - `access`, `login`, `container`: where AWS is, and who asks
//! - `http`: the client under the SDK, which bounds every request
//! - `secrets`, `parameters`: the two stores
//! - `batch`, `listing`: many secrets in few calls, and all of a path as one document
//! - `fault`: errors by their codes

mod access;
mod batch;
mod container;
mod fault;
mod http;
mod listing;
mod login;
mod options;
mod parameters;
mod secrets;

pub(crate) use parameters::ParameterStore;
pub(crate) use secrets::SecretsManager;

use std::future::Future;

use tracing::Dispatch;
use tracing::instrument::WithSubscriber as _;

use super::managed::{Managed, managed_source};
use super::reference::Reference;
use super::store::{Asked, Placement};
use super::{Identity, SecretRequest};

/// At level `trace` the SDK writes down whole requests, session tokens and web identities among them. Whoever collects
/// events hears nothing of it: the load says by itself what it asked for.
fn unheard<F: Future>(work: F) -> impl Future<Output = F::Output> {
    work.with_subscriber(Dispatch::none())
}

/// What a reference or an address says of who asks and where.
fn given<T>(asked: Asked<T>, reference: &Reference) -> Asked<T> {
    asked.given("region", reference.option("region")).given("profile", reference.option("profile"))
}

/// AWS Secrets Manager as a source.
///
/// ```
/// use tactful_sources::manager::AwsSecrets;
///
/// // One secret, a JSON object whose members are looked up like those of a config file:
/// let document = AwsSecrets::document("shop/{profile}").region("eu-west-1");
/// // A secret for each key, `shop/production/SHOP_SECRET_KEY`, 20 of them in a call:
/// let each = AwsSecrets::each("shop/{profile}/{name}");
/// ```
///
/// Region and credentials are settings themselves, under the names that AWS's own tools have for them: `AWS_REGION`,
/// `AWS_PROFILE`, `AWS_ACCESS_KEY_ID`, .. or `[settings.aws]` in a config file. The role needs
/// `secretsmanager:GetSecretValue`; with `secretsmanager:BatchGetSecretValue` many secrets cost few calls.
#[derive(Clone, Debug)]
pub struct AwsSecrets(pub(crate) Managed);

managed_source!(AwsSecrets);

impl AwsSecrets {
    /// A layer that is one secret, by name or ARN: a JSON object, whose members are looked up by nested path, dotted path
    /// or environment name. `{profile}` is the profile of the load.
    pub fn document(name: impl Into<String>) -> Self {
        Self(Managed::of(&SecretsManager, Placement::Document(SecretRequest::new(name))))
    }

    /// A layer of one secret per key. `{name}` is the key's environment name, `{profile}` the profile. The keys of the
    /// schema are asked for and no others; one that is not there is left to the layers below.
    pub fn each(name: impl Into<String>) -> Self {
        Self(Managed::of(&SecretsManager, Placement::Each(SecretRequest::new(name))))
    }

    /// The version with this stage instead of the current one: `AWSPREVIOUS`, `AWSPENDING`, or one of your own.
    #[must_use]
    pub fn version_stage(self, stage: impl Into<String>) -> Self {
        Self(self.0.ask(|request| request.option(secrets::STAGE, stage)))
    }

    /// The version of this identity instead of the current one.
    #[must_use]
    pub fn version_id(self, id: impl Into<String>) -> Self {
        Self(self.0.ask(|request| request.version(id)))
    }

    /// The region, whatever `AWS_REGION` says.
    #[must_use]
    pub fn region(self, region: impl Into<String>) -> Self {
        Self(self.0.give("region", region.into()))
    }

    /// Where Secrets Manager is, whatever `AWS_ENDPOINT_URL` says: an emulator, or an endpoint of your VPC.
    #[must_use]
    pub fn endpoint_url(self, url: impl Into<String>) -> Self {
        Self(self.0.give("endpoint_url_secrets_manager", url.into()))
    }

    /// The profile of `~/.aws/config` and `~/.aws/credentials`, whatever `AWS_PROFILE` says. An `AWS_ACCESS_KEY_ID`
    /// outranks it, as it does for AWS's own tools.
    #[must_use]
    pub fn profile_name(self, name: impl Into<String>) -> Self {
        Self(self.0.give("profile", name.into()))
    }
}

/// AWS Systems Manager Parameter Store as a source.
///
/// ```
/// use tactful_sources::manager::AwsParameters;
///
/// // All parameters below a path, as one document: `/shop/production/stripe/secret_key` is `stripe.secret_key`, and
/// // `/shop/production/SHOP_SECRET_KEY` is looked up by its environment name.
/// let by_path = AwsParameters::by_path("/shop/{profile}").region("eu-west-1");
/// // A parameter for each key, 10 of them in a call:
/// let each = AwsParameters::each("/shop/{profile}/{name}");
/// ```
///
/// Values are decrypted. A `StringList` is the text that it is: items with commas between them, as settings have them.
/// The role needs `ssm:GetParametersByPath`, `ssm:GetParameters` for many and `ssm:GetParameter` for one; and
/// `kms:Decrypt` for values that are encrypted with a key of yours.
#[derive(Clone, Debug)]
pub struct AwsParameters(pub(crate) Managed);

managed_source!(AwsParameters);

impl AwsParameters {
    /// A layer of all parameters below a path, at any depth. `{profile}` is the profile of the load. A path begins with a slash;
    /// where it does not, one is added.
    pub fn by_path(path: impl Into<String>) -> Self {
        let mut path = path.into();
        if !path.starts_with('/') {
            path.insert(0, '/');
        }
        let request = SecretRequest::new(path).option(parameters::BELOW, "");
        Self(Managed::of(&ParameterStore, Placement::Document(request)))
    }

    /// A layer of one parameter per key. `{name}` is the key's environment name, `{profile}` the profile. The keys of the
    /// schema are asked for and no others; one that is not there is left to the layers below.
    pub fn each(name: impl Into<String>) -> Self {
        Self(Managed::of(&ParameterStore, Placement::Each(SecretRequest::new(name))))
    }

    /// A layer that is one parameter: a JSON object, whose members are looked up as those of a config file. The name may
    /// end in a version or label: `/shop/settings:3`.
    pub fn document(name: impl Into<String>) -> Self {
        Self(Managed::of(&ParameterStore, Placement::Document(SecretRequest::new(name))))
    }

    /// The version or label instead of the latest version. It means nothing for a path.
    #[must_use]
    pub fn version(self, version: impl Into<String>) -> Self {
        Self(self.0.ask(|request| request.version(version)))
    }

    /// The region, whatever `AWS_REGION` says.
    #[must_use]
    pub fn region(self, region: impl Into<String>) -> Self {
        Self(self.0.give("region", region.into()))
    }

    /// Where Systems Manager is, whatever `AWS_ENDPOINT_URL` says: an emulator, or an endpoint of your VPC.
    #[must_use]
    pub fn endpoint_url(self, url: impl Into<String>) -> Self {
        Self(self.0.give("endpoint_url_ssm", url.into()))
    }

    /// The profile of `~/.aws/config` and `~/.aws/credentials`, whatever `AWS_PROFILE` says. An `AWS_ACCESS_KEY_ID`
    /// outranks it, as it does for AWS's own tools.
    #[must_use]
    pub fn profile_name(self, name: impl Into<String>) -> Self {
        Self(self.0.give("profile", name.into()))
    }
}
