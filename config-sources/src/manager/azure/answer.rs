//! Answers of a vault: a secret, or why there is none.

use std::time::{Duration, SystemTime};

use azure_core::time::{OffsetDateTime, parse_rfc7231, to_rfc3339};
use tactful_core::raw::{Node, Raw};
use tactful_core::secret::RawBytes;

use super::super::{Fetched, ManagerError, ManagerErrorKind as Kind};

/// Which secret was asked for, for advice.
#[derive(Clone, Copy)]
pub(super) struct Secret<'r> {
    /// The vault's name; its host where that does not begin with one.
    pub(super) vault: &'r str,
    pub(super) name: &'r str,
    pub(super) version: Option<&'r str>,
    /// The client id of who asks, where it is known.
    pub(super) caller: Option<&'r str>,
}

/// A JSON object, by the names of its members.
pub(super) struct Object(Vec<(String, Node)>);

impl Object {
    /// Nothing where it is no such object. What is wrong with it stays unsaid: its text may be a secret.
    pub(super) fn parse(body: &[u8]) -> Option<Self> {
        match tactful_core::json::parse(std::str::from_utf8(body).ok()?).ok()?.value {
            Raw::Map(members) => Some(Self(members)),
            _ => None,
        }
    }

    fn member(&self, name: &str) -> Option<&Raw> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, node)| &node.value)
    }

    fn object(&self, name: &str) -> Option<Self> {
        match self.member(name)? {
            Raw::Map(members) => Some(Self(members.clone())),
            _ => None,
        }
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        match self.member(name)? {
            Raw::Text(text) => Some(text.expose()),
            _ => None,
        }
    }

    /// A whole number, also where it stands in a text.
    pub(super) fn number(&self, name: &str) -> Option<i64> {
        match self.member(name)? {
            Raw::Text(text) | Raw::Number(text) => text.expose().parse().ok(),
            _ => None,
        }
    }

    /// The first number of a list.
    pub(super) fn first_number(&self, name: &str) -> Option<i64> {
        match &self.member(name)? {
            Raw::List(items) => match &items.first()?.value {
                Raw::Number(text) => text.expose().parse().ok(),
                _ => None,
            },
            _ => None,
        }
    }
}

/// A secret with its value, if it may be used now. A vault gives those that are not yet valid, or not any more, like all others.
pub(super) fn fetched(body: &[u8], asked: Secret<'_>, now: SystemTime) -> Result<Fetched, ManagerError> {
    let unreadable = || {
        ManagerError::new(Kind::Protocol, "its answer is no secret in JSON")
            .help("is AZURE_VAULT_URL the address of a vault? is there a proxy between?")
    };
    let secret = Object::parse(body).ok_or_else(unreadable)?;
    let value = secret.text("value").ok_or_else(unreadable)?;
    let attributes = secret.object("attributes");
    let attributes = attributes.as_ref();
    let time = |name: &str| attributes.and_then(|attributes| attributes.number(name));
    let is_off = attributes.and_then(|attributes| attributes.member("enabled")) == Some(&Raw::Bool(false));
    if is_off {
        return Err(disabled(asked));
    }
    if let Some(begin) = time("nbf").filter(|begin| *begin > 0 && instant(*begin).is_none_or(|begin| now < begin)) {
        return Err(ManagerError::new(Kind::Disabled, format!("is not valid before {}", written(begin))).help(
            format!("is the clock of this machine right? else: {} --not-before 'NEW-DATE'", set_attributes(asked)),
        ));
    }
    if let Some(end) = time("exp").filter(|end| instant(*end).is_none_or(|end| end <= now)) {
        return Err(ManagerError::new(Kind::Disabled, format!("expired at {}", written(end)))
            .help(format!("write a new version, or: {} --expires 'NEW-DATE'", set_attributes(asked))));
    }
    let mut fetched = Fetched::from(RawBytes::new(value.as_bytes().to_vec()));
    if let Some(version) = secret.text("id").and_then(|id| id.rsplit('/').next()).filter(|version| !version.is_empty())
    {
        fetched = fetched.version(version);
    }
    if let Some(created) = time("created").and_then(instant) {
        fetched = fetched.created(created);
    }
    if let Some(end) = time("exp").and_then(instant) {
        fetched = fetched.expires(end);
    }
    Ok(fetched)
}

fn instant(seconds: i64) -> Option<SystemTime> {
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(u64::try_from(seconds).ok()?))
}

/// RFC 3339 knows no year before 0 and none after 9999: then the number says it.
fn written(seconds: i64) -> String {
    const LAST: i64 = 253_402_300_799;
    match OffsetDateTime::from_unix_timestamp(seconds) {
        Ok(time) if (0..=LAST).contains(&seconds) => to_rfc3339(&time),
        _ => format!("{seconds} s of Unix time"),
    }
}

fn set_attributes(Secret { vault, name, .. }: Secret<'_>) -> String {
    format!("az keyvault secret set-attributes --vault-name {vault} --name {name}")
}

fn disabled(asked: Secret<'_>) -> ManagerError {
    let help = match asked.version {
        Some(version) => format!("{} --version {version} --enabled true", set_attributes(asked)),
        None => format!("{} --enabled true", set_attributes(asked)),
    };
    ManagerError::new(Kind::Disabled, "403, it is disabled").help(help)
}

/// An answer that is no secret, by its status and the code in its body.
pub(super) fn refusal(status: u16, body: &[u8], wait: Option<Duration>, asked: Secret<'_>) -> ManagerError {
    let code = code(body);
    let Secret { vault, name, .. } = asked;
    match (status, code.as_str()) {
        (403, "SecretDisabled") => disabled(asked),
        (403 | 404 | 409, "ObjectIsDeletedButRecoverable" | "ObjectIsBeingDeleted") => {
            ManagerError::new(Kind::Disabled, format!("{status}, it is deleted and can be recovered"))
                .help(format!("az keyvault secret recover --vault-name {vault} --name {name}"))
        }
        (403, "ForbiddenByFirewall" | "ForbiddenByConnection") => {
            ManagerError::new(Kind::Denied, "403, the vault's firewall lets this machine not in").help(format!(
                "az keyvault network-rule add --name {vault} --ip-address ADDRESS-OF-THIS-MACHINE, or reach the vault by its private endpoint"
            ))
        }
        (403, inner) => denied(inner, asked),
        (404, _) => match asked.version {
            Some(_) => ManagerError::new(Kind::NotFound, "no such version")
                .help(format!("az keyvault secret list-versions --vault-name {vault} --name {name}")),
            None => ManagerError::new(Kind::NotFound, "no such secret").help(format!(
                "az keyvault secret set --vault-name {vault} --name {name} --file FILE; one that was deleted: az keyvault secret recover --vault-name {vault} --name {name}"
            )),
        },
        (401, _) => ManagerError::new(Kind::Unauthenticated, "401, the vault does not accept the token").help(format!(
            "is AZURE_TENANT_ID the tenant of the vault? az keyvault show --name {vault} --query properties.tenantId"
        )),
        (429, _) => waiting(ManagerError::new(Kind::Throttled, "429, too many requests"), wait),
        (408 | 500..=599, _) => waiting(ManagerError::new(Kind::Unavailable, format!("{status}, it cannot serve now")), wait),
        (300..=399, _) => ManagerError::new(Kind::Protocol, format!("{status}, a redirect, which is not followed"))
            .help("is AZURE_VAULT_URL the address of a vault? is there a proxy between?"),
        (400, _) => ManagerError::new(Kind::Protocol, "400, the vault does not understand the request")
            .help("are the name and the version as `az keyvault secret list-versions` has them?"),
        _ => ManagerError::new(Kind::Protocol, format!("{status}, which is no answer of a vault")),
    }
}

fn denied(inner: &str, asked: Secret<'_>) -> ManagerError {
    let Secret { vault, caller, .. } = asked;
    let caller = caller.unwrap_or("CLIENT-ID");
    let by_role = format!(
        "az role assignment create --role \"Key Vault Secrets User\" --assignee {caller} --scope $(az keyvault show --name {vault} --query id -o tsv)"
    );
    let by_policy = format!("az keyvault set-policy --name {vault} --spn {caller} --secret-permissions get");
    let (message, help) = match inner {
        "ForbiddenByRbac" => {
            ("403, no role lets this identity read it", format!("{by_role}; it takes minutes to have effect"))
        }
        "AccessDenied" | "ForbiddenByPolicy" => ("403, no access policy lets this identity read it", by_policy),
        _ => ("403, permission denied", format!("{by_role}; where the vault has access policies: {by_policy}")),
    };
    ManagerError::new(Kind::Denied, message).help(help)
}

fn waiting(error: ManagerError, wait: Option<Duration>) -> ManagerError {
    match wait {
        Some(wait) => error.retry_after(wait),
        None => error,
    }
}

/// The innermost code: `ForbiddenByRbac` within `Forbidden`. For comparison alone.
fn code(body: &[u8]) -> String {
    const DEPTH: usize = 4;
    let mut at = Object::parse(body).and_then(|answer| answer.object("error"));
    let mut code = String::new();
    for _ in 0..DEPTH {
        let Some(error) = at else { break };
        if let Some(own) = error.text("code") {
            own.clone_into(&mut code);
        }
        at = error.object("innererror");
    }
    code
}

/// How long an answer asks to wait, in seconds, in milliseconds (`retry-after-ms`) or until a date.
pub(super) fn wait<'h>(header: impl Fn(&'static str) -> Option<&'h str>) -> Option<Duration> {
    let milliseconds =
        ["x-ms-retry-after-ms", "retry-after-ms"].into_iter().find_map(|name| header(name)?.trim().parse().ok());
    if let Some(milliseconds) = milliseconds {
        return Some(Duration::from_millis(milliseconds));
    }
    let text = header("retry-after")?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = SystemTime::from(parse_rfc7231(text).ok()?);
    Some(until.duration_since(SystemTime::now()).unwrap_or_default())
}
