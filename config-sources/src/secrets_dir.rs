//! Directories where secrets are mounted: Docker's `/run/secrets`, Kubernetes volumes, systemd credentials.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tactful_core::layer::{Entry, Layer};
use tactful_core::origin::LayerName;
use tactful_core::raw::Raw;
use tactful_core::report::{Code, Problem};
use tactful_core::source::{Ask, Source, Watch};

use crate::indirection;
use crate::read::{Fault, SECRET_LIMIT};

/// How often a Kubernetes volume is read again when it is swapped meanwhile.
const ATTEMPTS: usize = 3;

/// A directory whose files are values: the file name is the key's environment name, in either case, or its dotted path.
///
/// Files that no key asks for are not read; names beginning with `.` and subdirectories are skipped. A Kubernetes
/// volume is read through the target of its `..data` link, so that one load never sees two generations.
#[derive(Clone, Debug)]
pub struct SecretsDir {
    paths: Paths,
    limit: u64,
}

#[derive(Clone, Debug)]
enum Paths {
    /// `/run/secrets`, `$CREDENTIALS_DIRECTORY`, or what `SETTINGS_SECRETS_DIRS` names.
    Standard,
    One(PathBuf),
}

impl SecretsDir {
    /// A directory; one that does not exist is a problem.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { paths: Paths::One(path.into()), limit: SECRET_LIMIT }
    }

    /// The standard directories, where they exist: `/run/secrets`, then `$CREDENTIALS_DIRECTORY`.
    #[must_use]
    pub const fn standard() -> Self {
        Self { paths: Paths::Standard, limit: SECRET_LIMIT }
    }

    /// Takes files of at most this many bytes (1 MiB unless told).
    #[must_use]
    pub const fn file_limit(mut self, bytes: u64) -> Self {
        self.limit = bytes;
        self
    }
}

impl Source for SecretsDir {
    fn name(&self) -> LayerName {
        LayerName::SECRETS_DIR
    }

    fn read(&self, ask: &Ask<'_>) -> Vec<Layer> {
        match &self.paths {
            Paths::One(path) => self.resolved(ask, path, true).into_iter().collect(),
            Paths::Standard => self.deployed(ask).unwrap_or_else(|problem| {
                let mut layer = Layer::new(LayerName::SECRETS_DIR);
                layer.problem(*problem);
                vec![layer]
            }),
        }
    }

    fn watch(&self) -> Watch {
        match &self.paths {
            Paths::One(path) => Watch::Paths(vec![path.clone()]),
            Paths::Standard => Watch::Paths(vec![PathBuf::from("/run/secrets")]),
        }
    }
}

impl SecretsDir {
    /// The directories of a deployment, lowest first. Those that the operator names must be there.
    fn deployed(&self, ask: &Ask<'_>) -> Result<Vec<Layer>, Box<Problem>> {
        if let Some(list) = ask.lever("SECRETS_DIRS")? {
            let named = env::split_paths(&list).filter(|path| !path.as_os_str().is_empty());
            return Ok(named.filter_map(|dir| self.resolved(ask, &dir, true)).collect());
        }
        if ask.is_closed() {
            return Ok(Vec::new());
        }
        let credentials = ask.environment().lever("CREDENTIALS_DIRECTORY")?;
        let dirs = [Some("/run/secrets"), credentials.as_deref()];
        Ok(dirs.into_iter().flatten().filter_map(|dir| self.resolved(ask, Path::new(dir), false)).collect())
    }

    fn resolved(&self, ask: &Ask<'_>, dir: &Path, required: bool) -> Option<Layer> {
        if let Some(dir) = ask.resolve(dir) {
            return self.layer(ask, &dir, required);
        }
        let mut layer = Layer::new(LayerName::SECRETS_DIR);
        layer.problem(ask.rootless(dir.display().to_string()));
        Some(layer)
    }

    fn layer(&self, ask: &Ask<'_>, dir: &Path, required: bool) -> Option<Layer> {
        // Most machines have none: they are asked once.
        if !required && matches!(fs::metadata(dir), Err(error) if error.kind() == io::ErrorKind::NotFound) {
            return None;
        }
        let mut found = self.pass(ask, dir);
        for _ in 1..ATTEMPTS {
            if !matches!(&found, Err(error) if error.kind() == io::ErrorKind::NotFound && dir.is_dir()) {
                break;
            }
            // The generation that was being read is gone: the volume was swapped. Read the new one from the start.
            found = self.pass(ask, dir);
        }
        if !required && matches!(&found, Err(error) if error.kind() == io::ErrorKind::NotFound) {
            return None;
        }
        let label = dir.display().to_string();
        let mut layer = Layer::new(LayerName::SECRETS_DIR).labelled(label.as_str());
        match found {
            Ok((entries, files)) => {
                for entry in entries {
                    layer.push(entry);
                }
                let count = format!("{files} {}", if files == 1 { "file" } else { "files" });
                Some(layer.absent(format!("no such file among {files}")).read(format!("{label} ({count})")))
            }
            Err(error) => {
                let (detail, message) = match error.kind() {
                    io::ErrorKind::NotFound => ("missing", "does not exist".to_owned()),
                    io::ErrorKind::PermissionDenied => ("denied", "may not be read by this process".to_owned()),
                    io::ErrorKind::NotADirectory => ("irregular", "is not a directory".to_owned()),
                    _ => ("io", format!("cannot be listed: {error}")),
                };
                let problem = Problem::new(Code::Source, label, message).detailed(detail);
                layer.problem(problem.help("mount the directory, or mend the path"));
                Some(layer)
            }
        }
    }

    /// One listing and the files that keys ask for.
    fn pass(&self, ask: &Ask<'_>, dir: &Path) -> io::Result<(Vec<Entry>, usize)> {
        let data = dir.join("..data");
        let generation = fs::read_link(&data).ok().map(|target| dir.join(target));
        let base = generation.as_deref().unwrap_or(dir);
        let mut names = BTreeMap::new();
        for entry in fs::read_dir(base)? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            if !name.starts_with('.') {
                names.insert(name, entry.file_type()?);
            }
        }
        let mut entries = Vec::new();
        let mut files = 0;
        for (name, kind) in names {
            if kind.is_dir() {
                continue;
            }
            files += 1;
            let Some(claim) = ask.claim_file(&name) else { continue };
            let shown = dir.join(&name);
            match indirection::value(&base.join(&name), self.limit, claim.takes_bytes()) {
                Ok(value) => entries.push(Entry::claimed(&claim, value).in_file(shown)),
                Err(Fault::NotFound)
                    if generation.is_some() && fs::read_link(&data).ok().map(|t| dir.join(t)) != generation =>
                {
                    return Err(io::Error::from(io::ErrorKind::NotFound));
                }
                // A link to a directory is a subdirectory too.
                Err(Fault::Irregular("a directory")) => files -= 1,
                Err(fault) => {
                    let problem = fault.problem(&name, &shown);
                    entries.push(Entry::claimed(&claim, Raw::Null).in_file(shown).failed(problem));
                }
            }
        }
        Ok((entries, files))
    }
}
