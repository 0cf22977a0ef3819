//! Which path of the API a secret has.

use crate::manager::{ManagerError, ManagerErrorKind as Kind, SecretRequest};

/// Engines, as `engine=` names them.
pub(super) const KV1: &str = "kv1";
pub(super) const KV2: &str = "kv2";
pub(super) const DATABASE: &str = "database";
pub(super) const ENGINES: [&str; 4] = [KV1, KV2, DATABASE, "logical"];

/// What an answer looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Kv1,
    Kv2,
    /// Of any other engine: `data` is the secret, perhaps under a lease.
    Logical,
}

/// How it is known where the mount ends and what is mounted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Basis {
    /// Whoever asked said so.
    Told,
    /// The server said so.
    Found,
    /// Nobody said so: KV 2 at the first segment.
    Guessed,
}

/// A secret to read.
#[derive(Clone, Debug)]
pub(super) struct Target {
    /// Its path in the API, after `/v1/`: `secret/data/shop`.
    pub(super) path: String,
    pub(super) shape: Shape,
    pub(super) mount: String,
    /// Its path in the mount.
    pub(super) within: String,
    pub(super) version: Option<String>,
    pub(super) basis: Basis,
}

impl Target {
    pub(super) fn new(shape: Shape, mount: &str, within: &str, version: Option<&str>) -> Self {
        let path = match shape {
            Shape::Kv2 => format!("{mount}/data/{within}"),
            Shape::Kv1 | Shape::Logical if mount.is_empty() => within.to_owned(),
            Shape::Kv1 | Shape::Logical => format!("{mount}/{within}"),
        };
        let (mount, within) = (mount.to_owned(), within.to_owned());
        Self { path, shape, mount, within, version: version.map(str::to_owned), basis: Basis::Told }
    }

    /// Whether such a secret can be.
    pub(super) fn check(&self) -> Result<(), ManagerError> {
        if self.version.is_some() && self.shape != Shape::Kv2 {
            let message = "a version is asked for, and this mount keeps none";
            return Err(
                ManagerError::new(Kind::NotFound, message).help("leave the version out; KV 2 alone keeps versions")
            );
        }
        if self.within.is_empty() {
            let error = ManagerError::new(Kind::NotFound, "it names a mount and no secret in it");
            return Err(error.help(format!("vault kv list {}/", self.mount)));
        }
        Ok(())
    }

    /// What the request says without anybody being asked; `None` where the mount has to be found.
    pub(super) fn of(request: &SecretRequest) -> Option<Self> {
        let (path, version) = (request.path(), request.wanted_version());
        let shape = match request.get("engine") {
            Some(KV2) => Shape::Kv2,
            Some(KV1) => Shape::Kv1,
            Some(_) => Shape::Logical,
            None => return None,
        };
        match mount_of(request) {
            Some(mount) => Some(Self::new(shape, mount, path.strip_prefix(mount)?.trim_start_matches('/'), version)),
            // Where the mount ends makes no difference to the path.
            None if shape != Shape::Kv2 => Some(Self::new(shape, "", path, version)),
            None => None,
        }
    }

    /// What may be asked before anything is known of mounts. `None` where the answer could be that of another mount, which
    /// has a segment `data` in its own path.
    pub(super) fn try_first(request: &SecretRequest) -> Option<Self> {
        let guess = Self::guess(request);
        (!guess.within.split('/').any(|segment| segment == "data")).then_some(guess)
    }

    /// KV 2 at the first segment, for whoever may not look up mounts.
    pub(super) fn guess(request: &SecretRequest) -> Self {
        let (mount, within) = request.path().split_once('/').unwrap_or((request.path(), ""));
        Self { basis: Basis::Guessed, ..Self::new(Shape::Kv2, mount, within, request.wanted_version()) }
    }
}

/// A request whose mount is known.
pub(super) fn request_of(mount: &str, path: &str) -> SecretRequest {
    SecretRequest::new(format!("{mount}/{path}")).option("mount", mount)
}

/// The same request at another mount.
pub(super) fn moved(request: &SecretRequest, mount: &str) -> SecretRequest {
    let path = mount_of(request).and_then(|own| request.path().strip_prefix(own)).unwrap_or(request.path());
    let moved = request_of(mount, path.trim_start_matches('/'));
    ["engine", "version"].into_iter().fold(moved, |moved, name| match request.get(name) {
        Some(value) => moved.option(name, value),
        None => moved,
    })
}

fn mount_of(request: &SecretRequest) -> Option<&str> {
    request.get("mount")
}

/// Why a path cannot be one of a secret. A URL would silently lose such segments, and be that of another secret.
pub(super) fn misshapen(path: &str) -> Option<&'static str> {
    if path.split('/').any(|segment| matches!(segment, "." | "..")) {
        return Some("has . or .. in its path");
    }
    if path.split('/').any(str::is_empty) {
        return Some("has an empty segment in its path");
    }
    (!path.contains('/')).then_some("names a mount and no secret in it")
}

/// Whether a text can be a version of KV 2.
pub(super) fn is_version(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) && text.parse::<u32>().is_ok_and(|number| number > 0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn paths_of_the_api() {
        let kv2 = request_of("team/a/kv", "shop").option("engine", KV2);
        for (request, path) in [
            (kv2.clone(), "team/a/kv/data/shop"),
            (moved(&kv2.clone().version("3"), "secret"), "secret/data/shop"),
            (request_of("kv", "a/b").option("engine", KV1), "kv/a/b"),
            (request_of("database", "creds/shop").option("engine", DATABASE), "database/creds/shop"),
            (SecretRequest::new("pki/cert/ca").option("engine", "logical"), "pki/cert/ca"),
            (SecretRequest::new("kv/shop").option("engine", KV1), "kv/shop"),
        ] {
            assert_eq!(Target::of(&request).unwrap().path, path);
        }
        assert_eq!(moved(&kv2.version("3"), "secret").wanted_version(), Some("3"));
        for request in [SecretRequest::new("secret/shop"), SecretRequest::new("secret/shop").option("engine", KV2)] {
            assert!(Target::of(&request).is_none());
            let guess = Target::guess(&request);
            assert_eq!((guess.path.as_str(), guess.basis), ("secret/data/shop", Basis::Guessed));
            assert!(Target::try_first(&request).is_some());
        }
        // At a mount team/data/a, this would be the secret b.
        assert!(Target::try_first(&SecretRequest::new("team/a/data/b")).is_none());
    }

    #[test]
    fn paths_that_would_be_others() {
        for path in ["secret", "secret/", "/secret", "secret//a", "secret/./a", "secret/../sys/seal", "secret/.."] {
            assert!(misshapen(path).is_some(), "{path}");
        }
        for path in ["secret/a", "secret/a.b", "secret/...", "secret/a b", "secret/%2e%2e"] {
            assert_eq!(misshapen(path), None, "{path}");
        }
        for version in ["1", "42"] {
            assert!(is_version(version));
        }
        for version in ["", "0", "-1", "1.0", "latest", "99999999999"] {
            assert!(!is_version(version), "{version}");
        }
    }
}
