//! What the user meant: the nearest known word.

/// The candidate that `word` is a slip of, where one is near enough to name.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).clamp(1, 3);
    let near = candidates.into_iter().map(|candidate| (distance(word, candidate), candidate));
    let (found, candidate) = near.min_by_key(|(found, _)| *found)?;
    (found <= limit || is_part(word, candidate)).then_some(candidate)
}

/// Whether one is the beginning of the other: `enviroment` for `env`.
fn is_part(word: &str, candidate: &str) -> bool {
    let (short, long) = if word.len() < candidate.len() { (word, candidate) } else { (candidate, word) };
    short.len() >= 3 && long.starts_with(short)
}

/// Damerau and Levenshtein's distance (optimal string alignment), ignoring case and `-` for `_`.
fn distance(left: &str, right: &str) -> usize {
    let [left, right] = [left, right].map(|text| text.to_lowercase().replace('-', "_").chars().collect::<Vec<_>>());
    let mut above: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in right.iter().enumerate() {
            let mut best = (previous[j] + usize::from(a != b)).min(previous[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == right[j - 1] && left[i - 1] == *b {
                best = best.min(above[j - 1] + 1);
            }
            row.push(best);
        }
        above = std::mem::replace(&mut previous, row);
    }
    previous[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        let cases = [("", "", 0), ("a", "", 1), ("defualt", "default", 1), ("Env", "env", 0), ("kitten", "sitting", 3)];
        for (left, right, expected) in cases {
            assert_eq!(distance(left, right), expected, "{left} {right}");
            assert_eq!(distance(right, left), expected, "{right} {left}");
        }
    }

    #[test]
    fn nearest_words() {
        let known = ["default", "env", "nested", "required_in", "public"];
        let cases = [
            ("defualt", Some("default")),
            ("environment", Some("env")),
            ("required", Some("required_in")),
            ("nest", Some("nested")),
            ("pubilc", Some("public")),
            ("colour", None),
            ("x", None),
        ];
        for (word, expected) in cases {
            assert_eq!(nearest(word, known), expected, "{word}");
        }
    }
}
