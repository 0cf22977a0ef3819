//! Per key: the winner, its origin, and what it overrode.

use crate::bind::Load;
use crate::index::{NodeId, NodeKind, ROOT};
use crate::loader::Gathered;
use crate::lookup::Found;
use crate::merge::Candidate;
use crate::origin::{LayerName, Origin};
use crate::raw::Raw;
use crate::report::{Code, ExplainEntry, Explanation, Shown};
use crate::schema::{DefaultValue, Kind, Shape};

impl Gathered {
    /// Explains every key of the schema, in its order.
    #[must_use]
    pub fn explain(mut self) -> Explanation {
        let defaults = std::iter::once(LayerName::DEFAULTS.to_string());
        let layers = self.load.merged.layers.iter().filter(|layer| layer.skipped.is_empty());
        let layers = defaults.chain(layers.map(crate::layer::Layer::title)).collect();
        let mut explanation = Explanation::new(self.load.profile.name(), self.load.profile.from(), layers);
        if let Some(root) = &self.load.world.root {
            explanation.root(root);
        }
        let of_layers = self.load.merged.layers.iter().filter_map(|layer| layer.managed.as_ref()?.failure.as_ref());
        let of_options = self.load.of_options.iter().flat_map(|(_, problems)| problems);
        let failures = self.load.of_stores.iter().chain(of_layers).map(|(_, problem)| problem);
        let of_groups = self.load.merged.problems.iter().filter(|problem| problem.code == Code::Reference);
        let of_sources = self.load.merged.layers.iter().flat_map(|layer| &layer.problems);
        let of_sources = of_sources.filter(|problem| problem.code == Code::Source);
        for problem in of_sources.chain(&self.load.of_lost).chain(of_options).chain(failures).chain(of_groups) {
            explanation.fail(format!("{}: {}", problem.name, problem.message));
        }
        for id in self.load.told(ROOT) {
            let failed =
                self.load.merged.winner(id).and_then(|winner| winner.place.rare.as_ref()).filter(|rare| !rare.told);
            if let Some(problem) = failed.and_then(|rare| rare.failed.as_ref()) {
                explanation.fail(format!("{}: {}", self.load.merged.index.env_name(id), problem.message));
            }
            if let Some(entry) = self.load.explain(id) {
                explanation.push(entry);
            }
        }
        explanation
    }
}

impl Load {
    /// The keys to tell of below a group, in the order of the schema: of an enum those of the chosen variant, of an
    /// optional group none where no layer gives it.
    fn told(&mut self, group: NodeId) -> Vec<NodeId> {
        let below = match self.chosen_variant(group) {
            Some(chosen) => chosen,
            None => {
                let index = &self.merged.index;
                index.children(group).chain(index.entries(group).iter().copied()).collect()
            }
        };
        let mut told = Vec::with_capacity(below.len());
        for id in below {
            told.push(id);
            let absent =
                self.merged.index.node(id).kind == NodeKind::Group(Shape::Optional) && !self.merged.has_value(id);
            let is_leaf = self.merged.index.node(id).kind == NodeKind::Leaf;
            if !absent && !is_leaf {
                told.extend(self.told(id));
            }
        }
        told
    }

    fn explain(&mut self, id: NodeId) -> Option<ExplainEntry> {
        let node = self.merged.index.node(id);
        let is_entry = node.is_entry() && node.kind == NodeKind::Leaf;
        if node.detached || !(is_entry || node.field.is_some_and(|field| matches!(field.kind, Kind::Leaf(_)))) {
            return None;
        }
        // A map of leaves whose entries came one by one is told by its entries.
        if node.kind == NodeKind::LeafMap && !self.merged.index.entries(id).is_empty() {
            return None;
        }
        let field = self.merged.index.field(id)?;
        let key = self.merged.index.key(id);
        let shows = self.shows(id);
        let Some(winner) = self.merged.winner(id) else {
            let (value, origin) = match self.find(id, field) {
                Found::Default(raw) => (Some(crate::bind::show(&raw, field)), Some(Origin::new(LayerName::DEFAULTS))),
                Found::Typed(_) => {
                    let text = match field.default {
                        DefaultValue::Typed(text) => text,
                        _ => "..",
                    };
                    let value = if shows { Shown::Text(text.to_owned()) } else { Shown::Redacted };
                    (Some(value), Some(Origin::new(LayerName::DEFAULTS)))
                }
                _ => (None, None),
            };
            return Some(ExplainEntry::new(key, value, None, origin, Vec::new()));
        };
        let blank = winner.value.is_blank();
        let is_strange = self.is_of_manager(winner) && self.is_no_variant(id, winner);
        let value = (!blank).then(|| if is_strange { Shown::Redacted } else { self.shown(winner, field) });
        let fingerprint = (!shows && !blank).then(|| self.fingerprint(&winner.value)).flatten();
        let origin = self.merged.origin(id, winner);
        let hidden = |candidate: &Candidate| {
            let note = if candidate.value.is_blank() { Some("set to nothing".to_owned()) } else { None };
            (self.merged.origin(id, candidate), note)
        };
        let mut overridden: Vec<_> = self.merged.chain(id).skip(1).map(hidden).collect();
        if !matches!(self.default(field), Found::Nothing) {
            overridden.push((Origin::new(LayerName::DEFAULTS), None));
        }
        Some(ExplainEntry::new(key, value, fingerprint, Some(origin), overridden))
    }

    /// Whether a value is the tag of an enum, and names none of its variants.
    fn is_no_variant(&self, id: NodeId, candidate: &Candidate) -> bool {
        let index = &self.merged.index;
        let group = index.node(id).parent;
        let variants = index.schema_of(group).variants;
        let is_tag = !variants.is_empty() && index.children(group).start == id;
        let text = candidate.value.as_written().unwrap_or_default();
        is_tag && !variants.iter().any(|variant| variant.name.eq_ignore_ascii_case(text))
    }

    /// Four hexadecimal digits that tell two generations of a secret apart: SipHash under a key of this process.
    fn fingerprint(&self, raw: &Raw) -> Option<String> {
        use std::hash::{BuildHasher as _, Hash as _, Hasher as _};
        let mut hasher = self.world.fingerprint_key.build_hasher();
        match raw {
            Raw::Bytes(bytes) => bytes.expose().hash(&mut hasher),
            other => other.as_written()?.hash(&mut hasher),
        }
        Some(format!("{:04x}", hasher.finish() & 0xffff))
    }
}
