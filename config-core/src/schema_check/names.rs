//! The walk that meets every environment name of a schema once.

use crate::schema::{Alias, Field, Group, Kind, Schema, Shape, Variant};

pub(super) const EMPTY: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a (Fowler, Noll and Vo), from a state.
pub(super) const fn then(state: u64, text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut state = state;
    let mut index = 0;
    while index < bytes.len() {
        state = (state ^ bytes[index] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        index += 1;
    }
    state
}

/// What the names of a group's fields begin with.
#[derive(Clone, Copy)]
pub(super) struct Stem {
    hash: u64,
    /// Nothing: no separator follows.
    bare: bool,
}

impl Stem {
    pub(super) const fn of(prefix: &str) -> Self {
        Self { hash: then(EMPTY, prefix), bare: prefix.is_empty() }
    }

    const fn name(self, part: &str) -> u64 {
        if self.bare { then(self.hash, part) } else { then(then(self.hash, "_"), part) }
    }
}

/// Open addressing. Hashes of 64 bits stand for the names: two that differ will not meet.
pub(super) struct Table<const ROOM: usize> {
    hashes: [u64; ROOM],
    /// The number of the field in the order of the walk, from 1; 0 for a free cell.
    owners: [usize; ROOM],
    fields: usize,
}

impl<const ROOM: usize> Table<ROOM> {
    pub(super) const EMPTY: Self = Self { hashes: [0; ROOM], owners: [0; ROOM], fields: 0 };
}

/// The variants of an enum that stand beside the one being walked: the numbers of their fields.
pub(super) struct Siblings<'a> {
    first: usize,
    end: usize,
    outer: Option<&'a Siblings<'a>>,
}

const fn is_sibling(siblings: Option<&Siblings<'_>>, field: usize) -> bool {
    let mut at = siblings;
    while let Some(range) = at {
        if range.first <= field && field < range.end {
            return true;
        }
        at = range.outer;
    }
    false
}

/// Puts a name into the table; the field that has it already, where one has.
const fn insert<const ROOM: usize>(
    table: &mut Table<ROOM>,
    hash: u64,
    owner: usize,
    siblings: Option<&Siblings<'_>>,
) -> Option<usize> {
    #[allow(clippy::cast_possible_truncation, reason = "only the bits of the mask are used")]
    let mut at = (hash ^ (hash >> 32)) as usize & (ROOM - 1);
    while table.owners[at] != 0 {
        let found = table.owners[at];
        if table.hashes[at] == hash {
            if found == owner {
                return None;
            }
            if !is_sibling(siblings, found) {
                return Some(found);
            }
        }
        at = (at + 1) & (ROOM - 1);
    }
    table.hashes[at] = hash;
    table.owners[at] = owner;
    None
}

/// Two fields and the name that they share.
pub(super) type Clash = (usize, usize, u64);

/// The first two fields that share a name.
pub(super) const fn walk<const ROOM: usize>(
    table: &mut Table<ROOM>,
    schema: &Schema,
    stem: Stem,
    siblings: Option<&Siblings<'_>>,
) -> Option<Clash> {
    let mut index = 0;
    let mut variant = 0;
    let mut enum_from = table.fields + 1;
    let mut own_from = enum_from;
    while index < schema.fields.len() {
        let within = variant_at(schema.variants, &mut variant, index);
        if index == 1 {
            enum_from = table.fields + 1;
            own_from = enum_from;
        }
        if let Some(true) = within {
            own_from = table.fields + 1;
        }
        let beside = Siblings { first: enum_from, end: own_from, outer: siblings };
        let siblings = if within.is_some() { Some(&beside) } else { siblings };
        let clash = visit(table, &schema.fields[index], stem, siblings);
        if clash.is_some() {
            return clash;
        }
        index += 1;
    }
    None
}

/// Whether the field `index` stands in a variant, and whether it is the first there. Moves `at` on to that variant.
const fn variant_at(variants: &[Variant], at: &mut usize, index: usize) -> Option<bool> {
    while *at < variants.len() {
        let first = variants[*at].first as usize;
        let end = first + variants[*at].count as usize;
        if index < end {
            return if index < first { None } else { Some(index == first) };
        }
        *at += 1;
    }
    None
}

const fn visit<const ROOM: usize>(
    table: &mut Table<ROOM>,
    field: &Field,
    stem: Stem,
    siblings: Option<&Siblings<'_>>,
) -> Option<Clash> {
    table.fields += 1;
    let number = table.fields;
    let flat = field.is_nameless();
    let own = match field.env {
        Some(name) => then(EMPTY, name),
        None => stem.name(field.env_part),
    };
    if !flat && let Some(earlier) = insert(table, own, number, siblings) {
        return Some((earlier, number, own));
    }
    let mut index = 0;
    while index < field.aliases.len() {
        let hash = alias(&field.aliases[index], stem);
        if let Some(earlier) = insert(table, hash, number, siblings) {
            return Some((earlier, number, hash));
        }
        index += 1;
    }
    match single(field) {
        Some(group) => {
            let stem = if flat { stem } else { Stem { hash: own, bare: false } };
            walk(table, group.schema, stem, siblings)
        }
        None => None,
    }
}

const fn alias(alias: &Alias, stem: Stem) -> u64 {
    if alias.absolute { then(EMPTY, alias.env) } else { stem.name(alias.env) }
}

/// The group of a field that there is one of, or none.
pub(super) const fn single(field: &Field) -> Option<&Group> {
    match &field.kind {
        Kind::Group(group) if matches!(group.shape, Shape::One | Shape::Optional) => Some(group),
        _ => None,
    }
}
