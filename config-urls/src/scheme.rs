//! Known schemes, and the nearest of them to one that is not.

use crate::error::{UrlError, UrlPart};

/// A row of a table of schemes.
pub(crate) trait Row: Copy + 'static {
    /// The scheme in lower case.
    fn scheme(&self) -> &'static str;
}

/// The row of a scheme, ignoring case.
///
/// # Errors
/// Lists the known ones. The scheme itself is not repeated: text without a scheme may be a secret up to its first colon.
pub(crate) fn find<R: Row>(table: &'static [R], scheme: &str) -> Result<&'static R, UrlError> {
    get(table, scheme).ok_or_else(|| unknown(table.iter().map(Row::scheme), scheme))
}

/// The row of a scheme, ignoring case.
pub(crate) fn get<R: Row>(table: &'static [R], scheme: &str) -> Option<&'static R> {
    table.iter().find(|row| row.scheme().eq_ignore_ascii_case(scheme))
}

#[cold]
fn unknown(known: impl Iterator<Item = &'static str> + Clone, scheme: &str) -> UrlError {
    let list: Vec<&str> = known.clone().collect();
    let list = list.join(", ");
    let help = match nearest(known, scheme) {
        Some(near) => format!("did you mean `{near}`? known are {list}"),
        None => format!("known are {list}"),
    };
    UrlError::new(UrlPart::Scheme, "is not known").with_help(help)
}

/// The known name at a distance of at most two edits and less than half its length.
pub(crate) fn nearest(known: impl Iterator<Item = &'static str>, scheme: &str) -> Option<&'static str> {
    const LONGEST: usize = 32;
    if scheme.len() > LONGEST {
        return None;
    }
    let scheme = scheme.to_ascii_lowercase();
    let near = known.map(|known| (distance(scheme.as_bytes(), known.as_bytes()), known));
    near.filter(|(edits, known)| *edits <= 2 && edits * 2 < known.len())
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, near)| near)
}

/// Edits from one to the other; a swap of neighbours is one (optimal string alignment).
fn distance(left: &[u8], right: &[u8]) -> usize {
    let mut before = vec![0; right.len() + 1];
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (row, a) in left.iter().enumerate() {
        let mut here = vec![row + 1; right.len() + 1];
        for (column, b) in right.iter().enumerate() {
            let other = above[column] + usize::from(a != b);
            let mut edits = other.min(above[column + 1] + 1).min(here[column] + 1);
            if row > 0 && column > 0 && left[row - 1] == *b && *a == right[column - 1] {
                edits = edits.min(before[column - 1] + 1);
            }
            here[column + 1] = edits;
        }
        before = std::mem::replace(&mut above, here);
    }
    above[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_misses() {
        let known = ["postgres", "postgresql", "mysql", "sqlite", "redis", "rediss", "mongodb", "s3"];
        for (scheme, expected) in [
            ("postgers", Some("postgres")),
            ("postgressql", Some("postgresql")),
            ("sqlite3", Some("sqlite")),
            ("mongo", Some("mongodb")),
            ("REDSI", Some("redis")),
            ("sr", None),
            ("http", None),
            ("", None),
        ] {
            assert_eq!(nearest(known.into_iter(), scheme), expected, "{scheme}");
        }
        assert_eq!(nearest(known.into_iter(), &"s".repeat(1 << 20)), None);
    }
}
