//! What both stores need to ask AWS: where, over what, and as whom.

use std::time::{Duration, SystemTime};

use aws_sdk_secretsmanager::config::retry::RetryConfig;
use aws_sdk_secretsmanager::config::timeout::TimeoutConfig;
use aws_sdk_secretsmanager::config::{
    BehaviorVersion, Credentials, IdentityCache, Region, SharedIdentityCache, StalledStreamProtectionConfig,
};
use tokio::sync::Mutex;

use super::http::Http;
use super::login::Login;
use crate::manager::store::Limits;
use crate::manager::{Identity, ManagerError};

/// Credentials that end sooner are not used any more: a request and its retries take their time.
const MARGIN: Duration = Duration::from_secs(60);

/// How one store is reached.
#[derive(Debug)]
pub(super) struct Access {
    pub(super) identity: Identity,
    pub(super) http: Http,
    pub(super) region: Region,
    pub(super) endpoint: Option<String>,
    pub(super) fips: bool,
    pub(super) dual_stack: bool,
    pub(super) limits: Limits,
    pub(super) login: Login,
}

/// Credentials that were found, for as long as they hold.
#[derive(Debug, Default)]
pub(super) struct Found(Mutex<Option<Credentials>>);

impl Access {
    /// Logs in with the first request, and again when the credentials are about to end. Who comes meanwhile waits.
    pub(super) async fn credentials(&self, found: &Found) -> Result<Credentials, ManagerError> {
        let mut found = found.0.lock().await;
        if let Some(credentials) = &*found
            && holds(credentials.expiry())
        {
            return Ok(credentials.clone());
        }
        let credentials = self.login.credentials(&self.http).await?;
        *found = Some(credentials.clone());
        Ok(credentials)
    }
}

fn holds(expiry: Option<SystemTime>) -> bool {
    expiry.is_none_or(|expiry| SystemTime::now() + MARGIN < expiry)
}

/// The parts of a client's configuration that are the same for all. The SDK neither retries nor keeps a time nor caches:
/// the load and [`Http`] do.
macro_rules! client_config {
    ($builder:expr, $http:expr, $region:expr, $endpoint:expr) => {{
        let mut builder = $builder
            .behavior_version($crate::manager::aws::access::behavior())
            .http_client($http.clone())
            .region($region.clone())
            .retry_config($crate::manager::aws::access::no_retries())
            .timeout_config($crate::manager::aws::access::no_timeouts())
            .stalled_stream_protection($crate::manager::aws::access::no_stream_protection())
            .identity_cache($crate::manager::aws::access::no_cache());
        builder.set_endpoint_url($endpoint.clone());
        builder
    }};
}
pub(super) use client_config;

pub(super) fn behavior() -> BehaviorVersion {
    BehaviorVersion::v2026_01_12()
}

pub(super) fn no_retries() -> RetryConfig {
    RetryConfig::disabled()
}

pub(super) fn no_timeouts() -> TimeoutConfig {
    TimeoutConfig::disabled()
}

pub(super) fn no_stream_protection() -> StalledStreamProtectionConfig {
    StalledStreamProtectionConfig::disabled()
}

pub(super) fn no_cache() -> SharedIdentityCache {
    IdentityCache::no_cache()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_that_are_about_to_end_are_not_used() {
        let now = SystemTime::now();
        assert!(holds(None));
        assert!(holds(Some(now + Duration::from_secs(900))));
        assert!(!holds(Some(now + Duration::from_secs(30))));
        assert!(!holds(Some(now - Duration::from_secs(30))));
    }
}
