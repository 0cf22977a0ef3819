//! How many tests passed, summed over every test program.

use std::fmt;

/// Sums of the lines that begin with `test result:`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Tally {
    /// Counts a line of a test program. Returns whether it is worth showing: a test that passed is not.
    pub(crate) fn line(&mut self, line: &str) -> bool {
        if let Some(result) = line.strip_prefix("test result: ") {
            self.passed += number_before(result, " passed");
            self.failed += number_before(result, " failed");
            // A program without tests, or without one that was asked for, has nothing to say.
            return number_before(result, " passed") + number_before(result, " failed") > 0;
        }
        let passed = line.starts_with("test ") && (line.ends_with(" ... ok") || line.contains(" ... ok <"));
        let begins = line.starts_with("running ") && (line.ends_with(" tests") || line.ends_with(" test"));
        !(line.is_empty() || passed || begins)
    }
}

/// The number that stands before a word: 12 in `ok. 12 passed; 0 failed`.
fn number_before(text: &str, word: &str) -> u64 {
    let before = text.split(word).next().filter(|before| before.len() < text.len());
    before.and_then(|before| before.rsplit(' ').next()).and_then(|number| number.parse().ok()).unwrap_or(0)
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_summed() {
        let mut tally = Tally::default();
        assert!(
            tally.line("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.1s")
        );
        assert!(tally.line("test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out"));
        assert_eq!(tally, Tally { passed: 16, failed: 2 });
        assert_eq!(tally.to_string(), "16 passed, 2 failed");
    }

    #[test]
    fn what_passed_is_not_shown() {
        let mut tally = Tally::default();
        for (line, shown) in [
            ("running 3 tests", false),
            ("running 1 test", false),
            ("test a::b ... ok", false),
            ("test src/lib.rs - (line 3) - compile fail ... ok", false),
            ("test result: ok. 0 passed; 0 failed; 0 ignored", false),
            ("", false),
            ("test a::b ... FAILED", true),
            ("test a::b ... ignored, wants strace", true),
            ("thread 'a::b' panicked at src/lib.rs:1:1:", true),
            ("test a::b has been running for over 60 seconds", true),
        ] {
            assert_eq!(tally.line(line), shown, "{line:?}");
        }
        assert_eq!(tally, Tally::default());
    }
}
