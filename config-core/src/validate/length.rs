//! How long a text or a collection is.

use std::any::TypeId;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::ops::{Bound, RangeBounds};
use std::sync::Arc;

use secrecy::zeroize::Zeroize;
use secrecy::{ExposeSecret, SecretBox};

use super::Failure;

/// Something that has a length: text in characters, bytes, items of lists and sets, entries of maps.
pub trait HasLength {
    /// The length; `None` where there is nothing to measure, as in an `Option`.
    fn length(&self) -> Option<usize>;

    /// What is counted: `characters`.
    fn unit() -> &'static str;
}

/// The length lies in a range: `length(8..=64)`, `length(1..)`. Texts are counted in characters.
///
/// Of a secret the report says what length is asked for, never what length it has.
pub fn length<V: HasLength + ?Sized>(range: impl RangeBounds<usize>) -> impl Fn(&V) -> Result<(), Failure> {
    move |value| match value.length() {
        Some(length) if !range.contains(&length) => Err(Failure::trusted(clause(&range, V::unit()))),
        _ => Ok(()),
    }
}

/// There is something: text, bytes, an item.
///
/// # Errors
/// Where the length is zero.
pub fn non_empty<V: HasLength + ?Sized>(value: &V) -> Result<(), Failure> {
    if value.length() == Some(0) { Err(Failure::fixed("is empty")) } else { Ok(()) }
}

/// `does not have 8 to 64 characters`.
fn clause(range: &impl RangeBounds<usize>, unit: &str) -> String {
    let least = match range.start_bound() {
        Bound::Included(least) => *least,
        Bound::Excluded(below) => below.saturating_add(1),
        Bound::Unbounded => 0,
    };
    let most = match range.end_bound() {
        Bound::Included(most) => Some(*most),
        Bound::Excluded(above) => Some(above.saturating_sub(1)),
        Bound::Unbounded => None,
    };
    match (least, most) {
        (1, None) => "is empty".to_owned(),
        (least, None) => format!("has fewer than {}", counted(least, unit)),
        (0, Some(most)) => format!("has more than {}", counted(most, unit)),
        (least, Some(most)) if least == most => format!("does not have exactly {}", counted(most, unit)),
        (least, Some(most)) => format!("does not have {least} to {}", counted(most, unit)),
    }
}

/// `1 entry`, `2 entries`.
fn counted(number: usize, unit: &str) -> String {
    let one = match unit {
        "entries" => "entry",
        unit => unit.strip_suffix('s').unwrap_or(unit),
    };
    format!("{number} {}", if number == 1 { one } else { unit })
}

impl HasLength for str {
    fn length(&self) -> Option<usize> {
        Some(self.chars().count())
    }

    fn unit() -> &'static str {
        "characters"
    }
}

impl<T: 'static> HasLength for [T] {
    fn length(&self) -> Option<usize> {
        Some(self.len())
    }

    fn unit() -> &'static str {
        if TypeId::of::<T>() == TypeId::of::<u8>() { "bytes" } else { "items" }
    }
}

/// Types that are measured by what they lead to.
macro_rules! lead_to {
    ($($of:ty => $inner:ty, [$($generics:tt)*];)*) => {$(
        impl<$($generics)*> HasLength for $of {
            fn length(&self) -> Option<usize> {
                <$inner>::length(self)
            }

            fn unit() -> &'static str {
                <$inner>::unit()
            }
        }
    )*};
}

lead_to! {
    String => str, [];
    Cow<'_, str> => str, [];
    Vec<T> => [T], [T: 'static];
    [T; N] => [T], [T: 'static, const N: usize];
    &T => T, [T: HasLength + ?Sized];
    Box<T> => T, [T: HasLength + ?Sized];
    Arc<T> => T, [T: HasLength + ?Sized];
}

/// Collections that know their number.
macro_rules! count {
    ($($of:ty, $unit:literal, [$($generics:ident),*];)*) => {$(
        impl<$($generics),*> HasLength for $of {
            fn length(&self) -> Option<usize> {
                Some(self.len())
            }

            fn unit() -> &'static str {
                $unit
            }
        }
    )*};
}

count! {
    VecDeque<T>, "items", [T];
    BTreeSet<T>, "items", [T];
    HashSet<T, S>, "items", [T, S];
    BTreeMap<K, V>, "entries", [K, V];
    HashMap<K, V, S>, "entries", [K, V, S];
}

impl<T: HasLength> HasLength for Option<T> {
    fn length(&self) -> Option<usize> {
        self.as_ref()?.length()
    }

    fn unit() -> &'static str {
        T::unit()
    }
}

impl<T: HasLength + Zeroize + ?Sized> HasLength for SecretBox<T> {
    fn length(&self) -> Option<usize> {
        self.expose_secret().length()
    }

    fn unit() -> &'static str {
        T::unit()
    }
}

#[cfg(test)]
mod tests {
    use secrecy::{SecretSlice, SecretString};

    use super::*;

    fn said(result: Result<(), Failure>) -> String {
        result.map_or_else(|failure| failure.text_for(false).into_owned(), |()| "sound".to_owned())
    }

    #[test]
    fn clauses() {
        for (verdict, expected) in [
            (length(8..=64)("short"), "does not have 8 to 64 characters"),
            (length(8..)("short"), "has fewer than 8 characters"),
            (length(..=1)("short"), "has more than 1 character"),
            (length(..3)("short"), "has more than 2 characters"),
            (length(4..=4)("short"), "does not have exactly 4 characters"),
            (length(1..)(""), "is empty"),
            (length(5..6)("größe"), "sound"),
            (length(..)(""), "sound"),
            (non_empty(""), "is empty"),
            (non_empty("x"), "sound"),
        ] {
            assert_eq!(said(verdict), expected);
        }
    }

    #[test]
    fn everything_that_has_one() {
        let map = || [("a", 1), ("b", 2)];
        for (verdict, expected) in [
            (length(3..)(&String::from("ab")), "has fewer than 3 characters"),
            (length(3..)(&Some("ab")), "has fewer than 3 characters"),
            (length(3..)(&None::<String>), "sound"),
            (length(3..)(&vec![1, 2]), "has fewer than 3 items"),
            (length(3..)(&[1_u8, 2]), "has fewer than 3 bytes"),
            (length(..2)(&VecDeque::from([1, 2])), "has more than 1 item"),
            (length(..2)(&BTreeMap::from(map())), "has more than 1 entry"),
            (length(3..)(&HashMap::from(map())), "has fewer than 3 entries"),
            (length(3..)(&HashSet::from([1])), "has fewer than 3 items"),
            (length(3..)(&BTreeSet::from([1])), "has fewer than 3 items"),
            (length(3..)(&SecretString::from("ab")), "has fewer than 3 characters"),
            (length(3..)(&SecretBox::new(Box::new(String::from("ab")))), "has fewer than 3 characters"),
            (length(3..)(&Some(SecretSlice::from(vec![1_u8, 2]))), "has fewer than 3 bytes"),
            (non_empty(&SecretString::from("")), "is empty"),
            (non_empty(&Vec::<String>::new()), "is empty"),
        ] {
            assert_eq!(said(verdict), expected);
        }
    }
}
