//! How hard a secret is to guess, by estimate.

use super::{AsText, Failure};

/// The text has at least so many bits of entropy, by an estimate that would rather be too low: the smaller of two.
///
/// - What a text of this length drawn from its classes of characters could have: length times the binary logarithm of
///   10 for digits, 16 for hexadecimal digits, 26 for letters of one case, 33 for ASCII punctuation, 100 for all else,
///   added up over the classes that occur. This is the measure for randomly chosen passwords in NIST SP 800-63-2,
///   appendix A.1.
/// - What its characters tell by how often each occurs: length times the entropy of that distribution, by C. E.
///   Shannon, "A Mathematical Theory of Communication", 1948, section 6. It sees that `aaaaaaaa` says nothing.
///
/// Neither knows words: `correct horse battery staple` passes for 90 bits. A random key is estimated at about four
/// fifths of what it has, because it is too short to show every character equally often; so ask for half of what you
/// generate. 32 random bytes in Base64 pass `min_entropy(128)`, and no password that a person remembers does.
pub fn min_entropy<V: AsText + ?Sized>(bits: u32) -> impl Fn(&V) -> Result<(), Failure> {
    move |value| match value.as_text() {
        Some(text) if estimate(text) < f64::from(bits) => {
            Err(Failure::trusted(format!("is too easy to guess: less than {bits} bits of entropy, by estimate")))
        }
        _ => Ok(()),
    }
}

/// Longer texts count as this long: nobody asks for more, and counting is quadratic.
const LONGEST: usize = 512;

fn estimate(text: &str) -> f64 {
    let characters = || text.chars().take(LONGEST);
    let length = count(characters());
    let by_class = length * classes(text).log2();
    // Counted anew for every character instead of in a table: a table would be a copy to wipe.
    let by_frequency: f64 =
        characters().map(|c| (length / count(characters().filter(|other| *other == c))).log2()).sum();
    by_class.min(by_frequency)
}

/// How many characters there are to choose from, judged by those that occur.
fn classes(text: &str) -> f64 {
    let has = |class: fn(char) -> bool| text.chars().any(class);
    let one_case = !has(|c| c.is_ascii_uppercase()) || !has(|c| c.is_ascii_lowercase());
    if !text.is_empty() && one_case && text.chars().all(|c| c.is_ascii_hexdigit()) {
        return if has(|c| c.is_ascii_alphabetic()) { 16.0 } else { 10.0 };
    }
    let classes = [
        (has(|c| c.is_ascii_digit()), 10),
        (has(|c| c.is_ascii_lowercase()), 26),
        (has(|c| c.is_ascii_uppercase()), 26),
        (has(|c| c == ' ' || c.is_ascii_punctuation()), 33),
        (has(|c| !c.is_ascii_graphic() && c != ' '), 100),
    ];
    let size: u32 = classes.iter().filter(|(occurs, _)| *occurs).map(|(_, size)| size).sum();
    f64::from(size.max(1))
}

fn count(characters: impl Iterator<Item = char>) -> f64 {
    characters.map(|_| 1.0).sum()
}

#[cfg(test)]
mod tests {
    use secrecy::SecretString;

    use super::*;

    #[test]
    fn estimates() {
        for (text, low, high) in [
            ("", 0.0, 0.0),
            ("a", 0.0, 0.0),
            ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 0.0, 0.0),
            ("abab", 4.0, 4.0),
            ("1234", 8.0, 8.0),
            ("password", 20.0, 24.0),
            ("correct horse battery staple", 85.0, 100.0),
            ("9f86d081884c7d659a2feaa0c55ad015", 100.0, 128.0),
            ("9F86D081884C7D659A2FEAA0C55AD015", 100.0, 128.0),
            ("K7gNU3sdo+OL0wNhqoVWhr3g6s1xYv72ol/pe/Unols=", 200.0, 256.0),
            ("пароль", 10.0, 40.0),
        ] {
            let estimate = estimate(text);
            assert!((low..=high).contains(&estimate), "{text}: {estimate}");
        }
        assert!(estimate(&"ab".repeat(100_000)) <= 512.0);
    }

    #[test]
    fn verdicts() {
        let weak = SecretString::from("CANARY");
        let failure = min_entropy(64)(&weak).expect_err("it is weak");
        assert_eq!(failure.text_for(false), "is too easy to guess: less than 64 bits of entropy, by estimate");
        assert!(min_entropy(128)("K7gNU3sdo+OL0wNhqoVWhr3g6s1xYv72ol/pe/Unols=").is_ok());
        assert!(min_entropy(128)(&None::<SecretString>).is_ok());
    }
}
