//! What the tests share.

use std::fs;
use std::path::{Path, PathBuf};

use tactful::{Code, Context, LoadError, Loader, Settings};
use tempfile::TempDir;

/// A project folder with these files.
pub(crate) fn project(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        write(folder.path(), name, content);
    }
    folder
}

pub(crate) fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, content).unwrap();
    path
}

/// The codes of all problems, in order.
pub(crate) fn codes(error: &LoadError) -> Vec<Code> {
    error.report().problems().iter().map(tactful::Problem::code).collect()
}

/// `code name` of all problems, in order.
pub(crate) fn problems(error: &LoadError) -> Vec<String> {
    error.report().problems().iter().map(|problem| format!("{} {}", problem.code(), problem.name())).collect()
}

/// `code name` of all warnings, in order.
pub(crate) fn warnings(report: &tactful::Report) -> Vec<String> {
    report.warnings().iter().map(|problem| format!("{} {}", problem.code(), problem.name())).collect()
}

/// A load in a closed world with a folder.
pub(crate) fn load_in<T: Settings>(folder: &Path, pairs: &[(&str, &str)]) -> Result<T, LoadError> {
    loader_in::<T>(folder, pairs).load()
}

pub(crate) fn loader_in<T: Settings>(folder: &Path, pairs: &[(&str, &str)]) -> Loader<T> {
    T::loader().context(Context::from_pairs(pairs.iter().copied()).in_directory(folder))
}
