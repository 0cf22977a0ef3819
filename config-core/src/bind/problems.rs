//! What goes wrong while binding, as problems: each with key, type, origin, value (where it may be shown) and help.

use super::Load;
use crate::cast::{CastError, Fix};
use crate::index::NodeId;
use crate::lookup::Found;
use crate::merge::Candidate;
use crate::merge::referral::is_referred;
use crate::raw::Raw;
use crate::report::{Code, Problem, Shown};
use crate::schema::{DefaultValue, Field, Secrecy, Variant};
use crate::validate::Failure;

impl Load {
    /// A problem of a key: what its field says of it.
    pub(crate) fn of_key(&self, code: Code, id: NodeId, name: String, message: String) -> Problem {
        let mut problem = Problem::new(code, name, message);
        problem.key = Some(self.merged.index.key(id));
        problem.order = Some(id);
        if let Some(field) = self.merged.index.field(id) {
            problem.type_name = Some(field.type_name);
            problem.doc = Some(field.doc).filter(|doc| !doc.is_empty());
        }
        problem
    }

    /// A problem of the value that counts for a key.
    pub(super) fn of_value(&self, code: Code, id: NodeId, message: String) -> Problem {
        let Some(candidate) = self.merged.winner(id) else {
            return self.of_key(code, id, self.merged.index.env_name(id), message);
        };
        let origin = self.merged.origin(id, candidate);
        // The key by the name its layer gives it; the variable that named a file is part of the origin.
        let named = origin.name().filter(|_| origin.file().is_none());
        let name = named.map_or_else(|| self.merged.index.name_as(id, candidate.called), str::to_owned);
        self.of_key(code, id, name, message).from(origin)
    }

    pub(super) fn report(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// A † rule: see [`crate::merge::Leniency`].
    pub(super) fn report_dagger(&mut self, problem: Problem) {
        let problem = self.merged.dagger(problem);
        self.problems.push(problem);
    }

    /// A value that is not of its type.
    pub(super) fn invalid<T>(&mut self, id: NodeId, field: &Field, error: &CastError) -> Option<T> {
        let at = self.entry_at(id, &error.path);
        let plain = is_plain(field);
        // What a manager says is a secret until its type has read it: a reference may lead to another one than was meant.
        let is_of_manager = self.merged.winner(at).is_some_and(|winner| self.is_of_manager(winner));
        let tells = (plain || redacts(field)) && !is_of_manager;
        // The entry is named by the problem itself: what is left of the path is inside it.
        let element = self.merged.index.entry_key(at).filter(|_| at != id);
        let path = element.map_or(&*error.path, |element| {
            error.path[1..].strip_prefix(element.escape_debug().to_string().as_str()).unwrap_or_default()
        });
        let mut problem = self.of_value(Code::Invalid, at, message(error, path, tells));
        problem.value = self.merged.winner(at).map(|winner| self.shown_wrong(winner, field));
        problem.help = self.fix(at, error, plain && !is_of_manager);
        if let Some(help) = self.service_link(at).or_else(|| self.accident(at)) {
            problem.help = Some(help);
        }
        self.report(problem);
        None
    }

    /// The entry of a map of leaves that an error's path begins with, else the key itself.
    fn entry_at(&self, id: NodeId, path: &str) -> NodeId {
        let key = path.strip_prefix('.').unwrap_or_default();
        let is_it = |entry: &NodeId| {
            let element = self.merged.index.entry_key(*entry).unwrap_or_default();
            let element = element.escape_debug().to_string();
            key.strip_prefix(element.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        self.merged.index.entries(id).iter().copied().find(is_it).unwrap_or(id)
    }

    fn fix(&self, id: NodeId, error: &CastError, plain: bool) -> Option<String> {
        match error.fix.as_ref()? {
            Fix::Say(help) => Some(help.to_string()),
            Fix::Write(lead, value) if plain => {
                Some(format!("{lead}: {}", self.assignment(id, self.merged.winner(id), value)))
            }
            Fix::Write(lead, _) => Some((*lead).to_owned()),
        }
    }

    /// How a value is written where the candidate stands: `NAME=30s`, or `name = "30s"` in a config file.
    fn assignment(&self, id: NodeId, candidate: Option<&Candidate>, value: &str) -> String {
        let origin = candidate.map(|candidate| self.merged.origin(id, candidate));
        match origin.as_ref().and_then(|origin| Some((origin.layer(), origin.name()?))) {
            Some((layer, name)) if *layer == crate::origin::LayerName::FILE => format!("{name} = {value:?}"),
            Some((_, name)) => format!("{name}={value}"),
            None => value.to_owned(),
        }
    }

    /// A value that is not of its type for what happened to it on its way: quotes or blanks that are part of it.
    fn accident(&self, id: NodeId) -> Option<String> {
        let candidate = self.merged.winner(id)?;
        let suspect = crate::validate::builtin::suspect(candidate.value.as_written()?)?;
        let wrapped = suspect != crate::validate::builtin::Suspect::Document && self.is_accident(candidate);
        wrapped.then(|| format!("it {}: {}", suspect.message(), suspect.help(self.is_of_manager(candidate))))
    }

    /// `X_PORT=tcp://..` beside `X_SERVICE_HOST` is what Kubernetes puts into a pod for a service called X.
    fn service_link(&self, id: NodeId) -> Option<String> {
        let candidate = self.merged.winner(id)?;
        let text = candidate.value.as_written()?;
        let origin = self.merged.origin(id, candidate);
        let service = origin.name()?.strip_suffix("_PORT")?;
        let host = format!("{service}_SERVICE_HOST");
        if !text.starts_with("tcp://") || self.world.environment.get(&host).is_none() {
            return None;
        }
        Some(format!(
            "Kubernetes sets this for the service {:?}; set enableServiceLinks: false in the pod, or rename the service",
            service.to_ascii_lowercase().replace('_', "-")
        ))
    }

    /// A default that its own field does not take: a bug of the program.
    pub(super) fn bad_default<T>(&mut self, id: NodeId, field: &Field, error: &CastError) -> Option<T> {
        let name = self.merged.index.env_name(id);
        let text =
            format!("the default of the field {}", message(error, &error.path, is_plain(field) || redacts(field)));
        let mut problem = self.of_key(Code::Invalid, id, name, text);
        problem.detail = Some("default");
        if let DefaultValue::Literal(literal) = field.default {
            problem.value = Some(show(&literal.raw(), field));
        }
        self.report(problem.help(format!("mend default = .. of {} in the program", self.merged.index.key(id))));
        None
    }

    pub(super) fn blank_secret(&mut self, id: NodeId, field: &Field) {
        let mut problem = self.of_value(Code::Invalid, id, "is empty".to_owned());
        let optional = if field.example.is_some() { "" } else { ", or remove it to have it reported as missing" };
        problem.help = Some(format!("write the secret{optional}"));
        self.report(problem);
    }

    /// A layer that names a key and cannot give it.
    pub(crate) fn failed(&mut self, id: NodeId) -> Found {
        let rare = self.merged.winner(id).and_then(|candidate| candidate.place.rare.as_ref());
        let failed = rare.filter(|rare| !rare.told).and_then(|rare| rare.failed.clone());
        if let Some(failed) = failed {
            let Problem { code, detail, name, message, help, origin, temporary, .. } = failed;
            let mut problem = match name.as_str() {
                "" => self.of_value(code, id, message),
                _ => self.of_key(code, id, name, message),
            };
            let known = self.merged.winner(id).map(|candidate| self.merged.origin(id, candidate));
            (problem.detail, problem.help, problem.origin) = (detail, help, origin.or(known));
            problem.temporary = temporary;
            self.report(problem);
        }
        Found::Failed
    }

    pub(crate) fn unknown_reference(&mut self, id: NodeId, scheme: &str) -> Found {
        let unfollowed = if self.merged.winner(id).is_some_and(|winner| self.is_of_manager(winner)) {
            crate::merge::referral::chained()
        } else {
            crate::merge::referral::unfollowed(scheme)
        };
        let mut problem = self.of_value(unfollowed.code, id, unfollowed.message);
        (problem.detail, problem.help) = (unfollowed.detail, unfollowed.help);
        self.report(problem);
        Found::Failed
    }

    pub(super) fn unknown_variant(&mut self, id: NodeId, field: &Field, variants: &[Variant]) {
        let names: Vec<&str> = variants.iter().map(|variant| variant.name).collect();
        let mut problem = self.of_value(Code::Invalid, id, format!("is none of {}", names.join(", ")));
        let candidate = self.merged.winner(id);
        problem.value = candidate.map(|candidate| self.shown_wrong(candidate, field));
        let near = candidate
            .and_then(|candidate| candidate.value.as_written())
            .and_then(|text| crate::report::did_you_mean(text, names.iter().copied()));
        problem.help = near.map(|near| format!("did you mean {near}?"));
        self.report(problem);
    }

    /// A value of its type that breaks a rule of its field.
    pub(super) fn broken_rule(&mut self, id: NodeId, field: &Field, failure: &Failure) {
        let value = self.merged.winner(id).map(|winner| self.shown(winner, field));
        let plain = is_plain(field) && !self.withholds(id, field);
        for one in failure.all() {
            let mut problem = self.of_value(Code::Invalid, id, one.text_for(plain).into_owned());
            problem.detail = Some("rule");
            match &value {
                Some(value) => problem.value = Some(value.clone()),
                None => {
                    let help = "the default of the field breaks its own rule: mend it in the program";
                    problem.help = Some(help.to_owned());
                }
            }
            self.report(problem);
        }
    }

    /// A broken rule across fields. It sees every field, so that a text made at run time may repeat a secret in any
    /// form: it is shown only where no secret is in sight. Text that the program fixed is always shown.
    pub(super) fn constraint(&mut self, group: NodeId, failure: &Failure) {
        let in_sight = self.holds_secret(group);
        for one in failure.all() {
            let at = one.field().map_or(group, |path| self.merged.index.nearest(group, path));
            let text = if in_sight && !one.is_trusted() {
                "breaks a rule across fields, whose text may repeat a secret".to_owned()
            } else {
                one.text_for(true).into_owned()
            };
            let name = match self.merged.index.key(at) {
                key if key.is_empty() => self.merged.index.schema().name.to_owned(),
                key => key,
            };
            let mut problem = Problem::new(Code::Constraint, name, text);
            problem.order = Some(at);
            problem.key = Some(self.merged.index.key(at)).filter(|key| !key.is_empty());
            if in_sight && !one.is_trusted() {
                problem.help =
                    Some("a rule that returns a &'static str, or Failure::fixed(..), is told in full".to_owned());
            }
            self.report(problem);
        }
    }

    /// Whether any key below a group that is not known to be plain has a value.
    fn holds_secret(&self, group: NodeId) -> bool {
        let below = self.merged.index.children(group).chain(self.merged.index.entries(group).iter().copied());
        below.into_iter().any(|id| {
            let leaf = self.merged.index.field(id).filter(|field| field.as_leaf().is_some());
            let field = leaf.filter(|field| !is_plain(field) || self.withholds(id, field));
            let has_value = |field| self.merged.winner(id).is_some() || !matches!(self.default(field), Found::Nothing);
            field.is_some_and(has_value) || self.holds_secret(id)
        })
    }
}

pub(super) fn is_plain(field: &Field) -> bool {
    field.as_leaf().is_some_and(|leaf| leaf.secrecy == Secrecy::Plain)
}

/// Whether the type of a field shows itself without its secret, in values and in errors.
pub(crate) fn redacts(field: &Field) -> bool {
    field.as_leaf().is_some_and(|leaf| leaf.redact.is_some() && leaf.secrecy != Secrecy::Secret)
}

/// The clause of an error, with the path inside the value, and with what the type itself says where that may be shown.
fn message(error: &CastError, path: &str, tells: bool) -> String {
    let path = match path.trim_start_matches('.') {
        "" => String::new(),
        path => format!("{path} "),
    };
    match error.own().filter(|_| tells) {
        Some(own) => format!("{path}{}: {}", error.clause, crate::redact::redact_url_text(own)),
        None => format!("{path}{}", error.clause),
    }
}

impl Load {
    /// The value of a layer as its field lets it be shown. Of a manager it is shown only where its type has read it, and of a
    /// reference only where that takes not just any text: an operator may have named another secret than was meant.
    pub(crate) fn shown(&self, candidate: &Candidate, field: &Field) -> Shown {
        let is_read = || field.as_leaf().is_some_and(|leaf| (leaf.check)(&candidate.value, field).is_ok());
        let takes_any_text = || {
            let is_encoded = field.as_leaf().is_some_and(|leaf| leaf.encoding.is_some());
            is_encoded || super::screen::takes_any_text(field)
        };
        let is_withheld =
            self.is_of_manager(candidate) && !is_read() || is_referred(&candidate.place) && takes_any_text();
        if is_withheld { Shown::Redacted } else { show(&candidate.value, field) }
    }

    /// A value that is none of its type: of a manager it may be another secret than was meant.
    fn shown_wrong(&self, candidate: &Candidate, field: &Field) -> Shown {
        if self.is_of_manager(candidate) { Shown::Redacted } else { show(&candidate.value, field) }
    }

    /// Whether the value of a key, or that of any entry of it, is one that must not be shown although its type might.
    fn withholds(&self, id: NodeId, field: &Field) -> bool {
        let is_withheld = |id: NodeId| {
            self.merged.winner(id).is_some_and(|winner| {
                is_referred(&winner.place) && matches!(self.shown(winner, field), Shown::Redacted)
            })
        };
        is_withheld(id) || self.merged.index.entries(id).iter().any(|&entry| is_withheld(entry))
    }
}

/// A value as its field lets it be shown.
pub(crate) fn show(raw: &Raw, field: &Field) -> Shown {
    let Some(leaf) = field.as_leaf() else { return Shown::Redacted };
    match (leaf.redact, leaf.secrecy) {
        (Some(_), _) => leaf.redacted(raw).map_or(Shown::Redacted, Shown::Text),
        (None, Secrecy::Plain) => Shown::Text(crate::cast::shown(raw)),
        (None, Secrecy::Secret | Secrecy::Opaque) => Shown::Redacted,
    }
}
