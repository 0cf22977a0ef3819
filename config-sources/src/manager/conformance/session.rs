//! A manager under examination: what is asked of it, and all that it shows.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};
use std::task::Poll;
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use secrecy::ExposeSecret as _;
use tokio::runtime::Handle;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

use super::super::{Fetched, ManagerError, ManagerErrorKind, SecretManager, SecretRequest};
use super::{Known, Subject};

/// How long a task may go on after whoever started it is gone.
const SETTLING: Duration = Duration::from_secs(3);

pub(super) type Answer = Result<Fetched, ManagerError>;

pub(super) struct Session<'s> {
    pub(super) manager: &'s dyn SecretManager,
    pub(super) subject: &'s Subject,
    /// All that errors and answers print.
    shown: Mutex<Vec<String>>,
}

impl<'s> Session<'s> {
    pub(super) fn new(manager: &'s dyn SecretManager, subject: &'s Subject) -> Self {
        Self { manager, subject, shown: Mutex::default() }
    }

    /// Asks. There is an answer for each request, or why not.
    pub(super) async fn fetch(&self, requests: &[SecretRequest]) -> Result<Vec<Answer>, String> {
        let patience = self.subject.patience;
        let fetch = async {
            let mut fetch = catch_unwind(AssertUnwindSafe(|| self.manager.fetch(requests))).map_err(drop)?;
            let answers =
                std::future::poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| fetch.poll_unpin(context))) {
                    Ok(Poll::Ready(answers)) => Poll::Ready(Ok(answers)),
                    Ok(Poll::Pending) => Poll::Pending,
                    Err(_) => Poll::Ready(Err(())),
                });
            answers.await
        };
        let answers = match timeout(patience, fetch).await {
            Ok(Ok(answers)) => answers,
            Ok(Err(())) => return Err("the manager panicked".to_owned()),
            Err(_) => return Err(format!("no answer within {} s", patience.as_secs())),
        };
        for answer in &answers {
            self.show(match answer {
                Ok(fetched) => format!("{fetched:?}"),
                Err(error) => format!("{error}\n{error:?}\n{}", error.fix().unwrap_or_default()),
            });
        }
        if answers.len() != requests.len() {
            return Err(format!("{} answers to {} requests", answers.len(), requests.len()));
        }
        Ok(answers)
    }

    /// Asks for secrets that are there, and compares.
    pub(super) async fn expect(&self, known: &[&Known]) -> Result<Vec<Fetched>, String> {
        let requests: Vec<SecretRequest> = known.iter().map(|known| known.request.clone()).collect();
        let answers = self.fetch(&requests).await?;
        let compared = known.iter().zip(answers).enumerate();
        compared.map(|(number, (known, answer))| same(known, answer).map_err(|why| at(number, known, &why))).collect()
    }

    /// Asks for one that has to fail so.
    pub(super) async fn refused(&self, request: &SecretRequest, kinds: &[ManagerErrorKind]) -> Result<(), String> {
        let answers = self.fetch(std::slice::from_ref(request)).await?;
        answers.first().map_or(Ok(()), |answer| refused(answer, kinds))
    }

    fn show(&self, text: String) {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).push(text);
    }

    /// Whether anything that was shown holds a payload, or a secret that the subject names.
    pub(super) fn silent(&self) -> Result<(), String> {
        self.show(format!("{}\n{:?}", self.manager.identity(), self.manager.identity()));
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner).join("\n");
        let payloads = self.subject.known().map(|known| ("a payload", std::str::from_utf8(known.payload.expose())));
        let secrets = self.subject.secrets.iter().map(|secret| ("a secret", Ok(secret.expose_secret())));
        for (what, text) in payloads.chain(secrets) {
            // Of one that is in escapes or in JSON, a line or a word is still there.
            let pieces = text.unwrap_or_default().lines().map(str::trim).filter(|line| line.len() > 2);
            if pieces.into_iter().any(|piece| shown.contains(piece)) {
                return Err(format!("an error, an answer's `Debug` or the identity shows {what}"));
            }
        }
        Ok(())
    }
}

/// Whether an answer is what the subject says.
pub(super) fn same(known: &Known, answer: Answer) -> Result<Fetched, String> {
    match answer {
        Ok(fetched) if fetched.expose() == known.payload.expose() => Ok(fetched),
        Ok(fetched) if fetched.expose().is_empty() => Err("an empty payload".to_owned()),
        Ok(_) => Err("another payload than the subject says".to_owned()),
        // Its text is what the suite looks for secrets in.
        Err(error) => Err(format!("{}, where a secret is wanted", error.kind().as_str())),
    }
}

pub(super) fn refused(answer: &Answer, kinds: &[ManagerErrorKind]) -> Result<(), String> {
    let wanted = kinds.iter().map(|kind| format!("{kind:?}")).collect::<Vec<_>>().join(" or ");
    match answer {
        Err(error) if kinds.contains(&error.kind()) => Ok(()),
        Err(error) => Err(format!("{:?} where {wanted} is wanted", error.kind())),
        Ok(fetched) if fetched.expose().is_empty() => Err(format!("an empty payload where {wanted} is wanted")),
        Ok(_) => Err(format!("a payload where {wanted} is wanted")),
    }
}

pub(super) fn at(number: usize, known: &Known, why: &str) -> String {
    format!("answer {} ({}): {why}", number + 1, known.request)
}

/// Waits until no more tasks run on this runtime than these; gives the number of those that stay.
pub(super) async fn settled(tasks: usize) -> Result<(), usize> {
    let begun = Instant::now();
    loop {
        let left = alive().saturating_sub(tasks);
        if left == 0 {
            return Ok(());
        }
        if begun.elapsed() > SETTLING {
            return Err(left);
        }
        sleep(Duration::from_millis(5)).await;
    }
}

pub(super) fn alive() -> usize {
    Handle::current().metrics().num_alive_tasks()
}

/// How long a timer beside some work had to wait at most.
pub(super) async fn longest_gap<T>(work: impl Future<Output = T>) -> Duration {
    let mut work = std::pin::pin!(work);
    let mut timer = interval(Duration::from_millis(5));
    timer.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let (mut last, mut longest) = (Instant::now(), Duration::ZERO);
    loop {
        let is_done = tokio::select! {
            biased;
            _ = timer.tick() => false,
            _ = &mut work => true,
        };
        longest = longest.max(last.elapsed());
        last = Instant::now();
        if is_done {
            return longest;
        }
    }
}
