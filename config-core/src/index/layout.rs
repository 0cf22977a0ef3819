//! A schema laid flat: a node per key, and every environment name. `const`, so that the compiler does it for a root that
//! is no generic type; entries of maps and lists are laid out the same way when a layer names them.

use std::borrow::Cow;

use super::table::{self, Cell, Table};
use super::{Called, Node, NodeId, NodeKind};
use crate::names::NameHasher;
use crate::schema::{Field, Kind, Schema, Shape};

/// The keys of a root struct and their names.
#[derive(Clone, Debug)]
#[doc(hidden)]
pub struct Keys {
    pub(super) nodes: Cow<'static, [Node]>,
    pub(super) table: Table,
    /// How many of the nodes are maps and lists, whose entries the layers name.
    pub(super) elements: u32,
}

/// Room for the keys of a root struct, their names and the table of these: all sizes from [`room_for_keys`].
#[derive(Debug)]
#[doc(hidden)]
pub struct Layout<const NODES: usize, const NAMES: usize, const SLOTS: usize> {
    nodes: [Node; NODES],
    cells: [Cell; NAMES],
    slots: [u32; SLOTS],
    twins: bool,
    elements: u32,
}

/// The three sizes of the [`Layout`] of a schema.
#[doc(hidden)]
#[must_use]
pub const fn room_for_keys(schema: &Schema) -> (usize, usize, usize) {
    (1 + schema.size.keys, schema.size.names, table::slots_for(schema.size.names))
}

impl<const NODES: usize, const NAMES: usize, const SLOTS: usize> Layout<NODES, NAMES, SLOTS> {
    /// Lays a schema out, with the sizes that [`room_for_keys`] gives for it.
    #[must_use]
    pub const fn of(schema: &'static Schema) -> Self {
        let mut layout = Self {
            nodes: [Node::BLANK; NODES],
            cells: [Cell::NONE; NAMES],
            slots: [0; SLOTS],
            twins: false,
            elements: 0,
        };
        let mut draft = Draft::new(&mut layout.nodes, &mut layout.cells, 0, 0);
        draft.members(0, schema, Stem { prefix: NameHasher::of(schema.prefix), separator: "_" });
        layout.elements = draft.elements;
        layout.twins = table::fill(&mut layout.slots, &layout.cells, 0);
        layout
    }

    /// The keys, as a load uses them.
    #[must_use]
    pub const fn keys(&'static self) -> Keys {
        Keys {
            nodes: Cow::Borrowed(&self.nodes),
            table: Table::borrowed(&self.cells, &self.slots, self.twins),
            elements: self.elements,
        }
    }
}

impl Keys {
    /// The keys of a generic root, which the compiler does not know beforehand.
    pub(super) fn of(schema: &'static Schema) -> Self {
        let (nodes, names, _) = room_for_keys(schema);
        let (mut nodes, mut cells) = (vec![Node::BLANK; nodes], vec![Cell::NONE; names]);
        let mut draft = Draft::new(&mut nodes, &mut cells, 0, 0);
        draft.members(0, schema, Stem { prefix: NameHasher::of(schema.prefix), separator: "_" });
        let elements = draft.elements;
        Self { nodes: Cow::Owned(nodes), table: Table::of(cells), elements }
    }
}

/// Nodes and names while they are written.
pub(super) struct Draft<'a> {
    nodes: &'a mut [Node],
    cells: &'a mut [Cell],
    /// The number of the first node.
    base: NodeId,
    /// Nodes written; the first stands there from the beginning.
    len: usize,
    pub(super) names: usize,
    /// Maps and lists met, counted on from those before.
    pub(super) elements: u32,
}

impl<'a> Draft<'a> {
    pub(super) const fn new(nodes: &'a mut [Node], cells: &'a mut [Cell], base: NodeId, elements: u32) -> Self {
        Self { nodes, cells, base, len: 1, names: 0, elements }
    }

    /// Adds the fields of a struct below its node, and what is below them.
    #[allow(clippy::cast_possible_truncation, reason = "a schema has fewer than 2^32 fields")]
    pub(super) const fn members(&mut self, group: usize, schema: &'static Schema, stem: Stem) {
        let first = self.len;
        self.nodes[group].first = self.base + first as NodeId;
        self.nodes[group].count = schema.fields.len() as u32;
        let mut number = 0;
        while number < schema.fields.len() {
            self.field(self.base + group as NodeId, &schema.fields[number], stem);
            number += 1;
        }
        number = 0;
        while number < schema.fields.len() {
            let field = &schema.fields[number];
            let at = first + number;
            match &field.kind {
                Kind::Group(inner) if matches!(inner.shape, Shape::One | Shape::Optional) => {
                    let stem = if field.is_nameless() { stem } else { stem.below(field.env_part) };
                    self.members(at, inner.schema, stem);
                }
                Kind::Leaf(leaf) if !leaf.map => {}
                Kind::Group(_) | Kind::Leaf(_) => {
                    self.nodes[at].first = self.elements;
                    self.elements += 1;
                }
            }
            number += 1;
        }
    }

    #[allow(clippy::cast_possible_truncation, reason = "fewer than 2^32 fields, and aliases fewer than 256")]
    const fn field(&mut self, parent: NodeId, field: &'static Field, stem: Stem) {
        let id = self.base + self.len as NodeId;
        let kind = match &field.kind {
            Kind::Leaf(leaf) if leaf.map => NodeKind::LeafMap,
            Kind::Leaf(_) => NodeKind::Leaf,
            Kind::Group(inner) => NodeKind::Group(inner.shape),
        };
        self.nodes[self.len] = Node { parent, field: Some(field), kind, ..Node::BLANK };
        self.len += 1;
        match field.env {
            Some(whole) => self.name(NameHasher::of(whole), id, Called::Own),
            None if field.is_nameless() => {}
            None => self.name(stem.name(field.env_part), id, Called::Own),
        }
        let mut number = 0;
        while number < field.aliases.len() {
            let alias = field.aliases[number];
            let name = if alias.absolute { NameHasher::of(alias.env) } else { stem.name(alias.env) };
            self.name(name, id, Called::Alias(number as u8));
            number += 1;
        }
    }

    const fn name(&mut self, name: NameHasher, id: NodeId, called: Called) {
        self.cells[self.names] = Cell { hash: name.finish(), id, called };
        self.names += 1;
    }
}

/// How the names of the members of a group begin.
#[derive(Clone, Copy)]
pub(super) struct Stem {
    pub(super) prefix: NameHasher,
    /// `_`, or `__` after the key of an entry of a map or list. Nothing where the prefix is empty.
    pub(super) separator: &'static str,
}

impl Stem {
    const fn name(self, part: &str) -> NameHasher {
        let stem = if self.prefix.is_empty() { self.prefix } else { self.prefix.then(self.separator) };
        stem.then(part)
    }

    /// The stem of a group in this one.
    const fn below(self, part: &str) -> Self {
        Self { prefix: self.name(part), separator: "_" }
    }
}
