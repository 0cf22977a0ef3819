//! Asks the stores of a plan: stage after stage, and all of one stage at once.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use tactful_core::context::World;
use tactful_core::layer::Layer;
use tactful_core::loader::Gathered;
use tactful_core::local::{Answers, Local, UNASKED};
use tactful_core::origin::LayerName;
use tactful_core::report::{Code, Problem, Report};
use tactful_core::source::Source;
use tactful_core::untyped::Named;
use tokio::runtime::Handle;
use tokio::time::{Instant, timeout_at};

use super::answers::Results;
use super::managed::Opener;
use super::plan::{Plan, Planned, PlannedLayer};
use super::policy::{self, Answer};
use super::{Identity, ManagerError, ManagerErrorKind, SecretManager};

/// Longer than any load: of the end of time a clock cannot tell.
const EVER: Duration = Duration::from_secs(365 * 86_400);

/// What became of a store.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// There was nothing to ask it for.
    Idle,
    /// It was asked: who it is, and an answer per request.
    Asked(Identity, Vec<Answer>),
    /// Its options are wrong: problems of their own.
    Options(Vec<Problem>),
    /// Its options are right each by itself, and do not make a manager.
    Unopened(ManagerError),
    /// It waits for itself.
    Cycle(Box<Problem>),
}

/// What can be told of managers without asking any: who they are, and references that lead nowhere.
pub fn unasked<'s>(mut local: Local<'s>, sources: &[&'s dyn Source]) -> Gathered {
    if local.is_complete() {
        return local.unasked(Answers::default());
    }
    let Plan { stores, layers, resolutions, problems, lost, .. } = Plan::of(&mut local, sources);
    let layer = |planned: &PlannedLayer| {
        let name = LayerName::owned(stores[planned.store].opener.name());
        (planned.below, Layer::new(name).not_read(planned.title.clone(), UNASKED, Vec::new()))
    };
    let layers = layers.iter().map(layer).collect();
    local.unasked(Answers { layers, resolutions, problems, lost, ..Answers::default() })
}

/// Asks whatever a load has to wait for, and merges it with the local layers. Runs on the tokio runtime that polls it.
pub async fn complete<'s>(mut local: Local<'s>, sources: &[&'s dyn Source], deadline: Duration) -> Gathered {
    if Handle::try_current().is_err() {
        local.problem(no_runtime());
        return local.unasked(Answers::default());
    }
    let answers = ask_all(&mut local, sources, deadline).await;
    local.complete(answers)
}

/// The same where there is no schema.
pub async fn complete_untyped<'s>(
    mut local: Local<'s>,
    sources: &[&'s dyn Source],
    deadline: Duration,
) -> (Vec<Named>, Report) {
    if Handle::try_current().is_err() {
        local.problem(no_runtime());
        return local.complete_untyped(Answers::default());
    }
    let answers = ask_all(&mut local, sources, deadline).await;
    local.complete_untyped(answers)
}

/// Another executor than tokio's would make the first request panic.
fn no_runtime() -> Problem {
    Problem::new(Code::Source, "secret managers", "cannot be asked: no tokio runtime polls this load")
        .detailed("misconfigured")
        .help("call load(), which brings a runtime of its own, or poll load_async() inside of tokio")
}

async fn ask_all<'s>(local: &mut Local<'s>, sources: &[&'s dyn Source], deadline: Duration) -> Answers {
    let deadline = Instant::now() + deadline.min(EVER);
    let mut plan = Plan::of(local, sources);
    let mut results = Results::new(plan.stores.len());
    while let Some(stage) = next_stage(&plan, &results) {
        let mut asked = Vec::new();
        for number in stage {
            let options = take_options(&mut plan, number, &mut results);
            asked.push((number, options));
        }
        let outcomes = asked.into_iter().map(|(number, options)| {
            let planned = &plan.stores[number];
            let world = &plan.world;
            async move { (number, ask(planned, options, world, deadline).await) }
        });
        for (number, (outcome, warnings)) in join_all(outcomes).await {
            results.put(number, outcome);
            plan.problems.extend(warnings);
        }
    }
    for (number, problem) in cycles(&plan, &results) {
        results.put(number, Outcome::Cycle(Box::new(problem)));
    }
    results.into_answers(plan)
}

/// The stores that wait for nobody any more; none when all were asked, or wait for each other.
fn next_stage(plan: &Plan<'_>, results: &Results) -> Option<Vec<usize>> {
    let is_ready = |number: &usize| {
        !results.is_known(*number) && plan.stores[*number].waits_for.keys().all(|other| results.is_known(*other))
    };
    let stage: Vec<usize> = (0..plan.stores.len()).filter(is_ready).collect();
    (!stage.is_empty()).then_some(stage)
}

/// The options of a store with all that they wait for; `None` for a manager that code has opened.
fn take_options(plan: &mut Plan<'_>, number: usize, results: &mut Results) -> Option<Gathered> {
    let options = plan.stores[number].options.take()?;
    let mut answers = Answers::default();
    let planned = &plan.stores[number];
    answers.resolutions.clone_from(&planned.resolutions);
    for referral in &planned.referrals {
        answers.resolutions.insert(referral.text.clone(), results.resolve_option(referral));
    }
    // What local layers have counts, and so does what code gives.
    for &layer in &planned.documents {
        // One that failed is told of by the load itself.
        if let Some(layer) = results.document(&plan.layers[layer], &plan.stores) {
            answers.layers.push((0, options.named_in(layer)));
        }
    }
    Some(options.complete(answers))
}

/// Opens a store and asks it; what its options give cause to say stands beside.
async fn ask(
    planned: &Planned<'_>,
    options: Option<Gathered>,
    world: &World,
    deadline: Instant,
) -> (Outcome, Vec<Problem>) {
    let mut warnings = Vec::new();
    // All that it could give is given by the environment: then its options do not matter either.
    if planned.requests.is_empty() {
        return (Outcome::Idle, warnings);
    }
    let manager: Arc<dyn SecretManager> = match (&planned.opener, options) {
        (Opener::Kind(kind), Some(options)) => {
            let table = format!("settings.{}", kind.section());
            let of_options = |problem: Problem| problem.unordered().within(&table);
            let opening = match kind.open(options, planned.limits) {
                Ok((opening, report)) => {
                    warnings.extend(report.warnings().iter().cloned().map(of_options));
                    opening
                }
                Err(error) => {
                    let report = error.report();
                    let problems = report.problems().iter().chain(report.warnings()).cloned();
                    return (Outcome::Options(problems.map(of_options).collect()), Vec::new());
                }
            };
            match timeout_at(deadline, opening).await {
                Ok(Ok(manager)) => manager,
                Ok(Err(error)) => return (Outcome::Unopened(error), warnings),
                Err(_) => {
                    let error = ManagerError::new(ManagerErrorKind::Timeout, "could not be opened within the deadline");
                    return (Outcome::Unopened(error), warnings);
                }
            }
        }
        (Opener::Ready(manager, _), _) => Arc::clone(manager),
        (Opener::Code(maker), _) => maker.make(world, planned.limits),
        (Opener::Kind(_), None) => {
            let error = ManagerError::new(ManagerErrorKind::Misconfigured, "was asked twice");
            return (Outcome::Unopened(error), warnings);
        }
    };
    let answers = policy::fetch(&*manager, &planned.requests, deadline).await;
    (Outcome::Asked(manager.identity().clone(), answers), warnings)
}

/// What is left when no store is ready: rings of stores that wait for each other, and whoever waits for these.
fn cycles(plan: &Plan<'_>, results: &Results) -> Vec<(usize, Problem)> {
    let left: BTreeSet<usize> = (0..plan.stores.len()).filter(|number| !results.is_known(*number)).collect();
    left.iter().map(|&number| (number, cycle(plan, number, &left))).collect()
}

fn cycle(plan: &Plan<'_>, from: usize, left: &BTreeSet<usize>) -> Problem {
    let mut at = from;
    let mut seen = Vec::new();
    let mut steps = Vec::new();
    while !seen.contains(&at) {
        seen.push(at);
        let Some((&next, name)) = plan.stores[at].waits_for.iter().find(|(next, _)| left.contains(next)) else { break };
        steps.push(format!("{name} waits for {}", plan.stores[next].opener.name()));
        at = next;
    }
    let in_the_way = plan.stores[from].waits_for.iter().find(|(next, _)| left.contains(next));
    let name = in_the_way.map(|(_, name)| name.clone()).unwrap_or_default();
    let message = format!("can never be read: {}", steps.join(", "));
    let help = format!("give {name} in another way: as a value, or {name}_FILE as the path of a file that holds it");
    Problem::new(Code::Cycle, name, message).help(help)
}
