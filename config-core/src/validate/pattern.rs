//! Regular expressions.

use regex::Regex;

use super::{AsText, Failure};

/// The text matches a regular expression, in the syntax of the crate `regex`. It may match anywhere: write `^..$` for
/// all of the text.
///
/// The expression is compiled once, when the rule is made. One that does not compile fails every value, and the report
/// says so.
pub fn matches<V: AsText + ?Sized>(pattern: &'static str) -> impl Fn(&V) -> Result<(), Failure> {
    let compiled = Regex::new(pattern);
    move |value| match (&compiled, value.as_text()) {
        (Err(_), _) => Err(Failure::trusted(format!("cannot be checked: {pattern} is no regular expression"))),
        (Ok(regex), Some(text)) if !regex.is_match(text) => Err(Failure::trusted(format!("does not match {pattern}"))),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use secrecy::SecretString;

    use super::*;

    #[test]
    fn patterns() {
        for (verdict, expected) in [
            (matches("^[a-z]+$")("abc"), "sound"),
            (matches("^[a-z]+$")("abc1"), "does not match ^[a-z]+$"),
            (matches("[0-9]")(&"abc1".to_owned()), "sound"),
            (matches(r"^\d{4}$")(&SecretString::from("CANARY")), r"does not match ^\d{4}$"),
            (matches(r"^\d{4}$")(&None::<String>), "sound"),
            (matches("[")("abc"), "cannot be checked: [ is no regular expression"),
        ] {
            let said = verdict.map_or_else(|failure| failure.text_for(false).into_owned(), |()| "sound".to_owned());
            assert_eq!(said, expected);
        }
    }
}
