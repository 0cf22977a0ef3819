//! JSON out, in as many lines as it needs: a report has no maps of its own to feed a serializer with.

use std::fmt::Write as _;

use crate::redact::redact_url_text;

/// One object, written member by member.
pub(super) struct Object<'a> {
    out: &'a mut String,
    empty: bool,
}

/// The text of one object.
pub(super) fn object(fill: impl FnOnce(&mut Object<'_>)) -> String {
    let mut out = String::new();
    Object::write(&mut out, fill);
    out
}

impl Object<'_> {
    fn write(out: &mut String, fill: impl FnOnce(&mut Object<'_>)) {
        out.push('{');
        fill(&mut Object { out, empty: true });
        out.push('}');
    }

    fn name(&mut self, name: &str) {
        if !std::mem::take(&mut self.empty) {
            self.out.push(',');
        }
        string(self.out, name);
        self.out.push(':');
    }

    /// A text.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.name(name);
        string(self.out, text);
    }

    /// A text, or `null`.
    pub(super) fn maybe_text(&mut self, name: &str, text: Option<&str>) {
        self.name(name);
        match text {
            Some(text) => string(self.out, text),
            None => self.out.push_str("null"),
        }
    }

    /// A whole number, or `null`.
    pub(super) fn maybe_number(&mut self, name: &str, number: Option<u64>) {
        self.name(name);
        match number {
            Some(number) => {
                let _ = write!(self.out, "{number}");
            }
            None => self.out.push_str("null"),
        }
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, name: &str, flag: bool) {
        self.name(name);
        self.out.push_str(if flag { "true" } else { "false" });
    }

    /// An object, or `null`.
    pub(super) fn maybe_object<T>(&mut self, name: &str, item: Option<T>, fill: impl FnOnce(&mut Object<'_>, T)) {
        self.name(name);
        match item {
            Some(item) => Object::write(self.out, |object| fill(object, item)),
            None => self.out.push_str("null"),
        }
    }

    /// A list of objects.
    pub(super) fn objects<T>(
        &mut self,
        name: &str,
        items: impl IntoIterator<Item = T>,
        fill: impl Fn(&mut Object<'_>, T),
    ) {
        self.list(name, items, |out, item| Object::write(out, |object| fill(object, item)));
    }

    /// A list of texts.
    pub(super) fn texts<T: AsRef<str>>(&mut self, name: &str, items: impl IntoIterator<Item = T>) {
        self.list(name, items, |out, item| string(out, item.as_ref()));
    }

    fn list<T>(&mut self, name: &str, items: impl IntoIterator<Item = T>, write: impl Fn(&mut String, T)) {
        self.name(name);
        self.out.push('[');
        for (number, item) in items.into_iter().enumerate() {
            if number > 0 {
                self.out.push(',');
            }
            write(self.out, item);
        }
        self.out.push(']');
    }
}

/// A string of JSON. Beyond what the grammar asks for, everything that is not printable is escaped: the line may end
/// up on a terminal.
fn string(out: &mut String, text: &str) {
    out.push('"');
    for c in redact_url_text(text).chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Combining characters are escaped along; a reader of JSON undoes that.
            c if c != '\'' && c.escape_debug().len() > 1 => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings() {
        for (text, expected) in [
            ("", r#""""#),
            ("it's", r#""it's""#),
            ("a\"b\\c/", r#""a\"b\\c/""#),
            ("\n\r\t\u{0}\u{1b}", r#""\n\r\t\u0000\u001b""#),
            ("\u{9b}\u{2028}\u{202e}", r#""\u009b\u2028\u202e""#),
            ("größe", r#""größe""#),
            ("\u{e0001}", r#""\udb40\udc01""#),
            ("a://b:CANARY@c", r#""a://b:[REDACTED]@c""#),
        ] {
            let mut out = String::new();
            string(&mut out, text);
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn shapes() {
        let text = object(|root| {
            root.maybe_number("format", Some(1));
            root.maybe_text("none", None);
            root.flag("ok", false);
            root.texts("names", ["a", "b"]);
            root.objects("list", [1, 2], |item, n| item.maybe_number("n", Some(n)));
            root.maybe_object("at", Some("x"), |item, x| item.text("x", x));
            root.maybe_object("no", None::<()>, |_, ()| {});
        });
        assert_eq!(
            text,
            r#"{"format":1,"none":null,"ok":false,"names":["a","b"],"list":[{"n":1},{"n":2}],"at":{"x":"x"},"no":null}"#
        );
    }
}
