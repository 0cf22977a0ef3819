//! Whose name the requests are made in: Google's application default credentials, found in the options alone.
//! <https://google.aip.dev/auth/4110>

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret as _, SecretString};
use tactful_core::raw::{Node, Raw};
use tactful_core::secret::RawBytes;
use zeroize::Zeroizing;

use super::machine::Machine;
use super::{GcpOptions, answer, http, login};
use crate::manager::store::Limits;
use crate::manager::{ManagerError, ManagerErrorKind as Kind};
use crate::read::{Fault, SECRET_LIMIT, read_file};

/// Tells Google whose quota a request counts against.
pub(super) const QUOTA_PROJECT: HeaderName = HeaderName::from_static("x-goog-user-project");

/// Where a token comes from.
pub(super) enum Credentials {
    /// From nowhere: none is sent.
    Nobody,
    /// From the options.
    Token(SecretString),
    File(File),
    Machine(Machine),
}

/// A file of credentials that can be used, as far as that can be told without asking anybody.
pub(super) struct File {
    content: RawBytes,
    project: Option<String>,
    account: Option<String>,
}

impl Credentials {
    /// The first that there are: none if they are switched off, a token, a file that is named, the file that gcloud
    /// left behind, the metadata server.
    pub(super) fn find(options: &GcpOptions, limits: Limits) -> Result<Self, ManagerError> {
        if options.disable_credentials {
            return Ok(Self::Nobody);
        }
        if let Some(token) = &options.access_token {
            return Ok(Self::Token(token.clone()));
        }
        if let Some(path) = &options.credentials_file {
            return match read_file(path, SECRET_LIMIT) {
                Ok(content) => Ok(Self::File(File::read(content, limits)?)),
                Err(fault) => Err(unread(&fault)),
            };
        }
        if let Some(path) = left_by_gcloud(options) {
            match read_file(&path, SECRET_LIMIT) {
                Ok(content) => return Ok(Self::File(File::read(content, limits)?)),
                Err(fault) if is_absent(&path, &fault) => {}
                Err(fault) => return Err(unread(&fault)),
            }
        }
        Ok(Self::Machine(Machine::new(options.metadata_host.as_deref(), limits)?))
    }

    /// The project that they belong to, where they say so.
    pub(super) fn project(&self) -> Option<&str> {
        match self {
            Self::File(file) => file.project.as_deref(),
            _ => None,
        }
    }

    /// Who asks, where they say so.
    pub(super) fn account(&self) -> Option<&str> {
        match self {
            Self::File(file) => file.account.as_deref(),
            _ => None,
        }
    }

    /// What requests have to bring.
    pub(super) async fn log_in(&self, limits: Limits) -> Result<HeaderMap, ManagerError> {
        match self {
            Self::Nobody => Ok(HeaderMap::new()),
            Self::Token(token) => bearer(token.expose_secret()),
            Self::File(file) => login::with(&file.content, limits).await,
            Self::Machine(machine) => machine.log_in().await,
        }
    }

    /// The project of the machine that this runs on.
    pub(super) async fn project_of_machine(&self) -> Result<String, ManagerError> {
        match self {
            Self::Machine(machine) => machine.project().await,
            _ => Err(ManagerError::new(Kind::Misconfigured, "no project is given, and the credentials name none")
                .help("set GCP_PROJECT_ID, or write PROJECT/SECRET for the name")),
        }
    }
}

/// The header that brings a token.
pub(super) fn bearer(token: &str) -> Result<HeaderMap, ManagerError> {
    let text = Zeroizing::new(["Bearer ", token.trim()].concat());
    let mut value = HeaderValue::from_str(&text)
        .map_err(|_| ManagerError::new(Kind::Misconfigured, "the access token has characters that no token has"))?;
    value.set_sensitive(true);
    Ok(HeaderMap::from_iter([(AUTHORIZATION, value)]))
}

/// The file that `gcloud auth application-default login` writes.
fn left_by_gcloud(options: &GcpOptions) -> Option<PathBuf> {
    let folder = match (&options.gcloud_path, cfg!(windows)) {
        (Some(folder), _) => folder.clone(),
        (None, true) => options.appdata_path.as_ref()?.join("gcloud"),
        (None, false) => options.home_path.as_ref()?.join(".config/gcloud"),
    };
    Some(folder.join("application_default_credentials.json"))
}

/// Whether a file is not there for us. A home that is not ours to enter, as that of a service often is, holds no
/// credentials of ours.
fn is_absent(path: &Path, fault: &Fault) -> bool {
    match fault {
        Fault::NotFound => true,
        Fault::Denied => path
            .parent()
            .is_some_and(|folder| folder.metadata().is_err_and(|error| error.kind() == ErrorKind::PermissionDenied)),
        _ => false,
    }
}

fn unread(fault: &Fault) -> ManagerError {
    let clause = match fault {
        Fault::NotFound => "the file of credentials is not there".to_owned(),
        Fault::Denied => "this process may not read the file of credentials".to_owned(),
        Fault::Irregular(what) => format!("the file of credentials is {what}"),
        _ => "the file of credentials cannot be read".to_owned(),
    };
    ManagerError::new(Kind::Misconfigured, clause).help("name it in GOOGLE_APPLICATION_CREDENTIALS, by its whole path")
}

impl File {
    /// Looks at a file: is it of a kind that is known, and are its addresses such that secrets may go there?
    fn read(content: RawBytes, limits: Limits) -> Result<Self, ManagerError> {
        let wrong = |clause: &'static str| {
            ManagerError::new(Kind::Misconfigured, clause).help(
                "make one by `gcloud iam service-accounts keys create`, or by `gcloud auth application-default login`",
            )
        };
        let text = std::str::from_utf8(content.expose()).map_err(|_| wrong("the file of credentials is not text"))?;
        let document = tactful_core::json::parse(text).map_err(|_| wrong("the file of credentials is not JSON"))?;
        match answer::text(&document, "type") {
            Some(kind) if login::KINDS.contains(&kind) => {}
            Some(_) => return Err(wrong("the file of credentials is of a type that is not known")),
            None => return Err(wrong("the file of credentials has no type")),
        }
        check_addresses(&document, limits)?;
        let own = |member: &str| answer::text(&document, member).map(str::to_owned);
        // Shown in advice, and so taken for an account only if it looks like one.
        let account = own("client_email").filter(|account| is_account(account));
        let project = own("project_id");
        Ok(Self { content, project, account })
    }
}

/// Tokens, keys and passwords of the file go to these addresses.
fn check_addresses(document: &Node, limits: Limits) -> Result<(), ManagerError> {
    for member in ["token_uri", "token_url", "service_account_impersonation_url"] {
        if let Some(url) = answer::text(document, member)
            && let Err(clause) = http::address(url, limits)
        {
            let message = format!("the address {member} of the file of credentials {clause}");
            return Err(ManagerError::new(Kind::Misconfigured, message).help("take the file as Google gives it"));
        }
    }
    match answer::member(document, "source_credentials") {
        Some(source) if matches!(source.value, Raw::Map(_)) => check_addresses(source, limits),
        _ => Ok(()),
    }
}

fn is_account(text: &str) -> bool {
    text.contains('@') && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'@' | b'.' | b'-' | b'_'))
}
