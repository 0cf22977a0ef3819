//! How a plain value is printed in a report.

use crate::raw::{Node, Raw};
use crate::redact::{is_secret_name, redact_url_text};

/// Longer text is cut, in characters.
const LIMIT: usize = 200;

/// Deeper trees are not looked into.
const DEEPEST: usize = 8;

/// A plain value as a report shows it: credentials in URLs replaced, at most 200 characters.
///
/// Line breaks and other control characters are kept: what prints a shown value escapes it, and twice would show a
/// backslash that is not there.
pub(crate) fn shown(raw: &Raw) -> String {
    let mut page = Page { text: String::new(), room: LIMIT + 1 };
    match raw {
        Raw::Text(text) => page.put(&redact_url_text(text.expose())),
        other => page.value(other, 0),
    }
    page.text
}

/// Text of limited length.
struct Page {
    text: String,
    room: usize,
}

impl Page {
    fn value(&mut self, raw: &Raw, depth: usize) {
        match raw {
            Raw::Null => self.put("null"),
            Raw::Bool(true) => self.put("true"),
            Raw::Bool(false) => self.put("false"),
            Raw::Number(text) | Raw::Text(text) | Raw::Time(text) => self.put(&redact_url_text(text.expose())),
            Raw::Bytes(_) => self.put("bytes that are not UTF-8"),
            Raw::List(_) | Raw::Map(_) if depth == DEEPEST => self.put(".."),
            Raw::List(items) => self.list(items, depth + 1),
            Raw::Map(members) => self.table(members, depth + 1),
        }
    }

    fn list(&mut self, items: &[Node], depth: usize) {
        self.put("[");
        let mut separator = "";
        for item in items {
            if self.room == 0 {
                return;
            }
            self.put(separator);
            self.value(&item.value, depth);
            separator = ", ";
        }
        self.put("]");
    }

    fn table(&mut self, members: &[(String, Node)], depth: usize) {
        self.put("{");
        let mut separator = "";
        for (key, member) in members {
            if self.room == 0 {
                return;
            }
            self.put(separator);
            self.put(key);
            self.put(": ");
            if is_secret_name(key) {
                self.put("[REDACTED]");
            } else {
                self.value(&member.value, depth);
            }
            separator = ", ";
        }
        self.put("}");
    }

    /// Adds text as far as there is room.
    fn put(&mut self, text: &str) {
        for character in text.chars() {
            if self.room == 0 {
                return;
            }
            self.room -= 1;
            if self.room == 0 {
                // The character that does not fit: it and the one before it make way.
                self.text.pop();
                self.text.push('…');
            } else {
                self.text.push(character);
            }
        }
    }
}
