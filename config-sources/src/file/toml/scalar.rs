//! Values without quotes: booleans, numbers, dates and times.

use tactful_core::raw::Raw;
use tactful_core::secret::RawText;

use super::Fault;

/// The value of a run of characters without quotes; `text` makes what is kept of it.
pub(super) fn value<'t>(slice: &'t str, text: impl Fn(&'t str) -> RawText) -> Result<Raw, Fault> {
    match slice {
        "" => return Err(fault("a value should stand here", Some("empty text is \"\""))),
        "true" => return Ok(Raw::Bool(true)),
        "false" => return Ok(Raw::Bool(false)),
        _ => {}
    }
    if is_number(slice) {
        return Ok(Raw::Number(text(slice)));
    }
    match time(slice.as_bytes()) {
        Time::Sound => Ok(Raw::Time(text(slice))),
        Time::OutOfRange => Err(fault("no such date or time", Some("dates are 2006-01-31, times 23:59:59"))),
        Time::No => Err(unknown(slice)),
    }
}

/// Says what may be wrong, without a word of what stands there: it may be a secret whose quotes were forgotten.
fn unknown(slice: &str) -> Fault {
    const KNOWN: [&str; 7] = ["true", "false", "yes", "no", "on", "off", "null"];
    let first = slice.bytes().find(|byte| !matches!(byte, b'+' | b'-' | b'.' | b'_'));
    if slice.ends_with(['"', '\'']) {
        fault("the opening quote is missing", None)
    } else if KNOWN.iter().any(|word| slice.eq_ignore_ascii_case(word)) {
        fault("not a value", Some("a boolean is true or false, in lower case"))
    } else if first.is_some_and(|byte| byte.is_ascii_digit()) {
        let help = "text stands in quotes; numbers are 17, 1_000, 0x1f, 0o17, 0b11, 2.5, 1e3, without a leading zero";
        fault("neither a number nor a date nor a time", Some(help))
    } else {
        fault("not a value", Some("text stands in quotes"))
    }
}

const fn fault(message: &'static str, help: Option<&'static str>) -> Fault {
    Fault { offset: 0, message, help }
}

fn is_number(slice: &str) -> bool {
    match slice.as_bytes() {
        [b'0', b'x', rest @ ..] => !rest.is_empty() && digits(rest, u8::is_ascii_hexdigit) == rest.len(),
        [b'0', b'o', rest @ ..] => !rest.is_empty() && digits(rest, |byte| matches!(byte, b'0'..=b'7')) == rest.len(),
        [b'0', b'b', rest @ ..] => !rest.is_empty() && digits(rest, |byte| matches!(byte, b'0' | b'1')) == rest.len(),
        [b'+' | b'-', rest @ ..] => is_decimal(rest),
        all => is_decimal(all),
    }
}

/// An integer or a float without its sign.
fn is_decimal(bytes: &[u8]) -> bool {
    if matches!(bytes, b"inf" | b"nan") {
        return true;
    }
    let whole = decimals(bytes);
    if whole == 0 || bytes[0] == b'0' && whole > 1 {
        return false;
    }
    let mut rest = &bytes[whole..];
    if let [b'.', fraction @ ..] = rest {
        let count = decimals(fraction);
        if count == 0 {
            return false;
        }
        rest = &fraction[count..];
    }
    if let [b'e' | b'E', exponent @ ..] = rest {
        let exponent = exponent.strip_prefix(b"+").or(exponent.strip_prefix(b"-")).unwrap_or(exponent);
        let count = decimals(exponent);
        if count == 0 {
            return false;
        }
        rest = &exponent[count..];
    }
    rest.is_empty()
}

fn decimals(bytes: &[u8]) -> usize {
    digits(bytes, u8::is_ascii_digit)
}

/// The length of a run of digits; an underscore counts where it stands between two of them.
fn digits(bytes: &[u8], is_digit: fn(&u8) -> bool) -> usize {
    let mut length = 0;
    loop {
        match &bytes[length..] {
            [digit, ..] if is_digit(digit) => length += 1,
            [b'_', digit, ..] if length > 0 && is_digit(digit) => length += 2,
            _ => return length,
        }
    }
}

/// Whether something is a date, a time or both.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Time {
    Sound,
    /// Of that shape, but there is no such day or hour.
    OutOfRange,
    No,
}

fn time(bytes: &[u8]) -> Time {
    let Some((date, rest)) = split_date(bytes) else {
        return match split_clock(bytes) {
            Some((sound, [])) => Time::of(sound),
            _ => Time::No,
        };
    };
    match rest {
        [] => Time::of(date),
        [b'T' | b't' | b' ', clock @ ..] => match split_clock(clock) {
            Some((clock, [] | [b'Z' | b'z'])) => Time::of(date && clock),
            Some((clock, [b'+' | b'-', offset @ ..])) => match numbers::<2>(offset, b':', [2, 2]) {
                Some(([hours, minutes], [])) => Time::of(date && clock && hours < 24 && minutes < 60),
                _ => Time::No,
            },
            _ => Time::No,
        },
        _ => Time::No,
    }
}

impl Time {
    const fn of(sound: bool) -> Self {
        if sound { Self::Sound } else { Self::OutOfRange }
    }
}

/// `2006-01-31` at the front: whether there is such a day, and what follows.
fn split_date(bytes: &[u8]) -> Option<(bool, &[u8])> {
    let ([year, month, day], rest) = numbers::<3>(bytes, b'-', [4, 2, 2])?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    };
    Some(((1..=days).contains(&day), rest))
}

/// `23:59:59.5` or `23:59` at the front: whether there is such a time, and what follows.
fn split_clock(bytes: &[u8]) -> Option<(bool, &[u8])> {
    let ([hour, minute], rest) = numbers::<2>(bytes, b':', [2, 2])?;
    let sound = hour < 24 && minute < 60;
    let [b':', rest @ ..] = rest else { return Some((sound, rest)) };
    let ([second], rest) = numbers::<1>(rest, b':', [2])?;
    let sound = sound && second <= 60;
    let [b'.', rest @ ..] = rest else { return Some((sound, rest)) };
    let fraction = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if fraction == 0 {
        return None;
    }
    Some((sound, &rest[fraction..]))
}

/// Numbers of fixed widths with a separator between them, and what follows.
fn numbers<const N: usize>(bytes: &[u8], separator: u8, widths: [usize; N]) -> Option<([u32; N], &[u8])> {
    let mut values = [0; N];
    let mut rest = bytes;
    for (at, width) in widths.into_iter().enumerate() {
        if at > 0 {
            rest = rest.strip_prefix(&[separator])?;
        }
        let (number, after) = rest.split_at_checked(width)?;
        for digit in number {
            if !digit.is_ascii_digit() {
                return None;
            }
            values[at] = values[at] * 10 + u32::from(digit - b'0');
        }
        rest = after;
    }
    Some((values, rest))
}
