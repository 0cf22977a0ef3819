//! Whether an unknown name is a typo of a known one.

/// The candidate that a name is most likely a misspelling of: at a distance of at most two edits and at most a quarter
/// of the candidate's length. The first of the nearest wins.
///
/// An edit is a character more, less, or other, or two neighbours swapped. Case does not count: `Debug` for `debug` is
/// a near miss of distance zero. An equal name is none. A prefix that all names share says nothing about how alike two
/// of them are: strip it first, so that it does not count as length.
#[must_use]
pub fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written: Vec<char> = folded(name);
    let near = candidates.into_iter().filter(|candidate| *candidate != name).filter_map(|candidate| {
        let counted = candidate.chars().count();
        let limit = (counted / 4).min(2);
        // A cheap bound first: an environment has hundreds of names.
        if candidate.len().abs_diff(name.len()) > 4 * limit {
            return None;
        }
        distance(&written, &folded(candidate), limit).map(|edits| (edits, candidate))
    });
    near.min_by_key(|(edits, _)| *edits).map(|(_, candidate)| candidate)
}

fn folded(name: &str) -> Vec<char> {
    name.chars().map(|c| c.to_ascii_lowercase()).collect()
}

/// The Damerau-Levenshtein distance (optimal string alignment) of two texts, where it is at most `limit`.
fn distance(left: &[char], right: &[char], limit: usize) -> Option<usize> {
    if left.len().abs_diff(right.len()) > limit {
        return None;
    }
    let mut before = vec![0; right.len() + 1];
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (row, a) in left.iter().enumerate() {
        let mut here = vec![row + 1; right.len() + 1];
        for (column, b) in right.iter().enumerate() {
            let mut edits = (above[column] + usize::from(a != b)).min(above[column + 1] + 1).min(here[column] + 1);
            if row > 0 && column > 0 && left[row - 1] == *b && *a == right[column - 1] {
                edits = edits.min(before[column - 1] + 1);
            }
            here[column + 1] = edits;
        }
        // Rows never shrink below the smallest of the last two, so that nothing better can follow.
        if here.iter().chain(&above).all(|edits| *edits > limit) {
            return None;
        }
        before = std::mem::replace(&mut above, here);
    }
    Some(above[right.len()]).filter(|edits| *edits <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (left, right, expected) in [
            ("", "", Some(0)),
            ("abc", "abc", Some(0)),
            ("abc", "acb", Some(1)),
            ("abc", "ab", Some(1)),
            ("abc", "xbc", Some(1)),
            ("abcd", "badc", Some(2)),
            ("abcdef", "ghijkl", None),
            ("abc", "abcdef", None),
            ("ca", "abc", None),
        ] {
            assert_eq!(distance(&folded(left), &folded(right), 2), expected, "{left} {right}");
            assert_eq!(distance(&folded(right), &folded(left), 2), expected, "{right} {left}");
        }
    }

    #[test]
    fn near_misses() {
        for (name, candidates, expected) in [
            ("databse_url", &["database_url", "data"][..], Some("database_url")),
            ("SECRETKEY", &["SECRET_KEY"], Some("SECRET_KEY")),
            ("DB", &["DA"], None),
            ("PROT", &["PORT", "PROXY"], Some("PORT")),
            ("PORTS", &["PORT"], Some("PORT")),
            ("Debug", &["debug"], Some("debug")),
            ("tls", &["tsl"], None),
            ("debug", &["debug"], None),
            ("prodution", &["production", "staging"], Some("production")),
            ("größe", &["grösse", "große"], Some("große")),
            ("secret-key", &["secret_kex", "secret_key"], Some("secret_key")),
            ("a", &[], None),
        ] {
            assert_eq!(did_you_mean(name, candidates.iter().copied()), expected, "{name}");
        }
    }
}
