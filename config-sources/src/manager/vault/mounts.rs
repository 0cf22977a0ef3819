//! Where the mount of a path ends, and what is mounted there: asked once per mount.

use std::collections::BTreeMap;

use super::answer;
use super::read::Session;
use super::refusal;
use super::target::{Basis, Shape, Target, misshapen};
use crate::manager::flight;
use crate::manager::{BoxFuture, ManagerError, ManagerErrorKind as Kind, SecretRequest};

/// Of each request, which path of the API it means.
pub(super) async fn targets(session: &Session<'_>, requests: &[SecretRequest]) -> Vec<Result<Target, ManagerError>> {
    let known: Vec<_> = requests.iter().map(known).collect();
    // Mounts never lie in each other, but may begin alike: what begins differently can be asked at once.
    let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (request, known) in requests.iter().zip(&known) {
        if matches!(known, Ok(None)) {
            let path = request.path();
            groups.entry(path.split('/').next().unwrap_or(path)).or_default().push(path);
        }
    }
    let (names, paths): (Vec<&str>, Vec<Vec<&str>>) = groups.into_iter().unzip();
    let lookups: Vec<BoxFuture<'_, Group>> =
        paths.into_iter().map(|paths| Box::pin(look_up(session, paths)) as _).collect();
    let found: Vec<Group> = flight::at_most(session.in_flight(), lookups).await;
    let found: BTreeMap<&str, Group> = names.into_iter().zip(found).collect();
    let targets = requests.iter().zip(known).map(|(request, known)| match known? {
        Some(target) => Ok(target),
        None => {
            let path = request.path();
            let group = found.get(path.split('/').next().unwrap_or(path));
            group.map_or_else(|| Ok(Target::guess(request)), |group| group.target(request))
        }
    });
    targets.map(|target| target.and_then(checked)).collect()
}

fn known(request: &SecretRequest) -> Result<Option<Target>, ManagerError> {
    match misshapen(request.path()) {
        Some(clause) => Err(ManagerError::new(Kind::NotFound, clause).help("write MOUNT/PATH, without . and ..")),
        None => Ok(Target::of(request)),
    }
}

fn checked(target: Target) -> Result<Target, ManagerError> {
    if target.version.is_some() && target.shape != Shape::Kv2 {
        let message = "a version is asked for, and this mount keeps none";
        return Err(ManagerError::new(Kind::NotFound, message).help("leave the version out; KV 2 alone keeps versions"));
    }
    if target.within.is_empty() {
        let error = ManagerError::new(Kind::NotFound, "it names a mount and no secret in it");
        return Err(error.help(format!("vault kv list {}/", target.mount)));
    }
    Ok(target)
}

/// What is known of the mounts whose paths begin with one segment.
#[derive(Default)]
struct Group {
    mounts: Vec<(String, Shape)>,
    /// Folders in which nothing could be looked up, and why, where that is worth telling.
    closed: Vec<(String, Option<ManagerError>)>,
}

impl Group {
    fn target(&self, request: &SecretRequest) -> Result<Target, ManagerError> {
        let (path, version) = (request.path(), request.wanted_version());
        for (mount, shape) in &self.mounts {
            if let Some(within) = beneath(path, mount) {
                return Ok(Target { basis: Basis::Found, ..Target::new(*shape, mount, within, version) });
            }
        }
        match self.closed.iter().find(|(folder, _)| folder == folder_of(path)) {
            Some((_, Some(error))) => Err(error.clone()),
            _ => Ok(Target::guess(request)),
        }
    }

    fn knows(&self, path: &str) -> bool {
        self.mounts.iter().any(|(mount, _)| beneath(path, mount).is_some())
            || self.closed.iter().any(|(folder, _)| folder == folder_of(path))
    }
}

/// What of a path lies beneath a mount.
fn beneath<'p>(path: &'p str, mount: &str) -> Option<&'p str> {
    let rest = path.strip_prefix(mount)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

async fn look_up(session: &Session<'_>, paths: Vec<&str>) -> Group {
    let mut group = Group::default();
    for path in paths {
        if group.knows(path) {
            continue;
        }
        match session.mount_of(path).await {
            Ok(Some((mount, shape))) if beneath(path, &mount).is_some() => group.mounts.push((mount, shape)),
            Ok(_) => group.closed.push((folder_of(path).to_owned(), None)),
            Err(error) => group.closed.push((folder_of(path).to_owned(), Some(error))),
        }
    }
    group
}

impl Session<'_> {
    /// The mount of a path. `None` where the server does not say: it is too old, the token may do nothing there, or
    /// there is no mount.
    async fn mount_of(&self, path: &str) -> Result<Option<(String, Shape)>, ManagerError> {
        let reply = self.get(&format!("sys/internal/ui/mounts/{path}"), None).await?;
        if reply.status == 200 {
            return Ok(answer::mount(&reply));
        }
        match refusal::of_server(&reply, self.base()) {
            Some(error) => Err(error),
            None => Ok(None),
        }
    }
}
