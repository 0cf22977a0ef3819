//! What a value is to a type that takes anything.

use zeroize::Zeroizing;

use super::fault::Fault;
use super::number;
use super::value::{Asked, Hold, Input, Scratch, Value};
use crate::json;
use crate::raw::Raw;

/// What a value is to a type that takes anything: text where it is text, whatever that looks like.
pub(super) enum Any<'a> {
    Nothing,
    Bool(bool),
    U64(u64),
    I64(i64),
    U128(u128),
    I128(i128),
    F64(f64),
    Text(&'a str),
    Bytes(&'a [u8]),
    List(Value<'a>),
    Table(Value<'a>),
}

/// Room for what is not written as it is meant.
#[derive(Default)]
pub(super) struct Room {
    hold: Hold,
    scratch: Scratch,
    bytes: Option<Zeroizing<Vec<u8>>>,
}

impl<'a> Value<'a> {
    /// What it is to a type that takes anything. A `buffer` takes it for a data enum, which may be JSON text.
    pub(super) fn any<'b>(self, buffer: bool, room: &'b mut Room) -> Result<Any<'b>, Fault>
    where
        'a: 'b,
    {
        let value: Value<'b> = self.settle(Asked::Text)?;
        Ok(match value.input {
            Input::Number(number) => Any::U64(number),
            Input::Text(text) if buffer && is_json(text) => {
                let tree = value.json(text, &mut room.hold)?;
                if tree.is_list() { Any::List(tree) } else { Any::Table(tree) }
            }
            Input::Text(_) | Input::Other(Raw::Time(_) | Raw::Text(_)) => {
                Any::Text(value.text(Asked::Text, &mut room.scratch)?)
            }
            // A first item is settled above.
            Input::First(_) | Input::Other(Raw::Null) => Any::Nothing,
            Input::Other(Raw::Bool(value)) => Any::Bool(*value),
            Input::Other(Raw::Number(text)) => number::any(text.expose()),
            Input::Other(Raw::Bytes(_)) => Any::Bytes(value.bytes(&mut room.bytes)?),
            Input::Other(Raw::List(_)) => Any::List(value),
            Input::Other(Raw::Map(_)) => Any::Table(value),
        })
    }
}

/// Whether text is a JSON table or list. What only looks like one is text.
fn is_json(text: &str) -> bool {
    matches!(text.as_bytes(), [b'{', .., b'}'] | [b'[', .., b']']) && json::parse(text).is_ok()
}
