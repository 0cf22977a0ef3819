//! `ref+file:///run/secrets/shop.json#/KEY`: a file, or a member of a JSON file, as the value of a key.

use std::path::Path;
use std::sync::Arc;

use super::reference::{Misread, Reference};
use super::store::{Asked, Limits, Opened, Placement, Store};
use super::{BoxFuture, Fetched, Identity, ManagerError, ManagerErrorKind, SecretManager, SecretRequest};
use crate::read::{Fault, SECRET_LIMIT, read_file};

/// Files of this machine.
#[derive(Debug)]
pub(crate) struct Files;

/// It has none.
#[derive(tactful_derive::Settings)]
#[settings(crate = tactful_core)]
pub(crate) struct FileOptions {}

impl Store for Files {
    type Options = FileOptions;
    const SCHEME: &'static str = "file";
    const NAME: &'static str = "file";

    fn read(reference: &Reference) -> Result<Asked<SecretRequest>, Misread> {
        reference.only_options(&[])?;
        if !reference.path().starts_with('/') {
            let help = "write three slashes: ref+file:///run/secrets/pin";
            return Err(Misread::new("names a file without its whole path").help(help));
        }
        Ok(Asked::new(SecretRequest::new(reference.path())))
    }

    fn place(address: &Reference) -> Result<Asked<Placement>, Misread> {
        let asked = Self::read(address)?;
        Ok(Asked { what: Placement::Document(asked.what), given: asked.given })
    }

    fn open(_options: FileOptions, _limits: Limits) -> BoxFuture<'static, Opened> {
        Box::pin(async { Ok(Arc::new(Reader(Identity::new("file", ""))) as Arc<dyn SecretManager>) })
    }
}

struct Reader(Identity);

impl SecretManager for Reader {
    fn identity(&self) -> &Identity {
        &self.0
    }

    fn fetch<'a>(&'a self, requests: &'a [SecretRequest]) -> BoxFuture<'a, Vec<Result<Fetched, ManagerError>>> {
        Box::pin(async move { requests.iter().map(|request| read(Path::new(request.path()))).collect() })
    }
}

/// The content of a file, less one trailing line break, as `NAME_FILE` has it.
fn read(path: &Path) -> Result<Fetched, ManagerError> {
    use ManagerErrorKind as Kind;
    let content = read_file(path, SECRET_LIMIT).map_err(|fault| match fault {
        Fault::NotFound => ManagerError::new(Kind::NotFound, "no such file"),
        Fault::Denied => ManagerError::new(Kind::Denied, "this process may not read it"),
        Fault::Irregular(what) => ManagerError::new(Kind::Protocol, format!("it is {what}")),
        Fault::TooLarge(limit) => ManagerError::new(Kind::Protocol, format!("it is larger than {limit} bytes")),
        Fault::Changed => ManagerError::new(Kind::Unavailable, "it changed while it was read"),
        Fault::Other(error) => ManagerError::new(Kind::Protocol, format!("cannot be read: {}", error.kind())),
    });
    let mut content = content.map_err(|error| error.help("name a file that this process can read").of_secret())?;
    content.trim_line_break();
    Ok(Fetched::from(content))
}
