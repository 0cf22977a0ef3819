//! What is checked of a whole schema while it compiles: names that meet, and defaults of secrets.
//!
//! All of it is `const`: a mistake is a panic of the compiler's, told by `cargo check`. Loops are linear and names are
//! hashed without composing them, so that thousands of fields cost little.

mod names;
mod text;

use crate::schema::{DefaultValue, Field, Kind, Schema, Secrecy, Shape};

use names::{Stem, Table, single, walk};
use text::{Text, Wanted, push_field};

/// Refuses what does not hold; the place of the call is where the compiler points.
///
/// # Panics
/// With the message.
#[track_caller]
pub const fn claim(holds: bool, message: &str) {
    assert!(holds, "{}", message);
}

/// The room of the table that [`check_names`] needs: twice its names, as a power of two.
#[must_use]
pub const fn room_for_names(schema: &Schema) -> usize {
    (count(schema) * 2 + 2).next_power_of_two()
}

const fn count(schema: &Schema) -> usize {
    let mut total = 0;
    let mut index = 0;
    while index < schema.fields.len() {
        let field = &schema.fields[index];
        total += 1 + field.aliases.len();
        if let Some(group) = single(field) {
            total += count(group.schema);
        }
        index += 1;
    }
    total
}

/// Refuses a schema in which two fields have one environment name.
///
/// Fields of different variants of an enum may share a name, because only one variant is read. What stands in lists and maps has the key of its entry in its name, and no name of its own beside it.
///
/// # Panics
/// Names the two fields; the compiler prints it.
#[track_caller]
pub const fn check_names<const ROOM: usize>(schema: &Schema) {
    if let Some(text) = fault_of_names::<ROOM>(schema) {
        panic!("{}", text.as_str());
    }
}

const fn fault_of_names<const ROOM: usize>(schema: &Schema) -> Option<Text> {
    let mut table = Table::<ROOM>::EMPTY;
    if let Some((earlier, later, hash)) = walk(&mut table, schema, Stem::of(schema.prefix), None) {
        let mut text = Text::of("two fields have one environment name: `");
        push_field(&mut text, schema, Wanted { number: later, all: false, name: Some(hash) });
        text.push("` is the name of `");
        push_field(&mut text, schema, Wanted { number: earlier, all: false, name: None });
        text.push("` and of `");
        push_field(&mut text, schema, Wanted { number: later, all: false, name: None });
        text.push("`; give one of them another with `env`, `rename` or a `prefix`");
        return Some(text);
    }
    if let Some(number) = misplaced(schema, false, &mut 0) {
        let mut text = Text::of("`");
        push_field(&mut text, schema, Wanted { number, all: true, name: None });
        text.push("` stands in a list or map, where an entry's name holds its key: remove its `env`");
        return Some(text);
    }
    None
}

/// Refuses defaults of secrets below a struct whose `relaxed` list does not hold their profiles.
///
/// # Panics
/// Names the field; the compiler prints it.
#[track_caller]
pub const fn check_defaults(schema: &Schema) {
    if let Some(text) = fault_of_defaults(schema) {
        panic!("{}", text.as_str());
    }
}

const fn fault_of_defaults(schema: &Schema) -> Option<Text> {
    let Some(relaxed) = schema.relaxed else { return None };
    let Some(number) = hardened(schema, relaxed, &mut 0) else { return None };
    let mut text = Text::of("the secret `");
    push_field(&mut text, schema, Wanted { number, all: true, name: None });
    text.push("` has a default for a profile that `relaxed` does not list");
    Some(text)
}

/// The first field in a list or map with an absolute name. Numbers fields in the order of the schema.
const fn misplaced(schema: &Schema, repeated: bool, number: &mut usize) -> Option<usize> {
    let mut index = 0;
    while index < schema.fields.len() {
        let field = &schema.fields[index];
        *number += 1;
        if repeated && (field.env.is_some() || has_absolute_alias(field)) {
            return Some(*number);
        }
        if let Kind::Group(group) = &field.kind {
            let repeated = repeated || matches!(group.shape, Shape::List | Shape::Map);
            let found = misplaced(group.schema, repeated, number);
            if found.is_some() {
                return found;
            }
        }
        index += 1;
    }
    None
}

const fn has_absolute_alias(field: &Field) -> bool {
    let mut index = 0;
    while index < field.aliases.len() {
        if field.aliases[index].absolute {
            return true;
        }
        index += 1;
    }
    false
}

/// The first secret with a default for a profile that is not relaxed.
const fn hardened(schema: &Schema, relaxed: &[&str], number: &mut usize) -> Option<usize> {
    let mut index = 0;
    while index < schema.fields.len() {
        let field = &schema.fields[index];
        *number += 1;
        match &field.kind {
            Kind::Leaf(leaf) => {
                if matches!(leaf.secrecy, Secrecy::Secret) && !is_relaxed(&field.default, relaxed) {
                    return Some(*number);
                }
            }
            Kind::Group(group) => {
                let found = hardened(group.schema, relaxed, number);
                if found.is_some() {
                    return found;
                }
            }
        }
        index += 1;
    }
    None
}

const fn is_relaxed(default: &DefaultValue, relaxed: &[&str]) -> bool {
    let DefaultValue::PerProfile(arms) = default else { return true };
    let mut index = 0;
    while index < arms.len() {
        let profile = arms[index].profile;
        if !same(profile, "relaxed") && !contains(relaxed, profile) {
            return false;
        }
        index += 1;
    }
    true
}

const fn contains(texts: &[&str], wanted: &str) -> bool {
    let mut index = 0;
    while index < texts.len() {
        if same(texts[index], wanted) {
            return true;
        }
        index += 1;
    }
    false
}

const fn same(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    if left.len() != right.len() {
        return false;
    }
    let mut index = 0;
    while index < left.len() {
        if left[index] != right[index] {
            return false;
        }
        index += 1;
    }
    true
}

#[cfg(test)]
mod tests;
