//! Messages of the compiler, put together while it compiles.

use super::is_flat;
use super::names::{EMPTY, then};
use crate::schema::{Field, Kind, Schema, Shape};

const ROOM: usize = 512;

/// Text that ends where its room does.
#[derive(Clone, Copy)]
pub(super) struct Text {
    bytes: [u8; ROOM],
    length: usize,
}

impl Text {
    pub(super) const fn of(text: &str) -> Self {
        Self { bytes: [0; ROOM], length: 0 }.push(text)
    }

    pub(super) const fn push(mut self, text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut index = 0;
        while index < bytes.len() && self.length < ROOM {
            self.bytes[self.length] = bytes[index];
            self.length += 1;
            index += 1;
        }
        self
    }

    pub(super) const fn as_str(&self) -> &str {
        match std::str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => text,
            // Cut within a character, which takes names of hundreds of letters.
            Err(_) => "two fields have one environment name",
        }
    }
}

/// The way down to a field.
#[derive(Clone, Copy)]
struct Step<'a> {
    field: &'a Field,
    above: Option<&'a Step<'a>>,
}

/// What is wanted of a field.
#[derive(Clone, Copy)]
enum Wanted {
    Key,
    /// The name with this hash.
    Name(u64),
}

/// The key of the field with this number: `stripe.secret_key`. Fields in lists and maps are numbered where `all` is.
pub(super) const fn key_of(text: Text, schema: &Schema, number: usize, all: bool) -> Text {
    match find(text, schema, schema, (number, all), &mut 0, None, Wanted::Key) {
        Some(text) => text,
        None => text,
    }
}

/// The name with this hash of the field with this number.
pub(super) const fn name_of(text: Text, schema: &Schema, number: usize, hash: u64) -> Text {
    match find(text, schema, schema, (number, false), &mut 0, None, Wanted::Name(hash)) {
        Some(text) => text,
        None => text,
    }
}

const fn find(
    text: Text,
    root: &Schema,
    schema: &Schema,
    (number, all): (usize, bool),
    at: &mut usize,
    above: Option<&Step<'_>>,
    wanted: Wanted,
) -> Option<Text> {
    let mut index = 0;
    while index < schema.fields.len() {
        let field = &schema.fields[index];
        *at += 1;
        let step = Step { field, above };
        if *at == number {
            return Some(match wanted {
                Wanted::Key => push_key(text, &step),
                Wanted::Name(hash) => push_name(text, root, &step, hash),
            });
        }
        if let Kind::Group(group) = &field.kind
            && (all || matches!(group.shape, Shape::One | Shape::Optional))
        {
            let found = find(text, root, group.schema, (number, all), at, Some(&step), wanted);
            if found.is_some() {
                return found;
            }
        }
        index += 1;
    }
    None
}

const fn push_key(text: Text, step: &Step<'_>) -> Text {
    let text = match step.above {
        Some(above) => push_key(text, above),
        None => text,
    };
    if let Kind::Group(group) = &step.field.kind
        && group.flatten
    {
        return text;
    }
    let begins = text.length == 0 || text.bytes[text.length - 1] == b'`';
    let text = if begins { text } else { text.push(".") };
    text.push(step.field.key)
}

const fn push_name(text: Text, root: &Schema, step: &Step<'_>, hash: u64) -> Text {
    let aliases = step.field.aliases;
    let mut index = 0;
    while index < aliases.len() {
        if aliases[index].absolute && then(EMPTY, aliases[index].env) == hash {
            return text.push(aliases[index].env);
        }
        let name = push_part(push_stem(Text::of(""), root, step.above), aliases[index].env);
        if !aliases[index].absolute && then(EMPTY, name.as_str()) == hash {
            return text.push(name.as_str());
        }
        index += 1;
    }
    match step.field.env {
        Some(name) => text.push(name),
        None => text.push(push_part(push_stem(Text::of(""), root, step.above), step.field.env_part).as_str()),
    }
}

const fn push_stem(text: Text, root: &Schema, step: Option<&Step<'_>>) -> Text {
    let Some(step) = step else { return text.push(root.prefix) };
    let text = push_stem(text, root, step.above);
    if is_flat(step.field) { text } else { push_part(text, step.field.env_part) }
}

const fn push_part(text: Text, part: &str) -> Text {
    if text.length == 0 { text.push(part) } else { text.push("_").push(part) }
}
