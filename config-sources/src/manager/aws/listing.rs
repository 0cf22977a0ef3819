//! All parameters below a path, as one document.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use super::fault::unreadable;
use crate::manager::{ManagerError, ManagerErrorKind};

/// AWS allows 15 levels.
const DEEPEST: usize = 32;

/// A folder of parameters, by the part of their names that stands between two slashes.
#[derive(Default)]
pub(super) struct Folder(BTreeMap<String, Entry>);

enum Entry {
    Value(Zeroizing<String>),
    Folder(Folder),
}

impl Folder {
    /// Puts a parameter in its place: `stripe/secret_key` is `secret_key` in the folder `stripe`.
    pub(super) fn put(&mut self, name: &str, value: Zeroizing<String>) -> Result<(), ManagerError> {
        let mut parts: Vec<&str> = name.split('/').filter(|part| !part.is_empty()).collect();
        if parts.len() > DEEPEST {
            return Err(unreadable("a parameter lies deeper than AWS allows"));
        }
        let Some(last) = parts.pop() else { return Err(unreadable("a parameter has no name")) };
        let mut folder = self;
        for part in parts {
            let entry = folder.0.entry(part.to_owned()).or_insert_with(|| Entry::Folder(Self::default()));
            folder = match entry {
                Entry::Folder(folder) => folder,
                Entry::Value(_) => return Err(doubled(name, part)),
            };
        }
        match folder.0.get(last) {
            Some(Entry::Folder(_)) => Err(doubled(name, last)),
            _ => {
                folder.0.insert(last.to_owned(), Entry::Value(value));
                Ok(())
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The folder as a JSON object, in a buffer of its size: one that grew would leave copies of values behind.
    pub(super) fn to_json(&self) -> Vec<u8> {
        let mut text = Vec::with_capacity(self.length());
        self.write(&mut text);
        text
    }

    fn length(&self) -> usize {
        let entries = self.0.iter().map(|(name, entry)| {
            let content = match entry {
                Entry::Value(text) => quoted_length(text),
                Entry::Folder(folder) => folder.length(),
            };
            quoted_length(name) + 1 + content
        });
        2 + entries.sum::<usize>() + self.0.len().saturating_sub(1)
    }

    fn write(&self, text: &mut Vec<u8>) {
        text.push(b'{');
        for (number, (name, entry)) in self.0.iter().enumerate() {
            if number > 0 {
                text.push(b',');
            }
            quote(name, text);
            text.push(b':');
            match entry {
                Entry::Value(value) => quote(value, text),
                Entry::Folder(folder) => folder.write(text),
            }
        }
        text.push(b'}');
    }
}

fn doubled(name: &str, part: &str) -> ManagerError {
    let message = format!("a parameter and others below it, at {part} of {name}, do not make one document");
    ManagerError::new(ManagerErrorKind::Protocol, message)
        .help("rename one, or ask for a parameter per key: AwsParameters::each(\"/shop/{profile}/{name}\")")
}

fn quoted_length(text: &str) -> usize {
    let lengths = text.bytes().map(|b| match b {
        b'"' | b'\\' => 2,
        0..=0x1f => 6,
        _ => 1,
    });
    2 + lengths.sum::<usize>()
}

fn quote(from: &str, to: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    to.push(b'"');
    for b in from.bytes() {
        match b {
            b'"' | b'\\' => to.extend([b'\\', b]),
            0..=0x1f => {
                to.extend(*b"\\u00");
                to.extend([DIGITS[usize::from(b >> 4)], DIGITS[usize::from(b & 15)]]);
            }
            _ => to.push(b),
        }
    }
    to.push(b'"');
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[track_caller]
    fn check(parameters: &[(&str, &str)], expected: &str) {
        let mut folder = Folder::default();
        for (name, value) in parameters {
            folder.put(name, Zeroizing::new((*value).to_owned())).unwrap();
        }
        let json = folder.to_json();
        assert_eq!((std::str::from_utf8(&json).unwrap(), json.len()), (expected, folder.length()));
        assert_eq!(json.capacity(), json.len(), "it grew");
        assert!(tactful_core::json::parse(expected).is_ok(), "{expected}");
    }

    #[test]
    fn names_become_objects() {
        check(&[], "{}");
        check(&[("SECRET_KEY", "a"), ("max", "40")], r#"{"SECRET_KEY":"a","max":"40"}"#);
        check(
            &[("stripe/secret_key", "a"), ("stripe/timeout", "45s"), ("a/b/c", "1"), ("a/d", "2")],
            r#"{"a":{"b":{"c":"1"},"d":"2"},"stripe":{"secret_key":"a","timeout":"45s"}}"#,
        );
        check(&[("/a//b/", "x")], r#"{"a":{"b":"x"}}"#);
        check(&[("list", "a,b,c")], r#"{"list":"a,b,c"}"#);
    }

    #[test]
    fn values_are_quoted() {
        check(&[("a", "\"\\\n\u{1}\u{7f}ü🔑")], "{\"a\":\"\\\"\\\\\\u000a\\u0001\u{7f}ü🔑\"}");
        check(&[("a\"b", "")], r#"{"a\"b":""}"#);
    }

    #[test]
    fn a_value_that_is_a_folder_too_is_refused() {
        for names in [["a", "a/b"], ["a/b", "a"], ["x/a/b/c", "x/a"]] {
            let mut folder = Folder::default();
            let put: Vec<_> = names.iter().map(|name| folder.put(name, Zeroizing::new("c4n4ry".to_owned()))).collect();
            let error = put[1].as_ref().unwrap_err();
            assert!(!format!("{error} {:?}", error.fix()).contains("c4n4ry"));
        }
        let mut folder = Folder::default();
        assert!(folder.put(&"a/".repeat(40), Zeroizing::new(String::new())).is_err());
        assert!(folder.put("//", Zeroizing::new(String::new())).is_err());
    }
}
