//! What the layers, the defaults and the profile say of one key, before its type is known.

use crate::bind::Load;
use crate::index::{NodeId, NodeKind};
use crate::merge::referral::first_reference;
use crate::merge::{Candidate, is_failed};
use crate::raw::{Node, Raw};
use crate::schema::{DefaultValue, Field};

/// What is known of a key before its type.
pub(crate) enum Found {
    /// A layer says so: the winner of the key.
    Winner,
    /// A map of leaves put together from entries of several layers.
    Entries(Raw),
    /// The default of the field, as the text of a layer would be.
    Default(Raw),
    /// The arm of a default that is an expression.
    Typed(usize),
    /// Nobody says.
    Nothing,
    /// A layer names it and cannot give it; the problem is reported.
    Failed,
}

impl Load {
    /// Looks a key up: the highest layer, else the default of the profile.
    pub(crate) fn find(&mut self, id: NodeId, field: &'static Field) -> Found {
        if self.merged.index.node(id).kind == NodeKind::LeafMap && self.is_by_entries(id) {
            return self.entries(id, field);
        }
        match self.merged.winner(id) {
            Some(candidate) if is_failed(candidate) => self.failed(id),
            Some(_) if self.merged.leaves_references => Found::Winner,
            Some(candidate) => match reference(candidate, field) {
                Some(scheme) => {
                    let scheme = scheme.to_owned();
                    self.unknown_reference(id, &scheme)
                }
                None => Found::Winner,
            },
            None => self.default(field),
        }
    }

    /// Whether a map is put together from entries: it has some, or a layer gave it as an empty table, which adds none.
    fn is_by_entries(&self, id: NodeId) -> bool {
        let is_table = |winner: &Candidate| matches!(winner.value, Raw::Map(_));
        !self.merged.index.entries(id).is_empty() || self.merged.winner(id).is_some_and(is_table)
    }

    /// The default of a field in this profile.
    pub(crate) fn default(&self, field: &'static Field) -> Found {
        let one = |default: DefaultValue, arm: usize| match default {
            DefaultValue::Literal(literal) => Found::Default(literal.raw()),
            DefaultValue::Typed(_) => Found::Typed(arm),
            DefaultValue::None | DefaultValue::PerProfile(_) => Found::Nothing,
        };
        match field.default {
            DefaultValue::PerProfile(arms) => {
                let chosen = self.profile.choose(arms.iter().map(|arm| arm.profile));
                chosen.map_or(Found::Nothing, |number| one(arms[number].default, number))
            }
            other => one(other, 0),
        }
    }

    /// The entries of a map of leaves as one table, over those of its default unless a layer set the map to nothing.
    fn entries(&mut self, id: NodeId, field: &'static Field) -> Found {
        let mut members = match self.merged.winner(id) {
            Some(own) if own.value.is_blank() => Vec::new(),
            _ => self.default_entries(field),
        };
        let mut sound = true;
        for entry in self.merged.index.entries(id).to_vec() {
            let key = self.merged.index.entry_key(entry).unwrap_or_default().to_owned();
            let Some(candidate) = self.merged.winner(entry) else { continue };
            if is_failed(candidate) {
                self.failed(entry);
                sound = false;
            } else if let Some(scheme) = reference(candidate, field).map(str::to_owned) {
                self.unknown_reference(entry, &scheme);
                sound = false;
            } else {
                let value = Node::from(candidate.value.clone());
                members.retain(|(own, _)| *own != key);
                members.push((key, value));
            }
        }
        if sound { Found::Entries(Raw::Map(members)) } else { Found::Failed }
    }

    /// The entries that the default of a map gives; one that cannot be read is told when it is used whole.
    fn default_entries(&self, field: &'static Field) -> Vec<(String, Node)> {
        match self.default(field) {
            Found::Default(Raw::Map(members)) => members,
            Found::Default(raw) => crate::cast::entries(&raw, field).unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    /// Whether the field must have a value in this profile although its type does without.
    pub(crate) fn is_required_here(&self, field: &Field) -> bool {
        field.required_in.contains(&self.profile.name())
    }
}

/// The scheme of a value that is or holds a reference, unless the field keeps such a value as text.
fn reference<'a>(candidate: &'a Candidate, field: &Field) -> Option<&'a str> {
    let kept = field.as_leaf().is_some_and(|leaf| leaf.no_reference);
    first_reference(&candidate.value).filter(|_| !kept)
}
