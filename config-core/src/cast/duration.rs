//! Durations from text: `1h 30m`, as humantime writes them, and `PT1H30M`, as ISO 8601 does.
//!
//! Read here and not by the humantime crate: that one takes months and years, reads `1 0s` as ten seconds, panics
//! near its upper end, and copies a part of the text into its error.

use std::time::Duration;

/// Why text is no duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotDuration {
    /// It is none.
    Other,
    /// It is a number and no more.
    Bare,
    /// It has years or months.
    Calendar,
    /// It is below zero.
    Negative,
    /// Its seconds do not fit 64 bits.
    TooLong,
    /// It has parts of a nanosecond.
    TooFine,
}

const SECOND: u128 = 1_000_000_000;

/// Reads a duration; a bare number counts in `unit`, where the field gives one.
pub(super) fn parse(text: &str, unit: Option<&str>) -> Result<Duration, NotDuration> {
    match simple(text) {
        Some(duration) => Ok(duration),
        None => compound(text, unit),
    }
}

/// Digits and a short unit, `30s`, `1m30s`: what nearly every setting is.
fn simple(text: &str) -> Option<Duration> {
    const MOST_DIGITS: usize = 9;
    let mut sum = Duration::ZERO;
    let mut rest = text.as_bytes();
    loop {
        let end = rest.iter().position(|byte| !byte.is_ascii_digit()).filter(|end| (1..=MOST_DIGITS).contains(end))?;
        let number = rest[..end].iter().fold(0, |number, digit| number * 10 + u64::from(digit - b'0'));
        let letters = rest[end..].iter().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(rest.len() - end);
        let (unit, after) = rest[end..].split_at(letters);
        let part = match unit {
            b"ms" => Duration::from_millis(number),
            b"s" => Duration::from_secs(number),
            b"m" => Duration::from_secs(number * 60),
            b"h" => Duration::from_secs(number * 3_600),
            b"d" => Duration::from_secs(number * 86_400),
            _ => return None,
        };
        sum = sum.checked_add(part)?;
        if after.is_empty() {
            return Some(sum);
        }
        rest = after;
    }
}

/// Any duration.
fn compound(text: &str, unit: Option<&str>) -> Result<Duration, NotDuration> {
    if let Some(positive) = text.strip_prefix('-') {
        return Err(nanos(positive, Some("s")).map_or_else(|error| error, |_| NotDuration::Negative));
    }
    let nanos = nanos(text, unit)?;
    if let Ok(nanos) = u64::try_from(nanos) {
        return Ok(Duration::from_nanos(nanos));
    }
    let seconds = u64::try_from(nanos / SECOND).map_err(|_| NotDuration::TooLong)?;
    let rest = u32::try_from(nanos % SECOND).map_err(|_| NotDuration::TooLong)?;
    Ok(Duration::new(seconds, rest))
}

fn nanos(text: &str, unit: Option<&str>) -> Result<u128, NotDuration> {
    if let Some(iso) = text.strip_prefix(['P', 'p']) {
        return iso_parts(iso);
    }
    let (amount, rest) = Amount::read(text, b".")?;
    match (rest, unit) {
        ("", Some(unit)) => amount.times(nanoseconds(unit)?),
        ("", None) => Err(NotDuration::Bare),
        _ => parts(amount, rest),
    }
}

/// `1h 30m`: amounts and units, with or without blanks before either, in any order.
fn parts(first: Amount, after_first: &str) -> Result<u128, NotDuration> {
    let mut nanos = 0_u128;
    let (mut amount, mut rest) = (first, after_first);
    loop {
        let after = rest.trim_start();
        let end = after.find(|letter: char| !letter.is_alphabetic()).unwrap_or(after.len());
        let part = amount.times(nanoseconds(&after[..end])?)?;
        nanos = nanos.checked_add(part).ok_or(NotDuration::TooLong)?;
        rest = after[end..].trim_start();
        if rest.is_empty() {
            // White space at the end belongs to nothing.
            return if end == after.len() { Ok(nanos) } else { Err(NotDuration::Other) };
        }
        (amount, rest) = Amount::read(rest, b".")?;
    }
}

/// A duration as it would be written in a setting: `1h 30m`. The largest unit is the day, as a duration of text knows no
/// months.
pub(crate) fn written(duration: Duration) -> String {
    let (seconds, nanos) = (duration.as_secs(), duration.subsec_nanos());
    let parts = [
        (seconds / 86_400, "d"),
        (seconds / 3_600 % 24, "h"),
        (seconds / 60 % 60, "m"),
        (seconds % 60, "s"),
        (u64::from(nanos / 1_000_000), "ms"),
        (u64::from(nanos / 1_000 % 1_000), "us"),
        (u64::from(nanos % 1_000), "ns"),
    ];
    let parts: Vec<String> =
        parts.into_iter().filter(|(amount, _)| *amount > 0).map(|(amount, unit)| format!("{amount}{unit}")).collect();
    if parts.is_empty() { "0s".to_owned() } else { parts.join(" ") }
}

/// The nanoseconds of a unit: every name that humantime knows, months and years apart.
fn nanoseconds(unit: &str) -> Result<u128, NotDuration> {
    Ok(match unit {
        "nanos" | "nsec" | "ns" => 1,
        // The micro sign and the Greek letter.
        "micros" | "usec" | "us" | "\u{b5}s" | "\u{3bc}s" => 1_000,
        "millis" | "msec" | "ms" => 1_000_000,
        "seconds" | "second" | "secs" | "sec" | "s" => SECOND,
        "minutes" | "minute" | "mins" | "min" | "m" => 60 * SECOND,
        "hours" | "hour" | "hrs" | "hr" | "h" => 3_600 * SECOND,
        "days" | "day" | "d" => 86_400 * SECOND,
        "weeks" | "week" | "wks" | "wk" | "w" => 604_800 * SECOND,
        "months" | "month" | "M" | "years" | "year" | "yrs" | "yr" | "y" => return Err(NotDuration::Calendar),
        _ => return Err(NotDuration::Other),
    })
}

/// What follows the `P`: `1W`, `1DT2H`, `T1H30M`, `T0.5S`. A fraction stands in the last part alone.
fn iso_parts(text: &str) -> Result<u128, NotDuration> {
    const DATE: &[(u8, u128)] = &[(b'Y', 0), (b'M', 0), (b'W', 604_800), (b'D', 86_400)];
    const TIME: &[(u8, u128)] = &[(b'H', 3_600), (b'M', 60), (b'S', 1)];
    let mut nanos = 0_u128;
    let mut rest = text;
    let (mut units, mut in_time, mut calendar) = (DATE, false, false);
    loop {
        if let Some(time) = rest.strip_prefix(['T', 't']).filter(|_| !in_time) {
            (units, in_time, rest) = (TIME, true, time);
        }
        let (amount, after) = Amount::read(rest, b".,")?;
        let letter = after.bytes().next().ok_or(NotDuration::Other)?.to_ascii_uppercase();
        let place = units.iter().position(|(unit, _)| *unit == letter).ok_or(NotDuration::Other)?;
        let seconds = units[place].1;
        calendar |= seconds == 0;
        nanos = nanos.checked_add(amount.times(seconds * SECOND)?).ok_or(NotDuration::TooLong)?;
        // Each unit once, and in order.
        units = &units[place + 1..];
        rest = &after[1..];
        match rest {
            "" if calendar => return Err(NotDuration::Calendar),
            "" => return Ok(nanos),
            _ if amount.digits > 0 => return Err(NotDuration::Other),
            _ => {}
        }
    }
}

/// An amount of some unit: digits, a point and digits.
#[derive(Clone, Copy)]
struct Amount {
    whole: u128,
    /// The digits after the point, as a number, and how many there are.
    fraction: u128,
    digits: u32,
}

impl Amount {
    /// Reads what `text` begins with; `points` are the characters that begin a fraction.
    fn read<'a>(text: &'a str, points: &[u8]) -> Result<(Self, &'a str), NotDuration> {
        let end = run(text)?;
        let whole = value(&text[..end]).ok_or(NotDuration::TooLong)?;
        let rest = &text[end..];
        if !rest.bytes().next().is_some_and(|byte| points.contains(&byte)) {
            return Ok((Self { whole, fraction: 0, digits: 0 }, rest));
        }
        let end = 1 + run(&rest[1..])?;
        let fraction = rest[1..end].trim_end_matches('0');
        // One digit is kept, so that a fraction of zero is still seen to be a fraction.
        let fraction = if fraction.is_empty() { "0" } else { fraction };
        let digits = fraction.bytes().filter(u8::is_ascii_digit).count();
        // Longer ones are finer than a nanosecond of a week.
        let digits = u32::try_from(digits).ok().filter(|digits| *digits <= 24).ok_or(NotDuration::TooFine)?;
        let fraction = value(fraction).ok_or(NotDuration::TooFine)?;
        Ok((Self { whole, fraction, digits }, &rest[end..]))
    }

    fn times(self, scale: u128) -> Result<u128, NotDuration> {
        let whole = self.whole.checked_mul(scale).ok_or(NotDuration::TooLong)?;
        if self.digits == 0 {
            return Ok(whole);
        }
        let parts = self.fraction.checked_mul(scale).ok_or(NotDuration::TooFine)?;
        let parts_in_one = 10_u128.pow(self.digits);
        if parts % parts_in_one != 0 {
            return Err(NotDuration::TooFine);
        }
        whole.checked_add(parts / parts_in_one).ok_or(NotDuration::TooLong)
    }
}

/// The length of the digits that `text` begins with, single `_` between them.
fn run(text: &str) -> Result<usize, NotDuration> {
    let bytes = text.as_bytes();
    let is_digit = |index: usize| bytes.get(index).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    while is_digit(end) || (end > 0 && bytes.get(end) == Some(&b'_') && is_digit(end - 1) && is_digit(end + 1)) {
        end += 1;
    }
    if end == 0 { Err(NotDuration::Other) } else { Ok(end) }
}

/// The number that digits write; `None` where it is beyond every duration.
fn value(digits: &str) -> Option<u128> {
    digits
        .bytes()
        .filter(u8::is_ascii_digit)
        .try_fold(0_u128, |number, digit| number.checked_mul(10)?.checked_add(u128::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn the_short_way_agrees(text in "([0-9]{0,10}[_. -]?[0-9]?[num]?[smhdé]{0,2} ?){1,3}") {
            if let Some(duration) = simple(&text) {
                proptest::prop_assert_eq!(Ok(duration), compound(&text, None));
                proptest::prop_assert_eq!(Ok(duration), compound(&text, Some("w")));
            }
        }
    }

    #[test]
    fn the_short_way_is_taken() {
        for text in ["30s", "500ms", "5m", "1h", "7d", "999999999d", "1m30s", "1s2h1s"] {
            assert_eq!(simple(text).ok_or(NotDuration::Other), compound(text, None), "{text}");
        }
        assert!(simple("1000000000d").is_none() && simple("30").is_none() && simple("").is_none());
    }
}
