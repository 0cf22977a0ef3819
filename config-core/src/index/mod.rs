//! The schema of one load, laid flat: a node per key, and a table from environment names to nodes.
//!
//! What the schema declares is laid out beforehand by the compiler, or once per load where the root is generic. What the
//! layers add, entries of maps and lists, is laid out beside it.

mod elements;
mod layout;
mod naming;
mod table;

use std::borrow::Cow;
use std::collections::HashMap;

use crate::names::NameHash;
use crate::schema::{Field, Kind, Schema, Shape};

pub(crate) use elements::Elements;
#[doc(hidden)]
pub use layout::{Keys, Layout, room_for_keys};
pub(crate) use naming::NameBuffer;
use table::Table;

/// A key of this load: a field, or an entry of a map or list.
pub(crate) type NodeId = u32;

/// The root struct.
pub(crate) const ROOT: NodeId = 0;

/// Which of its names a key was found by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Called {
    /// Its own.
    #[default]
    Own,
    /// The alias of this number.
    Alias(u8),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NodeKind {
    /// One value.
    Leaf,
    /// A map of leaves, whose entries may come one by one.
    LeafMap,
    /// A struct or tagged enum.
    Group(Shape),
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) parent: NodeId,
    pub(crate) field: Option<&'static Field>,
    pub(crate) kind: NodeKind,
    /// The children of a struct: `first..first + count`. For maps and lists `first` is the number of its `Elements`.
    first: u32,
    count: u32,
    /// For entries of maps and lists: the number of the key, from 1.
    element: u32,
    /// An entry of a list that a higher layer replaced.
    pub(crate) detached: bool,
}

impl Node {
    const BLANK: Self = Self {
        parent: ROOT,
        field: None,
        kind: NodeKind::Group(Shape::One),
        first: 0,
        count: 0,
        element: 0,
        detached: false,
    };

    /// Whether this is an entry of a map or list.
    pub(crate) const fn is_entry(&self) -> bool {
        self.element != 0
    }
}

/// All keys of one load.
#[derive(Debug)]
pub(crate) struct Index {
    /// Those that the schema declares, and after them what the layers added.
    nodes: Cow<'static, [Node]>,
    table: Table,
    elements: Vec<Elements>,
    /// The keys of entries of maps and lists.
    entry_keys: Vec<Box<str>>,
    /// How many keys the schema declares.
    declared: usize,
    schema: &'static Schema,
}

impl Index {
    /// The keys of a schema, laid out beforehand or now.
    pub(crate) fn new(schema: &'static Schema, keys: Option<&'static Keys>) -> Self {
        let Keys { nodes, table, elements } = keys.map_or_else(|| Keys::of(schema), Keys::clone);
        let declared = nodes.len();
        let mut index = Self { nodes, table, elements: Vec::new(), entry_keys: Vec::new(), declared, schema };
        if elements > 0 {
            index.note_elements(0);
        }
        index
    }

    /// Pairs of keys that may share a name: few, and mostly variants of one enum.
    pub(crate) fn look_alikes(&self) -> Vec<(NodeId, NodeId)> {
        if !self.table.has_twins() {
            return Vec::new();
        }
        let mut seen = HashMap::new();
        let cells = self.table.cells().iter();
        cells.filter_map(|cell| seen.insert(cell.hash, cell.id).map(|other| (cell.id, other))).collect()
    }

    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are maps or lists, whose entries the layers name.
    pub(crate) fn has_elements(&self) -> bool {
        !self.elements.is_empty()
    }

    /// Every name that an environment may hold: own ones and aliases.
    pub(crate) fn names(&self) -> impl Iterator<Item = (NodeId, Called)> + '_ {
        self.table.cells().iter().map(|cell| (cell.id, cell.called))
    }

    /// For an entry of a map or list: its key.
    pub(crate) fn entry_key(&self, id: NodeId) -> Option<&str> {
        let number = self.node(id).element.checked_sub(1)?;
        self.entry_keys.get(number as usize).map(|key| &**key)
    }

    /// Whether the schema itself declares a key, and no layer had to name an entry first.
    pub(crate) fn is_declared(&self, id: NodeId) -> bool {
        (id as usize) < self.declared
    }

    /// Whether a key stands below another.
    pub(crate) fn is_below(&self, id: NodeId, above: NodeId) -> bool {
        let parent = self.node(id).parent;
        id != ROOT && (parent == above || self.is_below(parent, above))
    }

    pub(crate) fn schema(&self) -> &'static Schema {
        self.schema
    }

    pub(crate) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }

    /// The field of a key; for an entry of a map or list, that of the map or list.
    pub(crate) fn field(&self, id: NodeId) -> Option<&'static Field> {
        let node = self.node(id);
        node.field.or_else(|| node.is_entry().then(|| self.field(node.parent)).flatten())
    }

    /// The children of a struct, in the order of its fields. Empty for leaves, maps and lists.
    pub(crate) fn children(&self, id: NodeId) -> std::ops::Range<NodeId> {
        let node = self.node(id);
        match node.kind {
            NodeKind::Group(Shape::One | Shape::Optional) => node.first..node.first + node.count,
            _ => 0..0,
        }
    }

    /// The schema of the struct at a node.
    pub(crate) fn schema_of(&self, id: NodeId) -> &'static Schema {
        match self.field(id).map(|field| &field.kind) {
            Some(Kind::Group(group)) => group.schema,
            _ => self.schema,
        }
    }

    /// Every key that a flat source calls so, and by which of its names.
    pub(crate) fn find(&self, name: &str) -> impl Iterator<Item = (NodeId, Called)> + use<'_> {
        self.find_bytes(name.as_bytes())
    }

    /// The same of a name that need not be UTF-8.
    pub(crate) fn find_bytes(&self, name: &[u8]) -> impl Iterator<Item = (NodeId, Called)> + use<'_> {
        self.table.probe(NameHash::of(name)).filter(|&(id, _)| !self.node(id).detached)
    }

    /// Whether a name of the environment is that of a key, one of its aliases, or the name of a group or map around it.
    pub(crate) fn is_meant(&self, id: NodeId, name: &str) -> bool {
        self.env_name(id) == name || self.find(name).any(|(named, _)| named == id || self.is_below(id, named))
    }

    /// The first of these keys.
    #[inline]
    pub(crate) fn find_first(&self, name: &[u8]) -> Option<(NodeId, Called)> {
        let found = self.table.first(NameHash::of(name))?;
        if self.node(found.0).detached { self.find_bytes(name).next() } else { Some(found) }
    }

    /// The child of a struct that a document calls so, through flattened structs; `hint` is where to look first.
    pub(crate) fn child(&self, group: NodeId, key: &str, hint: NodeId) -> Option<(NodeId, Called)> {
        let children = self.children(group);
        let start = if children.contains(&hint) { hint } else { children.start };
        let is_own = |&id: &NodeId| self.node(id).field.is_some_and(|f| f.key == key && !f.is_flat());
        if let Some(id) = (start..children.end).chain(children.start..start).find(is_own) {
            return Some((id, Called::Own));
        }
        children.clone().find_map(|id| {
            let field = self.node(id).field?;
            if field.is_flat() {
                return self.child(id, key, 0);
            }
            let position = field.aliases.iter().position(|alias| !alias.absolute && alias.key == key)?;
            Some((id, Called::Alias(u8::try_from(position).ok()?)))
        })
    }

    /// The key of a path below a group (`hosts[2]`, `a.b`), or the nearest one above it that there is.
    pub(crate) fn nearest(&self, group: NodeId, path: &str) -> NodeId {
        let mut at = group;
        for key in path.split(['.', '[']).map(|key| key.trim_end_matches(']')).filter(|key| !key.is_empty()) {
            let entry = |id: &NodeId| self.entry_key(*id) == Some(key);
            let below = self.child(at, key, 0).map(|(id, _)| id);
            match below.or_else(|| self.entries(at).iter().copied().find(entry)) {
                Some(id) => at = id,
                None => break,
            }
        }
        at
    }

    /// The struct that a dotted path reaches, and the rest of the path: where an unknown key was meant to stand.
    pub(crate) fn nearest_group<'p>(&self, group: NodeId, path: &'p str) -> (NodeId, &'p str) {
        let Some((key, rest)) = path.split_once('.') else { return (group, path) };
        match self.child(group, key, 0) {
            Some((id, _)) if !self.children(id).is_empty() => self.nearest_group(id, rest),
            _ => (group, path),
        }
    }

    /// The other children of a group with this key: fields of other variants of an enum.
    pub(crate) fn twins(&self, group: NodeId, key: &str, but: NodeId) -> Vec<(NodeId, Called)> {
        let mut twins = Vec::new();
        for id in self.children(group).filter(|&id| id != but) {
            match self.node(id).field {
                Some(field) if field.is_flat() => twins.extend(self.twins(id, key, but)),
                Some(field) if field.key == key => twins.push((id, Called::Own)),
                _ => {}
            }
        }
        twins
    }
}

impl Index {
    /// All keys in the order of the schema, entries of maps and lists below their map or list.
    pub(crate) fn in_order(&self) -> Vec<NodeId> {
        let mut order = Vec::with_capacity(self.nodes.len());
        self.descend(ROOT, &mut order);
        order
    }

    fn descend(&self, id: NodeId, order: &mut Vec<NodeId>) {
        order.push(id);
        for below in self.children(id).chain(self.entries(id).iter().copied()) {
            self.descend(below, order);
        }
    }
}
