//! Writes one crate for each loader and size, under the target directory.

use std::fs;
use std::path::Path;

use crate::loaders::{Kind, LOADERS, Loader};
use crate::template::{Variables, expand};
use crate::workspace::{self, Workspace};
use crate::{GROUP, Result, SIZES, Scenario, inputs};

/// Writes every crate of both workspaces.
pub fn all() -> Result<()> {
    for workspace in [Workspace::Peers, Workspace::Tactful] {
        write(&workspace.directory().join("Cargo.toml"), &manifest_of(workspace))?;
        let lock = workspace.directory().join("Cargo.lock");
        if workspace == Workspace::Peers && !lock.exists() && workspace::peers_lock().exists() {
            fs::copy(workspace::peers_lock(), &lock).map_err(|error| format!("{}: {error}", lock.display()))?;
        }
    }
    for loader in LOADERS {
        for fields in SIZES {
            program(loader, fields)?;
        }
    }
    for fields in SIZES {
        let directory = workspace::inputs(fields);
        create(&directory)?;
        inputs::write_files(&directory, fields / GROUP)?;
    }
    Ok(())
}

/// Keeps the lock file of the peers, if none is kept yet: so that they are the same the next time.
pub fn keep_lock() -> Result<()> {
    let lock = Workspace::Peers.directory().join("Cargo.lock");
    let kept = workspace::peers_lock();
    if kept.exists() || !lock.exists() {
        return Ok(());
    }
    fs::copy(lock, &kept).map(drop).map_err(|error| format!("{}: {error}", kept.display()))
}

/// Writes the source of a program with one field changed, or as it was.
pub fn edit(loader: &Loader, fields: usize, edited: bool) -> Result<()> {
    let scenario = loader.fullest();
    let path = crate_of(loader, fields).join(format!("src/bin/{}.rs", scenario.letter()));
    let source = source_of(loader, fields, scenario, edited)?;
    // Always written, because cargo goes by the time of it.
    fs::write(&path, source).map_err(|error| format!("{}: {error}", path.display()))
}

fn program(loader: &Loader, fields: usize) -> Result<()> {
    let directory = crate_of(loader, fields);
    let package = loader.package(fields);
    let mut manifest =
        format!("[package]\nname = \"{package}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n");
    for scenario in loader.scenarios {
        let letter = scenario.letter();
        // A name of its own for each program: they share a target directory.
        manifest.push_str(&format!("[[bin]]\nname = \"{package}-{letter}\"\npath = \"src/bin/{letter}.rs\"\n\n"));
        let path = directory.join(format!("src/bin/{letter}.rs"));
        write(&path, &source_of(loader, fields, *scenario, false)?)?;
    }
    manifest.push_str("[dependencies]\n");
    manifest.push_str(&loader.dependencies.replace("ROOT", &workspace::root().display().to_string()));
    write(&directory.join("Cargo.toml"), &manifest)?;
    for (path, text) in loader.modules {
        write(&directory.join("src").join(path), text)?;
    }
    write(&directory.join("src/harness.rs"), include_str!("../templates/harness.rs"))
}

fn source_of(loader: &Loader, fields: usize, scenario: Scenario, edited: bool) -> Result<String> {
    let variables = Variables { groups: fields / GROUP, scenario, edited, replace: loader.replace };
    expand(loader.template, variables).map_err(|error| format!("{}: {error}", loader.name))
}

fn manifest_of(workspace: Workspace) -> String {
    let members = LOADERS.iter().filter(|loader| loader.workspace() == workspace);
    let mut manifest = String::from("[workspace]\nresolver = \"3\"\nmembers = [\n");
    for loader in members {
        for fields in SIZES {
            manifest.push_str(&format!("    \"{}\",\n", loader.package(fields)));
        }
    }
    // Profiles are cargo's own: what a user of any of these libraries gets.
    manifest.push_str("]\n");
    manifest
}

fn crate_of(loader: &Loader, fields: usize) -> std::path::PathBuf {
    loader.workspace().directory().join(loader.package(fields))
}

/// Writes a file, unless it holds just that: so that cargo does not build anew what has not changed.
fn write(path: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    if let Some(directory) = path.parent() {
        create(directory)?;
    }
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

fn create(directory: &Path) -> Result<()> {
    fs::create_dir_all(directory).map_err(|error| format!("{}: {error}", directory.display()))
}

impl Loader {
    #[must_use]
    pub fn package(&self, fields: usize) -> String {
        format!("bench-{}-{fields}", self.name.replace('_', "-"))
    }

    /// Tactful's programs are apart, so that what it is in the middle of changing stops no one else.
    #[must_use]
    pub fn workspace(&self) -> Workspace {
        match self.kind {
            Kind::Tactful => Workspace::Tactful,
            Kind::ByHand | Kind::Peer => Workspace::Peers,
        }
    }
}
