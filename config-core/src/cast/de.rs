//! The deserializer: each type asks for what it is, and a value answers.
//!
//! Every method here is compiled again for every type that is cast, so each only asks the value, which is compiled
//! once, and hands over what it said.

use std::any::type_name;

use serde::Deserializer;
use serde::de::Visitor;

use super::any::{Any, Room};
use super::fault::Fault;
use super::map::{Entries, Form};
use super::rules;
use super::scalar::check_path;
use super::seq::{Items, Parts};
use super::value::{Asked, Hold, Input, Value};
use super::variant::Choice;

macro_rules! scalars {
    ($($method:ident $visit:ident $ask:ident;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            visitor.$visit(self.$ask()?)
        }
    )*};
}

impl<'de> Deserializer<'de> for Value<'_> {
    type Error = Fault;

    scalars! {
        deserialize_bool visit_bool boolean;
        deserialize_i8 visit_i8 whole_number;
        deserialize_i16 visit_i16 whole_number;
        deserialize_i32 visit_i32 whole_number;
        deserialize_i64 visit_i64 whole_number;
        deserialize_i128 visit_i128 whole_number;
        deserialize_u8 visit_u8 byte;
        deserialize_u16 visit_u16 whole_number;
        deserialize_u32 visit_u32 whole_number;
        deserialize_u64 visit_u64 whole_number;
        deserialize_u128 visit_u128 whole_number;
        deserialize_f32 visit_f32 float;
        deserialize_f64 visit_f64 float;
        deserialize_char visit_char character;
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let mut room = Room::default();
        match self.any(is_buffer(type_name::<V>()), &mut room)? {
            Any::Nothing => visitor.visit_unit(),
            Any::Bool(value) => visitor.visit_bool(value),
            Any::U64(number) => visitor.visit_u64(number),
            Any::I64(number) => visitor.visit_i64(number),
            Any::U128(number) => visitor.visit_u128(number),
            Any::I128(number) => visitor.visit_i128(number),
            Any::F64(number) => visitor.visit_f64(number),
            Any::Text(text) => visitor.visit_str(text).map_err(|fault: Fault| fault.beside(text)),
            Any::Bytes(bytes) => visitor.visit_bytes(bytes),
            Any::List(value) => list(value, visitor),
            Any::Table(value) => table(value, Form::Json, visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let mut scratch = None;
        let text = self.text(Asked::Other, &mut scratch)?;
        visitor.visit_str(text).map_err(|fault: Fault| fault.beside(text))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let mut scratch = None;
        let text = self.text(Asked::Text, &mut scratch)?;
        if is_path(type_name::<V>()) {
            check_path(text)?;
        }
        visitor.visit_str(text).map_err(|fault: Fault| fault.beside(text))
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.is_list() {
            return list(self, visitor);
        }
        visitor.visit_bytes(self.bytes(&mut None)?)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.is_absent() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.nothing()?;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        list(self, visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        list(self, visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        list(self, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        table(self, Form::Pairs, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        // Times are structs to serde: text is read as a time, and handed over in parts.
        let time = match (name, fields) {
            ("Duration", ["secs", "nanos"]) if !self.is_table() => self.duration()?,
            ("SystemTime", ["secs_since_epoch", "nanos_since_epoch"]) if !self.is_table() => self.timestamp()?,
            _ => return members(self, fields, visitor),
        };
        visitor.visit_seq(Parts::of(self, time))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let mut hold = Hold::default();
        let mut scratch = None;
        visitor.visit_enum(Choice::open(self, variants, &mut hold, &mut scratch)?)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.input {
            // Names are neither encoded nor secret.
            Input::Text(text) if rules::are_names(self.rules) => visitor.visit_str(text),
            _ => self.deserialize_str(visitor),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }
}

pub(super) fn list<'de, V: Visitor<'de>>(value: Value<'_>, visitor: V) -> Result<V::Value, Fault> {
    let mut hold = Hold::default();
    let mut items = Items::open(value, &mut hold)?;
    let list = visitor.visit_seq(&mut items)?;
    items.end()?;
    Ok(list)
}

pub(super) fn members<'de, V: Visitor<'de>>(
    value: Value<'_>,
    known: &'static [&'static str],
    visitor: V,
) -> Result<V::Value, Fault> {
    let mut hold = Hold::default();
    visitor.visit_map(Entries::open(value, Form::Json, known, &mut hold)?)
}

fn table<'de, V: Visitor<'de>>(value: Value<'_>, form: Form, visitor: V) -> Result<V::Value, Fault> {
    let mut hold = Hold::default();
    visitor.visit_map(Entries::open(value, form, &[], &mut hold)?)
}

/// Whether a visitor is one of serde's own, which takes what comes and casts it later: untagged and internally tagged
/// enums. They are data enums, and may be written as JSON text.
#[inline]
fn is_buffer(visitor: &str) -> bool {
    visitor.starts_with("serde::") && visitor.contains("ContentVisitor")
}

/// Whether a visitor is that of a path: paths are asked for as all text is. Told by its name, as nothing else differs
/// before the text is handed over.
#[inline]
fn is_path(visitor: &str) -> bool {
    visitor.ends_with("PathBufVisitor")
}
