//! What comes back: JSON, read where it lies. What is secret in it is copied once, into a buffer of its size.

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::target::Shape;
use crate::manager::client::Reply;
use crate::manager::{Fetched, Lease, ManagerError, ManagerErrorKind as Kind};

/// What every answer is in.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow, default)]
    data: Option<&'a RawValue>,
    #[serde(borrow, default)]
    lease_id: Option<Cow<'a, str>>,
    /// Seconds. KV 1 takes it from the secret, where it may be anything.
    #[serde(default)]
    lease_duration: i64,
    #[serde(default)]
    renewable: bool,
}

/// `data` of a secret of KV 2.
#[derive(Deserialize)]
struct Versioned<'a> {
    #[serde(borrow, default)]
    data: Option<&'a RawValue>,
    #[serde(borrow)]
    metadata: Metadata<'a>,
}

#[derive(Deserialize)]
pub(super) struct Metadata<'a> {
    pub(super) version: u64,
    #[serde(borrow, default)]
    created_time: Cow<'a, str>,
    #[serde(borrow, default)]
    deletion_time: Cow<'a, str>,
    #[serde(default)]
    pub(super) destroyed: bool,
}

impl Metadata<'_> {
    /// When it was deleted, as far as the day: `2025-11-29`.
    pub(super) fn deleted_on(&self) -> Option<&str> {
        let day = self.deletion_time.get(..10)?;
        day.bytes().all(|b| b.is_ascii_digit() || b == b'-').then_some(day)
    }
}

/// A secret from an answer of status 200.
pub(super) fn secret(reply: &Reply, shape: Shape) -> Result<Fetched, ManagerError> {
    let envelope: Envelope<'_> = parse(reply)?;
    let data = envelope.data.filter(|data| data.get() != "null").ok_or_else(|| strange("an answer without data"))?;
    if shape == Shape::Kv2 {
        let Versioned { data, metadata } = parse_part(data)?;
        let data = data.ok_or_else(|| strange("an answer without data"))?;
        let fetched = payload(data).version(metadata.version.to_string());
        return Ok(match humantime::parse_rfc3339(&metadata.created_time) {
            Ok(created) => fetched.created(created),
            Err(_) => fetched,
        });
    }
    let fetched = payload(data);
    Ok(match envelope.lease_id.filter(|id| !id.is_empty()) {
        None => fetched,
        Some(id) => {
            let duration = Duration::from_secs(u64::try_from(envelope.lease_duration).unwrap_or_default());
            let fetched = fetched.lease(Lease::new(id, duration, envelope.renewable));
            match SystemTime::now().checked_add(duration) {
                Some(end) => fetched.expires(end),
                None => fetched,
            }
        }
    })
}

/// A secret, if an answer cannot but be one of KV 2. A secret of KV 1 may look like one, but comes with the time after which
/// it should be read again, unless a third member of it says otherwise.
pub(super) fn surely_of_kv2(reply: &Reply) -> Option<Fetched> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Exactly {
        #[serde(rename = "data")]
        _data: serde::de::IgnoredAny,
        #[serde(rename = "metadata")]
        _metadata: serde::de::IgnoredAny,
    }
    if reply.status != 200 {
        return None;
    }
    let envelope: Envelope<'_> = parse(reply).ok()?;
    if envelope.lease_duration != 0 {
        return None;
    }
    parse_part::<Exactly>(envelope.data?).ok()?;
    secret(reply, Shape::Kv2).ok()
}

fn payload(data: &RawValue) -> Fetched {
    Fetched::new(data.get().as_bytes().to_vec())
}

/// What an answer of status 404 says of a version that was there once.
pub(super) fn metadata(reply: &Reply) -> Option<Metadata<'_>> {
    let envelope: Envelope<'_> = parse(reply).ok()?;
    let Versioned { metadata, .. } = parse_part(envelope.data?).ok()?;
    Some(metadata)
}

/// A token, and for how long it holds: for ever, where that is `None`.
pub(super) fn login(reply: &Reply) -> Result<(&str, Option<Duration>), ManagerError> {
    #[derive(Deserialize)]
    struct Answer<'a> {
        #[serde(borrow)]
        auth: Auth<'a>,
    }
    #[derive(Deserialize)]
    struct Auth<'a> {
        client_token: &'a str,
        #[serde(default)]
        lease_duration: u64,
    }
    let Answer { auth } = parse(reply)?;
    let held = (auth.lease_duration > 0).then(|| Duration::from_secs(auth.lease_duration));
    Ok((auth.client_token, held))
}

/// The secret id that was wrapped; `None` where something else was.
pub(super) fn unwrapped(reply: &Reply) -> Option<&str> {
    #[derive(Deserialize)]
    struct Answer<'a> {
        #[serde(borrow)]
        data: Data<'a>,
    }
    #[derive(Deserialize)]
    struct Data<'a> {
        secret_id: &'a str,
    }
    parse::<Answer<'_>>(reply).ok().map(|answer| answer.data.secret_id).filter(|id| !id.is_empty())
}

/// Where a mount is, and what is mounted there.
pub(super) fn mount(reply: &Reply) -> Option<(String, Shape)> {
    #[derive(Deserialize)]
    struct Answer<'a> {
        #[serde(borrow)]
        data: Data<'a>,
    }
    #[derive(Deserialize)]
    struct Data<'a> {
        #[serde(borrow)]
        path: Cow<'a, str>,
        #[serde(borrow, rename = "type")]
        kind: Cow<'a, str>,
        #[serde(borrow, default)]
        options: Option<Options<'a>>,
    }
    #[derive(Deserialize)]
    struct Options<'a> {
        #[serde(borrow, default)]
        version: Option<Cow<'a, str>>,
    }
    let Answer { data } = parse(reply).ok()?;
    let is_second = data.options.and_then(|options| options.version).is_some_and(|version| version == "2");
    let shape = match (data.kind.as_ref(), is_second) {
        ("kv" | "generic", true) => Shape::Kv2,
        ("kv" | "generic", false) => Shape::Kv1,
        _ => Shape::Logical,
    };
    let path = data.path.trim_matches('/');
    (!path.is_empty()).then(|| (path.to_owned(), shape))
}

/// Whether an answer can be one of Vault: it says nothing, or says it in JSON. A proxy says it in HTML.
pub(super) fn is_of_vault(reply: &Reply) -> bool {
    let body = reply.body.expose();
    body.is_empty() || serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok()
}

/// What a refusal says, to be looked at and never shown: it may repeat what was sent. Lower case.
pub(super) fn complaints(reply: &Reply) -> String {
    #[derive(Deserialize)]
    struct Answer<'a> {
        #[serde(borrow, default)]
        errors: Option<Vec<Cow<'a, str>>>,
        #[serde(borrow, default)]
        warnings: Option<Vec<Cow<'a, str>>>,
    }
    let Ok(answer) = parse::<Answer<'_>>(reply) else { return String::new() };
    let told = [answer.errors, answer.warnings].into_iter().flatten().flatten();
    told.map(|text| text.to_lowercase()).collect::<Vec<_>>().join("\n")
}

fn parse<'a, T: Deserialize<'a>>(reply: &'a Reply) -> Result<T, ManagerError> {
    // The error may quote the answer.
    serde_json::from_slice(reply.body.expose()).map_err(|_| strange("an answer that is not what Vault says"))
}

fn parse_part<'a, T: Deserialize<'a>>(part: &'a RawValue) -> Result<T, ManagerError> {
    serde_json::from_str(part.get()).map_err(|_| strange("an answer that is not what Vault says"))
}

fn strange(clause: &'static str) -> ManagerError {
    ManagerError::new(Kind::Protocol, clause)
        .help("is VAULT_ADDR the address of a Vault, and not of what stands before it?")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use tactful_core::secret::RawBytes;

    use super::*;

    fn reply(body: &str) -> Reply {
        Reply { status: 200, headers: reqwest::header::HeaderMap::new(), body: RawBytes::new(body.into()) }
    }

    #[test]
    fn a_payload_is_the_text_of_data() {
        for data in [r#"{ "b": 1.50, "a": "\u003c\u00e4", "n": 12345678901234567890123 }"#, "{}", "[1, 2]", r#""text""#]
        {
            let body = format!(r#"{{"lease_id": "", "data": {{"metadata": {{"version": 3}}, "data": {data}}}}}"#);
            let fetched = secret(&reply(&body), Shape::Kv2).unwrap();
            assert_eq!(std::str::from_utf8(fetched.expose()).unwrap(), data);
            assert_eq!((fetched.version_name(), fetched.created_at()), (Some("3"), None));
            let body = format!(r#"{{"data": {data}, "lease_duration": 2764800, "warnings": null}}"#);
            let fetched = secret(&reply(&body), Shape::Kv1).unwrap();
            assert_eq!(std::str::from_utf8(fetched.expose()).unwrap(), data);
            assert_eq!((fetched.version_name(), fetched.held_under(), fetched.expires_at()), (None, None, None));
        }
    }

    #[test]
    fn when_a_version_was_made() {
        let body =
            r#"{"data": {"data": {}, "metadata": {"created_time": "2025-11-29T10:31:38.608829985Z", "version": 1}}}"#;
        let created = secret(&reply(body), Shape::Kv2).unwrap().created_at().unwrap();
        let since = created.duration_since(SystemTime::UNIX_EPOCH).unwrap();
        assert_eq!((since.as_secs(), since.subsec_nanos()), (1_764_412_298, 608_829_985));
    }

    #[test]
    fn a_lease_comes_along() {
        let body = r#"{"lease_id": "database/creds/shop/x", "renewable": true, "lease_duration": 60, "data": {"username": "v"}}"#;
        let before = SystemTime::now();
        let fetched = secret(&reply(body), Shape::Logical).unwrap();
        assert_eq!(fetched.held_under(), Some(&Lease::new("database/creds/shop/x", Duration::from_secs(60), true)));
        assert!(fetched.expires_at().unwrap() >= before + Duration::from_secs(60));
    }

    #[test]
    fn what_may_be_taken_for_kv2() {
        let kv2 = r#"{"lease_duration": 0, "data": {"data": {"k": "v"}, "metadata": {"version": 1}}}"#;
        assert_eq!(surely_of_kv2(&reply(kv2)).unwrap().expose(), br#"{"k": "v"}"#);
        for of_kv1 in [
            r#"{"lease_duration": 2764800, "data": {"data": {"k": "v"}, "metadata": {"version": 1}}}"#,
            r#"{"lease_duration": 0, "data": {"data": {"k": "v"}, "metadata": {"version": 1}, "ttl": 0}}"#,
            r#"{"lease_duration": -1, "data": {"data": {"k": "v"}, "metadata": {"version": 1}, "ttl": -1}}"#,
            r#"{"lease_duration": 0, "data": {"data": {"k": "v"}}}"#,
        ] {
            assert!(surely_of_kv2(&reply(of_kv1)).is_none(), "{of_kv1}");
        }
        // A secret of KV 1 all the same.
        let negative = r#"{"lease_duration": -1, "data": {"password": "p", "ttl": "-1"}}"#;
        assert_eq!(secret(&reply(negative), Shape::Kv1).unwrap().expires_at(), None);
    }

    #[test]
    fn what_is_no_answer() {
        for body in ["", "null", "{}", "[]", r#"{"data": null}"#, r#"{"data": {"data": {}}}"#, "{\"data\": \"\u{0}"] {
            assert!(secret(&reply(body), Shape::Kv2).is_err(), "{body}");
            assert!(metadata(&reply(body)).is_none());
            assert!(login(&reply(body)).is_err());
            assert!(unwrapped(&reply(body)).is_none());
            assert!(mount(&reply(body)).is_none());
            assert_eq!(complaints(&reply(body)), "");
        }
        assert!(secret(&reply(r#"{"data": null}"#), Shape::Logical).is_err());
    }

    #[test]
    fn mounts() {
        for (kind, options, shape) in [
            ("kv", r#"{"version": "2"}"#, Shape::Kv2),
            ("kv", r#"{"version": "1"}"#, Shape::Kv1),
            ("kv", "null", Shape::Kv1),
            ("generic", "{}", Shape::Kv1),
            ("database", "{}", Shape::Logical),
        ] {
            let body = format!(r#"{{"data": {{"path": "team/a/", "type": "{kind}", "options": {options}}}}}"#);
            assert_eq!(mount(&reply(&body)), Some(("team/a".to_owned(), shape)));
        }
    }
}
