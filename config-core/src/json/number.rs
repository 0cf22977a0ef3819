//! The grammar of numbers.

use super::Fault;

/// The end of the number that begins at `start`.
pub(super) fn end(bytes: &[u8], start: usize) -> Result<usize, Fault> {
    let mut at = start;
    if bytes.get(at) == Some(&b'-') {
        at += 1;
    }
    let whole = at;
    at = digits(bytes, at, "a digit should follow the minus")?;
    if bytes[whole] == b'0' && at > whole + 1 {
        return Err((whole, "a number does not begin with 0, unless a point follows"));
    }
    if bytes.get(at) == Some(&b'.') {
        at = digits(bytes, at + 1, "a digit should follow the point")?;
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        at += 1;
        if let Some(b'+' | b'-') = bytes.get(at) {
            at += 1;
        }
        at = digits(bytes, at, "a digit should follow the exponent's letter")?;
    }
    Ok(at)
}

/// The end of a run of digits that must not be empty.
fn digits(bytes: &[u8], start: usize, otherwise: &'static str) -> Result<usize, Fault> {
    let count = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    if count == 0 {
        return Err((start, otherwise));
    }
    Ok(start + count)
}
