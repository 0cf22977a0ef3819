//! Points in time from text: RFC 3339.
//!
//! Read here and not by the humantime crate: that one knows no offsets but `+00:00`, and lets some malformed
//! fractions pass.

use std::time::{Duration, UNIX_EPOCH};

/// Why text is no point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotTime {
    /// It is none.
    Other,
    /// It is a date and time that belongs to no zone.
    NoOffset,
    /// A clock or calendar has no such number: hour 25, 30 February.
    NoSuchTime,
    /// It is before 1970, which serde's form of a time cannot say; or later than the platform counts.
    Outside,
}

/// The time since 1970 began.
pub(super) fn parse(text: &str) -> Result<Duration, NotTime> {
    let bytes = text.as_bytes();
    let (date, rest) = bytes.split_at_checked(19).ok_or(NotTime::Other)?;
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T' | b't' | b' ', h1, h2, b':', n1, n2, b':', s1, s2] = date
    else {
        return Err(NotTime::Other);
    };
    let year = two(*y1, *y2)? * 100 + two(*y3, *y4)?;
    let (month, day) = (two(*m1, *m2)?, two(*d1, *d2)?);
    let (hour, minute, second) = (two(*h1, *h2)?, two(*n1, *n2)?, two(*s1, *s2)?);
    let (nanos, zone) = fraction(rest)?;
    let offset = offset(zone)?;
    // A leap second, 60, is taken for the second before it, as the kernel's clock does.
    if !(1..=12).contains(&month)
        || !(1..=days_of(year, month)).contains(&day)
        || hour > 23
        || minute > 59
        || second > 60
    {
        return Err(NotTime::NoSuchTime);
    }
    let of_day = hour * 3_600 + minute * 60 + second.min(59);
    let seconds = days_since_1970(year, month, day) * 86_400 + of_day - offset;
    let since = Duration::new(u64::try_from(seconds).map_err(|_| NotTime::Outside)?, nanos);
    // Asked here so that the error is ours.
    UNIX_EPOCH.checked_add(since).map(|_| since).ok_or(NotTime::Outside)
}

/// Nanoseconds, and what follows the fraction. Digits beyond the ninth are cut off, as TOML asks.
fn fraction(rest: &[u8]) -> Result<(u32, &[u8]), NotTime> {
    let [b'.', rest @ ..] = rest else { return Ok((0, rest)) };
    let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if length == 0 {
        return Err(NotTime::Other);
    }
    let digits = rest[..length].iter().map(|digit| u32::from(digit - b'0')).chain(std::iter::repeat(0));
    Ok((digits.take(9).fold(0, |nanos, digit| nanos * 10 + digit), &rest[length..]))
}

/// Seconds east of Greenwich.
fn offset(zone: &[u8]) -> Result<i64, NotTime> {
    match zone {
        [b'Z' | b'z'] => Ok(0),
        [] => Err(NotTime::NoOffset),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let (hours, minutes) = (two(*h1, *h2)?, two(*m1, *m2)?);
            if hours > 23 || minutes > 59 {
                return Err(NotTime::NoSuchTime);
            }
            let seconds = hours * 3_600 + minutes * 60;
            Ok(if *sign == b'-' { -seconds } else { seconds })
        }
        _ => Err(NotTime::Other),
    }
}

/// Two digits.
fn two(tens: u8, ones: u8) -> Result<i64, NotTime> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| i64::from(byte - b'0')).ok_or(NotTime::Other);
    Ok(digit(tens)? * 10 + digit(ones)?)
}

fn days_of(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1 January 1970; years begin in March here, so that the leap day is the last.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    const TO_1970: i64 = 719_468;
    let year = if month <= 2 { year - 1 } else { year };
    let month = (month + 9) % 12;
    let of_year = (153 * month + 2) / 5 + day - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + of_year - TO_1970
}
