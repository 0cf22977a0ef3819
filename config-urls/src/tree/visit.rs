//! What serde hands over: text, or the members of a table.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{Deserialize, Error, MapAccess, Unexpected, Visitor};
use zeroize::Zeroizing;

use super::{Tree, Value, add};
use crate::kind::{self, Kind};

/// Reads a URL from text or from a table.
///
/// # Errors
/// As [`Kind::parse`]; any other kind of value.
pub(crate) fn deserialize<'de, K: Kind, D: Deserializer<'de>>(deserializer: D) -> Result<K, D::Error> {
    deserializer.deserialize_any(UrlVisitor(PhantomData))
}

struct UrlVisitor<K>(PhantomData<fn() -> K>);

/// Says the kind of a value and not the value: whatever stands there may be the password.
macro_rules! kinds {
    ($($method:ident $type:ty, $kind:literal;)*) => { $(
        fn $method<E: Error>(self, _: $type) -> Result<Self::Value, E> {
            Err(E::invalid_type(Unexpected::Other($kind), &self))
        }
    )* };
}

impl<'de, K: Kind> Visitor<'de> for UrlVisitor<K> {
    type Value = K;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(K::EXPECTED)
    }

    kinds! {
        visit_bool bool, "a boolean";
        visit_i64 i64, "a number";
        visit_i128 i128, "a number";
        visit_u64 u64, "a number";
        visit_u128 u128, "a number";
        visit_f64 f64, "a number";
        visit_bytes &[u8], "bytes that are not UTF-8";
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<K, E> {
        kind::parse(text).map_err(E::custom)
    }

    fn visit_string<E: Error>(self, text: String) -> Result<K, E> {
        self.visit_str(&Zeroizing::new(text))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<K, A::Error> {
        let mut tree = Tree::default();
        while let Some(key) = members.next_key::<String>()? {
            add(&mut tree, &key, members.next_value()?).map_err(A::Error::custom)?;
        }
        tree.read().map_err(A::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

/// Numbers and booleans as their text.
macro_rules! texts {
    ($($method:ident $type:ty;)*) => { $(
        fn $method<E: Error>(self, value: $type) -> Result<Value, E> {
            Ok(Value::Text(Zeroizing::new(value.to_string())))
        }
    )* };
}

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a part of a URL: text, a number or a boolean")
    }

    texts! {
        visit_bool bool;
        visit_i64 i64;
        visit_i128 i128;
        visit_u64 u64;
        visit_u128 u128;
        visit_f64 f64;
        visit_str &str;
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(Zeroizing::new(text)))
    }

    fn visit_bytes<E: Error>(self, _: &[u8]) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut table = Vec::new();
        while let Some((key, value)) = members.next_entry::<String, Value>()? {
            table.push((key, value));
        }
        Ok(Value::Table(table))
    }
}
