//! Which path of the API a secret has.

use crate::manager::SecretRequest;

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
    /// Whether the mount could not be looked up, and KV 2 at the first segment is a guess.
    pub(super) is_guess: bool,
}

impl Target {
    pub(super) fn new(shape: Shape, mount: &str, within: &str, version: Option<&str>) -> Self {
        let path = match shape {
            Shape::Kv2 => format!("{mount}/data/{within}"),
            Shape::Kv1 | Shape::Logical if mount.is_empty() => within.to_owned(),
            Shape::Kv1 | Shape::Logical => format!("{mount}/{within}"),
        };
        let (mount, within) = (mount.to_owned(), within.to_owned());
        Self { path, shape, mount, within, version: version.map(str::to_owned), is_guess: false }
    }

    /// Whether one answer does for both.
    pub(super) fn is_read_with(&self, other: &Self) -> bool {
        let is_kv2 = |target: &Self| target.shape == Shape::Kv2;
        self.path == other.path && self.version == other.version && is_kv2(self) == is_kv2(other)
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

    /// KV 2 at the first segment, for whoever may not look up mounts.
    pub(super) fn guess(request: &SecretRequest) -> Self {
        let (mount, within) = request.path().split_once('/').unwrap_or((request.path(), ""));
        Self { is_guess: true, ..Self::new(Shape::Kv2, mount, within, request.wanted_version()) }
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
