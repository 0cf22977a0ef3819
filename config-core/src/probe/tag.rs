//! Enums: the leaf of a tag, and the text of a unit variant.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, EnumAccess, Error, Unexpected, VariantAccess, Visitor};

use crate::schema::{Facts, Leaf, Secrecy};

/// Facts of the build; a crate that cargo did not build has no package.
#[must_use]
pub const fn facts(package: Option<&'static str>, debug: bool, test: bool) -> Facts {
    let package = match package {
        Some(package) => package,
        None => "",
    };
    Facts::new(package, debug, test)
}

/// The tag of an enum. What it may say stands in the schema's variants, and is checked when one is chosen.
#[must_use]
pub const fn tag_leaf() -> Leaf {
    Leaf::new(Secrecy::Plain, false, false, || false, |_, _| Ok(()))
}

/// The number of the variant that a value names, ignoring case.
///
/// # Errors
/// Lists the variants.
pub fn unit_variant<'de, D: Deserializer<'de>>(
    deserializer: D,
    name: &'static str,
    variants: &'static [&'static str],
) -> Result<usize, D::Error> {
    deserializer.deserialize_enum(name, variants, Names(variants))
}

#[derive(Clone, Copy)]
struct Names(&'static [&'static str]);

impl<'de> Visitor<'de> for Names {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one of ")?;
        for (index, name) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}`{name}`")?;
        }
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<usize, E> {
        let same = |name: &&str| name.to_lowercase() == text.to_lowercase();
        self.0.iter().position(same).ok_or_else(|| E::unknown_variant(text, self.0))
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<usize, E> {
        match std::str::from_utf8(bytes) {
            Ok(text) => self.visit_str(text),
            Err(_) => Err(E::invalid_value(Unexpected::Bytes(bytes), &self)),
        }
    }

    /// Formats that are no text give the number.
    fn visit_u64<E: Error>(self, number: u64) -> Result<usize, E> {
        let index = usize::try_from(number).ok().filter(|index| *index < self.0.len());
        index.ok_or_else(|| E::invalid_value(Unexpected::Unsigned(number), &self))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<usize, A::Error> {
        let (index, variant) = access.variant_seed(self)?;
        variant.unit_variant()?;
        Ok(index)
    }
}

impl<'de> DeserializeSeed<'de> for Names {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}
