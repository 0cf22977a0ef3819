//! The schema of one load, laid flat: a node per key, and a table from environment names to nodes.
//!
//! Built anew for each load, without composing a name: cheaper than a cache would be worth, and no global state.

mod elements;
mod naming;
mod table;

use crate::names::{NameHash, NamePart};
use crate::schema::{Field, Kind, Schema, Shape};

pub(crate) use elements::Elements;
pub(crate) use naming::NameBuffer;
use table::Table;

/// A key of this load: a field, or an entry of a map or list.
pub(crate) type NodeId = u32;

/// The root struct.
pub(crate) const ROOT: NodeId = 0;

/// Which of its names a key was found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Called {
    /// Its own.
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

#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) parent: NodeId,
    pub(crate) field: Option<&'static Field>,
    /// For entries of maps and lists: the key.
    pub(crate) element: Option<Box<str>>,
    pub(crate) kind: NodeKind,
    /// The children of a struct: `first..first + count`. For maps and lists `first` is the number of its `Elements`.
    first: u32,
    count: u32,
    /// The environment name so far.
    hash: NameHash,
    /// Whether that name is still empty, so that no separator follows.
    bare: bool,
    /// An entry of a list that a higher layer replaced.
    pub(crate) detached: bool,
}

/// All keys of one load.
#[derive(Debug)]
pub(crate) struct Index {
    nodes: Vec<Node>,
    table: Table,
    elements: Vec<Elements>,
    /// Pairs of keys whose names have the same hash.
    look_alikes: Vec<(NodeId, NodeId)>,
    /// How many keys the schema declares; those of entries follow.
    declared: usize,
    schema: &'static Schema,
}

impl Index {
    pub(crate) fn new(schema: &'static Schema) -> Self {
        let mut index = Self {
            nodes: Vec::with_capacity(1 + schema.size.keys),
            table: Table::with_room(schema.size.names),
            elements: Vec::new(),
            look_alikes: Vec::new(),
            declared: 0,
            schema,
        };
        index.nodes.push(Node {
            parent: ROOT,
            field: None,
            element: None,
            kind: NodeKind::Group(Shape::One),
            first: 0,
            count: 0,
            hash: NameHash::of(schema.prefix.as_bytes()),
            bare: schema.prefix.is_empty(),
            detached: false,
        });
        index.expand(ROOT, schema);
        index.declared = index.nodes.len();
        index
    }

    /// Adds the fields of a struct below its node, and what is below them.
    #[allow(clippy::cast_possible_truncation, reason = "a schema has fewer than 2^32 fields")]
    fn expand(&mut self, group: NodeId, schema: &'static Schema) {
        let first = self.nodes.len() as NodeId;
        let parent = &mut self.nodes[group as usize];
        parent.first = first;
        parent.count = schema.fields.len() as u32;
        let (hash, bare) = (parent.hash, parent.bare);
        let stem = if bare { hash } else { hash.then(NamePart::of(self.separator(group))) };
        for field in schema.fields {
            let id = self.nodes.len() as NodeId;
            let (kind, hash, bare) = match &field.kind {
                Kind::Leaf(leaf) => {
                    let kind = if leaf.map { NodeKind::LeafMap } else { NodeKind::Leaf };
                    let hash = if field.env.is_some() { field.env_hash.alone() } else { stem.then(field.env_hash) };
                    (kind, hash, false)
                }
                Kind::Group(inner) if inner.flatten || field.env_part.is_empty() => {
                    (NodeKind::Group(inner.shape), hash, bare)
                }
                Kind::Group(inner) => (NodeKind::Group(inner.shape), stem.then(field.env_hash), false),
            };
            self.nodes.push(Node {
                parent: group,
                field: Some(field),
                element: None,
                kind,
                first: 0,
                count: 0,
                hash,
                bare,
                detached: false,
            });
            if !is_nameless(field) {
                self.insert(hash, id, Called::Own);
            }
            for (number, alias) in (0u8..).zip(field.aliases) {
                let hash = if alias.absolute { alias.env_hash.alone() } else { stem.then(alias.env_hash) };
                self.insert(hash, id, Called::Alias(number));
            }
        }
        for (id, field) in (first..).zip(schema.fields) {
            match &field.kind {
                Kind::Group(inner) if matches!(inner.shape, Shape::One | Shape::Optional) => {
                    self.expand(id, inner.schema);
                }
                Kind::Group(_) => self.add_elements(id),
                Kind::Leaf(leaf) if leaf.map => self.add_elements(id),
                Kind::Leaf(_) => {}
            }
        }
    }

    fn insert(&mut self, hash: NameHash, id: NodeId, called: Called) {
        let same = self.table.insert(hash, id, called);
        self.look_alikes.extend(same.map(|other| (id, other)));
    }

    /// Pairs of keys that may share a name: few, and mostly variants of one enum.
    pub(crate) fn look_alikes(&self) -> impl Iterator<Item = (NodeId, NodeId)> + '_ {
        self.look_alikes.iter().copied()
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
        self.table.cells()
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
        node.field.or_else(|| node.element.as_ref().and_then(|_| self.field(node.parent)))
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
        let is_own = |&id: &NodeId| self.node(id).field.is_some_and(|f| f.key == key && !is_flat(f));
        if let Some(id) = (start..children.end).chain(children.start..start).find(is_own) {
            return Some((id, Called::Own));
        }
        children.clone().find_map(|id| {
            let field = self.node(id).field?;
            if is_flat(field) {
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
            let entry = |id: &NodeId| self.node(*id).element.as_deref() == Some(key);
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
                Some(field) if is_flat(field) => twins.extend(self.twins(id, key, but)),
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

/// Whether a field's members stand in its own struct.
pub(crate) fn is_flat(field: &Field) -> bool {
    matches!(&field.kind, Kind::Group(group) if group.flatten)
}

/// Whether the environment has no name for the field itself: flattened, or with an empty prefix.
fn is_nameless(field: &Field) -> bool {
    is_flat(field) || (field.env_part.is_empty() && field.env.is_none())
}
