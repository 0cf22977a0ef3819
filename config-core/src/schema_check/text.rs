//! Messages of the compiler, put together while it compiles.

use super::names::{EMPTY, then};
use crate::schema::{Field, Kind, Schema, Shape};

const ROOM: usize = 512;

/// Text that ends where its room does.
pub(super) struct Text {
    bytes: [u8; ROOM],
    length: usize,
}

impl Text {
    pub(super) const fn of(text: &str) -> Self {
        let mut this = Self { bytes: [0; ROOM], length: 0 };
        this.push(text);
        this
    }

    pub(super) const fn push(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut index = 0;
        while index < bytes.len() && self.length < ROOM {
            self.bytes[self.length] = bytes[index];
            self.length += 1;
            index += 1;
        }
    }

    pub(super) const fn as_str(&self) -> &str {
        match std::str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => text,
            // Cut within a character, which takes names of hundreds of letters.
            Err(_) => "the schema is at fault, in names too long to print",
        }
    }
}

/// The way down to a field.
struct Step<'a> {
    field: &'a Field,
    above: Option<&'a Step<'a>>,
}

/// What is wanted of which field: its number in the order of the schema.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    pub(super) number: usize,
    /// Whether fields in lists and maps are numbered too.
    pub(super) all: bool,
    /// The name with this hash, instead of the key.
    pub(super) name: Option<u64>,
}

/// Adds the key (`stripe.secret_key`) or the environment name of a field.
pub(super) const fn push_field(text: &mut Text, schema: &Schema, wanted: Wanted) {
    find(text, schema, schema, wanted, &mut 0, None);
}

/// Whether the field is found below.
const fn find(
    text: &mut Text,
    root: &Schema,
    schema: &Schema,
    wanted: Wanted,
    at: &mut usize,
    above: Option<&Step<'_>>,
) -> bool {
    let mut index = 0;
    while index < schema.fields.len() {
        let field = &schema.fields[index];
        *at += 1;
        let step = Step { field, above };
        if *at == wanted.number {
            match wanted.name {
                Some(hash) => push_name(text, root, &step, hash),
                None => push_key(text, &step),
            }
            return true;
        }
        if let Kind::Group(group) = &field.kind
            && (wanted.all || matches!(group.shape, Shape::One | Shape::Optional))
            && find(text, root, group.schema, wanted, at, Some(&step))
        {
            return true;
        }
        index += 1;
    }
    false
}

const fn push_key(text: &mut Text, step: &Step<'_>) {
    if let Some(above) = step.above {
        push_key(text, above);
    }
    if let Kind::Group(group) = &step.field.kind
        && group.flatten
    {
        return;
    }
    if text.bytes[text.length - 1] != b'`' {
        text.push(".");
    }
    text.push(step.field.key);
}

const fn push_name(text: &mut Text, root: &Schema, step: &Step<'_>, hash: u64) {
    let aliases = step.field.aliases;
    let mut index = 0;
    while index < aliases.len() {
        let alias = aliases[index];
        let name = if alias.absolute { Text::of(alias.env) } else { relative(root, step.above, alias.env) };
        if then(EMPTY, name.as_str()) == hash {
            return text.push(name.as_str());
        }
        index += 1;
    }
    match step.field.env {
        Some(name) => text.push(name),
        None => text.push(relative(root, step.above, step.field.env_part).as_str()),
    }
}

/// A part below the names of the groups above it.
const fn relative(root: &Schema, above: Option<&Step<'_>>, part: &str) -> Text {
    let mut text = Text::of("");
    push_stem(&mut text, root, above);
    push_part(&mut text, part);
    text
}

const fn push_stem(text: &mut Text, root: &Schema, step: Option<&Step<'_>>) {
    let Some(step) = step else { return text.push(root.prefix) };
    push_stem(text, root, step.above);
    if !step.field.is_nameless() {
        push_part(text, step.field.env_part);
    }
}

const fn push_part(text: &mut Text, part: &str) {
    if text.length > 0 {
        text.push("_");
    }
    text.push(part);
}
