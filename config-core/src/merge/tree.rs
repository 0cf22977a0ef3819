//! Documents: tables whose members are looked up by nested path, dotted path or environment name.

use super::{Candidate, Merged, Stray};
use crate::index::{Called, NodeId, NodeKind, ROOT};
use crate::layer::Place;
use crate::raw::{Node, Raw};
use crate::schema::Shape;

impl Merged {
    pub(super) fn add_document(&mut self, layer: usize, tree: Node) {
        if let Raw::Map(members) = tree.value {
            self.add_members(layer, ROOT, members, &Place::default());
        }
    }

    /// The members of a table for the struct or map at `group`.
    pub(super) fn add_members(&mut self, layer: usize, group: NodeId, members: Vec<(String, Node)>, outer: &Place) {
        // Documents mostly follow the struct: looking after the last key found keeps this linear.
        let mut hint = 0;
        for (key, node) in members {
            let place = inner_place(outer, &node, &key);
            if self.index.node(group).kind == NodeKind::Group(Shape::Map) {
                let id = self.index.entry(group, &key);
                self.put(layer, id, Called::Own, node.value, place);
                continue;
            }
            match self.index.child(group, &key, hint) {
                Some((id, called)) => {
                    hint = id + 1;
                    if self.has_variants {
                        for (twin, called) in self.index.twins(group, &key, id) {
                            self.put(layer, twin, called, node.value.clone(), place.clone());
                        }
                    }
                    if called == Called::Own && self.is_leaf_to_come(layer, id) {
                        let candidate = Candidate { value: node.value, place, layer: 0, called, below: None };
                        self.push(layer, id, candidate);
                    } else {
                        self.put(layer, id, called, node.value, place);
                    }
                }
                None => self.add_other(layer, group, &key, node, place),
            }
        }
    }

    /// A member that no field of its table is called by: an environment name, a dotted path, or unknown.
    fn add_other(&mut self, layer: usize, group: NodeId, key: &str, node: Node, place: Place) {
        if group == ROOT && key == "settings" {
            return;
        }
        let below = |&(id, _): &(NodeId, Called)| self.index.is_declared(id) && self.index.is_below(id, group);
        let named: Vec<_> = self.index.find(key).filter(below).collect();
        if !named.is_empty() {
            return self.put_each(layer, &named, node.value, self.as_written(layer, &named, key, place));
        }
        if let Some((map, rest)) = self.index.enumerates(key)
            && (map == group || self.index.is_below(map, group))
        {
            let rest = rest.to_owned();
            return self.add_enumerated(layer, map, key, &rest, node.value, place);
        }
        let walked = if key.contains('.') { self.walk(layer, group, key) } else { Vec::new() };
        if walked.is_empty() {
            let in_text = place.rare.as_ref().is_some_and(|rare| rare.pointer.is_some());
            let (group, name) = self.index.nearest_group(group, key);
            self.strays.push(Stray { layer, group, name: name.to_owned(), position: place.position, in_text });
        } else {
            let place = self.as_written(layer, &walked, key, place);
            self.put_each(layer, &walked, node.value, place);
        }
    }

    /// Keeps what a document of a manager calls a value: whoever has to mend it there looks for that.
    fn as_written(&self, layer: usize, found: &[(NodeId, Called)], key: &str, mut place: Place) -> Place {
        let is_leaf = |&(id, _): &(NodeId, Called)| self.index.node(id).kind == NodeKind::Leaf;
        if self.layers[layer].managed.is_some() && found.iter().all(is_leaf) {
            place.rare().written = Some(key.to_owned());
        }
        place
    }

    /// The items of a list of structs; they replace those of lower layers.
    pub(super) fn add_items(&mut self, layer: usize, list: NodeId, items: Vec<Node>, outer: &Place) {
        self.index.replace_entries(list, layer);
        for (number, node) in items.into_iter().enumerate() {
            let key = number.to_string();
            let place = inner_place(outer, &node, &key);
            let id = self.index.entry(list, &key);
            self.put(layer, id, Called::Own, node.value, place);
        }
    }
}

/// Where a member stands: in its document, or inside the JSON text that its group was given as.
fn inner_place(outer: &Place, node: &Node, key: &str) -> Place {
    let mut place = outer.clone();
    match place.rare.as_deref_mut().and_then(|rare| rare.pointer.as_mut()) {
        Some(pointer) => {
            if !pointer.is_empty() {
                pointer.push('.');
            }
            pointer.push_str(key);
        }
        None => place.position = node.position.or(place.position),
    }
    place
}
