//! Casts: any text for a field of any type, shown where it may be and kept where it may not.
//!
//! The first byte of an input chooses the field; the rest is the text.

use std::time::Duration;

use tactful::{Context, Overrides, Settings, Stack};

use crate::load::{Look, load, load_silently};
use crate::settings::{Kept, Plain};
use crate::silence::{CANARY, is_learned};

/// The names of the fields of [`Plain`] that take text.
const PLAIN: &[&str] = &[
    "flag",
    "whole",
    "small",
    "large",
    "ratio",
    "letter",
    "text",
    "folder",
    "patience",
    "delay",
    "since",
    "address",
    "addresses",
    "link",
    "numbers",
    "texts",
    "split",
    "pair",
    "triple",
    "limits",
    "level",
    "levels",
    "digest",
    "blob",
    "server",
    "servers",
    "named",
    "storage",
];

/// The names of the fields of [`Kept`] whose text is a value and nothing else. That of a group is a document, in which
/// names stand, and names may be shown.
const KEPT: &[&str] = &[
    "required", "key", "pin", "salt", "encoded", "escaped", "keys", "port", "flag", "ratio", "patience", "address",
    "link", "level", "refused",
];

/// A text for a field.
pub fn cast(input: &[u8]) {
    if is_learned(input) {
        return;
    }
    let Some((choice, text)) = input.split_first() else { return };
    let choice = usize::from(*choice);
    let (text, look) = (String::from_utf8_lossy(text), Look::at(input));

    let name = PLAIN[choice % PLAIN.len()];
    if let Some(plain) = plain(name, &text, look) {
        printed_is_read_again(&plain);
        kept_as_it_is(&plain, &text);
    }
    // The secret stands in the text where that has a zero byte; at its end where it has none.
    let (before, after) = text.split_once('\0').unwrap_or((&text, ""));
    let secret = format!("{before}{CANARY}{after}");
    let loader = loader::<Kept>(KEPT[choice % KEPT.len()], &secret);
    if let Some(kept) = load_silently(&loader, look) {
        drop(kept);
    }
}

fn plain(name: &str, text: &str, look: Look) -> Option<Plain> {
    load(&loader(name, text), look).0
}

/// The text as an override by key or as a variable by name, by turns.
fn loader<T: Settings>(name: &str, text: &str) -> tactful::Loader<T> {
    let context = Context::from_pairs([("FUZZ_REQUIRED", "given")]);
    if text.len().is_multiple_of(2) {
        let overrides = Overrides::pairs([(name, text)]);
        return T::loader().stack(Stack::new().push(tactful::Env::new()).push(overrides)).context(context);
    }
    let variable = format!("FUZZ_{}", name.to_uppercase());
    let context = Context::from_pairs([("FUZZ_REQUIRED", "given"), (&variable, text)]);
    T::loader().stack(Stack::new().push(tactful::Env::new())).context(context)
}

/// What a value prints as is the same value.
fn printed_is_read_again(plain: &Plain) {
    if let Some(value) = plain.flag {
        again("flag", &value.to_string(), |plain| plain.flag == Some(value));
    }
    if let Some(value) = plain.whole {
        again("whole", &value.to_string(), |plain| plain.whole == Some(value));
    }
    if let Some(value) = plain.large {
        again("large", &format!("{value:#x}"), |plain| plain.large == Some(value));
    }
    if let Some(value) = plain.ratio.filter(|value| value.is_finite()) {
        again("ratio", &value.to_string(), |plain| plain.ratio.map(f64::to_bits) == Some(value.to_bits()));
    }
    if let Some(value) = plain.patience {
        again("patience", &in_words(value), |plain| plain.patience == Some(value));
    }
    if let Some(value) = plain.address {
        again("address", &value.to_string(), |plain| plain.address == Some(value));
    }
    if let Some(value) = &plain.numbers {
        again("numbers", &format!("{value:?}"), |plain| plain.numbers.as_ref() == Some(value));
    }
    if let Some(value) = &plain.digest.as_ref().filter(|value| !value.is_empty()) {
        let digits = value.iter().fold(String::new(), |digits, byte| digits + &format!("{byte:02x}"));
        again("digest", &digits, |plain| plain.digest.as_ref() == Some(value));
    }
}

#[track_caller]
fn again(name: &str, text: &str, same: impl Fn(&Plain) -> bool) {
    let read = plain(name, text, Look::Load);
    assert!(read.as_ref().is_some_and(same), "{name}={text:?} gives {read:?}");
}

fn in_words(duration: Duration) -> String {
    format!("{}s {}ns", duration.as_secs(), duration.subsec_nanos())
}

/// Text is never trimmed, expanded or looked into.
fn kept_as_it_is(plain: &Plain, text: &str) {
    if let Some(value) = &plain.text {
        assert_eq!(value, text);
    }
    if let Some(value) = &plain.folder {
        assert_eq!(value.to_str(), Some(text));
    }
}
