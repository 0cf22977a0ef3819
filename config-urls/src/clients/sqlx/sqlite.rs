//! `SqliteConnectOptions`.

use std::str::FromStr;

use sqlx::sqlite::SqliteConnectOptions;

use super::super::{Left, other_scheme};
use super::CLIENT;
use crate::database::{DatabaseEngine, DatabaseUrl};
use crate::error::{UrlError, UrlPart};

/// A file, or a database in memory that all connections of a pool share; `mode` (`ro rw rwc memory`), `cache` (`private
/// shared`), `immutable`, `vfs`.
///
/// As sqlx has it, a file that does not exist is an error without `mode=rwc`.
impl TryFrom<&DatabaseUrl> for SqliteConnectOptions {
    type Error = UrlError;

    fn try_from(url: &DatabaseUrl) -> Result<Self, UrlError> {
        if url.engine() != DatabaseEngine::Sqlite {
            return Err(other_scheme(CLIENT, "sqlite:// for SqliteConnectOptions"));
        }
        let path = url.database().unwrap_or_default();
        if path.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("file:")) {
            return Err(UrlError::new(UrlPart::Path, "begins with `file:`, which SQLite takes for a URI")
                .with_help("write the path alone, or ./file: where the name begins so"));
        }
        let mut to = if url.is_memory() { in_memory()? } else { Self::new().filename(path) };

        let mut left = Left::new(CLIENT, url.options());
        to = match left.word(&["mode"], &[("ro", "ro"), ("rw", "rw"), ("rwc", "rwc"), ("memory", "memory")])? {
            Some("ro") => to.read_only(true),
            Some("rwc") => to.create_if_missing(true),
            Some("memory") => to.in_memory(true).shared_cache(true),
            _ => to,
        };
        if let Some(shared) = left.word(&["cache"], &[("private", false), ("shared", true)])? {
            to = to.shared_cache(shared);
        }
        if let Some(immutable) =
            left.word(&["immutable"], &[("true", true), ("1", true), ("false", false), ("0", false)])?
        {
            to = to.immutable(immutable);
        }
        if let Some(vfs) = left.take(&["vfs"])? {
            to = to.vfs(vfs.to_owned());
        }
        left.finish("mode, cache, immutable, vfs")?;
        Ok(to)
    }
}

/// The name that sqlx gives each such database, so that the connections of a pool see the same one.
fn in_memory() -> Result<SqliteConnectOptions, UrlError> {
    SqliteConnectOptions::from_str("sqlite::memory:")
        .map_err(|_| UrlError::new(UrlPart::Path, "is no database in memory to this version of sqlx"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::super::testing;
    use super::*;

    fn convert(url: &str) -> SqliteConnectOptions {
        testing::convert::<DatabaseUrl, _>(url).unwrap()
    }

    #[track_caller]
    fn refused(url: &str, part: UrlPart, word: &str) {
        testing::refused::<DatabaseUrl, SqliteConnectOptions>(url, part, word);
    }

    #[test]
    fn files() {
        for (url, path) in [
            ("sqlite:///shop.db", "shop.db"),
            ("sqlite:////var/shop.db", "/var/shop.db"),
            ("sqlite:data/shop.db", "data/shop.db"),
            ("sqlite:///a%3Fb%23c%25d.db", "a?b#c%d.db"),
            ("spatialite:///shop.db", "shop.db"),
        ] {
            assert_eq!(convert(url).get_filename(), Path::new(path), "{url}");
        }
    }

    #[test]
    fn memory() {
        for url in ["sqlite://", "sqlite::memory:", "sqlite:///:memory:"] {
            let (one, other) = (convert(url), convert(url));
            assert!(
                format!("{one:?}")
                    .contains("in_memory: true, read_only: false, create_if_missing: false, shared_cache: true")
            );
            assert_ne!(one.get_filename(), other.get_filename());
        }
    }

    #[test]
    fn options() {
        let check = |query: &str, part: &str| {
            let shown = format!("{:?}", convert(&format!("sqlite:///shop.db?{query}")));
            assert!(shown.contains(part), "{query}: {shown}");
        };
        check("mode=ro", "read_only: true");
        check("mode=rw", "create_if_missing: false");
        check("mode=rwc", "create_if_missing: true");
        check("mode=memory", "in_memory: true");
        check("mode=memory&cache=private", "shared_cache: false");
        check("cache=shared", "shared_cache: true");
        check("immutable=1", "immutable: true");
        check("vfs=unix", "vfs: Some(\"unix\")");
    }

    #[test]
    fn what_sqlx_cannot_express() {
        refused("postgres://~@db/x", UrlPart::Scheme, "sqlite://");
        refused("sqlite:///file:shop.db", UrlPart::Path, "URI");
        refused("sqlite:///shop.db?mode=c4n4ry", UrlPart::Options, "`mode` is none of ro, rw, rwc, memory");
        refused("sqlite:///shop.db?cache=c4n4ry", UrlPart::Options, "`cache`");
        refused("sqlite:///shop.db?immutable=", UrlPart::Options, "`immutable`");
        refused("sqlite:///shop.db?timeout=5", UrlPart::Options, "`timeout` says nothing to sqlx");
        refused("sqlite:///shop.db?conn_max_age=5", UrlPart::Options, "`conn_max_age` says nothing");
        refused("sqlite:///shop.db?c4n4ry=1", UrlPart::Options, "an option says nothing");
    }
}
