//! Paths, made of texts where that is the same: [`Path`] reads and compares part by part, which takes far longer.

use std::ffi::OsStr;
use std::path::{Path, PathBuf, is_separator};

/// `folder.join(path)`, in a buffer that has its final size at once.
pub(crate) fn join(folder: &Path, path: &str) -> PathBuf {
    let mut joined = PathBuf::with_capacity(folder.as_os_str().len() + 1 + path.len());
    joined.push(folder);
    joined.push(path);
    joined
}

/// The extension of a file.
pub(crate) fn extension(path: &Path) -> Option<&OsStr> {
    match split_extension(path) {
        Some((_, extension)) => Some(OsStr::new(extension)),
        None => path.extension(),
    }
}

/// `settings.production.toml` beside `settings.toml`.
pub(crate) fn sibling(path: &Path, profile: &str) -> Option<PathBuf> {
    if let Some((stem, extension)) = split_extension(path) {
        return Some([stem, ".", profile, ".", extension].concat().into());
    }
    let extension = path.extension()?.to_str()?;
    path.file_stem()?.to_str()?;
    Some(path.with_extension([profile, ".", extension].concat()))
}

/// A path up to the extension of its file, and that; `None` where a text does not show them plainly.
fn split_extension(path: &Path) -> Option<(&str, &str)> {
    let text = path.to_str()?;
    let dot = text.bytes().rposition(|byte| byte == b'.' || is_separator(byte.into()))?;
    let (stem, extension) = (&text[..dot], text[dot..].strip_prefix('.')?);
    let is_name = stem.chars().next_back().is_some_and(|last| !is_separator(last) && !matches!(last, '.' | ':'));
    (is_name && !extension.is_empty()).then_some((stem, extension))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_path_agree() {
        for path in [
            "settings.toml",
            "a/settings.toml",
            "/a.b/settings.toml",
            "/a.b/settings",
            "a.b.toml",
            ".toml",
            "/a/.toml",
            "..",
            "/a/..",
            "..toml",
            "...toml",
            "a.",
            "/a/b.",
            "",
            "/",
            "a.toml/",
            "a.toml/.",
            "ä.tömł",
            "c:.toml",
            "a .x",
        ] {
            let path = Path::new(path);
            assert_eq!(extension(path), path.extension(), "{path:?}");
            let expected =
                path.extension().map(|old| path.with_extension(["test.", old.to_str().unwrap_or_default()].concat()));
            assert_eq!(sibling(path, "test"), expected, "{path:?}");
            assert_eq!(
                join(Path::new("/root"), path.to_str().unwrap_or_default()),
                Path::new("/root").join(path),
                "{path:?}"
            );
            assert_eq!(join(path, ".env").as_os_str(), path.join(".env").as_os_str(), "{path:?}");
        }
    }
}
