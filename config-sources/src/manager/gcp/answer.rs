//! What Google answers: a secret, or why there is none, with advice.

use std::borrow::Cow;
use std::time::Duration;

use tactful_core::cast::from_base64;
use tactful_core::raw::{Node, Raw};
use tactful_core::secret::RawBytes;

use super::http::Reply;
use super::name::Name;
use crate::manager::{Fetched, ManagerError, ManagerErrorKind as Kind};

/// An answer as JSON, in memory that is wiped.
pub(super) fn json(reply: &Reply) -> Result<Node, ManagerError> {
    let text = std::str::from_utf8(&reply.body).ok();
    let document = text.and_then(|text| tactful_core::json::parse(text).ok());
    document.ok_or_else(|| strange("is not JSON"))
}

pub(super) fn member<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    let Raw::Map(members) = &node.value else { return None };
    members.iter().find(|(own, _)| own == name).map(|(_, node)| node)
}

pub(super) fn text<'n>(node: &'n Node, name: &str) -> Option<&'n str> {
    match &member(node, name)?.value {
        Raw::Text(text) => Some(text.expose()),
        _ => None,
    }
}

/// The secret of a `:access`, if it came as it was sent.
pub(super) fn secret(reply: &Reply) -> Result<Fetched, ManagerError> {
    let document = json(reply)?;
    let payload = member(&document, "payload").ok_or_else(|| strange("has no payload"))?;
    // Whole numbers of 64 bits are texts in Google's JSON.
    let checksum = member(payload, "dataCrc32c").map(|node| node.value.as_written().unwrap_or_default());
    let data = match text(payload, "data") {
        Some(data) => from_base64(data).ok_or_else(|| strange("has a payload that is not base64"))?,
        // Empty members are left out. That it is empty, and not something else, is what the checksum says.
        None if checksum.is_some() => RawBytes::new(Vec::new()),
        None => return Err(strange("has no data")),
    };
    if let Some(checksum) = checksum {
        let expected: u32 = checksum.parse().map_err(|_| strange("has a checksum that is no number"))?;
        if crc32c::crc32c(data.expose()) != expected {
            // Google says to ask again, and asking again is what becomes of this kind.
            return Err(ManagerError::new(
                Kind::Unavailable,
                "the secret does not match its checksum: it was damaged on its way",
            )
            .help("if this stays so, write the secret anew: `gcloud secrets versions add`"));
        }
    }
    // `projects/1234/secrets/shop/versions/7`, whatever was asked for.
    let version = text(&document, "name").and_then(version_in).map(str::to_owned);
    let fetched = Fetched::from(data);
    Ok(match version {
        Some(version) => fetched.version(version),
        None => fetched,
    })
}

/// The number after `/versions/`, at the end of a name or in a sentence.
fn version_in(text: &str) -> Option<&str> {
    let (_, after) = text.rsplit_once("/versions/")?;
    let end = after.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(after.len());
    Some(&after[..end]).filter(|number| !number.is_empty())
}

/// What stands in the answer of a refusal. Its message is read and never shown.
struct Told<'n> {
    status: &'n str,
    message: &'n str,
    reason: &'n str,
    wait: Option<Duration>,
}

impl<'n> Told<'n> {
    /// `None` if it is no answer of Google's API.
    fn of(document: &'n Node) -> Option<Self> {
        let error = member(document, "error")?;
        let details: &[Node] = match member(error, "details").map(|node| &node.value) {
            Some(Raw::List(items)) => items,
            _ => &[],
        };
        let of_type =
            |kind: &str| details.iter().find(|item| text(item, "@type").is_some_and(|own| own.ends_with(kind)));
        let reason = of_type("/google.rpc.ErrorInfo").and_then(|item| text(item, "reason"));
        let wait = of_type("/google.rpc.RetryInfo").and_then(|item| text(item, "retryDelay")).and_then(seconds);
        Some(Self {
            status: text(error, "status")?,
            message: text(error, "message").unwrap_or_default(),
            reason: reason.unwrap_or_default(),
            wait,
        })
    }
}

/// A duration in JSON: `1.5s`.
fn seconds(text: &str) -> Option<Duration> {
    Duration::try_from_secs_f64(text.strip_suffix('s')?.parse().ok()?).ok()
}

/// Why there is no secret, and what to do about it. `account` is who asked, where that is known.
pub(super) fn refusal(reply: &Reply, name: Name<'_>, account: Option<&str>) -> ManagerError {
    let code = reply.status;
    let document = json(reply).ok();
    let told = document.as_ref().and_then(Told::of);
    let wait = reply.retry_after.or(told.as_ref().and_then(|told| told.wait));
    let error = match &told {
        Some(told) => by_status(code, told, name, account),
        None => by_code(code),
    };
    match wait {
        Some(wait) => error.retry_after(wait),
        None => error,
    }
}

fn by_status(code: u16, told: &Told<'_>, name: Name<'_>, account: Option<&str>) -> ManagerError {
    let Name { secret, .. } = name;
    let flags = name.flags();
    let (kind, clause, help): (Kind, &str, Cow<'static, str>) = match told.status {
        "NOT_FOUND" if told.message.starts_with("Secret Version ") => {
            let help = format!(
                "what there is: `gcloud secrets versions list {secret}{flags}`; aliases: `gcloud secrets describe {secret}{flags}`"
            );
            (Kind::NotFound, "no such version", help.into())
        }
        "NOT_FOUND" => {
            let help = format!(
                "write it: `gcloud secrets create {secret}{flags} --data-file=FILE`, or `versions add` if it is empty"
            );
            (Kind::NotFound, "no such secret, or none with a version", help.into())
        }
        "FAILED_PRECONDITION" => return unready(code, told, name),
        "PERMISSION_DENIED" => return denied(code, told.reason, name, account),
        "UNAUTHENTICATED" => {
            let help = "the key may be deleted, the token expired, or this machine's clock wrong; see GOOGLE_APPLICATION_CREDENTIALS or CLOUDSDK_AUTH_ACCESS_TOKEN";
            (Kind::Unauthenticated, "the token is not accepted", help.into())
        }
        "RESOURCE_EXHAUSTED" => {
            let help = "ask for fewer secrets at a time (one document in place of one per key), or for more quota";
            (Kind::Throttled, "too many requests", help.into())
        }
        "INVALID_ARGUMENT" => {
            let help =
                "see that project, location and version are right, and that the endpoint is that of the location";
            (Kind::Misconfigured, "Google takes the name for invalid", help.into())
        }
        "DEADLINE_EXCEEDED" => (Kind::Timeout, "Google did not finish in time", "".into()),
        "UNAVAILABLE" | "INTERNAL" | "UNKNOWN" | "ABORTED" | "CANCELLED" => {
            return by_code(if code < 500 { 503 } else { code });
        }
        _ => return by_code(code),
    };
    advised(ManagerError::new(kind, format!("{code}, {clause}")), help)
}

fn advised(error: ManagerError, help: Cow<'static, str>) -> ManagerError {
    if help.is_empty() { error } else { error.help(help) }
}

/// A version that is there and cannot be read.
fn unready(code: u16, told: &Told<'_>, name: Name<'_>) -> ManagerError {
    let flags = name.flags();
    let Name { secret, version, .. } = name;
    // `latest` is the newest, readable or not; the message has its number.
    let version = version_in(told.message).unwrap_or(version);
    // The state stands after the name, which may have any word in it.
    let state = told.message.rsplit_once(']').map_or(told.message, |(_, state)| state);
    if state.contains("DISABLED") {
        let help = format!(
            "switch it on: `gcloud secrets versions enable {version} --secret={secret}{flags}`, or ask for another version"
        );
        return ManagerError::new(Kind::Disabled, format!("{code}, version {version} is disabled")).help(help);
    }
    if state.contains("DESTROYED") {
        let help = format!(
            "nobody can bring it back; write a new one: `gcloud secrets versions add {secret}{flags} --data-file=FILE`"
        );
        return ManagerError::new(Kind::Disabled, format!("{code}, version {version} is destroyed")).help(help);
    }
    let help =
        format!("see its state and its key: `gcloud secrets versions describe {version} --secret={secret}{flags}`");
    ManagerError::new(Kind::Disabled, format!("{code}, version {version} cannot be read in the state that it is in"))
        .help(help)
}

/// Reasons are listed at <https://cloud.google.com/apis/design/errors#error_info>.
fn denied(code: u16, reason: &str, name: Name<'_>, account: Option<&str>) -> ManagerError {
    let flags = name.flags();
    let Name { project, secret, .. } = name;
    let project = project.unwrap_or("PROJECT");
    let (clause, help) = match reason {
        "SERVICE_DISABLED" => (
            "the API is not enabled in the project",
            format!("`gcloud services enable secretmanager.googleapis.com --project={project}`, and wait some minutes"),
        ),
        "BILLING_DISABLED" => {
            ("the project has no billing", format!("link an account to {project}: `gcloud billing projects link`"))
        }
        "CONSUMER_INVALID" | "CONSUMER_SUSPENDED" => (
            "there is no such project, or it is suspended",
            "see GCP_PROJECT_ID and GOOGLE_CLOUD_QUOTA_PROJECT".to_owned(),
        ),
        "USER_PROJECT_DENIED" => (
            "the account may not use the project that is to pay",
            "give it roles/serviceusage.serviceUsageConsumer there, or see GOOGLE_CLOUD_QUOTA_PROJECT".to_owned(),
        ),
        "ACCESS_TOKEN_SCOPE_INSUFFICIENT" => (
            "the token is not for this API",
            "the machine has too narrow scopes: `gcloud compute instances set-service-account --scopes=cloud-platform`"
                .to_owned(),
        ),
        "SECURITY_POLICY_VIOLATED" | "VPC_SERVICE_CONTROLS" => (
            "a service perimeter keeps this machine out",
            "have its network or account let in by the access level of the perimeter".to_owned(),
        ),
        _ => {
            let member = account
                .map_or_else(|| "serviceAccount:ACCOUNT".to_owned(), |account| format!("serviceAccount:{account}"));
            let help = format!(
                "`gcloud secrets add-iam-policy-binding {secret}{flags} --member={member} \
                 --role=roles/secretmanager.secretAccessor`; Google says the same of a secret that is not there"
            );
            ("permission denied", help)
        }
    };
    ManagerError::new(Kind::Denied, format!("{code}, {clause}")).help(help)
}

/// An answer that Google's API did not give, or gave without details.
fn by_code(code: u16) -> ManagerError {
    let endpoint = "see whether GCP_SECRETMANAGER_ENDPOINT and GCP_SECRETMANAGER_LOCATION lead to Secret Manager";
    match code {
        300..=399 => {
            ManagerError::new(Kind::Protocol, format!("{code}, a redirect, and none is followed")).help(endpoint)
        }
        401 => ManagerError::new(Kind::Unauthenticated, "401, the token is not accepted"),
        403 => ManagerError::new(Kind::Denied, "403, denied by something before Secret Manager")
            .help("ask who keeps the proxy or the gateway"),
        408 | 504 => ManagerError::new(Kind::Timeout, format!("{code}, no answer in time")),
        429 => ManagerError::new(Kind::Throttled, "429, too many requests"),
        500.. => ManagerError::new(Kind::Unavailable, format!("{code}, it cannot serve now")),
        // Not even 404: another server knows nothing of the secret, and says nothing of it.
        _ => ManagerError::new(Kind::Protocol, format!("{code}, an answer that is none of Secret Manager's"))
            .help(endpoint),
    }
}

fn strange(clause: &str) -> ManagerError {
    ManagerError::new(Kind::Protocol, format!("the answer {clause}"))
}
