//! Entries of flat layers: environment names and dotted paths.

use super::referral::is_referred;
use super::{Merged, Stray};
use crate::index::{Called, NodeId, NodeKind, ROOT};
use crate::layer::{Candidate, Entry, EntryName, Place};
use crate::raw::Raw;
use crate::report::{Code, Problem};
use crate::schema::{Field, Secrecy, Shape};

impl Merged {
    pub(super) fn add_entry(&mut self, layer: usize, entry: Entry) {
        let Entry { name, candidate: Candidate { value, place, .. } } = entry;
        let name = match name {
            EntryName::Claimed(id, called) if !self.has_variants => {
                return self.put(layer, id, called, value, place);
            }
            EntryName::Claimed(id, called) => self.index.name_as(id, called),
            EntryName::Text(name) => name,
        };
        let found: Vec<_> = self.index.find(&name).filter(|&(id, _)| self.index.is_declared(id)).collect();
        if !found.is_empty() {
            return self.put_each(layer, &found, value, place);
        }
        if let Some((node, rest)) = self.index.enumerates(&name) {
            let rest = rest.to_owned();
            return self.add_enumerated(layer, node, &name, &rest, value, place);
        }
        let walked = self.walk(layer, ROOT, &name);
        if walked.is_empty() {
            self.strays.push(Stray { layer, group: ROOT, name, position: place.position, in_text: false });
        } else {
            self.put_each(layer, &walked, value, place);
        }
    }

    /// A name below a map or list: `LIMITS__FOO`, `DATABASES__REPLICA__URL`, `WORKERS__0__NAME`.
    pub(super) fn add_enumerated(
        &mut self,
        layer: usize,
        node: NodeId,
        name: &str,
        rest: &str,
        value: Raw,
        place: Place,
    ) {
        let NodeKind::Group(shape) = self.index.node(node).kind else {
            if let Some(id) = self.map_entry(node, rest, name) {
                self.put_leaf(layer, id, Called::Own, value, place);
            }
            return;
        };
        let part = rest.split_once("__").map_or(rest, |(part, _)| part);
        let id = if shape == Shape::List {
            if part.parse::<u32>().map_or(true, |number| number.to_string() != part) {
                let message = format!("has {part:?} where the number of an item is wanted");
                let mut problem = Problem::new(Code::Invalid, name, message)
                    .help(format!("number the items from 0: {}0__...", self.index.stem(node)));
                problem.order = Some(node);
                self.problems.push(problem);
                return;
            }
            if self.may_not_touch(layer, node) {
                return;
            }
            self.index.replace_entries(node, layer);
            Some(self.index.entry(node, part))
        } else {
            self.map_entry(node, part, name)
        };
        let Some(id) = id else { return };
        if part.len() == rest.len() {
            return self.put(layer, id, Called::Own, value, place);
        }
        // The key as the index has it: the environment may have written it in another case.
        let name = &(self.index.stem(id) + &rest[part.len() + 2..]);
        let found: Vec<_> = self.index.find(name).filter(|&(found, _)| self.index.is_below(found, id)).collect();
        let below = self.index.enumerates(name).filter(|&(inner, _)| self.index.is_below(inner, id));
        match (found.is_empty(), below.map(|(inner, rest)| (inner, rest.to_owned()))) {
            (false, _) => self.put_each(layer, &found, value, place),
            (true, Some((inner, rest))) => self.add_enumerated(layer, inner, name, &rest, value, place),
            (true, None) => {
                let in_text = place.rare.as_ref().is_some_and(|rare| rare.pointer.is_some());
                let name = name.to_owned();
                self.strays.push(Stray { layer, group: id, name, position: place.position, in_text });
            }
        }
    }

    /// The entry of a map that the environment calls so.
    fn map_entry(&mut self, map: NodeId, part: &str, name: &str) -> Option<NodeId> {
        if let Ok(id) = self.index.entry_by_part(map, part) {
            return Some(id);
        }
        let key = self.index.key(map);
        let message = format!("may mean several keys of {key}, which differ in case, - and . alone");
        let mut problem = Problem::new(Code::Conflict, name, message)
            .help(format!("rename one of these keys of {key}, or write them in the config file"));
        problem.order = Some(map);
        self.problems.push(problem);
        None
    }

    /// The keys of a dotted path below a group, through maps and lists, whose entries it makes. Several where variants
    /// of an enum have the same key.
    pub(super) fn walk(&mut self, layer: usize, group: NodeId, path: &str) -> Vec<(NodeId, Called)> {
        let mut ends = Vec::new();
        let mut at = vec![(group, Called::Own)];
        let mut rest = path;
        while !rest.is_empty() {
            let (key, more) = rest.split_once('.').unwrap_or((rest, ""));
            let mut next = Vec::new();
            for (id, _) in at {
                match self.index.node(id).kind {
                    NodeKind::Leaf => {}
                    NodeKind::LeafMap => ends.push((self.index.entry(id, rest), Called::Own)),
                    NodeKind::Group(Shape::One | Shape::Optional) => {
                        if let Some(found) = self.index.child(id, key, 0) {
                            next.push(found);
                            next.extend(self.index.twins(id, key, found.0));
                        }
                    }
                    NodeKind::Group(Shape::Map) => next.push((self.index.entry(id, key), Called::Own)),
                    NodeKind::Group(Shape::List) => {
                        if let Ok(number) = key.parse::<u32>()
                            && !self.may_not_touch(layer, id)
                        {
                            self.index.replace_entries(id, layer);
                            next.push((self.index.entry(id, &number.to_string()), Called::Own));
                        }
                    }
                }
            }
            (at, rest) = (next, more);
        }
        ends.extend(at.into_iter().filter(|&(id, _)| id != group));
        ends
    }

    /// Puts the items of lists in order once a layer is read, and looks for gaps.
    pub(super) fn finish_lists(&mut self, layer: usize) {
        for (node, missing) in self.index.sort_lists(layer) {
            let name = self.index.prefix(node);
            let mut problem =
                Problem::new(Code::Invalid, name.clone(), format!("has no item {missing}, and one after it"))
                    .help(format!("number the items from 0 without gaps: {}{missing}__...", self.index.stem(node)));
            problem.key = Some(self.index.key(node));
            problem.order = Some(node);
            self.problems.push(problem);
        }
    }

    /// A map of leaves given whole: a table, a JSON object, or `k=v,k2=v2`.
    pub(super) fn put_map(&mut self, layer: usize, id: NodeId, called: Called, value: Raw, mut place: Place) {
        let is_table = matches!(value, Raw::Map(_) | Raw::Text(_)) && !value.is_blank() && value.reference().is_none();
        if !is_table && self.may_not_touch(layer, id) {
            return;
        }
        match value {
            value if value.reference().is_some() && self.may_refer(id) => {
                self.put_referred(layer, id, called, value, place);
            }
            value if value.is_blank() => {
                self.hide_entries(layer, id);
                self.put_leaf(layer, id, called, value, place);
            }
            // No entries, and yet a value: a required map is not missing.
            Raw::Map(members) if members.is_empty() => self.put_leaf(layer, id, called, Raw::Map(members), place),
            Raw::Map(members) => {
                for (key, node) in members {
                    let entry = self.index.entry(id, &key);
                    let mut place = place.clone();
                    place.position = node.position.or(place.position);
                    self.put_leaf(layer, entry, called, node.value, place);
                }
            }
            value @ Raw::Text(_) => {
                let Some(field) = self.index.node(id).field else { return };
                // `k=v,k2=v2` is for whoever writes by hand. Of a manager it may be another secret, which must not become a key.
                let is_of_manager = self.layers[layer].managed.is_some() || is_referred(&place);
                if is_of_manager && !super::is_json_object(&value) {
                    if self.may_not_touch(layer, id) {
                        return;
                    }
                    let message = "is text where a JSON object is wanted".to_owned();
                    return self.reject(layer, id, called, &place, message, "store a JSON object".to_owned());
                }
                match crate::cast::entries(&value, field) {
                    Ok(members) if !members.iter().all(|(key, _)| may_be_shown(key, field)) => {
                        let help = "a key is letters, digits, _ - . and /, at most 64 of them".to_owned();
                        self.reject(layer, id, called, &place, "has a key that is no name".to_owned(), help);
                    }
                    Ok(members) => {
                        place.rare().pointer = Some(String::new());
                        self.put_map(layer, id, called, Raw::Map(members), place);
                    }
                    Err(error) => {
                        let help = format!("write k=v,k2=v2, a JSON object, or {}KEY=...", self.index.stem(id));
                        self.reject(layer, id, called, &place, error.clause().to_owned(), help);
                    }
                }
            }
            other => {
                let help = "write a table".to_owned();
                self.reject(layer, id, called, &place, format!("is {} where a table is wanted", other.kind()), help);
            }
        }
    }
}

/// Whether a key may be shown. A URL that was put where `k=v` is wanted makes a key of its password.
fn may_be_shown(key: &str, field: &Field) -> bool {
    if is_plain(field) { !key.contains("://") } else { is_name(key) }
}

fn is_plain(field: &Field) -> bool {
    field.as_leaf().is_some_and(|leaf| leaf.secrecy == Secrecy::Plain)
}

/// Whether a key of a map that is not known to be plain may be shown. A secret that was put there by mistake is text
/// too, and `https://user:password@host/?a=b` would make a key of its password.
fn is_name(key: &str) -> bool {
    key.len() <= 64 && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'/'))
}
