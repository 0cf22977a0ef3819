//! What is the same for every manager: one deadline, retries where they may help, and an event for each secret.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

use super::{Fetched, ManagerError, ManagerErrorKind, SecretManager, SecretRequest};

/// How often a request is made, the first time included.
const ATTEMPTS: u32 = 4;

/// The longest wait before the second attempt; it doubles with each further one, up to [`LONGEST`].
const FIRST_WAIT: Duration = Duration::from_millis(200);
const LONGEST: Duration = Duration::from_secs(2);

/// One secret, or why there is none, and what it took.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) outcome: Result<Fetched, ManagerError>,
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
}

/// Asks a manager for secrets, again where that may help, and for no longer than the deadline.
pub(crate) async fn fetch(manager: &dyn SecretManager, requests: &[SecretRequest], deadline: Instant) -> Vec<Answer> {
    let begun = Instant::now();
    let mut answers: Vec<Option<Answer>> = requests.iter().map(|_| None).collect();
    let mut open: Vec<usize> = (0..requests.len()).collect();
    for attempt in 1..=ATTEMPTS {
        let batch: Vec<SecretRequest> = open.iter().map(|&number| requests[number].clone()).collect();
        let outcomes = match timeout_at(deadline, manager.fetch(&batch)).await {
            Ok(outcomes) => complete(outcomes, batch.len()),
            Err(_) => batch.iter().map(|_| Err(out_of_time(begun.elapsed()))).collect(),
        };
        let (mut again, mut asked_to_wait) = (Vec::new(), Duration::ZERO);
        for (&number, outcome) in open.iter().zip(outcomes) {
            if let Err(error) = &outcome
                && error.is_temporary()
            {
                again.push(number);
                asked_to_wait = asked_to_wait.max(error.wait().unwrap_or_default());
            }
            answers[number] = Some(Answer { outcome, attempts: attempt, elapsed: begun.elapsed() });
        }
        let wait = back_off(attempt).max(asked_to_wait);
        // A wait that leaves no time for an answer only makes the failure later.
        if again.is_empty() || attempt == ATTEMPTS || wait >= deadline.saturating_duration_since(Instant::now()) {
            break;
        }
        sleep(wait).await;
        open = again;
    }
    let answers: Vec<Answer> = answers.into_iter().flatten().collect();
    for (request, answer) in requests.iter().zip(&answers) {
        tell(manager, request, answer);
    }
    answers
}

/// As many answers as requests: a manager that gives fewer has a bug, which must not shift secrets to other keys.
fn complete(outcomes: Vec<Result<Fetched, ManagerError>>, wanted: usize) -> Vec<Result<Fetched, ManagerError>> {
    if outcomes.len() == wanted {
        return outcomes;
    }
    let message = format!("the manager gave {} answers to {wanted} requests", outcomes.len());
    let error = ManagerError::new(ManagerErrorKind::Protocol, message).help("this is a bug of the manager");
    (0..wanted).map(|_| Err(error.clone())).collect()
}

fn out_of_time(elapsed: Duration) -> ManagerError {
    let waited = elapsed.as_secs_f64();
    let message = format!("no answer within the deadline of the load, {waited:.1} s after it was asked");
    ManagerError::new(ManagerErrorKind::Timeout, message)
}

/// Full jitter: anything from nothing to a limit that doubles. <https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>
fn back_off(attempt: u32) -> Duration {
    let limit = LONGEST.min(FIRST_WAIT * 2_u32.saturating_pow(attempt - 1));
    let milliseconds = u64::try_from(limit.as_millis()).unwrap_or(u64::MAX);
    // The standard library's only source of randomness; it need not be a good one.
    Duration::from_millis(RandomState::new().build_hasher().finish() % (milliseconds + 1))
}

#[cfg(feature = "tracing")]
fn tell(manager: &dyn SecretManager, request: &SecretRequest, answer: &Answer) {
    let outcome = match &answer.outcome {
        Ok(_) => "ok",
        Err(error) => error.kind().as_str(),
    };
    let version = answer.outcome.as_ref().ok().and_then(Fetched::version_name);
    tracing::info!(
        target: "tactful::audit",
        store = %manager.identity(),
        path = request.path(),
        version = version.or(request.wanted_version()),
        attempts = answer.attempts,
        elapsed_ms = u64::try_from(answer.elapsed.as_millis()).unwrap_or(u64::MAX),
        outcome,
        "secret fetched"
    );
}

#[cfg(not(feature = "tracing"))]
fn tell(_manager: &dyn SecretManager, _request: &SecretRequest, _answer: &Answer) {}
