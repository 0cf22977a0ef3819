//! Rules that look at the outside world.

use std::fs;
use std::io::ErrorKind;

use tactful_core::validate::Failure;

use self::inside::HasPath;

/// There is a file or directory at the path when the settings are loaded: `validate = exists()`.
///
/// The one rule that asks the file system. A relative path is looked up where the program itself would open it: in the
/// current directory. That something exists now does not mean that it can be read, or will exist later.
pub fn exists<V, M>() -> impl Fn(&V) -> Result<(), Failure>
where
    V: HasPath<M> + ?Sized,
{
    |value| {
        let Some(path) = value.path() else { return Ok(()) };
        let Err(error) = fs::metadata(path) else { return Ok(()) };
        Err(Failure::fixed(match error.kind() {
            ErrorKind::NotFound if path.is_relative() => "does not exist, seen from the current directory",
            ErrorKind::NotFound => "does not exist",
            ErrorKind::PermissionDenied => "cannot be looked at: permission denied on the way there",
            ErrorKind::NotADirectory => "does not exist: a part of the path is no directory",
            _ => "cannot be looked at",
        }))
    }
}

/// Out of the way of those who import every rule.
mod inside {
    use std::path::Path;

    /// A path, or an option of one. `M` tells these apart and is always inferred.
    pub trait HasPath<M> {
        /// The path, where there is one.
        fn path(&self) -> Option<&Path>;
    }

    /// Marks paths.
    #[derive(Debug)]
    #[non_exhaustive]
    pub struct Plain;

    /// Marks options of paths.
    #[derive(Debug)]
    #[non_exhaustive]
    pub struct Optional;

    impl<T: AsRef<Path> + ?Sized> HasPath<Plain> for T {
        fn path(&self) -> Option<&Path> {
            Some(self.as_ref())
        }
    }

    impl<T: AsRef<Path>> HasPath<Optional> for Option<T> {
        fn path(&self) -> Option<&Path> {
            self.as_ref().map(T::as_ref)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    #[test]
    fn paths() {
        let here = env!("CARGO_MANIFEST_DIR");
        let file = format!("{here}/Cargo.toml");
        for (path, expected) in [
            (here.to_owned(), "sound"),
            (file.clone(), "sound"),
            (format!("{here}/nothing"), "does not exist"),
            ("no/such/file".to_owned(), "does not exist, seen from the current directory"),
        ] {
            for verdict in [
                exists()(&PathBuf::from(&path)),
                exists()(&Some(PathBuf::from(&path))),
                exists()(path.as_str()),
                exists()(&Some(path.clone())),
            ] {
                let said = verdict.map_or_else(|failure| failure.to_string(), |()| "sound".to_owned());
                assert_eq!(said, expected, "{path}");
            }
        }
        assert_eq!(exists()(&None::<PathBuf>), Ok(()));
        #[cfg(unix)]
        assert!(exists()(&format!("{file}/x")).is_err());
    }
}
