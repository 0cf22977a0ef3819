//! Where the mount of a path ends, and what is mounted there, for requests that do not say so.
//!
//! Most secrets are of KV 2, at a mount of one segment. So they are asked for there at once, and what their mount is only
//! where that brings no secret of KV 2: that saves all who guess right a round trip, and costs those who guess wrong no
//! more requests than are in flight at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Mutex as AsyncMutex;

use super::answer;
use super::read::Session;
use super::refusal;
use super::target::{Basis, Shape, Target};
use crate::manager::{Fetched, ManagerError, SecretRequest};

/// What is known of the mounts of a server, by the first segment of their paths. Mounts never lie in each other, but may
/// begin alike.
#[derive(Default)]
pub(super) struct Mounts(Mutex<HashMap<String, Arc<AsyncMutex<Group>>>>);

impl Mounts {
    fn group(&self, path: &str) -> Arc<AsyncMutex<Group>> {
        let segment = path.split('/').next().unwrap_or(path);
        let mut groups = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(groups.entry(segment.to_owned()).or_default())
    }
}

/// What is known of the mounts whose paths begin with one segment.
#[derive(Default)]
struct Group {
    mounts: Vec<(String, Shape)>,
    /// Folders in which nothing could be looked up, and why, where that is worth telling.
    closed: Vec<(String, Option<ManagerError>)>,
}

impl Group {
    /// What a request means; `None` as long as nobody knows.
    fn target(&self, request: &SecretRequest) -> Option<Result<Target, ManagerError>> {
        let (path, version) = (request.path(), request.wanted_version());
        for (mount, shape) in &self.mounts {
            if let Some(within) = beneath(path, mount) {
                return Some(Ok(Target { basis: Basis::Found, ..Target::new(*shape, mount, within, version) }));
            }
        }
        let (_, error) = self.closed.iter().find(|(folder, _)| folder == folder_of(path))?;
        Some(error.clone().map_or_else(|| Ok(Target::guess(request)), Err))
    }

    async fn look_up(&mut self, session: &Session<'_>, path: &str) {
        match session.mount_of(path).await {
            Ok(Some((mount, shape))) if beneath(path, &mount).is_some() => self.mounts.push((mount, shape)),
            Ok(_) => self.closed.push((folder_of(path).to_owned(), None)),
            Err(error) => self.closed.push((folder_of(path).to_owned(), Some(error))),
        }
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

impl Session<'_> {
    /// A secret whose mount the request does not name.
    pub(super) async fn find(&self, request: &SecretRequest) -> Result<Fetched, ManagerError> {
        let group = self.mounts.group(request.path());
        let known = group.lock().await.target(request);
        let target = match known {
            Some(Ok(target)) if target.basis == Basis::Found => target,
            // Where a look-up failed, what is of KV 2 can be read all the same.
            _ => {
                if let Some(guess) = Target::try_first(request) {
                    let reply = self.reply(&guess.path, guess.version.as_deref()).await?;
                    if let Some(fetched) = answer::surely_of_kv2(&reply) {
                        return Ok(fetched);
                    }
                    if let Some(error) = refusal::of_server(&reply, self.base()) {
                        return Err(error);
                    }
                }
                // Whoever else was wrong waits here, and then finds it known.
                let mut group = group.lock().await;
                if group.target(request).is_none() {
                    group.look_up(self, request.path()).await;
                }
                // What was looked up is known, by its mount or by its folder.
                group.target(request).unwrap_or_else(|| Ok(Target::guess(request)))?
            }
        };
        self.read(&target).await
    }

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
