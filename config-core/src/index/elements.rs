//! Entries of maps and lists, which the layers enumerate and no schema can.

use std::collections::HashMap;

use super::{Called, Index, Node, NodeId, NodeKind};
use crate::names::{NamePart, entry_part};
use crate::schema::{Kind, Shape};

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
    #[allow(clippy::cast_possible_truncation, reason = "fewer than 2^32 maps")]
    pub(super) fn add_elements(&mut self, id: NodeId) {
        let stem = self.stem(id);
        self.nodes[id as usize].first = self.elements.len() as u32;
        self.elements.push(Elements { node: id, stem, entries: Vec::new(), by_part: HashMap::new(), layer: None });
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
            same.iter().copied().find(|&id| self.node(id).element.as_deref() == Some(key))
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
        let nodes = &self.nodes;
        let number = |id: &NodeId| nodes[*id as usize].element.as_deref().and_then(|key| key.parse::<usize>().ok());
        for elements in self.elements.iter_mut().filter(|elements| elements.layer == Some(layer)) {
            elements.entries.sort_by_key(number);
            let gap = elements.entries.iter().enumerate().find(|(place, id)| number(id) != Some(*place));
            gaps.extend(gap.map(|(place, _)| (elements.node, place)));
        }
        gaps
    }

    fn detach(&mut self, id: NodeId) {
        self.nodes[id as usize].detached = true;
        let below: Vec<NodeId> = self.children(id).chain(self.entries(id).to_vec()).collect();
        for child in below {
            self.detach(child);
        }
    }

    #[allow(clippy::cast_possible_truncation, reason = "fewer than 2^32 entries")]
    fn add_entry(&mut self, map: NodeId, key: &str) -> NodeId {
        let id = self.nodes.len() as NodeId;
        let part = entry_part(key);
        let above = self.node(map);
        let (kind, inner) = match (above.kind, above.field.map(|field| &field.kind)) {
            (NodeKind::Group(_), Some(Kind::Group(group))) => (NodeKind::Group(Shape::One), Some(group.schema)),
            _ => (NodeKind::Leaf, None),
        };
        let stem = if above.bare { above.hash } else { above.hash.then(NamePart::of("__")) };
        let hash = stem.then(NamePart::of(&part));
        self.nodes.push(Node {
            parent: map,
            field: None,
            element: Some(key.into()),
            kind,
            first: 0,
            count: 0,
            hash,
            bare: false,
            detached: false,
        });
        self.table.insert(hash, id, Called::Own);
        if let Some(schema) = inner {
            self.expand(id, schema);
        }
        if let Some(elements) = self.elements_mut(map) {
            elements.entries.push(id);
            elements.by_part.entry(part).or_default().push(id);
        }
        id
    }
}
