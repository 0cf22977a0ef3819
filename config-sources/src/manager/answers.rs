//! What was fetched, as layers and as the values of references.

use std::collections::HashMap;
use std::sync::Arc;

use tactful_core::layer::{Entry, Layer};
use tactful_core::local::{Answers, Resolution, Wanted};
use tactful_core::origin::LayerName;
use tactful_core::raw::{Node, Raw};
use tactful_core::report::{Code, Problem};
use tactful_core::secret::RawBytes;

use super::document::{self, Unread};
use super::plan::{Content, Plan, Planned, PlannedLayer, PlannedReferral};
use super::policy::Answer;
use super::run::Outcome;
use super::{Fetched, ManagerError, ManagerErrorKind};

/// What became of each store, by its number.
#[derive(Debug)]
pub(crate) struct Results {
    outcomes: Vec<Option<Outcome>>,
    /// Payloads that were read as JSON, by store and request.
    documents: HashMap<(usize, usize), Result<Node, Unread>>,
}

/// References of one store that failed for one reason, and the keys that wait for them.
struct Failed {
    store: usize,
    error: ManagerError,
    names: Vec<String>,
}

impl Results {
    pub(crate) fn new(stores: usize) -> Self {
        Self { outcomes: (0..stores).map(|_| None).collect(), documents: HashMap::new() }
    }

    pub(crate) fn put(&mut self, store: usize, outcome: Outcome) {
        self.outcomes[store] = Some(outcome);
    }

    pub(crate) fn is_known(&self, store: usize) -> bool {
        self.outcomes[store].is_some()
    }

    /// The answer to a request; of a store that was not asked, why.
    fn answer(&self, store: usize, request: usize) -> Result<&Answer, ManagerError> {
        match &self.outcomes[store] {
            Some(Outcome::Asked(_, answers)) => answers.get(request).ok_or_else(unasked),
            Some(Outcome::Unopened(error)) => Err(error.clone()),
            _ => Err(unasked()),
        }
    }

    fn fetched(&self, store: usize, request: usize) -> Result<&Fetched, ManagerError> {
        self.answer(store, request)?.outcome.as_ref().map_err(Clone::clone)
    }

    fn parsed(&mut self, store: usize, request: usize, payload: &[u8]) -> Result<&Node, Unread> {
        let parsed = self.documents.entry((store, request)).or_insert_with(|| document::parse(payload));
        parsed.as_ref().map_err(Clone::clone)
    }
}

fn unasked() -> ManagerError {
    ManagerError::new(ManagerErrorKind::Misconfigured, "was not asked")
}

// References.

impl Results {
    /// What a reference leads to. An error of the whole store is left to the caller.
    fn resolve(&mut self, referral: &PlannedReferral) -> Result<Resolution, ManagerError> {
        let (store, request) = (referral.store, referral.request);
        let fetched = match self.fetched(store, request) {
            Ok(fetched) => fetched.clone(),
            Err(error) if error.is_of_store() => return Err(error),
            Err(error) => return Ok(Resolution::Failed(Box::new(unfollowed(referral, &error)))),
        };
        let version = fetched.version_name().map(str::to_owned);
        let value = if referral.members.is_empty() {
            Raw::from_bytes(RawBytes::new(fetched.expose().to_vec()))
        } else {
            match self.parsed(store, request, fetched.expose()) {
                Ok(document) => match document::member(document, &referral.members) {
                    Ok(value) => value.clone(),
                    Err(problem) => {
                        return Ok(Resolution::Failed(Box::new(refers(referral, &problem.0).help(problem.1))));
                    }
                },
                Err(unread) => {
                    let problem = refers(referral, &format!("and that secret {}", unread.clause()));
                    return Ok(Resolution::Failed(Box::new(problem.help("refer to the whole secret, without #/.."))));
                }
            }
        };
        Ok(match document::decoded(value, referral.is_base64) {
            Some(value) => Resolution::Found { value, secret: Arc::clone(&referral.secret), version },
            None => {
                let problem = refers(referral, "whose value is not base64");
                Resolution::Failed(Box::new(problem.help("remove decode=base64, or mend the secret")))
            }
        })
    }

    /// The same for an option of another store, which must say by itself why it has no value.
    pub(crate) fn resolve_option(&mut self, referral: &PlannedReferral) -> Resolution {
        self.resolve(referral).unwrap_or_else(|error| Resolution::Failed(Box::new(unfollowed(referral, &error))))
    }
}

/// A problem of a reference: `refers to vault secret/shop#/KEY, which has no version 3`.
fn refers(referral: &PlannedReferral, clause: &str) -> Problem {
    Problem::new(Code::Reference, "", format!("refers to {}, {clause}", referral.secret))
}

fn unfollowed(referral: &PlannedReferral, error: &ManagerError) -> Problem {
    let problem = refers(referral, &error.to_string()).detailed(error.kind().as_str());
    advised(problem, error)
}

fn advised(problem: Problem, error: &ManagerError) -> Problem {
    let problem = match error.fix() {
        Some(help) => problem.help(help.to_owned()),
        None => problem,
    };
    if error.is_temporary() { problem.temporary() } else { problem }
}

// Layers.

impl Results {
    /// All that the managers gave, for the load to merge.
    pub(crate) fn into_answers(mut self, plan: Plan<'_>) -> Answers {
        let concerned: Vec<_> = (0..plan.stores.len()).map(|number| plan.concerned(number)).collect();
        let Plan { stores, layers, referrals, resolutions, problems, lost, .. } = plan;
        let mut answers = Answers { resolutions, problems, lost, ..Answers::default() };
        let mut failed = Vec::<Failed>::new();
        for referral in &referrals {
            let resolution = self.resolve(referral).unwrap_or_else(|error| {
                let same = |failed: &&mut Failed| failed.store == referral.store && failed.error == error;
                match failed.iter_mut().find(same) {
                    Some(failed) => failed.names.extend(referral.names.iter().cloned()),
                    None => failed.push(Failed { store: referral.store, error, names: referral.names.clone() }),
                }
                Resolution::Told
            });
            if let Resolution::Found { secret, version, .. } = &resolution {
                answers.read.push(noted(secret, version.as_deref()));
            }
            answers.resolutions.insert(referral.text.clone(), resolution);
        }
        // Options that are wrong are told once, whatever they are options of.
        for (outcome, concerned) in self.outcomes.iter_mut().zip(concerned) {
            if let Some(Outcome::Options(problems)) = outcome {
                answers.options.push((concerned, std::mem::take(problems)));
            }
        }
        for layer in &layers {
            answers.layers.push((layer.below, self.layer(layer, &stores, &mut failed)));
        }
        for Failed { store, error, names } in failed {
            answers.stores.push((store, self.unread(store, &stores[store].opener.name(), &error).leaving(names)));
        }
        answers
    }

    /// A store, or a layer of one, that could not be read: `vault secret/shop`, `https://vault:8200: 403, permission denied`.
    fn unread(&self, store: usize, title: &str, error: &ManagerError) -> Problem {
        match &self.outcomes[store] {
            Some(Outcome::Cycle(problem)) => (**problem).clone(),
            Some(Outcome::Options(_)) => Problem::new(Code::Source, title, "was not asked: its options are wrong")
                .detailed("misconfigured")
                .help("mend its options, which this report names one by one"),
            _ => {
                let problem = Problem::new(Code::Source, title, format!("{}{error}", self.place(store)));
                advised(problem.detailed(error.kind().as_str()), error)
            }
        }
    }

    /// Where a store is, to follow its name.
    fn place(&self, store: usize) -> String {
        match &self.outcomes[store] {
            Some(Outcome::Asked(identity, _)) if !identity.endpoint().is_empty() => {
                format!("{}: ", identity.endpoint())
            }
            _ => String::new(),
        }
    }

    /// A document for the options of a store that comes later; `None` where it could not be read.
    pub(crate) fn document(&mut self, layer: &PlannedLayer, stores: &[Planned<'_>]) -> Option<Layer> {
        let Content::Document(request) = layer.content else { return None };
        self.fetched(layer.store, request).ok()?;
        Some(self.layer(layer, stores, &mut Vec::new()))
    }

    /// The layer of a manager, or why there is none: then also for the references that failed of the same.
    fn layer(&mut self, planned: &PlannedLayer, stores: &[Planned<'_>], failed: &mut Vec<Failed>) -> Layer {
        let name = stores[planned.store].opener.name();
        let empty = Layer::new(LayerName::owned(name)).labelled(planned.title.as_str()).from_manager(None);
        match &planned.content {
            Content::Nothing(why) => empty.not_read(planned.title.clone(), *why, Vec::new()),
            Content::Document(request) => self.document_layer(empty, planned, *request, failed),
            Content::Each(each) => {
                let store = &stores[planned.store];
                let secret = |request: usize| format!("{} {}", store.opener.name(), store.requests[request]);
                let asked = each.iter().map(|(wanted, request)| (wanted.name.clone(), secret(*request)));
                self.each_layer(empty.asked_for(asked.collect()), planned, each, failed)
            }
        }
    }

    fn document_layer(
        &mut self,
        empty: Layer,
        planned: &PlannedLayer,
        request: usize,
        failed: &mut Vec<Failed>,
    ) -> Layer {
        let fetched = match self.fetched(planned.store, request) {
            Ok(fetched) => fetched.clone(),
            Err(error) => return self.failed(empty, planned, &error, failed),
        };
        let version = fetched.version_name().map(str::to_owned);
        let clause = match self.parsed(planned.store, request, fetched.expose()) {
            Ok(node) if matches!(node.value, Raw::Map(_)) => {
                let absent = version
                    .as_ref()
                    .map_or("no such key".to_owned(), |version| format!("no such key in version {version}"));
                let layer = empty.from_manager(version.as_deref()).absent(absent).tree(node.clone());
                return layer.read(self.noted(planned, request, version.as_deref()));
            }
            Ok(node) => format!("is {} where a JSON object is wanted", node.value.kind()),
            Err(unread) => unread.clause(),
        };
        let error = ManagerError::new(ManagerErrorKind::Protocol, clause)
            .help("write a JSON object, or take the secret for one key: one per key, or by a reference");
        self.failed(empty, planned, &error, failed)
    }

    fn each_layer(
        &self,
        empty: Layer,
        planned: &PlannedLayer,
        each: &[(Wanted, usize)],
        failed: &mut Vec<Failed>,
    ) -> Layer {
        let errors = || each.iter().map(|(_, request)| self.fetched(planned.store, *request).err());
        let of_store = errors().flatten().find(ManagerError::is_of_store);
        if let Some(error) = of_store {
            return self.failed(empty, planned, &error, failed);
        }
        let mut layer = empty.absent("no such secret");
        let mut found = 0;
        for (wanted, request) in each {
            match self.fetched(planned.store, *request) {
                Ok(fetched) => {
                    found += 1;
                    let bytes = RawBytes::new(fetched.expose().to_vec());
                    let value = if wanted.takes_bytes { Raw::Bytes(bytes) } else { Raw::from_bytes(bytes) };
                    let entry = Entry::new(wanted.name.clone(), value);
                    layer.push(match fetched.version_name() {
                        Some(version) => entry.version(version),
                        None => entry,
                    });
                }
                // The layers below may have it; whoever has to, says that it is missing.
                Err(error) if error.kind() == ManagerErrorKind::NotFound => {}
                Err(error) if planned.optional => {
                    let problem =
                        Problem::new(Code::Source, planned.title.clone(), format!("{}: {error}", wanted.name));
                    layer.problem(advised(problem.detailed(error.kind().as_str()), &error).warning());
                }
                Err(error) => {
                    let problem = Problem::new(Code::Source, wanted.name.clone(), error.to_string());
                    let problem = advised(problem.detailed(error.kind().as_str()), &error);
                    layer.push(Entry::new(wanted.name.clone(), Raw::Null).failed(problem));
                }
            }
        }
        let noted = format!("{} ({found} of {} keys)", planned.title, each.len());
        layer.read(noted)
    }

    fn failed(&self, empty: Layer, planned: &PlannedLayer, error: &ManagerError, failed: &mut Vec<Failed>) -> Layer {
        let mut problem = self.unread(planned.store, &planned.title, error);
        if let (ManagerErrorKind::NotFound, Some(profile)) = (error.kind(), &planned.profile) {
            let other = problem.fix().map(|help| format!("; {help}")).unwrap_or_default();
            problem =
                problem.help(format!("is {profile} the right profile? it is the {{profile}} of this path{other}"));
        }
        if planned.optional {
            return empty.absent("could not be read").manager_failed(planned.store, problem.warning());
        }
        let same = |failed: &Failed| failed.store == planned.store && failed.error == *error;
        let names = failed.iter().position(same).map(|at| failed.remove(at).names).unwrap_or_default();
        empty.absent("could not be read").manager_failed(planned.store, problem.leaving(names))
    }

    fn noted(&self, planned: &PlannedLayer, request: usize, version: Option<&str>) -> String {
        let elapsed = self.answer(planned.store, request).map(|answer| answer.elapsed.as_millis()).unwrap_or_default();
        match version {
            Some(version) => format!("{} (version {version}, {elapsed} ms)", planned.title),
            None => format!("{} ({elapsed} ms)", planned.title),
        }
    }
}

fn noted(secret: &str, version: Option<&str>) -> String {
    match version {
        Some(version) => format!("{secret} (version {version})"),
        None => secret.to_owned(),
    }
}
