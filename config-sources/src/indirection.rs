//! `NAME_FILE`: the value is the path of the file that holds the value.

use std::path::Path;

use tactful_core::layer::Entry;
use tactful_core::raw::Raw;
use tactful_core::report::{Code, Problem};
use tactful_core::source::{Ask, Claim};

use crate::read::{Fault, read_file};

/// The entry of a variable `name` whose value is a path; `None` where it is not UTF-8.
pub(crate) fn follow(ask: &Ask<'_>, claim: &Claim, name: &str, path: Option<&str>, limit: u64) -> Entry {
    let Some(text) = path else {
        let problem = Problem::new(Code::Source, name, "is not UTF-8, and should be the path of a file");
        return Entry::claimed(claim, Raw::Null).indirect().failed(problem.detailed("path"));
    };
    let Some(path) = ask.resolve(Path::new(text)) else {
        return Entry::claimed(claim, Raw::Null).indirect().failed(ask.rootless(name));
    };
    match value(&path, limit, claim.takes_bytes()) {
        Ok(value) => Entry::claimed(claim, value).named_file(path),
        Err(fault) => {
            let problem = fault.problem(name, &path);
            Entry::claimed(claim, Raw::Null).named_file(path).failed(problem)
        }
    }
}

/// The secret in a file that a variable names: its text, less one trailing line break.
///
/// # Errors
/// A file that cannot be read, or holds no text.
#[cfg(feature = "managers")]
pub fn secret_file(name: &str, path: &Path) -> Result<secrecy::SecretString, Box<Problem>> {
    match value(path, crate::read::SECRET_LIMIT, false).map_err(|fault| Box::new(fault.problem(name, path)))? {
        Raw::Text(text) => Ok(secrecy::SecretString::from(text.expose())),
        _ => Err(Box::new(Fault::Irregular("not UTF-8").problem(name, path))),
    }
}

/// The content of a file as a value: byte types get it as it is, others without one trailing line break.
pub(crate) fn value(path: &Path, limit: u64, bytes: bool) -> Result<Raw, Fault> {
    let mut content = read_file(path, limit)?;
    if bytes {
        return Ok(Raw::Bytes(content));
    }
    content.trim_line_break();
    match Raw::from_bytes(content) {
        Raw::Bytes(_) => Err(Fault::Irregular("not UTF-8")),
        text => Ok(text),
    }
}
