//! Bounds of a value.

use std::any::Any;
use std::fmt::Debug;
use std::ops::{Bound, RangeBounds};
use std::time::Duration;

use super::{Failure, Inside};

/// The value lies in a range: `range(1..=5)`, `range(0.0..1.0)`, `range(Duration::from_secs(1)..)`.
///
/// Looks into options and secrets: a secret number is checked and never shown.
pub fn range<T, V>(range: impl RangeBounds<T>) -> impl Fn(&V) -> Result<(), Failure>
where
    T: PartialOrd + Debug + 'static,
    V: Inside<T> + ?Sized,
{
    move |value| match value.inside() {
        Some(value) if !range.contains(value) => Err(Failure::trusted(clause(&range))),
        _ => Ok(()),
    }
}

/// `is not from 1 to 5`. Said as what it is not, which holds for a float that is no number too.
fn clause<T: Debug + 'static>(range: &impl RangeBounds<T>) -> String {
    let start = match range.start_bound() {
        Bound::Included(start) => Some((shown(start), "from", "at least")),
        Bound::Excluded(start) => Some((shown(start), "above", "above")),
        Bound::Unbounded => None,
    };
    let end = match range.end_bound() {
        Bound::Included(end) => Some((shown(end), "to", "at most")),
        Bound::Excluded(end) => Some((shown(end), "to below", "below")),
        Bound::Unbounded => None,
    };
    match (start, end) {
        (Some((start, _, _)), Some((end, "to", _))) if start == end => format!("is not {start}"),
        (Some((start, from, _)), Some((end, to, _))) => format!("is not {from} {start} {to} {end}"),
        (Some((bound, _, alone)), None) | (None, Some((bound, _, alone))) => format!("is not {alone} {bound}"),
        (None, None) => "cannot be compared".to_owned(),
    }
}

/// A bound as an operator would write it.
fn shown<T: Debug + 'static>(bound: &T) -> String {
    match (bound as &dyn Any).downcast_ref::<Duration>() {
        Some(duration) => crate::cast::written(*duration),
        None => format!("{bound:?}"),
    }
}

#[cfg(test)]
mod tests {
    use secrecy::{ExposeSecret, SecretBox};

    use super::*;

    fn said(result: Result<(), Failure>) -> String {
        result.map_or_else(|failure| failure.text_for(false).into_owned(), |()| "sound".to_owned())
    }

    #[test]
    fn numbers() {
        for (value, expected) in [(0_u16, "is not from 1 to 5"), (1, "sound"), (5, "sound"), (6, "is not from 1 to 5")]
        {
            assert_eq!(said(range(1..=5)(&value)), expected);
        }
        for (verdict, expected) in [
            (range(1..5)(&5_i64), "is not from 1 to below 5"),
            (range(..5)(&5_u8), "is not below 5"),
            (range(..=5)(&6_u8), "is not at most 5"),
            (range(1..)(&0_usize), "is not at least 1"),
            (range((Bound::Excluded(1), Bound::Unbounded))(&1_u32), "is not above 1"),
            (range((Bound::Excluded(1), Bound::Included(3)))(&1_u32), "is not above 1 to 3"),
            (range(7..=7)(&8_u32), "is not 7"),
            (range(0.0..=1.5)(&f64::NAN), "is not from 0.0 to 1.5"),
            (range(0.0..1.0)(&0.5_f32), "sound"),
            (range::<u8, u8>(..)(&0), "sound"),
            (range('a'..='f')(&'g'), "is not from 'a' to 'f'"),
        ] {
            assert_eq!(said(verdict), expected);
        }
    }

    #[test]
    fn durations_as_they_are_written() {
        let bounds = Duration::from_secs(1)..=Duration::from_secs(300);
        assert_eq!(said(range(bounds.clone())(&Duration::from_millis(999))), "is not from 1s to 5m");
        assert_eq!(said(range(bounds.clone())(&Duration::from_secs(300))), "sound");
        assert_eq!(said(range(bounds)(&Some(Duration::ZERO))), "is not from 1s to 5m");
        assert_eq!(said(range(Duration::from_secs(5_400)..)(&Duration::ZERO)), "is not at least 1h 30m");
    }

    #[test]
    fn inside_options_and_secrets() {
        assert_eq!(said(range(1..=5)(&None::<u16>)), "sound");
        assert_eq!(said(range(1..=5)(&Some(9_u16))), "is not from 1 to 5");
        let pin = SecretBox::new(Box::new(90_210_u32));
        assert_eq!(said(range(100_000..=999_999)(&pin)), "is not from 100000 to 999999");
        assert!(!format!("{:?}", range(100_000..)(&pin)).contains(&pin.expose_secret().to_string()));
        assert_eq!(said(range(0..=99_999)(&Some(pin))), "sound");
    }

    /// As the derive calls a rule: as an expression, with a reference to the field.
    #[test]
    fn types_are_inferred() {
        struct Fields {
            port: u16,
            ratio: Option<f32>,
        }
        let fields = Fields { port: 80, ratio: Some(0.5) };
        let port: &dyn Fn(&Fields) -> Result<(), Failure> = &|fields| (range(1..=1024))(&fields.port);
        let ratio: &dyn Fn(&Fields) -> Result<(), Failure> = &|fields| (range(0.0..=1.0))(&fields.ratio);
        assert!(port(&fields).is_ok() && ratio(&fields).is_ok());
    }
}
