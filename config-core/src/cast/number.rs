//! Numbers and booleans from text.

use super::any::Any;
use super::fault::Fault;
use super::words;

/// An integer type.
pub(super) trait Whole: Sized {
    /// What it holds, in the words of a report.
    const WORDS: &'static str;
    /// What it holds but for zero.
    const NONZERO: &'static str;
    /// From and to, in the words of a report.
    const RANGE: &'static str;

    /// The number, where the type holds it.
    fn of(number: Number) -> Option<Self>;

    /// The same for the numbers that nearly every setting has.
    fn small(number: u64) -> Option<Self>;
}

/// A whole number of any size that some type holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    negative: bool,
    magnitude: u128,
}

impl Number {
    fn signed(self) -> Option<i128> {
        if self.negative { 0_i128.checked_sub_unsigned(self.magnitude) } else { i128::try_from(self.magnitude).ok() }
    }

    fn unsigned(self) -> Option<u128> {
        (!self.negative || self.magnitude == 0).then_some(self.magnitude)
    }
}

macro_rules! whole {
    ($($type:ident $via:ident $low:literal $high:literal $nonzero:literal;)*) => {$(
        impl Whole for $type {
            const WORDS: &'static str = concat!("a whole number from ", $low, " to ", $high);
            const NONZERO: &'static str = concat!("a whole number from ", $nonzero);
            const RANGE: &'static str = concat!("is outside the range from ", $low, " to ", $high);

            fn of(number: Number) -> Option<Self> {
                number.$via().and_then(|number| Self::try_from(number).ok())
            }

            fn small(number: u64) -> Option<Self> {
                Self::try_from(number).ok()
            }
        }
    )*};
}

whole! {
    u8 unsigned "0" "255" "1 to 255";
    u16 unsigned "0" "65535" "1 to 65535";
    u32 unsigned "0" "4294967295" "1 to 4294967295";
    u64 unsigned "0" "18446744073709551615" "1 to 18446744073709551615";
    u128 unsigned "0" "340282366920938463463374607431768211455" "1 to 340282366920938463463374607431768211455";
    i8 signed "-128" "127" "-128 to 127 other than 0";
    i16 signed "-32768" "32767" "-32768 to 32767 other than 0";
    i32 signed "-2147483648" "2147483647" "-2147483648 to 2147483647 other than 0";
    i64 signed "-9223372036854775808" "9223372036854775807" "-9223372036854775808 to 9223372036854775807 other than 0";
    i128 signed "-170141183460469231731687303715884105728" "170141183460469231731687303715884105727"
        "-170141183460469231731687303715884105728 to 170141183460469231731687303715884105727 other than 0";
}

// Their range is the platform's; serde asks for 64 bits and narrows.
#[cfg(target_pointer_width = "64")]
whole! {
    usize unsigned "0" "18446744073709551615" "1 to 18446744073709551615";
    isize signed "-9223372036854775808" "9223372036854775807" "-9223372036854775808 to 9223372036854775807 other than 0";
}
#[cfg(not(target_pointer_width = "64"))]
whole! {
    usize unsigned "0" "4294967295" "1 to 4294967295";
    isize signed "-2147483648" "2147483647" "-2147483648 to 2147483647 other than 0";
}

/// Why text is no whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotWhole {
    /// It is none.
    Other,
    /// No type holds it.
    TooLarge,
}

/// A number that is already known, in one type.
pub(super) fn narrow<N: Whole>(number: u64) -> Result<N, Fault> {
    N::small(number).ok_or_else(|| Fault::new(N::RANGE))
}

/// A number of a typed format in the type that its form says.
pub(super) fn any(text: &str) -> Any<'_> {
    match (parse(text), float::<f64>(text, true)) {
        (Ok(number), _) => {
            let (unsigned, signed) = (number.unsigned(), number.signed());
            let small = unsigned.and_then(|number| u64::try_from(number).ok()).map(Any::U64);
            let small = small.or_else(|| signed.and_then(|number| i64::try_from(number).ok()).map(Any::I64));
            let large = small.or_else(|| unsigned.map(Any::U128)).or_else(|| signed.map(Any::I128));
            large.unwrap_or(Any::Text(text))
        }
        (Err(_), Ok(number)) => Any::F64(number),
        (Err(_), Err(_)) => Any::Text(text),
    }
}

/// A whole number of one type.
pub(super) fn whole<N: Whole>(text: &str) -> Result<N, Fault> {
    if let Some(number) = small(text.as_bytes()) {
        return narrow(number);
    }
    match parse(text) {
        Ok(number) => N::of(number).ok_or_else(|| Fault::new(N::RANGE)),
        Err(NotWhole::TooLarge) => Err(Fault::new(N::RANGE)),
        Err(NotWhole::Other) => Err(Fault::refused(text, N::WORDS)),
    }
}

/// Reads a sign, `0x`, `0o` or `0b`, and digits with single `_` between them.
pub(super) fn parse(text: &str) -> Result<Number, NotWhole> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] | digits => (false, digits),
    };
    let magnitude = match digits {
        [b'0', b'x', digits @ ..] => accumulate(digits, 16),
        [b'0', b'o', digits @ ..] => accumulate(digits, 8),
        [b'0', b'b', digits @ ..] => accumulate(digits, 2),
        digits => accumulate(digits, 10),
    }?;
    Ok(Number { negative, magnitude })
}

/// Decimal digits alone, few enough for a machine word: what nearly every setting is.
#[inline]
fn small(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() || digits.len() > 19 {
        return None;
    }
    digits.iter().try_fold(0_u64, |number, digit| digit.is_ascii_digit().then(|| number * 10 + u64::from(digit - b'0')))
}

fn accumulate(digits: &[u8], radix: u32) -> Result<u128, NotWhole> {
    let mut number = Some(0_u128);
    let mut after_digit = false;
    for &byte in digits {
        match char::from(byte).to_digit(radix) {
            Some(digit) => {
                after_digit = true;
                number = number
                    .and_then(|number| number.checked_mul(u128::from(radix)))
                    .and_then(|number| number.checked_add(u128::from(digit)));
            }
            None if byte == b'_' && after_digit => after_digit = false,
            None => return Err(NotWhole::Other),
        }
    }
    // Nothing at all, or `_` at the end. What is no number is said before what is too large.
    if !after_digit {
        return Err(NotWhole::Other);
    }
    number.ok_or(NotWhole::TooLarge)
}

/// A floating-point type.
pub(super) trait Float: std::str::FromStr + Copy {
    const RANGE: &'static str;
    const NAN: Self;
    fn is_infinite(self) -> bool;
    fn infinity(negative: bool) -> Self;
}

macro_rules! float {
    ($($type:ident $range:literal;)*) => {$(
        impl Float for $type {
            const RANGE: &'static str = $range;
            const NAN: Self = $type::NAN;

            fn is_infinite(self) -> bool {
                self.is_infinite()
            }

            fn infinity(negative: bool) -> Self {
                if negative { $type::NEG_INFINITY } else { $type::INFINITY }
            }
        }
    )*};
}

float! {
    f32 "is outside the range of 32-bit floating-point numbers";
    f64 "is outside the range of 64-bit floating-point numbers";
}

/// A floating-point number. `nan`, `inf` and `-inf` are written exactly so; typed formats have more spellings.
pub(super) fn float<N: Float>(text: &str, typed: bool) -> Result<N, Fault> {
    match text {
        "nan" => return Ok(N::NAN),
        "inf" | "-inf" => return Ok(N::infinity(text.starts_with('-'))),
        // TOML, then YAML.
        "+nan" | "-nan" | ".nan" | ".NaN" | ".NAN" if typed => return Ok(N::NAN),
        "+inf" | ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" if typed => return Ok(N::infinity(false)),
        "-.inf" | "-.Inf" | "-.INF" if typed => return Ok(N::infinity(true)),
        _ => {}
    }
    // Rust also reads `infinity` and `NaN`: a word is no number here.
    let is_number = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E' | b'_'));
    let number = if !is_number {
        None
    } else if text.contains('_') {
        without_separators(text).and_then(|text| text.parse::<N>().ok())
    } else {
        text.parse::<N>().ok()
    };
    match number {
        Some(number) if number.is_infinite() => Err(Fault::new(N::RANGE)),
        Some(number) => Ok(number),
        None => Err(Fault::refused(text, words::NUMBER)),
    }
}

/// The digits without `_`, where each one stands between digits.
fn without_separators(text: &str) -> Option<zeroize::Zeroizing<String>> {
    let bytes = text.as_bytes();
    let is_digit = |index: usize| bytes.get(index).is_some_and(u8::is_ascii_digit);
    let mut plain = zeroize::Zeroizing::new(String::with_capacity(text.len()));
    for (index, letter) in text.char_indices() {
        match letter {
            '_' if index > 0 && is_digit(index - 1) && is_digit(index + 1) => {}
            '_' => return None,
            _ => plain.push(letter),
        }
    }
    Some(plain)
}

/// A boolean in words.
pub(super) fn boolean(text: &str) -> Result<bool, Fault> {
    let is = |word: &&str| text.eq_ignore_ascii_case(word);
    if ["true", "yes", "y", "on", "1"].iter().any(is) {
        Ok(true)
    } else if ["false", "no", "n", "off", "0"].iter().any(is) {
        Ok(false)
    } else {
        Err(Fault::refused(text, words::BOOLEAN))
    }
}
