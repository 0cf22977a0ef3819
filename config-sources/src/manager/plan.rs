//! What a load asks of which store, and which store has to wait for which: all that can be told before the first request.

mod wrong;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use tactful_core::context::World;
use tactful_core::loader::Gathered;
use tactful_core::local::{Answers, Local, Needs, Referral, Resolution, Wanted, unfollowed};
use tactful_core::report::{Code, Problem, did_you_mean};
use tactful_core::source::Source;

use self::wrong::{is_name, misplaced, same_name, told, unknown_section};
use super::managed::{Managed, Opener};
use super::reference::{Misread, PREFIX, Reference};
use super::store::{Asked, Limits, Placement};
use super::{SecretRequest, addresses, registry};

/// Everything that one load wants of managers.
#[derive(Debug)]
pub(crate) struct Plan<'s> {
    pub(crate) stores: Vec<Planned<'s>>,
    pub(crate) layers: Vec<PlannedLayer>,
    pub(crate) referrals: Vec<PlannedReferral>,
    /// References that lead nowhere, by their text.
    pub(crate) resolutions: HashMap<String, Resolution>,
    pub(crate) problems: Vec<Problem>,
    /// Managers that are named, and cannot be told by it.
    pub(crate) lost: Vec<Problem>,
    /// What the managers of this load see of the process.
    pub(crate) world: World,
}

/// One store, to be opened once.
#[derive(Debug)]
pub(crate) struct Planned<'s> {
    pub(crate) opener: Opener,
    pub(crate) given: Vec<(&'static str, tactful_core::secret::RawText)>,
    pub(crate) limits: Limits,
    /// What the local layers say of its options; `None` for a manager that code has opened.
    pub(crate) options: Option<Local<'s>>,
    /// References among its options.
    pub(crate) referrals: Vec<PlannedReferral>,
    pub(crate) resolutions: HashMap<String, Resolution>,
    pub(crate) requests: Vec<SecretRequest>,
    /// Stores that are asked before it is opened, each with the option that refers to it.
    pub(crate) waits_for: BTreeMap<usize, String>,
    /// Documents of other stores that may hold the options that no local layer has.
    pub(crate) documents: Vec<usize>,
}

/// A manager of the stack.
#[derive(Debug)]
pub(crate) struct PlannedLayer {
    /// How many local layers lie below it.
    pub(crate) below: usize,
    pub(crate) store: usize,
    pub(crate) title: String,
    pub(crate) optional: bool,
    /// The profile, where the path has it in it.
    pub(crate) profile: Option<String>,
    pub(crate) content: Content,
}

/// What a layer is made of, by the numbers of requests to its store.
#[derive(Debug)]
pub(crate) enum Content {
    Document(usize),
    Each(Vec<(Wanted, usize)>),
    /// Nothing, and why.
    Nothing(&'static str),
}

/// A reference that is followed.
#[derive(Clone, Debug)]
pub(crate) struct PlannedReferral {
    pub(crate) text: String,
    pub(crate) names: Vec<String>,
    pub(crate) store: usize,
    pub(crate) request: usize,
    pub(crate) members: Vec<String>,
    pub(crate) is_base64: bool,
    /// The secret in words: `vault secret/shop#/KEY`.
    pub(crate) secret: Arc<str>,
}

impl<'s> Plan<'s> {
    /// Plans a load. Nothing is asked of a network.
    pub(crate) fn of(load: &mut Local<'s>, sources: &[&'s dyn Source]) -> Self {
        let mut plan = Self {
            stores: Vec::new(),
            layers: Vec::new(),
            referrals: Vec::new(),
            resolutions: HashMap::new(),
            problems: Vec::new(),
            lost: Vec::new(),
            world: load.world().clone(),
        };
        let needs = load.needs();
        if is_name(load.profile().name()) {
            let managers = plan.managers(load);
            for (below, managed) in managers {
                plan.layer(load, below, &managed, &needs);
            }
        } else if load.has_managers() {
            let message = "were not asked: no path may have the name of this profile in it";
            let help = format!("mend {}: small letters, digits, _ and -", load.schema().profile_variable());
            plan.lost.push(Problem::new(Code::Source, "secret managers", message).detailed("misconfigured").help(help));
        }
        (plan.referrals, plan.resolutions) = plan.referrals(needs.referrals);
        plan.problems.extend(load.sections().into_iter().filter_map(unknown_section));
        // References among options may bring further stores, which have options too; whom nobody asks needs none.
        let mut read = BTreeSet::new();
        while let Some(next) = plan.next_to_read(&read) {
            read.insert(next);
            plan.options(load, sources, next);
        }
        plan
    }

    /// A store that is asked for something, and whose options are not read yet.
    fn next_to_read(&self, read: &BTreeSet<usize>) -> Option<usize> {
        (0..self.stores.len()).find(|number| !read.contains(number) && !self.stores[*number].requests.is_empty())
    }

    /// The managers of the stack and of the config file, or those that the operator names instead.
    fn managers(&mut self, load: &Local<'s>) -> Vec<(usize, Managed)> {
        let top = load.top();
        if let Some(addresses) = load.controls().managers() {
            let lever = load.schema().lever("MANAGERS");
            let named = addresses.iter().enumerate().filter_map(|(number, address)| {
                let managed = addresses::of_address(address).map_err(|misread| {
                    let message = format!("item {} {misread}", number + 1);
                    self.lost.push(told(Problem::new(Code::Invalid, lever.clone(), message), misread));
                });
                Some((top, managed.ok()?))
            });
            return named.collect();
        }
        let in_code = load.waiting().iter().filter_map(|(below, source)| {
            let managed = source.as_any()?.downcast_ref::<Managed>()?;
            Some((*below, managed.clone()))
        });
        let mut managers: Vec<_> = in_code.collect();
        if let Some((list, origin)) = load.managers_of_files() {
            match addresses::of_file(list) {
                Ok(named) => managers.extend(named.into_iter().map(|managed| (top, managed))),
                Err(misread) => {
                    let problem = Problem::new(Code::Invalid, "settings.managers", misread.message.clone());
                    self.lost.push(told(problem.from(origin), misread));
                }
            }
        }
        managers
    }

    fn layer(&mut self, load: &Local<'s>, below: usize, managed: &Managed, needs: &Needs) {
        let wanted = &needs.wanted;
        let profile = load.profile().name();
        let template = managed.placement.request().map(|text| text.replace("{profile}", profile));
        let profile = (template != *managed.placement.request()).then(|| profile.to_owned());
        let title = format!("{} {template}", managed.opener.name());
        let has_variables = matches!(managed.opener, Opener::Code(_));
        if let Some(misread) = misplaced(&template, matches!(managed.placement, Placement::Each(_)), has_variables) {
            self.lost.push(told(Problem::new(Code::Invalid, title, misread.message.clone()), misread));
            return;
        }
        let store = self.store(&managed.opener, &managed.given, managed.limits);
        let content = if load.is_untyped() && matches!(managed.placement, Placement::Each(_)) {
            Content::Nothing("a secret for each key wants a schema that tells the keys")
        } else if matches!(managed.placement, Placement::Document(_)) && (!wanted.is_empty() || needs.has_open_groups) {
            Content::Document(self.stores[store].request(template))
        } else if wanted.is_empty() {
            Content::Nothing("no key is left to ask it for")
        } else {
            let mut called: HashMap<String, &str> = HashMap::new();
            let mut each = Vec::new();
            for wanted in wanted {
                let name = managed.opener.name_of(&wanted.name);
                let request = template.map(|text| text.replace("{name}", &name));
                each.push((wanted.clone(), self.stores[store].request(request)));
                // Variants of one enum may share a key.
                if let Some(other) = called.insert(name.clone(), &wanted.name).filter(|other| *other != wanted.name) {
                    self.problems.push(same_name(&title, &name, other, wanted));
                }
            }
            Content::Each(each)
        };
        self.layers.push(PlannedLayer { below, store, title, optional: managed.optional, profile, content });
    }

    /// The store of an opener with these options; made where there is none.
    fn store(
        &mut self,
        opener: &Opener,
        given: &[(&'static str, tactful_core::secret::RawText)],
        limits: Limits,
    ) -> usize {
        let same =
            |planned: &Planned<'_>| planned.opener.is(opener) && planned.given == given && planned.limits == limits;
        if let Some(found) = self.stores.iter().position(same) {
            return found;
        }
        self.stores.push(Planned {
            opener: opener.clone(),
            given: given.to_vec(),
            limits,
            options: None,
            referrals: Vec::new(),
            resolutions: HashMap::new(),
            requests: Vec::new(),
            waits_for: BTreeMap::new(),
            documents: Vec::new(),
        });
        self.stores.len() - 1
    }

    /// Finds the store of each reference; what cannot be followed is a problem of the keys that refer to it.
    fn referrals(&mut self, referrals: Vec<Referral>) -> (Vec<PlannedReferral>, HashMap<String, Resolution>) {
        let mut resolutions = HashMap::new();
        let mut planned = Vec::new();
        for Referral { text, names, .. } in referrals {
            match self.referral(&text, names) {
                Ok(Some(referral)) => planned.push(referral),
                // A scheme that nobody knows.
                Ok(None) => {
                    let scheme =
                        text.strip_prefix(PREFIX).and_then(|rest| rest.split_once("://")).map(|(scheme, _)| scheme);
                    let problem = self.unknown(scheme.unwrap_or_default());
                    resolutions.insert(text, Resolution::Failed(Box::new(problem)));
                }
                Err(misread) => {
                    let problem = Problem::new(Code::Reference, "", format!("is a reference that {misread}"));
                    resolutions.insert(text, Resolution::Failed(Box::new(told(problem, misread))));
                }
            }
        }
        (planned, resolutions)
    }

    fn unknown(&self, scheme: &str) -> Problem {
        let own = self.stores.iter().map(|planned| planned.opener.scheme());
        let problem = unfollowed(scheme);
        match did_you_mean(scheme, registry::schemes().into_iter().chain(own)) {
            Some(near) => problem.help(format!("did you mean ref+{near}://?")),
            None if matches!(scheme, "exec" | "http" | "https") => problem,
            None => {
                let known = format!("schemes of this build: {}", registry::schemes().join(", "));
                let help = problem.fix().map_or_else(|| known.clone(), |help| format!("{help}; {known}"));
                problem.help(help)
            }
        }
    }

    fn referral(&mut self, text: &str, names: Vec<String>) -> Result<Option<PlannedReferral>, Misread> {
        let reference = Reference::parse(text.strip_prefix(PREFIX).unwrap_or(text))?;
        let of_stack = self.stores.iter().position(|planned| planned.opener.scheme() == reference.scheme());
        let (opener, mut given, limits) = match (of_stack, registry::kind(reference.scheme())) {
            (Some(found), _) => {
                let Planned { opener, given, limits, .. } = &self.stores[found];
                (opener.clone(), given.clone(), *limits)
            }
            (None, Some(kind)) => (Opener::Kind(kind), Vec::new(), Limits::USUAL),
            (None, None) => return Ok(None),
        };
        let asked = match &opener {
            Opener::Kind(kind) => kind.read(&reference)?,
            Opener::Ready(..) | Opener::Code(_) => Asked::new(of_own(&reference)),
        };
        for (key, text) in asked.given {
            given.retain(|(own, _)| *own != key);
            given.push((key, text.into()));
        }
        let is_base64 = reference.is_base64()?;
        let store = self.store(&opener, &given, limits);
        let mut secret = format!("{} {}", opener.name(), asked.what);
        if !reference.members().is_empty() {
            secret.push_str("#/");
            secret.push_str(&reference.members().join("/"));
        }
        Ok(Some(PlannedReferral {
            text: text.to_owned(),
            names,
            request: self.stores[store].request(asked.what),
            store,
            members: reference.members().to_vec(),
            is_base64,
            secret: secret.into(),
        }))
    }

    /// Reads what the local layers say of a store's options, and what they wait for.
    fn options(&mut self, load: &Local<'s>, sources: &[&'s dyn Source], number: usize) {
        let Opener::Kind(kind) = self.stores[number].opener else { return };
        self.stores[number].limits.closed = load.world().closed;
        let mut options = kind.options(load, &mut sources.iter().copied().filter(|source| !source.waits()));
        if !self.stores[number].given.is_empty() {
            options.give(given_in_code(&self.stores[number].given));
        }
        let no_login = || kind.logins().first().filter(|_| !kind.logins().iter().any(|name| options.gives(name)));
        let lacks = lacks_a_value(options.again().complete(Answers::default()));
        let lacks = lacks.or_else(|| no_login().map(|name| (*name).to_owned()));
        let (referrals, resolutions) = self.referrals(options.needs().referrals);
        for referral in &referrals {
            let name = referral.names.first().cloned().unwrap_or_default();
            self.stores[number].waits_for.insert(referral.store, name);
        }
        if let Some(name) = lacks {
            // What no local layer has may stand in a document of a manager that was given before, unless that waits for this
            // one: who would blame a cycle on whoever forgot a variable?
            let first = self.layers.iter().position(|layer| layer.store == number).unwrap_or(self.layers.len());
            let concerned = self.concerned(number);
            for layer in 0..first {
                let PlannedLayer { store, content, .. } = &self.layers[layer];
                if matches!(content, Content::Document(_)) && !concerned.contains(store) {
                    let store = *store;
                    self.stores[number].documents.push(layer);
                    self.stores[number].waits_for.entry(store).or_insert_with(|| name.clone());
                }
            }
        }
        let planned = &mut self.stores[number];
        (planned.options, planned.referrals, planned.resolutions) = (Some(options), referrals, resolutions);
    }
}

impl Plan<'_> {
    /// Whoever fails with a store: itself, and all that wait for it.
    pub(crate) fn concerned(&self, number: usize) -> Vec<usize> {
        let mut concerned = vec![number];
        let mut next = 0;
        while let Some(&at) = concerned.get(next) {
            next += 1;
            for (other, planned) in self.stores.iter().enumerate() {
                if planned.waits_for.contains_key(&at) && !concerned.contains(&other) {
                    concerned.push(other);
                }
            }
        }
        concerned
    }
}

impl Planned<'_> {
    /// The number of a request; the same one is made once.
    fn request(&mut self, request: SecretRequest) -> usize {
        self.requests.iter().position(|own| *own == request).unwrap_or_else(|| {
            self.requests.push(request);
            self.requests.len() - 1
        })
    }
}

/// What code gives a store, as the highest layer of its options.
pub(crate) fn given_in_code(given: &[(&'static str, tactful_core::secret::RawText)]) -> tactful_core::layer::Layer {
    use tactful_core::layer::Layer;
    use tactful_core::origin::LayerName;
    given.iter().fold(Layer::new(LayerName::new("code")), |layer, (key, text)| layer.value(*key, text.clone()))
}

/// The first required option that the local layers do not give.
fn lacks_a_value(options: Gathered) -> Option<String> {
    let report = options.check();
    let missing = report.problems().iter().find(|problem| problem.code() == Code::Missing);
    missing.map(|problem| problem.name().to_owned())
}

/// What a reference asks of a manager of one's own: its path, and every option as the manager may know it.
fn of_own(reference: &Reference) -> SecretRequest {
    let options = reference.options().filter(|(name, _)| *name != "decode");
    let request = SecretRequest::new(reference.path());
    options.fold(request, |request, (name, value)| request.option(name.to_owned(), value))
}
