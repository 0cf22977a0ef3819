//! Logins of developers: `az` and `azd` are asked for a token.

use std::ffi::OsStr;
use std::io;
use std::process::{Output, Stdio};
use std::sync::Arc;

use async_trait::async_trait;
use azure_core::credentials::{AccessToken, TokenCredential};
use azure_identity::{
    AzureCliCredential, AzureCliCredentialOptions, AzureDeveloperCliCredential, AzureDeveloperCliCredentialOptions,
    Executor,
};
use tokio::process::Command;

use super::super::ManagerError;
use super::AzureOptions;
use super::method::nobody;

/// Which of them are asked, in this order.
pub(super) struct Tools {
    cli: bool,
    developer_cli: bool,
    tenant: Option<String>,
    runner: Arc<Runner>,
}

impl Tools {
    pub(super) fn all(options: &AzureOptions) -> Self {
        let runner = Arc::new(Runner { path: options.path.clone() });
        Self { cli: true, developer_cli: true, tenant: options.tenant_id.clone(), runner }
    }

    pub(super) fn cli(options: &AzureOptions) -> Self {
        Self { developer_cli: false, ..Self::all(options) }
    }

    pub(super) fn developer_cli(options: &AzureOptions) -> Self {
        Self { cli: false, ..Self::all(options) }
    }

    pub(super) async fn token(&self, scope: &str) -> Result<AccessToken, ManagerError> {
        for tool in self.credentials() {
            // What a tool says when it fails is for its own user.
            if let Ok(token) = tool.get_token(&[scope], None).await {
                return Ok(token);
            }
        }
        Err(nobody(match (self.cli, self.developer_cli) {
            (true, false) => "az gives no token: it is not there, or nobody is logged in to it",
            (false, _) => "azd gives no token: it is not there, or nobody is logged in to it",
            (true, true) => "neither az nor azd gives a token: they are not there, or nobody is logged in to them",
        }))
    }

    fn credentials(&self) -> Vec<Arc<dyn TokenCredential>> {
        let mut credentials: Vec<Arc<dyn TokenCredential>> = Vec::new();
        let (tenant_id, executor) = (self.tenant.clone(), self.runner.clone());
        if self.cli {
            let options = AzureCliCredentialOptions {
                tenant_id: tenant_id.clone(),
                executor: Some(executor.clone()),
                ..AzureCliCredentialOptions::default()
            };
            credentials.extend(AzureCliCredential::new(Some(options)).map(|own| own as Arc<dyn TokenCredential>));
        }
        if self.developer_cli {
            let options = AzureDeveloperCliCredentialOptions { tenant_id, executor: Some(executor) };
            credentials
                .extend(AzureDeveloperCliCredential::new(Some(options)).map(|own| own as Arc<dyn TokenCredential>));
        }
        credentials
    }
}

/// Runs them with the load's own `PATH`; they end when nobody waits for them any more.
#[derive(Debug)]
struct Runner {
    path: Option<String>,
}

#[async_trait]
impl Executor for Runner {
    async fn run(&self, program: &OsStr, args: &[&OsStr]) -> io::Result<Output> {
        let mut command = Command::new(program);
        if let Some(path) = &self.path {
            command.env("PATH", path);
        }
        command.args(args).stdin(Stdio::null()).kill_on_drop(true).output().await
    }
}
