//! Looks a schema over without loading anything: what a one-line unit test calls.

use std::collections::HashMap;

use crate::index::{Index, NodeId};
use crate::report::{Code, LoadError, Problem, Report};
use crate::schema::{DefaultValue, Field, Kind, Leaf, Literal, Schema};

impl Schema {
    /// Looks the schema over: every default casts, no two keys share a name, every profile that a rule names exists.
    ///
    /// ```ignore
    /// #[test]
    /// fn settings_are_sound() {
    ///     AppSettings::schema().verify().unwrap();
    /// }
    /// ```
    ///
    /// # Errors
    /// Everything that is wrong, at once.
    pub fn verify(&'static self) -> Result<(), LoadError> {
        let index = Index::new(self, None);
        let mut report = Report::new(self.facts.package, self.name, "any", "no load: the schema alone");
        for problem in index.collisions() {
            report.push(problem);
        }
        let mut verifier = Verifier { index: &index, root: self, report: &mut report };
        for id in index.in_order() {
            if let Some(field) = index.node(id).field {
                verifier.field(id, field);
            }
        }
        report.finish();
        report.into_result().map(drop)
    }
}

struct Verifier<'a> {
    index: &'a Index,
    root: &'static Schema,
    report: &'a mut Report,
}

impl Verifier<'_> {
    fn field(&mut self, id: NodeId, field: &'static Field) {
        match &field.kind {
            Kind::Leaf(leaf) => self.default(id, field, leaf, field.default),
            // The members of lists and maps have no node before a layer names an entry.
            Kind::Group(group) if self.index.children(id).is_empty() && !self.is_within(id, group.schema) => {
                for inner in group.schema.fields {
                    self.field(id, inner);
                }
            }
            Kind::Group(_) => {}
        }
        for profile in field.required_in {
            self.profile(id, field, profile);
        }
    }

    /// Whether a schema stands above a key already: a list of itself would be walked for ever.
    fn is_within(&self, id: NodeId, schema: &Schema) -> bool {
        let mut at = id;
        while at != crate::index::ROOT {
            at = self.index.node(at).parent;
            if std::ptr::eq(self.index.schema_of(at), schema) {
                return true;
            }
        }
        false
    }

    fn default(&mut self, id: NodeId, field: &'static Field, leaf: &Leaf, default: DefaultValue) {
        match default {
            DefaultValue::Literal(literal) => self.literal(id, field, leaf, literal),
            DefaultValue::PerProfile(arms) => {
                for arm in arms {
                    self.default(id, field, leaf, arm.default);
                    if !matches!(arm.profile, "_" | "relaxed" | "hardened") {
                        self.profile(id, field, arm.profile);
                    }
                }
            }
            DefaultValue::None | DefaultValue::Typed(_) => {}
        }
    }

    fn literal(&mut self, id: NodeId, field: &'static Field, leaf: &Leaf, literal: Literal) {
        let raw = literal.raw();
        let Err(error) = (leaf.check)(&raw, field) else { return };
        let mut problem = self.problem(id, field, format!("the default of the field {}", error.clause()));
        problem.value = Some(crate::bind::show(&raw, field));
        self.report.push(problem.help("mend default = .. in the program"));
    }

    fn profile(&mut self, id: NodeId, field: &'static Field, profile: &str) {
        let (closed, relaxed) = (self.root.profiles, self.root.relaxed.unwrap_or(&[]));
        if closed.is_empty() || closed.contains(&profile) || relaxed.contains(&profile) {
            return;
        }
        let message = format!("names the profile {profile:?}, which `profiles` does not list");
        let problem = self.problem(id, field, message);
        self.report.push(problem.help("mend the name, or add it to profiles = [..]"));
    }

    fn problem(&self, id: NodeId, field: &'static Field, message: String) -> Problem {
        let mut problem = Problem::new(Code::Invalid, self.index.env_name(id), message);
        problem.key = Some(self.index.key(id));
        problem.order = Some(id);
        problem.type_name = Some(field.type_name);
        problem
    }
}

impl Index {
    /// Keys that share an environment name, as problems. Variants of one enum may share theirs.
    pub(crate) fn collisions(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut seen: HashMap<String, NodeId> = HashMap::new();
        for (id, other) in self.look_alikes() {
            for id in [other, id] {
                let field = self.node(id).field;
                let aliases = field.map_or(0, |field| u8::try_from(field.aliases.len()).unwrap_or(u8::MAX));
                let called =
                    std::iter::once(crate::index::Called::Own).chain((0..aliases).map(crate::index::Called::Alias));
                for name in called.map(|called| self.name_as(id, called)) {
                    match seen.insert(name.clone(), id) {
                        Some(first) if first != id && !self.are_alternatives(first, id) => {
                            let message = format!("is the name of both {} and {}", self.key(first), self.key(id));
                            let mut problem = Problem::new(Code::Conflict, name, message);
                            problem.order = Some(id);
                            problems
                                .push(problem.help("give one of them another name: env = \"..\" or prefix = \"..\""));
                        }
                        _ => {}
                    }
                }
            }
        }
        problems.dedup_by(|a, b| a.name() == b.name());
        problems
    }

    /// Whether two keys belong to different variants of one enum, of which one load fills one alone.
    fn are_alternatives(&self, left: NodeId, right: NodeId) -> bool {
        let path = |mut at: NodeId| {
            let mut path = vec![at];
            while at != crate::index::ROOT {
                at = self.node(at).parent;
                path.push(at);
            }
            path.reverse();
            path
        };
        let (left, right) = (path(left), path(right));
        let fork = left.iter().zip(&right).position(|(a, b)| a != b);
        fork.and_then(|fork| left.get(fork.checked_sub(1)?))
            .is_some_and(|&common| !self.schema_of(common).variants.is_empty())
    }
}
