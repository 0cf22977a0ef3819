//! What every document format needs: bytes to text, and a table on top.

use tactful_core::json::{Cursor, SyntaxError};
use tactful_core::raw::{Node, Position, Raw};

#[cfg(test)]
mod tests;

/// More errors than this help nobody, and a hostile file could have millions.
pub(super) const MAX_ERRORS: usize = 100;

/// The text of a file, without its byte order mark.
pub(super) fn text_of(bytes: &[u8]) -> Result<&str, Vec<SyntaxError>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(text),
        Err(error) => error,
    };
    let position = match std::str::from_utf8(&bytes[..error.valid_up_to()]) {
        Ok(valid) => Cursor::new(valid).at(valid.len()),
        Err(_) => Position::new(1, 1),
    };
    let help = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "it looks like UTF-16: save it as UTF-8",
        _ => "save the file as UTF-8",
    };
    Err(vec![SyntaxError::new(position, "not UTF-8 from here on").with_help(help)])
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
