//! A secret manager of one's own: the folder into which a deployment tool writes one file per secret, each with a checksum
//! before it, so that half a file is never taken for a secret. It serves as a document, one secret per key, and by a
//! reference; the conformance suite examines it in the tests below.
//!
//! ```text
//! cargo run --example custom_manager --features conformance
//! cargo test --example custom_manager --features conformance
//! ```
#![allow(clippy::print_stdout, reason = "an example prints")]

use std::error::Error;
use std::path::{Component, Path, PathBuf};
use std::{fs, io};

use tactful::{
    BoxFuture, Context, Fetched, Identity, Loader, Managed, ManagerError, ManagerErrorKind, SecretManager,
    SecretRequest, SecretString, Settings,
};

#[derive(Debug, Settings)]
#[settings(prefix = "SHOP")]
#[allow(dead_code, reason = "the example prints settings and does nothing with them")]
struct ShopSettings {
    #[settings(default = 10)]
    max_connections: u32,
    #[settings(nested)]
    database: Database,
    stripe_key: SecretString,
    license: SecretString,
}

#[derive(Debug, Settings)]
#[allow(dead_code, reason = "the example prints settings and does nothing with them")]
struct Database {
    user: String,
    password: SecretString,
}

/// Files of a checksum in hexadecimal, a line break, and the secret.
struct Sealed {
    identity: Identity,
    folder: PathBuf,
}

impl Sealed {
    fn new(folder: impl Into<PathBuf>) -> Self {
        let folder = folder.into();
        // The scheme begins references: ref+sealed://.. . Both are shown.
        Self { identity: Identity::new("sealed", folder.display().to_string()), folder }
    }

    fn read(&self, path: &str) -> Result<Fetched, ManagerError> {
        use ManagerErrorKind as Kind;
        // A reference may come from a config file: it must not lead out of the folder.
        if !Path::new(path).components().all(|part| matches!(part, Component::Normal(_))) {
            return Err(ManagerError::new(Kind::Misconfigured, "is no path inside of the folder"));
        }
        let path = self.folder.join(path);
        // The kind says whether it is worth a retry, and what the report makes of it. The text is ours: what a library or a
        // server says may repeat what it was given.
        let mut content = fs::read(&path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => ManagerError::new(Kind::NotFound, "no such file"),
            io::ErrorKind::PermissionDenied => ManagerError::new(Kind::Denied, "may not be read by this process"),
            kind => ManagerError::new(Kind::Unavailable, format!("cannot be read: {kind}")),
        })?;
        let seal = content.get(..16).and_then(|seal| u64::from_str_radix(std::str::from_utf8(seal).ok()?, 16).ok());
        content.drain(..content.len().min(17));
        // Takes the buffer over, and wipes it when it is dropped.
        let fetched = Fetched::new(content);
        if seal != Some(checksum(fetched.expose())) {
            // The tool may be about to write it.
            return Err(ManagerError::new(Kind::Unavailable, "its checksum is wrong").help("deploy it again"));
        }
        if fetched.expose().is_empty() {
            return Err(ManagerError::new(Kind::Disabled, "was withdrawn").help("deploy a new one"));
        }
        Ok(match fs::metadata(path).and_then(|metadata| metadata.modified()) {
            Ok(written) => fetched.created(written),
            Err(_) => fetched,
        })
    }
}

impl SecretManager for Sealed {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    // One answer per request, in order. A store behind a network asks for all at once, or for some at a time.
    fn fetch<'a>(&'a self, requests: &'a [SecretRequest]) -> BoxFuture<'a, Vec<Result<Fetched, ManagerError>>> {
        Box::pin(async move { requests.iter().map(|request| self.read(request.path())).collect() })
    }
}

/// FNV-1a of 64 bits: against accidents, not against people.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// What the deployment tool does.
fn deploy(folder: &Path, path: &str, secret: &str) -> io::Result<()> {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap_or(folder))?;
    fs::write(path, format!("{:016x}\n{secret}", checksum(secret.as_bytes())))
}

const DOCUMENT: &str = r#"{"database": {"user": "shop", "password": "canary-3f1d66b0"}, "max_connections": 40}"#;

fn deploy_all(folder: &Path) -> io::Result<()> {
    deploy(folder, "shop/production", DOCUMENT)?;
    deploy(folder, "keys/SHOP_STRIPE_KEY", "canary-sk-9c1f3d07")?;
    deploy(folder, "license", "canary-license-7741")
}

fn loader(folder: &Path) -> Loader<ShopSettings> {
    ShopSettings::loader()
        // For the example alone: a world in which an operator has set a reference, and nothing else.
        .context(Context::from_pairs([("SHOP_LICENSE", "ref+sealed://license")]))
        .profile("production")
        // One JSON document for the profile, and above it a file for each key that has one.
        .push(Managed::document(Sealed::new(folder), "shop/{profile}"))
        .push(Managed::each(Sealed::new(folder), "keys/{name}"))
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    deploy_all(folder.path())?;
    let loader = loader(folder.path());
    println!("{:#?}\n\n{}", loader.load()?, loader.explain());
    Ok(())
}

#[cfg(test)]
mod tests {
    use tactful::ExposeSecret;
    use tactful::conformance::{Subject, check_blocking};

    use super::*;

    fn deployed() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        deploy_all(folder.path()).unwrap();
        deploy(folder.path(), "withdrawn", "").unwrap();
        fs::write(folder.path().join("damaged"), "0123456789abcdef\ncanary-of-another-checksum").unwrap();
        fs::write(folder.path().join("short"), "01234").unwrap();
        folder
    }

    #[test]
    fn it_conforms() {
        let folder = deployed();
        let subject = Subject::new("license", "canary-license-7741")
            .second("shop/production", DOCUMENT)
            .missing("keys/SHOP_LICENSE")
            .disabled("withdrawn");
        check_blocking(Sealed::new(folder.path()), &subject).assert();
    }

    #[test]
    fn it_loads() {
        let folder = deployed();
        let settings = loader(folder.path()).load().unwrap();
        assert_eq!((settings.max_connections, settings.database.user.as_str()), (40, "shop"));
        assert_eq!(settings.database.password.expose_secret(), "canary-3f1d66b0");
        assert_eq!(settings.stripe_key.expose_secret(), "canary-sk-9c1f3d07");
        assert_eq!(settings.license.expose_secret(), "canary-license-7741");
        let shown = format!("{settings:?}\n{}", loader(folder.path()).explain());
        assert!(!shown.contains("canary-"), "{shown}");
    }

    #[test]
    fn what_is_no_secret_says_why() {
        let folder = deployed();
        for (path, kind) in [
            ("damaged", ManagerErrorKind::Unavailable),
            ("short", ManagerErrorKind::Unavailable),
            ("../main.rs", ManagerErrorKind::Misconfigured),
            ("/etc/passwd", ManagerErrorKind::Misconfigured),
        ] {
            assert_eq!(Sealed::new(folder.path()).read(path).unwrap_err().kind(), kind, "{path}");
        }
    }
}
