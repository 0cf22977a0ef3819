//! Enums: a variant's name, or a table of one member that names it.

use serde::de::{DeserializeSeed, EnumAccess, VariantAccess, Visitor};

use super::de;
use super::fault::Fault;
use super::value::{Asked, Hold, Input, Scratch, Value};
use super::words;
use crate::raw::Raw;

/// A variant and what it holds.
pub(super) struct Choice<'a> {
    name: &'a str,
    /// `None` where the name stands alone.
    content: Option<Value<'a>>,
}

impl<'a> Choice<'a> {
    /// The variant that a value names.
    pub(super) fn open(
        value: Value<'a>,
        variants: &'static [&'static str],
        hold: &'a mut Hold,
        scratch: &'a mut Scratch,
    ) -> Result<Self, Fault> {
        value.check_depth()?;
        let value = value.settle(Asked::Other)?;
        if let Input::Text(text) = value.input
            && named(text, variants).is_none()
            && let Some(tree) = value.object(text, hold)?
        {
            return Self::of_table(tree, variants);
        }
        if let Input::Other(Raw::Map(_)) = value.input {
            return Self::of_table(value, variants);
        }
        let text = value.scalar(words::VARIANT, scratch)?;
        Ok(Self { name: named(text, variants).unwrap_or(text), content: None })
    }

    /// `{"name": content}`.
    fn of_table(table: Value<'a>, variants: &'static [&'static str]) -> Result<Self, Fault> {
        match table.input {
            Input::Other(Raw::Map(members)) if members.len() == 1 => {
                let (name, node) = &members[0];
                let name = named(name, variants).unwrap_or(name);
                Ok(Self { name, content: Some(table.part(Input::of(&node.value))) })
            }
            _ => Err(Fault::new("is not a table of one member, the name of a variant")),
        }
    }

    /// What the variant holds.
    fn content(&self) -> Result<Value<'a>, Fault> {
        self.content.ok_or_else(|| {
            Fault::new("is the name of a variant that holds more").help("write JSON: {\"name of the variant\": ..}")
        })
    }
}

/// The variant of this name: in these letters, or the only one in any case.
fn named(name: &str, variants: &'static [&'static str]) -> Option<&'static str> {
    if let Some(exact) = variants.iter().find(|variant| **variant == name) {
        return Some(exact);
    }
    let mut alike = variants.iter().filter(|variant| variant.eq_ignore_ascii_case(name));
    match (alike.next(), alike.next()) {
        (Some(variant), None) => Some(variant),
        _ => None,
    }
}

impl<'de> EnumAccess<'de> for Choice<'_> {
    type Error = Fault;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Fault> {
        let variant = seed.deserialize(Value::name(self.name))?;
        Ok((variant, self))
    }
}

// Reached only once the variant is known: its name is one of the program's.
impl<'de> VariantAccess<'de> for Choice<'_> {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        match self.content {
            Some(content) => content.nothing().map_err(|fault| fault.in_member(self.name, None)),
            None => Ok(()),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Fault> {
        seed.deserialize(self.content()?).map_err(|fault| fault.in_member(self.name, None))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        de::list(self.content()?, visitor).map_err(|fault| fault.in_member(self.name, None))
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Fault> {
        de::members(self.content()?, fields, visitor).map_err(|fault| fault.in_member(self.name, None))
    }
}
