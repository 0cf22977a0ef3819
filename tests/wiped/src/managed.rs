//! A secret manager whose secrets are the files of a folder: what a store gives is in the manager's hands alone.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use tactful::{BoxFuture, Fetched, Identity, Managed, ManagerError, ManagerErrorKind, SecretManager, SecretRequest};

struct Folder {
    identity: Identity,
    path: PathBuf,
}

/// The file `token` as a JSON document.
pub(crate) fn document(folder: &Path) -> Managed {
    Managed::document(manager(folder), "token")
}

/// A file for each key, in capitals.
pub(crate) fn each(folder: &Path) -> Managed {
    Managed::each(manager(folder), "{name}")
}

/// A reference to the file: to all of it, to its member `a.b`, or to what it is the base64 of.
pub(crate) fn reference(folder: &Path, what: &str) -> String {
    let path = folder.join("token");
    match what {
        "member" => format!("ref+file://{}#/a/b", path.display()),
        "base64" => format!("ref+file://{}?decode=base64", path.display()),
        _ => format!("ref+file://{}", path.display()),
    }
}

fn manager(folder: &Path) -> Folder {
    Folder { identity: Identity::new("folder", ""), path: folder.to_owned() }
}

impl Folder {
    fn read(&self, name: &str) -> Result<Fetched, ManagerError> {
        let missing = |_| ManagerError::new(ManagerErrorKind::NotFound, "no such file");
        let mut file = File::open(self.path.join(name)).map_err(missing)?;
        // In one buffer of its final size.
        let length = file.metadata().map_err(missing)?.len();
        let mut payload = vec![0; usize::try_from(length).expect("a small file")];
        file.read_exact(&mut payload).map_err(missing)?;
        Ok(Fetched::new(payload))
    }
}

impl SecretManager for Folder {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn fetch<'a>(&'a self, requests: &'a [SecretRequest]) -> BoxFuture<'a, Vec<Result<Fetched, ManagerError>>> {
        Box::pin(async move { requests.iter().map(|request| self.read(request.path())).collect() })
    }
}
