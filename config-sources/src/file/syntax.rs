//! What every document format needs: bytes to text, and a table on top.

#![cfg(any(feature = "toml", feature = "yaml", feature = "json"))]

use tactful_core::json::{Cursor, SyntaxError};
#[cfg(any(feature = "yaml", feature = "json"))]
use tactful_core::raw::{Node, Position, Raw};

/// More errors than this help nobody, and a hostile file could have millions.
#[cfg(any(feature = "toml", feature = "yaml"))]
pub(super) const MAX_ERRORS: usize = 100;

/// The text of a file, without its byte order mark.
#[cfg(any(test, feature = "json", feature = "yaml"))]
pub(super) fn text_of(bytes: &[u8]) -> Result<&str, Vec<SyntaxError>> {
    std::str::from_utf8(bytes).map(without_mark).map_err(|_| not_text(bytes))
}

pub(super) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Where a file ceases to be UTF-8.
pub(super) fn not_text(bytes: &[u8]) -> Vec<SyntaxError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let valid = bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    let position = Cursor::new(valid).at(valid.len());
    let help = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "it looks like UTF-16: save it as UTF-8",
        _ => "save the file as UTF-8",
    };
    vec![SyntaxError::new(position, "not UTF-8 from here on").with_help(help)]
}

/// The document, where it is a table.
#[cfg(any(feature = "json", feature = "yaml"))]
pub(super) fn require_table(node: Node) -> Result<Node, Vec<SyntaxError>> {
    if let Raw::Map(_) = node.value {
        return Ok(node);
    }
    let position = node.position.unwrap_or(Position::new(1, 1));
    let message = format!("a config file is a table of keys, but this one is {}", node.value.kind());
    Err(vec![SyntaxError::new(position, message)])
}

/// Reads a JSON document whose top level is a table.
///
/// # Errors
/// The first thing that is wrong, with its place; never a value.
#[cfg(feature = "json")]
pub(super) fn parse_json(bytes: &[u8]) -> Result<Node, Vec<SyntaxError>> {
    let text = text_of(bytes)?;
    tactful_core::json::parse(text).map_err(|error| vec![error]).and_then(require_table)
}

/// The errors of a document in order, one for each place: the first that was seen there.
#[cfg(any(feature = "toml", feature = "yaml"))]
pub(super) fn in_order(mut errors: Vec<SyntaxError>) -> Vec<SyntaxError> {
    errors.sort_by_key(SyntaxError::position);
    errors.dedup_by_key(|error| error.position());
    if errors.len() > MAX_ERRORS {
        errors.truncate(MAX_ERRORS);
        if let Some(last) = errors.pop() {
            errors.push(SyntaxError::new(last.position(), "more errors follow; they are left out"));
        }
    }
    errors
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used, reason = "a test fails by panicking")]

    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: Result<&str, &str>) {
        let read = text_of(bytes).map_err(|errors| errors[0].to_string());
        assert_eq!(read.as_deref(), expected.map_err(str::to_owned).as_deref());
    }

    #[test]
    fn bytes_become_text() {
        check(b"", Ok(""));
        check(b"a = 1", Ok("a = 1"));
        check(b"\xef\xbb\xbfa = 1", Ok("a = 1"));
        check(b"\xef\xbb\xbf", Ok(""));
        check(b"\xff", Err("1:1: not UTF-8 from here on (save the file as UTF-8)"));
        check(b"a = 1\nb\xc3\xa4 = \"\xc3\"", Err("2:7: not UTF-8 from here on (save the file as UTF-8)"));
        check(b"\xef\xbb\xbfab\xf0\x9f", Err("1:3: not UTF-8 from here on (save the file as UTF-8)"));
        check(b"\xff\xfea\0", Err("1:1: not UTF-8 from here on (it looks like UTF-16: save it as UTF-8)"));
    }

    #[test]
    #[cfg(feature = "json")]
    fn a_json_file_is_a_table() {
        assert!(parse_json(b"{\"a\": 1}").is_ok());
        for (document, expected) in [
            ("[]", "1:1: a config file is a table of keys, but this one is a list"),
            ("\n \"kanarienvogel\"", "2:2: a config file is a table of keys, but this one is text"),
            ("null", "1:1: a config file is a table of keys, but this one is null"),
            ("", "1:1: the document is empty (the empty table is {})"),
        ] {
            let errors = parse_json(document.as_bytes()).expect_err(document);
            assert_eq!(errors.iter().map(ToString::to_string).collect::<Vec<_>>(), [expected]);
        }
    }

    #[test]
    #[cfg(any(feature = "toml", feature = "yaml"))]
    fn errors_are_in_order_and_few() {
        let at = |line| SyntaxError::new(tactful_core::raw::Position::new(line, 1), "wrong");
        let errors = in_order(vec![at(3), at(1), at(3), at(2)]);
        assert_eq!(errors.iter().map(SyntaxError::line).collect::<Vec<_>>(), [1, 2, 3]);

        let many = in_order((1..1_000).map(at).collect());
        assert_eq!(many.len(), MAX_ERRORS);
        assert_eq!(many[MAX_ERRORS - 1].to_string(), "100:1: more errors follow; they are left out");
    }
}

/// What the tests of every format share.
#[cfg(all(test, any(feature = "toml", feature = "yaml")))]
pub(super) mod testing {
    use tactful_core::json::SyntaxError;
    use tactful_core::raw::{Node, Raw};

    /// A tree in one line: `{key@line:column=value}`, numbers as `n5`, times as `t07:32`.
    pub(in crate::file) fn dump(node: &Node) -> String {
        match &node.value {
            Raw::Null => "null".to_owned(),
            Raw::Bool(value) => value.to_string(),
            Raw::Number(number) => format!("n{}", number.expose()),
            Raw::Time(time) => format!("t{}", time.expose()),
            Raw::Text(text) => format!("{:?}", text.expose()),
            Raw::List(items) => {
                let items: Vec<_> = items.iter().map(|item| format!("{}{}", place(item), dump(item))).collect();
                format!("[{}]", items.join(" "))
            }
            Raw::Map(members) => {
                let members = members.iter().map(|(key, node)| format!("{key}{}={}", place(node), dump(node)));
                format!("{{{}}}", members.collect::<Vec<_>>().join(" "))
            }
            other => other.kind().to_owned(),
        }
    }

    fn place(node: &Node) -> String {
        node.position.map_or_else(|| "@?".to_owned(), |at| format!("@{}:{}", at.line(), at.column()))
    }

    /// The document is refused, each error begins and goes on as its pair says, and nothing of a value is shown.
    #[track_caller]
    pub(in crate::file) fn refuse(document: &str, read: Result<Node, Vec<SyntaxError>>, expected: &[(&str, &str)]) {
        let Err(errors) = read else { panic!("{document:?} is read") };
        let shown: Vec<_> = errors.iter().map(ToString::to_string).collect();
        for (error, (place, words)) in shown.iter().zip(expected) {
            assert!(error.starts_with(&format!("{place}: ")), "{document:?} at {place}: {shown:#?}");
            assert!(error.contains(words), "{document:?} should say {words:?}: {shown:#?}");
        }
        assert_eq!(shown.len(), expected.len(), "{document:?}: {shown:#?}");
        assert_silent(document, &errors);
    }

    /// No error shows a part of the canary.
    #[track_caller]
    pub(in crate::file) fn assert_silent(document: &str, errors: &[SyntaxError]) {
        let shown = format!("{errors:?} {}", errors.iter().map(ToString::to_string).collect::<String>());
        assert!(!shown.contains("kanarien") && !shown.contains("7f3a"), "{document:?} leaks: {shown}");
    }

    /// What no error may show a part of.
    pub(in crate::file) const CANARY: &str = "kanarienvogel-7f3a";
}
