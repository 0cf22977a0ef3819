//! What can be told only when every layer is read and every field bound: missing keys, unknown names, typing errors.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::bind::Load;
use crate::index::{Index, NodeId, NodeKind, ROOT};
use crate::layer::Layer;
use crate::merge::{Candidate, Stray, is_failed};
use crate::origin::{LayerName, Origin};
use crate::report::{Code, Problem, Severity, Tried, did_you_mean};
use crate::schema::{DefaultValue, Kind, Literal};

/// Comparing names is bounded: past this many the report does without guesses.
const MAX_COMPARISONS: usize = 400_000;

impl Load {
    /// Turns missing keys and strays into problems.
    pub(crate) fn finish(&mut self) {
        let strays = std::mem::take(&mut self.merged.strays);
        let mut missing = std::mem::take(&mut self.missing);
        missing.retain(|&id| !self.merged.is_rejected(id));
        self.managers(&mut missing);
        let typos = if missing.is_empty() { Vec::new() } else { self.typos(&strays, &missing) };
        for id in missing {
            let problem = self.missing_problem(id, &typos);
            self.problems.push(problem);
        }
        for stray in &strays {
            self.stray(stray);
        }
        self.problems.append(&mut self.merged.problems);
        for layer in &mut self.merged.layers {
            self.problems.append(&mut layer.problems);
        }
    }

    /// Managers that failed, each with the keys that this leaves open: those are not missing, they could not be read.
    fn managers(&mut self, missing: &mut Vec<NodeId>) {
        let names: Vec<String> = missing.iter().map(|&id| self.merged.index.env_name(id)).collect();
        let passed_by = self.merged.passes_managers_by();
        let mut told = false;
        let mut failures = Vec::new();
        self.may_come_back = self.merged.layers.iter().any(|layer| {
            let failure = layer.managed.as_ref().and_then(|managed| managed.failure.as_ref());
            failure.is_some_and(|(_, failure)| failure.temporary)
        });
        for problem in std::mem::take(&mut self.of_lost) {
            told = true;
            self.problems.push(problem.leaving(names.clone()));
        }
        for (store, mut failure) in std::mem::take(&mut self.of_stores) {
            failure.leaves.retain(|name| self.is_left_open(name));
            failures.push((store, if failure.leaves.is_empty() { failure.warning() } else { failure }));
        }
        for number in 0..self.merged.layers.len() {
            let managed = self.merged.layers[number].managed.as_mut();
            let Some((store, mut failure)) = managed.and_then(|managed| managed.failure.take()) else { continue };
            failure.leaves.retain(|name| self.is_left_open(name));
            if failure.severity == Severity::Problem && !(passed_by && names.is_empty() && failure.leaves.is_empty()) {
                told = true;
                let more: Vec<_> = names.iter().filter(|name| !failure.leaves.contains(name)).cloned().collect();
                failure.leaves.extend(more);
            } else {
                failure = failure.warning();
            }
            failures.push((store, failure));
        }
        // What is wrong with options stands before what comes of it, and is no worse.
        let is_grave =
            |store: &usize| failures.iter().any(|(own, failure)| own == store && failure.severity == Severity::Problem);
        for (concerned, problems) in std::mem::take(&mut self.of_options) {
            let is_grave = concerned.iter().any(is_grave);
            self.problems.extend(problems.into_iter().map(|own| if is_grave { own } else { own.warning() }));
        }
        self.problems.extend(failures.into_iter().map(|(_, failure)| failure));
        if told {
            missing.clear();
        }
    }

    /// Whether a key that refers to a secret waits for it, and no higher layer gives it.
    fn is_left_open(&self, name: &str) -> bool {
        let mut named = self.merged.index.find(name).map(|(id, _)| id).peekable();
        let is_open = |id| self.merged.is_rejected(id) || self.merged.winner(id).is_some_and(is_failed);
        named.peek().is_none() || named.any(is_open)
    }

    /// Values of a manager that hide a different one of the environment: one of the two is stale.
    pub(crate) fn overridden(&mut self) {
        for id in self.merged.index.in_order() {
            let Some(winner) = self.merged.winner(id) else { continue };
            if self.merged.layers[winner.layer as usize].managed.is_none() {
                continue;
            }
            let in_env = |candidate: &&Candidate| self.merged.layers[candidate.layer as usize].name == LayerName::ENV;
            let Some(hidden) = self.merged.chain(id).find(in_env) else { continue };
            if hidden.value.is_blank() || hidden.value.reference().is_some() || hidden.value.is_same(&winner.value) {
                continue;
            }
            let (winner, hidden) = (self.merged.origin(id, winner), self.merged.origin(id, hidden));
            let name = self.merged.index.env_name(id);
            let lever = self.merged.index.schema().lever("ENV_WINS");
            let message = format!("hides a different value from {hidden}");
            let problem = self.of_key(Code::Overridden, id, name.clone(), message).from(winner);
            // The levers name keys of the application alone.
            let or = if self.is_of_manager { String::new() } else { format!(", or let it win: {lever}={name}") };
            self.problems.push(problem.help(format!("remove the one from {hidden}{or}")).warning());
        }
    }

    /// Names of flat layers that are nearly the name of a missing key.
    fn typos(&self, strays: &[Stray], missing: &[NodeId]) -> Vec<Typo> {
        let index = &self.merged.index;
        let prefix = index.stem(ROOT);
        let wanted: Vec<(NodeId, String)> = missing.iter().map(|&id| (id, index.env_name(id))).collect();
        let in_dotenv = strays
            .iter()
            .filter(|stray| self.merged.layers[stray.layer].name == LayerName::DOTENV)
            .map(|stray| (LayerName::DOTENV, stray.name.as_str(), Cow::Borrowed(stray.name.as_str())));
        let reads_env = self.merged.layers.iter().any(|layer| layer.name == LayerName::ENV);
        let in_env = self
            .world
            .environment
            .names()
            .filter(|name| reads_env && !prefix.is_empty() && name.starts_with(&prefix))
            .filter(|name| index.find(name).next().is_none())
            .map(|name| (LayerName::ENV, name, Cow::Borrowed(name)));
        // A member of a document may be any of its names; what is compared is that of the environment.
        let in_managed = strays.iter().filter(|stray| self.merged.layers[stray.layer].managed.is_some()).map(|stray| {
            let is_whole = !prefix.is_empty() && stray.name.starts_with(&prefix);
            let stem = if is_whole { String::new() } else { index.stem(stray.group) };
            let whole = stem + &stray.name.to_ascii_uppercase().replace('.', "_");
            (self.merged.layers[stray.layer].name.clone(), stray.name.as_str(), Cow::Owned(whole))
        });
        let mut left = MAX_COMPARISONS;
        let mut typos = Vec::new();
        for (layer, name, whole) in in_dotenv.chain(in_managed).chain(in_env) {
            left = left.saturating_sub(wanted.len());
            if left == 0 {
                break;
            }
            let short = whole.strip_prefix(&prefix).unwrap_or(&whole);
            let near = did_you_mean(short, wanted.iter().map(|(_, own)| own.strip_prefix(&prefix).unwrap_or(own)));
            let Some(near) = near else { continue };
            let hit = wanted.iter().find(|(_, own)| own.strip_prefix(&prefix).unwrap_or(own) == near);
            typos.extend(hit.map(|&(id, _)| Typo { id, layer: layer.clone(), name: name.to_owned() }));
        }
        typos
    }

    fn missing_problem(&self, id: NodeId, typos: &[Typo]) -> Problem {
        let index = &self.merged.index;
        let name = index.env_name(id);
        let mut problem = self.of_key(Code::Missing, id, name.clone(), "has no value in any layer".to_owned());
        problem.tried = self.tried(id, &name, typos);
        problem.help = Some(self.missing_help(id, &name));
        // An optional manager that may have it is out of order: waiting helps.
        problem.temporary = self.may_come_back;
        if self.asks_nobody {
            problem.message = String::from("has no value in any local layer; secret managers were not asked");
            return problem.warning();
        }
        problem
    }

    fn tried(&self, id: NodeId, name: &str, typos: &[Typo]) -> Vec<Tried> {
        let is_leaf = self.merged.index.node(id).kind == NodeKind::Leaf;
        let mut tried = Vec::new();
        for (number, layer) in self.merged.layers.iter().enumerate().rev().filter(|(_, layer)| layer.skipped.is_empty())
        {
            let blank = self.merged.chain(id).any(|candidate| candidate.layer as usize == number);
            let mut found = if blank {
                "set to nothing".to_owned()
            } else {
                layer.absent.clone().unwrap_or_else(|| absence(layer).to_owned())
            };
            for typo in typos.iter().filter(|typo| typo.id == id && typo.layer == layer.name).take(3) {
                found = format!("{found}; {} is set: a typo?", typo.name);
            }
            if layer.name == LayerName::ENV {
                tried.push(Tried { place: format!("env {name}"), found });
                if is_leaf && !name.ends_with("_FILE") {
                    tried.push(Tried { place: format!("env {name}_FILE"), found: "not set".to_owned() });
                }
            } else if layer.name != LayerName::OVERRIDES || blank {
                tried.push(Tried { place: asked(layer, name).map_or_else(|| layer.title(), str::to_owned), found });
            }
        }
        tried
    }

    fn missing_help(&self, id: NodeId, name: &str) -> String {
        let index = &self.merged.index;
        let mut skipped = self.merged.layers.iter().flat_map(|layer| &layer.skipped);
        if let Some(file) = skipped.find(|skipped| skipped.names.iter().any(|own| own == name)) {
            let schema = index.schema();
            let variable = schema.profile_variable();
            let relaxed = crate::profile::relaxed(schema);
            return format!("{} has it: to run locally, set {variable}={relaxed}; else set {name}", file.what);
        }
        let has = |name: LayerName| self.merged.layers.iter().any(|layer| layer.name == name);
        let key = index.key(id);
        match index.node(id).kind {
            NodeKind::Leaf if has(LayerName::ENV) => {
                let stored = self.merged.layers.iter().rev().find_map(|layer| asked(layer, name));
                let or = stored.map(|secret| format!("; or write {secret}")).unwrap_or_default();
                format!("set {name}, or {name}_FILE to the path of a file that holds it{or}")
            }
            NodeKind::Leaf => format!("set {name} or {key}"),
            NodeKind::LeafMap => format!("set {name}, or its entries one by one: {}KEY=...", index.stem(id)),
            NodeKind::Group(_) => format!("set {}..., or {key} in the config file", index.stem(id)),
        }
    }

    /// A name that no key has.
    fn stray(&mut self, stray: &Stray) {
        let layer = &self.merged.layers[stray.layer];
        let index = &self.merged.index;
        let schema = index.schema();
        let origin = |name: &str| match &layer.document {
            Some(path) => Origin::new(layer.name.clone()).in_document(path.clone(), stray.position),
            None => Origin::new(layer.name.clone()).named(name),
        };
        let profile = schema.profile_variable();
        let is_control = stray.name == profile || schema.is_lever(&stray.name);
        if is_control && layer.name != LayerName::OVERRIDES {
            let message = "has no effect here: it is read from the process environment alone";
            let problem = Problem::new(Code::Unknown, stray.name.clone(), message).from(origin(&stray.name));
            let help = format!("set {} in the environment of the process", stray.name);
            return self.problems.push(problem.help(help).warning());
        }
        let flat = [LayerName::DOTENV, LayerName::ENV, LayerName::SECRETS_DIR].contains(&layer.name)
            || layer.managed.is_some();
        if flat && !stray.in_text {
            return;
        }
        if is_ignored(index, stray) {
            return;
        }
        let path = match index.key(stray.group) {
            above if above.is_empty() => stray.name.clone(),
            above => format!("{above}.{}", stray.name),
        };
        let siblings = siblings(index, stray.group);
        let valueless: Vec<_> = siblings.iter().filter(|(_, id)| !self.merged.has_value(*id)).collect();
        let near_valueless = did_you_mean(&stray.name, valueless.iter().map(|(key, _)| key.as_str()));
        let near = near_valueless.or_else(|| did_you_mean(&stray.name, siblings.iter().map(|(key, _)| key.as_str())));
        let mut problem = Problem::new(Code::Unknown, path, "is no key of these settings").from(origin(&stray.name));
        problem.help = Some(match (near_valueless, near) {
            (Some(near), _) => format!("rename it to {near}, which has no value"),
            (None, Some(near)) => format!("did you mean {near}?"),
            (None, None) => "remove it, or begin its name with x- to keep a note of your own".to_owned(),
        });
        let denied = index.schema_of(stray.group).deny_unknown || schema.deny_unknown;
        let problem = match (layer.name == LayerName::OVERRIDES || denied, near_valueless) {
            (true, _) => problem,
            (false, Some(_)) => self.merged.dagger(problem),
            (false, None) => problem.warning(),
        };
        self.problems.push(problem);
    }
}

struct Typo {
    id: NodeId,
    layer: LayerName,
    name: String,
}

/// The secret that a manager was asked for, for a key of its own.
fn asked<'l>(layer: &'l Layer, name: &str) -> Option<&'l str> {
    let asked = &layer.managed.as_ref()?.asked;
    asked.iter().find(|(own, _)| own == name).map(|(_, secret)| secret.as_str())
}

fn absence(layer: &Layer) -> &'static str {
    if layer.name == LayerName::FILE { "no such key" } else { "not set" }
}

fn is_ignored(index: &Index, stray: &Stray) -> bool {
    let listed = |pattern: &&'static str| match pattern.strip_suffix('*') {
        Some(start) => stray.name.starts_with(start),
        None => stray.name == *pattern,
    };
    stray.name.starts_with("x-") || index.schema_of(stray.group).ignore.iter().any(listed)
}

/// The keys of a struct, through flattened ones; without duplicates of enum variants.
fn siblings(index: &Index, group: NodeId) -> Vec<(String, NodeId)> {
    let mut keys = Vec::new();
    for id in index.children(group) {
        match index.node(id).field {
            Some(field) if field.is_flat() => keys.extend(siblings(index, id)),
            Some(field) => keys.push((field.key.to_owned(), id)),
            None => {}
        }
    }
    let mut seen = HashSet::new();
    keys.retain(|(key, _)| seen.insert(key.clone()));
    keys
}

impl Load {
    /// Reports required keys without a value, from the schema alone: no cast, no struct.
    pub(crate) fn check_presence(&mut self, group: NodeId) {
        let children = match self.chosen_variant(group) {
            Some(children) => children,
            None => self.merged.index.children(group).collect(),
        };
        for id in children {
            let Some(field) = self.merged.index.node(id).field else { continue };
            match &field.kind {
                Kind::Leaf(leaf) => {
                    let chosen = matches!(self.find(id, field), crate::lookup::Found::Nothing);
                    if chosen && (!(leaf.optional)() || self.is_required_here(field)) {
                        self.missing.push(id);
                    }
                }
                Kind::Group(inner) => match inner.shape {
                    crate::schema::Shape::Optional if !self.merged.has_value(id) => {
                        if self.is_required_here(field) {
                            self.missing.push(id);
                        }
                    }
                    crate::schema::Shape::One | crate::schema::Shape::Optional => self.check_presence(id),
                    crate::schema::Shape::List | crate::schema::Shape::Map => {
                        for entry in self.merged.index.entries(id).to_vec() {
                            self.check_presence(entry);
                        }
                    }
                },
            }
        }
    }

    /// For a tagged enum: the tag and the fields of the variant that it chooses.
    pub(crate) fn chosen_variant(&mut self, group: NodeId) -> Option<Vec<NodeId>> {
        let variants = self.merged.index.schema_of(group).variants;
        if variants.is_empty() || self.merged.index.children(group).is_empty() {
            return None;
        }
        let tag = self.merged.index.children(group).start;
        let text = match self.merged.winner(tag).map(|candidate| &candidate.value) {
            Some(raw) => raw.as_written().unwrap_or_default().to_owned(),
            None => match self.merged.index.node(tag).field?.default {
                DefaultValue::Literal(Literal::Text(text)) => text.to_owned(),
                _ => return Some(vec![tag]),
            },
        };
        let chosen = variants.iter().find(|variant| variant.name.eq_ignore_ascii_case(&text));
        let fields = chosen.map_or(0..0, |variant| tag + variant.first..tag + variant.first + variant.count);
        Some(std::iter::once(tag).chain(fields).collect())
    }

    /// Whether the text of a leaf is secret or of unknown type.
    pub(crate) fn shows(&self, id: NodeId) -> bool {
        let field = self.merged.index.field(id);
        field.and_then(crate::schema::Field::as_leaf).is_some_and(|leaf| leaf.secrecy == crate::schema::Secrecy::Plain)
    }
}
