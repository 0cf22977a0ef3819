//! Entries of maps and lists, which the layers enumerate and no schema can.

use std::collections::HashMap;

use super::layout::{Draft, Stem};
use super::table::Cell;
use super::{Called, Index, Node, NodeId, NodeKind};
use crate::names::{NameHasher, entry_part};
use crate::schema::{Kind, Schema, Shape};

/// The entries of one map or list, in the order in which they were met.
#[derive(Debug)]
pub(crate) struct Elements {
    node: NodeId,
    /// The environment name of the map or list, with the `__` after it.
    stem: String,
    entries: Vec<NodeId>,
    /// Entries by the name that the environment would give their key.
    by_part: HashMap<String, Vec<NodeId>>,
    /// For lists: the number of the layer that gave the entries.
    pub(crate) layer: Option<usize>,
}

/// Several keys of lower layers have this one name in the environment.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ambiguous;

impl Index {
    /// Makes room for the entries of each map and list among the nodes from this one on.
    pub(super) fn note_elements(&mut self, from: usize) {
        let counts = |node: &Node| matches!(node.kind, NodeKind::LeafMap | NodeKind::Group(Shape::List | Shape::Map));
        let mut found: Vec<NodeId> =
            (0..).zip(&*self.nodes).skip(from).filter(|(_, node)| counts(node)).map(|(id, _)| id).collect();
        found.sort_by_key(|&id| self.node(id).first);
        for id in found {
            let stem = self.stem(id);
            self.elements.push(Elements { node: id, stem, entries: Vec::new(), by_part: HashMap::new(), layer: None });
        }
    }

    /// The entries of a map or list.
    pub(crate) fn entries(&self, id: NodeId) -> &[NodeId] {
        self.elements_of(id).map_or(&[], |elements| &elements.entries)
    }

    pub(crate) fn elements_of(&self, id: NodeId) -> Option<&Elements> {
        let node = self.node(id);
        match node.kind {
            NodeKind::LeafMap | NodeKind::Group(Shape::List | Shape::Map) => self.elements.get(node.first as usize),
            _ => None,
        }
    }

    fn elements_mut(&mut self, id: NodeId) -> Option<&mut Elements> {
        let first = self.node(id).first as usize;
        self.elements.get_mut(first).filter(|elements| elements.node == id)
    }

    /// The map or list under which a name of the environment falls, the innermost one, and the rest of the name.
    pub(crate) fn enumerates<'a>(&self, name: &'a str) -> Option<(NodeId, &'a str)> {
        self.elements
            .iter()
            .filter(|elements| !self.is_detached(elements.node))
            .filter_map(|elements| {
                let rest = name.strip_prefix(elements.stem.as_str()).filter(|rest| !rest.is_empty())?;
                Some((elements.stem.len(), elements.node, rest))
            })
            .max_by_key(|&(length, ..)| length)
            .map(|(_, node, rest)| (node, rest))
    }

    fn is_detached(&self, id: NodeId) -> bool {
        let node = self.node(id);
        node.detached || (id != super::ROOT && self.is_detached(node.parent))
    }

    /// The entry of a map that a document calls so; made where there is none.
    pub(crate) fn entry(&mut self, map: NodeId, key: &str) -> NodeId {
        let found = self.elements_of(map).and_then(|elements| {
            let same = elements.by_part.get(&entry_part(key))?;
            same.iter().copied().find(|&id| self.entry_key(id) == Some(key))
        });
        found.unwrap_or_else(|| self.add_entry(map, key))
    }

    /// The entry of a map that the environment calls so: a key of a lower layer, else one in lower case.
    pub(crate) fn entry_by_part(&mut self, map: NodeId, part: &str) -> Result<NodeId, Ambiguous> {
        let found = self.elements_of(map).and_then(|elements| elements.by_part.get(&entry_part(part)));
        match found.map(Vec::as_slice) {
            Some([one]) => Ok(*one),
            Some([_, _, ..]) => Err(Ambiguous),
            Some([]) | None => Ok(self.add_entry(map, &part.to_ascii_lowercase())),
        }
    }

    /// Drops the entries that a lower layer gave a list.
    pub(crate) fn replace_entries(&mut self, list: NodeId, layer: usize) {
        let Some(elements) = self.elements_mut(list) else { return };
        if elements.layer == Some(layer) {
            return;
        }
        elements.layer = Some(layer);
        elements.by_part.clear();
        for id in std::mem::take(&mut elements.entries) {
            self.detach(id);
        }
    }

    /// Drops some entries of a map or list.
    pub(crate) fn drop_entries(&mut self, map: NodeId, dropped: &[NodeId]) {
        let Some(elements) = self.elements_mut(map) else { return };
        elements.entries.retain(|id| !dropped.contains(id));
        for same in elements.by_part.values_mut() {
            same.retain(|id| !dropped.contains(id));
        }
        for &id in dropped {
            self.detach(id);
        }
    }

    /// Orders the items that a layer gave its lists; gives each list that has a gap, and the number missing.
    pub(crate) fn sort_lists(&mut self, layer: usize) -> Vec<(NodeId, usize)> {
        let mut gaps = Vec::new();
        let (nodes, keys) = (&self.nodes, &self.entry_keys);
        let number = |id: &NodeId| {
            let key = keys.get((nodes[*id as usize].element as usize).wrapping_sub(1))?;
            key.parse::<usize>().ok()
        };
        for elements in self.elements.iter_mut().filter(|elements| elements.layer == Some(layer)) {
            elements.entries.sort_by_key(number);
            let gap = elements.entries.iter().enumerate().find(|(place, id)| number(id) != Some(*place));
            gaps.extend(gap.map(|(place, _)| (elements.node, place)));
        }
        gaps
    }

    fn detach(&mut self, id: NodeId) {
        self.nodes.to_mut()[id as usize].detached = true;
        let below: Vec<NodeId> = self.children(id).chain(self.entries(id).to_vec()).collect();
        for child in below {
            self.detach(child);
        }
    }

    #[allow(clippy::cast_possible_truncation, reason = "fewer than 2^32 entries")]
    fn add_entry(&mut self, map: NodeId, key: &str) -> NodeId {
        let id = self.nodes.len() as NodeId;
        let part = entry_part(key);
        let above = *self.node(map);
        let (kind, inner) = match (above.kind, above.field.map(|field| &field.kind)) {
            (NodeKind::Group(_), Some(Kind::Group(group))) => (NodeKind::Group(Shape::One), Some(group.schema)),
            _ => (NodeKind::Leaf, None),
        };
        let name = NameHasher::of(&self.stem(map)).then(&part);
        self.entry_keys.push(key.into());
        let entry = Node { parent: map, kind, element: self.entry_keys.len() as u32, ..Node::BLANK };
        let own = Cell { hash: name.finish(), id, called: Called::Own };
        match inner {
            Some(schema) => self.add_members(entry, own, schema, Stem { prefix: name, separator: "__" }),
            None => {
                self.nodes.to_mut().push(entry);
                self.table.extend(&[own]);
            }
        }
        if let Some(elements) = self.elements_mut(map) {
            elements.entries.push(id);
            elements.by_part.entry(part).or_default().push(id);
        }
        id
    }

    /// Adds an entry that is a struct, and its fields.
    #[allow(clippy::cast_possible_truncation, reason = "fewer than 2^32 entries and maps")]
    fn add_members(&mut self, entry: Node, own: Cell, schema: &'static Schema, stem: Stem) {
        let mut nodes = vec![entry; 1 + schema.size.keys];
        let mut cells = vec![own; 1 + schema.size.names];
        let mut draft = Draft::new(&mut nodes, &mut cells[1..], own.id, self.elements.len() as u32);
        draft.members(0, schema, stem);
        self.nodes.to_mut().append(&mut nodes);
        self.table.extend(&cells);
        self.note_elements(own.id as usize);
    }
}
