//! What is wrong with a line that is no assignment.
//!
//! Such a line is often the second one of a value that was pasted without quotes, so its text is shown in one
//! case only: [`name_instead_of`].

use super::error::SyntaxErrorKind;
use super::lexer::{is_blank, name_end, skip_blanks, skip_export, trim_end};

/// The longest name that is suggested.
const LONGEST_NAME: usize = 64;

/// What is wrong with `line`, which begins with no blank, and where in it. A `doubtful` line is never shown.
pub(super) fn diagnose(line: &str, doubtful: bool) -> (usize, SyntaxErrorKind) {
    let line = without_comment(line);
    let bytes = line.as_bytes();
    let start = skip_export(bytes, 0);
    let end = name_end(bytes, start);
    let next = skip_blanks(bytes, end);
    if end > start && bytes.get(next) == Some(&b':') {
        return (next, SyntaxErrorKind::Colon);
    }
    let Some(equals) = line.find('=') else {
        return (0, SyntaxErrorKind::MissingEquals);
    };
    let Some(name) = line.get(start..equals).map(trim_end).filter(|name| !name.is_empty()) else {
        return (equals, SyntaxErrorKind::MissingName);
    };
    let instead = if doubtful { None } else { name_instead_of(name) };
    (end, SyntaxErrorKind::NameCharacter { instead })
}

fn without_comment(line: &str) -> &str {
    let bytes = line.as_bytes();
    let comment = line.match_indices('#').find(|&(at, _)| at > 0 && is_blank(bytes[at - 1]));
    comment.map_or(line, |(at, _)| trim_end(&line[..at]))
}

/// A name close to `name`, where that was surely meant as one: short words in one case, joined by hyphens or
/// dots. A piece of a secret in base64 has both cases.
fn name_instead_of(name: &str) -> Option<String> {
    let word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let one_case =
        !name.bytes().any(|byte| byte.is_ascii_lowercase()) || !name.bytes().any(|byte| byte.is_ascii_uppercase());
    let plain = name.len() <= LONGEST_NAME && one_case && name.bytes().all(word);
    (plain && name_end(name.as_bytes(), 0) > 0).then(|| name.replace(['-', '.'], "_"))
}
