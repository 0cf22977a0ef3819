//! How a secret is named: project, location, secret and version, each by the rules of Google.
//!
//! All of it goes into the path of a URL, and the location into its host. What passes here needs no escaping.

use crate::manager::SecretRequest;
use crate::manager::reference::Misread;

/// The version that is asked for where none is named.
const LATEST: &str = "latest";

/// One version of a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Name<'r> {
    /// `None` for the project of the options.
    pub(super) project: Option<&'r str>,
    /// `None` for the location of the options, and where they have none for a global secret.
    pub(super) location: Option<&'r str>,
    pub(super) secret: &'r str,
    pub(super) version: &'r str,
}

impl<'r> Name<'r> {
    /// Reads `SECRET`, `PROJECT/SECRET`, or what Google calls a resource name, with or without location and version.
    pub(super) fn of(request: &'r SecretRequest) -> Result<Self, Misread> {
        let parts: Vec<&str> = request.path().split('/').collect();
        let (project, location, secret, version) = match parts[..] {
            [secret] => (None, None, secret, None),
            [project, secret] | ["projects", project, "secrets", secret] => (Some(project), None, secret, None),
            ["projects", project, "secrets", secret, "versions", version] => {
                (Some(project), None, secret, Some(version))
            }
            ["projects", project, "locations", location, "secrets", secret] => {
                (Some(project), Some(location), secret, None)
            }
            ["projects", project, "locations", location, "secrets", secret, "versions", version] => {
                (Some(project), Some(location), secret, Some(version))
            }
            _ => {
                let help = "write PROJECT/SECRET, or projects/PROJECT/secrets/SECRET";
                return Err(Misread::new("is no name of a secret").help(help));
            }
        };
        let location = once("location", location, request.get("location"))?;
        let version = once("version", version, request.wanted_version())?.unwrap_or(LATEST);
        if !is_secret(secret) {
            let help = "names are up to 255 letters, digits, hyphens and underscores";
            return Err(Misread::new("has a name of a secret that Google does not allow").help(help));
        }
        if let Some(project) = project {
            check_project(project)?;
        }
        if let Some(location) = location {
            check_location(location)?;
        }
        if !is_word(version, 63) {
            let help = "write a number, an alias, or latest";
            return Err(Misread::new("has a version that Google does not allow").help(help));
        }
        Ok(Self { project, location, secret, version })
    }

    /// The flags that tell gcloud of which project and location.
    pub(super) fn flags(&self) -> String {
        let flag =
            |name: &str, value: Option<&str>| value.map_or_else(String::new, |value| format!(" --{name}={value}"));
        format!("{}{}", flag("project", self.project), flag("location", self.location))
    }
}

/// What is said in the path or beside it, and not both.
fn once<'r>(what: &str, in_path: Option<&'r str>, beside: Option<&'r str>) -> Result<Option<&'r str>, Misread> {
    match (in_path, beside) {
        (Some(_), Some(_)) => {
            Err(Misread::new(format!("has a {what} in its path and another beside it")).help("remove one"))
        }
        (in_path, beside) => Ok(in_path.or(beside)),
    }
}

/// Whether a project is named as projects are: by id, by number, or by id in a domain (`example.com:shop`).
pub(super) fn check_project(project: &str) -> Result<(), Misread> {
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.' | b':');
    if starts_plain(project) && project.bytes().all(allowed) {
        return Ok(());
    }
    Err(Misread::new("has a project that Google does not allow").help("write its id, as in my-project, or its number"))
}

pub(super) fn check_location(location: &str) -> Result<(), Misread> {
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if starts_plain(location) && location.bytes().all(allowed) {
        return Ok(());
    }
    Err(Misread::new("has a location that Google does not allow").help("write a region, as in europe-west3"))
}

fn is_secret(text: &str) -> bool {
    is_word(text, 255)
}

fn is_word(text: &str, longest: usize) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    (1..=longest).contains(&text.len()) && text.bytes().all(allowed)
}

fn starts_plain(text: &str) -> bool {
    text.bytes().next().is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    type Parts<'r> = (Option<&'r str>, Option<&'r str>, &'r str, &'r str);

    #[track_caller]
    fn check(request: &SecretRequest, expected: Result<Parts<'_>, &str>) {
        let name = Name::of(request).map(|name| (name.project, name.location, name.secret, name.version));
        assert_eq!(
            name.as_ref().map_err(|misread| misread.message.as_str()),
            expected.as_ref().map_err(|text| *text),
            "{request}"
        );
    }

    #[test]
    fn names_are_taken_apart() {
        let plain = SecretRequest::new;
        check(&plain("shop"), Ok((None, None, "shop", "latest")));
        check(&plain("p/shop"), Ok((Some("p"), None, "shop", "latest")));
        check(&plain("example.com:p/shop").version("7"), Ok((Some("example.com:p"), None, "shop", "7")));
        check(&plain("projects/42/secrets/a_B-1"), Ok((Some("42"), None, "a_B-1", "latest")));
        check(&plain("projects/p/secrets/s/versions/7"), Ok((Some("p"), None, "s", "7")));
        check(
            &plain("projects/p/locations/europe-west3/secrets/s"),
            Ok((Some("p"), Some("europe-west3"), "s", "latest")),
        );
        check(
            &plain("projects/p/locations/us-east1/secrets/s/versions/stable"),
            Ok((Some("p"), Some("us-east1"), "s", "stable")),
        );
        check(&plain("p/s").option("location", "us-east1"), Ok((Some("p"), Some("us-east1"), "s", "latest")));
    }

    #[test]
    fn what_would_lead_elsewhere_is_refused() {
        let plain = SecretRequest::new;
        let secret = Err("has a name of a secret that Google does not allow");
        for path in ["", "p/", "p/..", "p/a?b", "p/a#b", "p/a%2Fb", "p/a:access", "shop.production", "p/ä"] {
            check(&plain(path), secret);
        }
        check(&SecretRequest::new("a".repeat(256)), secret);
        let project = Err("has a project that Google does not allow");
        for path in ["/s", "../s", "P/s", "p@evil/s"] {
            check(&plain(path), project);
        }
        check(&plain("a/b/c"), Err("is no name of a secret"));
        check(&plain("projects/p/secrets/s/versions"), Err("is no name of a secret"));
        for location in ["", "evil.example/", "..", "EU", "a.b", "-a"] {
            check(&plain("p/s").option("location", location), Err("has a location that Google does not allow"));
        }
        for version in ["", "1/2", "..", "1:destroy"] {
            check(&plain("p/s").version(version), Err("has a version that Google does not allow"));
        }
        check(
            &plain("projects/p/secrets/s/versions/7").version("8"),
            Err("has a version in its path and another beside it"),
        );
    }
}
