//! Values that say where a secret is: which of them a load has to follow, and what becomes of them once it has.

use std::collections::HashMap;
use std::sync::Arc;

use super::Merged;
use crate::index::{Called, NodeId, NodeKind};
use crate::layer::{EntryName, Place};
use crate::raw::Raw;
use crate::report::{Code, Problem};

/// A reference that has to be followed, as it is written, and the keys that wait for it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[doc(hidden)]
#[non_exhaustive]
pub struct Referral {
    /// The whole value: `ref+vault://secret/shop#/KEY`.
    pub text: String,
    /// The environment names of the keys.
    pub names: Vec<String>,
}

/// What a reference led to.
#[derive(Clone, Debug)]
#[doc(hidden)]
#[non_exhaustive]
pub enum Resolution {
    /// A value, the secret it is, and its version.
    Found { value: Raw, secret: Arc<str>, version: Option<String> },
    /// Nothing, and why: a problem of each key that refers to it.
    Failed(Box<Problem>),
    /// Nothing, and the problem that says why is told elsewhere: that of a whole store.
    Told,
}

/// What references led to, by their text.
pub(crate) type Resolutions = HashMap<String, Resolution>;

impl Merged {
    /// The references that count: those of keys that no higher layer gives, and those of whole groups.
    pub(crate) fn referrals(&self) -> Vec<Referral> {
        let mut found: Vec<Referral> = Vec::new();
        let mut note = |text: &str, name: String| match found.iter_mut().find(|referral| referral.text == text) {
            Some(referral) => referral.names.push(name),
            None => found.push(Referral { text: text.to_owned(), names: vec![name] }),
        };
        for (text, id) in &self.whole {
            note(text, self.index.env_name(*id));
        }
        for id in self.index.in_order() {
            let Some(candidate) = self.winner(id).filter(|_| self.may_refer(id)) else { continue };
            each_reference(&candidate.value, &mut |text| note(text, self.index.env_name(id)));
        }
        found
    }

    /// Whether the field lets a value refer to a secret.
    pub(super) fn may_refer(&self, id: NodeId) -> bool {
        let leaf = self.index.field(id).and_then(crate::schema::Field::as_leaf);
        !leaf.is_some_and(|leaf| leaf.no_reference)
    }

    /// Puts what references led to in their place: those of single values; groups did it while they were merged.
    pub(super) fn follow(&mut self) {
        if self.resolutions.is_empty() {
            return;
        }
        let resolutions = std::mem::take(&mut self.resolutions);
        for layer in 0..self.layers.len() {
            // What a manager says is not followed: that would be a reference to a reference.
            if self.layers[layer].managed.is_some() {
                continue;
            }
            for number in 0..self.layers[layer].entries.len() {
                let EntryName::Claimed(id, _) = self.layers[layer].entries[number].name else { continue };
                // Nor is what a reference to a whole group led to.
                let candidate = &self.layers[layer].entries[number].candidate;
                if self.may_refer(id) && self.index.node(id).kind == NodeKind::Leaf && !is_referred(&candidate.place) {
                    let candidate = &mut self.layers[layer].entries[number].candidate;
                    let mut value = std::mem::take(&mut candidate.value);
                    replace(&mut value, &mut candidate.place, &resolutions, false);
                    candidate.value = value;
                }
            }
        }
    }

    /// A group, list or map that is given whole by a reference: its payload is the JSON text of it.
    pub(super) fn put_referred(&mut self, layer: usize, id: NodeId, called: Called, value: Raw, mut place: Place) {
        let text = value.as_written().unwrap_or_default().to_owned();
        if self.is_preview {
            return self.whole.push((text, id));
        }
        let mut value = value;
        let is_last = self.layers[layer].managed.is_some() || is_referred(&place);
        if !is_last {
            replace(&mut value, &mut place, &self.resolutions, false);
        }
        let failure = place.rare.as_ref().and_then(|rare| rare.failed.clone().map(|failed| (failed, rare.told)));
        if self.leaves_references && failure.is_none() {
            return self.rejected.push(id);
        }
        let unfollowed = |scheme: &str| if is_last { chained() } else { unfollowed(scheme) };
        let failure = failure.or_else(|| Some((unfollowed(value.reference()?), false)));
        let Some((mut problem, told)) = failure else {
            return self.put(layer, id, called, value, place);
        };
        self.rejected.push(id);
        if told {
            return;
        }
        let origin = self.layers[layer].origin(self.index.name_as(id, called), &place);
        problem.name = self.index.name_as(id, called);
        problem.origin = problem.origin.or(Some(origin));
        self.place(&mut problem, id);
        self.problems.push(problem);
    }
}

/// Gives each reference in a value: the value itself, or the items and members of a list or table of a document.
fn each_reference(raw: &Raw, take: &mut impl FnMut(&str)) {
    match raw {
        Raw::Text(text) if raw.reference().is_some() => take(text.expose()),
        Raw::List(items) => items.iter().for_each(|item| each_reference(&item.value, take)),
        Raw::Map(members) => members.iter().for_each(|(_, member)| each_reference(&member.value, take)),
        _ => {}
    }
}

/// The scheme of the first reference that a value is or holds.
pub(crate) fn first_reference(raw: &Raw) -> Option<&str> {
    match raw {
        Raw::List(items) => items.iter().find_map(|item| first_reference(&item.value)),
        Raw::Map(members) => members.iter().find_map(|(_, member)| first_reference(&member.value)),
        other => other.reference(),
    }
}

/// Whether a value is, or belongs to, what a reference led to.
pub(crate) fn is_referred(place: &Place) -> bool {
    place.rare.as_ref().is_some_and(|rare| rare.reference.is_some())
}

/// `is_within` is whether the value is an item or member of another one.
fn replace(raw: &mut Raw, place: &mut Place, resolutions: &Resolutions, is_within: bool) {
    match raw {
        Raw::Text(_) => {
            let (Some(scheme), Some(text)) = (raw.reference(), raw.as_written()) else { return };
            let Some(resolution) = resolutions.get(text) else {
                // The place of a list is that of all its items: another one may have led to a value.
                if is_within {
                    place.rare().failed = Some(unfollowed(scheme));
                }
                return;
            };
            let rare = place.rare();
            match resolution {
                Resolution::Found { value, .. } if value.reference().is_some() => {
                    rare.failed = Some(chained());
                }
                Resolution::Found { value, secret, version } => {
                    rare.reference = Some(Arc::clone(secret));
                    rare.version.clone_from(version);
                    *raw = value.clone();
                }
                Resolution::Failed(problem) => rare.failed = Some((**problem).clone()),
                Resolution::Told => {
                    rare.failed = Some(Problem::new(Code::Source, "", ""));
                    rare.told = true;
                }
            }
        }
        Raw::List(items) => items.iter_mut().for_each(|item| replace(&mut item.value, place, resolutions, true)),
        Raw::Map(members) => {
            for (_, member) in members {
                replace(&mut member.value, place, resolutions, true);
            }
        }
        _ => {}
    }
}

/// A reference that leads to a reference.
pub(crate) fn chained() -> Problem {
    let message = "refers to a secret that is a reference itself, which is not followed";
    Problem::new(Code::Reference, "", message).detailed("chained").help("refer to the last secret of the chain")
}

/// A reference that nobody follows, by its scheme.
#[doc(hidden)]
#[must_use]
pub fn unfollowed(scheme: &str) -> Problem {
    let message = format!("refers to a secret by ref+{scheme}://, a scheme that this program does not know");
    let feature = match scheme {
        "vault" => Some("vault"),
        "awssecrets" | "awsssm" => Some("aws"),
        "gcpsecrets" => Some("gcp"),
        "azurekeyvault" => Some("azure"),
        "file" => Some("managers"),
        _ => None,
    };
    let otherwise = "set the value itself, or keep the text with #[settings(no_reference)]";
    let help = match feature {
        // A feature would not help: whoever can write a value would have commands run, and tokens sent to where he likes.
        None if matches!(scheme, "exec" | "http" | "https") => {
            format!("code alone names commands and web addresses, no value does; {otherwise}")
        }
        Some(feature) => format!("build with the feature `{feature}` of tactful; else {otherwise}"),
        None => otherwise.to_owned(),
    };
    Problem::new(Code::Reference, "", message).help(help)
}
