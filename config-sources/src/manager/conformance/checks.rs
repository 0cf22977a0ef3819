//! The rules, one function for each.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::{Duration, Instant};

use futures_util::future::join;
use tokio::runtime::Builder;
use tokio::time::timeout;

use super::super::{ManagerErrorKind, SecretManager, SecretRequest};
use super::session::{Session, alive, at, longest_gap, refused, same, settled};
use super::{Check, Conformance, Known, Subject};

/// A timer that waits longer than this is not late by chance.
const STANDSTILL: Duration = Duration::from_millis(500);

/// Asks a manager for everything that its subject names, in every way that a load may.
///
/// It runs on the tokio runtime that polls it and counts the tasks of that one: give it a runtime to itself, as
/// `#[tokio::test]` does. A current-thread runtime shows best whether something blocks. The manager is dropped at the
/// end, and nothing of it may be left.
pub async fn check(manager: impl SecretManager, subject: &Subject) -> Conformance {
    let before = alive();
    let mut checks = {
        let session = Session::new(&manager, subject);
        let mut checks = vec![Check::new("identity", identity(&manager))];
        checks.push(Check::new("existing", session.expect(&[&subject.existing]).await.map(drop)));
        checks.push(Check::new("empty batch", session.fetch(&[]).await.map(drop)));
        checks.push(Check::new("duplicates", duplicates(&session).await));
        checks.extend(of_two(&session).await);
        checks.extend(failures(&session).await);
        checks.push(match &subject.binary {
            Some(binary) => Check::new("binary", session.expect(&[binary]).await.map(drop)),
            None => Check::skipped("binary", "binary secret"),
        });
        checks.push(match &subject.old {
            Some(old) => Check::new("versions", versions(&session, old).await),
            None => Check::skipped("versions", "old version"),
        });
        checks.push(Check::new("batch of 100", batch(&session).await));
        checks.push(Check::new("two at once", two_at_once(&session).await));
        checks.push(Check::new("cancellation", cancellation(&session).await));
        checks.push(Check::new("no standstill", no_standstill(&session).await));
        checks.push(Check::new("silence", session.silent()));
        checks
    };
    drop(manager);
    let left = settled(before).await.map_err(|left| format!("{left} tasks run on when the manager is gone"));
    checks.push(Check::new("no task left", left));
    Conformance(checks)
}

/// The same on a current-thread runtime that is made for it, for tests that have none.
///
/// # Panics
/// It is called inside of a runtime, or the system has no room for another one: neither lets a test go on.
pub fn check_blocking(manager: impl SecretManager, subject: &Subject) -> Conformance {
    let runtime = Builder::new_current_thread().enable_all().build();
    let runtime = runtime.unwrap_or_else(|error| panic!("no runtime: {error}"));
    runtime.block_on(check(manager, subject))
}

/// Asks for the first secret of the subject where it cannot be had: behind a proxy that resets, a server that answers 503.
/// It has to fail within this time as one of these kinds, to show nothing secret, and to leave no task behind.
pub async fn check_fault(
    manager: &dyn SecretManager,
    subject: &Subject,
    kinds: &[ManagerErrorKind],
    within: Duration,
) -> Check {
    let session = Session::new(manager, subject);
    let (before, begun) = (alive(), Instant::now());
    let outcome = match session.refused(&subject.existing.request, kinds).await {
        Ok(()) if begun.elapsed() > within => Err(format!("it took {:.1} s", begun.elapsed().as_secs_f64())),
        Ok(()) => session.silent(),
        Err(why) => Err(why),
    };
    let outcome = match (outcome, settled(before).await) {
        (Ok(()), Err(left)) => Err(format!("{left} tasks run on after it failed")),
        (outcome, _) => outcome,
    };
    Check::new("fault", outcome)
}

fn identity(manager: &dyn SecretManager) -> Result<(), String> {
    let identity = manager.identity();
    let mut scheme = identity.scheme().bytes();
    let begins = scheme.next().is_some_and(|b| b.is_ascii_lowercase());
    if !begins || !scheme.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
        return Err("its scheme is not of small letters and digits: no reference can begin so".to_owned());
    }
    if identity.endpoint().contains(['@', '?']) {
        return Err("its endpoint has an @ or a ?: credentials or a query, which are shown".to_owned());
    }
    Ok(())
}

async fn duplicates(session: &Session<'_>) -> Result<(), String> {
    let existing = &session.subject.existing;
    session.expect(&[existing, existing, existing]).await.map(drop)
}

/// What can be seen at two secrets that are not alike.
async fn of_two(session: &Session<'_>) -> Vec<Check> {
    let Some(second) = &session.subject.second else { return vec![Check::skipped("order", "second secret")] };
    let first = &session.subject.existing;
    let order = async {
        session.expect(&[first, second]).await?;
        session.expect(&[second, first]).await?;
        session.expect(&[second, first, second]).await.map(drop)
    };
    vec![Check::new("order", order.await)]
}

/// Secrets that cannot be had, alone and among others.
async fn failures(session: &Session<'_>) -> Vec<Check> {
    use ManagerErrorKind as Kind;
    let Subject { missing, denied, disabled, .. } = session.subject;
    let rows = [
        ("missing", "missing secret", missing, Kind::NotFound),
        ("denied", "denied secret", denied, Kind::Denied),
        ("disabled", "disabled secret", disabled, Kind::Disabled),
    ];
    let mut checks = Vec::new();
    for (name, needs, request, kind) in rows {
        checks.push(match request {
            Some(request) => Check::new(name, session.refused(request, &[kind]).await),
            None => Check::skipped(name, needs),
        });
    }
    let failing: Vec<_> = rows.iter().filter_map(|(.., request, kind)| Some((request.as_ref()?, *kind))).collect();
    checks.push(match failing[..] {
        [] => Check::skipped("mixed batch", "missing secret"),
        _ => Check::new("mixed batch", mixed(session, &failing).await),
    });
    checks
}

/// One that fails must not spoil those beside it.
async fn mixed(session: &Session<'_>, failing: &[(&SecretRequest, ManagerErrorKind)]) -> Result<(), String> {
    let first = &session.subject.existing;
    let last = session.subject.second.as_ref().unwrap_or(first);
    let inner = failing.iter().map(|(request, _)| (*request).clone());
    let requests: Vec<_> = [first.request.clone()].into_iter().chain(inner).chain([last.request.clone()]).collect();
    let mut answers = session.fetch(&requests).await?;
    let (end, start) = (answers.pop(), answers.remove(0));
    same(first, start).map_err(|why| at(0, first, &why))?;
    for (number, (answer, (request, kind))) in answers.iter().zip(failing).enumerate() {
        refused(answer, &[*kind]).map_err(|why| format!("answer {} ({request}): {why}", number + 2))?;
    }
    end.map_or(Ok(()), |end| same(last, end).map(drop).map_err(|why| at(requests.len() - 1, last, &why)))
}

async fn versions(session: &Session<'_>, old: &Known) -> Result<(), String> {
    let answers = session.expect(&[&session.subject.existing, old]).await?;
    let [current, older] = &answers[..] else { return Ok(()) };
    if current.version_name().is_none() {
        return Err("the version of the current secret is not told".to_owned());
    }
    let (wanted, told) = (old.request.wanted_version(), older.version_name());
    if told.is_none() || (wanted.is_some() && told != wanted) {
        return Err(format!("version {} was asked for, and {} is told", shown(wanted), shown(told)));
    }
    if current.version_name() == told {
        return Err("the current version and the older one have one name".to_owned());
    }
    Ok(())
}

fn shown(version: Option<&str>) -> &str {
    version.unwrap_or("none")
}

async fn batch(session: &Session<'_>) -> Result<(), String> {
    let Subject { existing, second, batch, .. } = session.subject;
    let pair = [existing, second.as_ref().unwrap_or(existing)];
    let known: Vec<&Known> = match batch[..] {
        [] => pair.into_iter().cycle().take(100).collect(),
        _ => batch.iter().collect(),
    };
    session.expect(&known).await.map(drop)
}

async fn two_at_once(session: &Session<'_>) -> Result<(), String> {
    let Subject { existing, second, .. } = session.subject;
    let second = second.as_ref().unwrap_or(existing);
    let (one, other) = ([existing, second], [second, existing]);
    let (one, other) = join(session.expect(&one), session.expect(&other)).await;
    one.and(other).map(drop)
}

/// A fetch that is dropped, sooner and later, ends there, and the next one is none the worse.
async fn cancellation(session: &Session<'_>) -> Result<(), String> {
    let Subject { existing, second, .. } = session.subject;
    let requests = [existing.request.clone(), second.as_ref().unwrap_or(existing).request.clone()];
    session.fetch(&requests).await?;
    // Connections that are kept for the next fetch are tasks too, and right.
    let idle = alive();
    for milliseconds in [0, 1, 2, 5, 10, 20, 50] {
        // Whether it was done in time is all the same. At first it only begins, however slow the machine is.
        if milliseconds == 0 {
            let mut fetch = pin!(session.fetch(&requests));
            poll_fn(|context| {
                drop(fetch.as_mut().poll(context));
                Poll::Ready(())
            })
            .await;
        } else {
            drop(timeout(Duration::from_millis(milliseconds), session.fetch(&requests)).await);
        }
        if let Err(left) = settled(idle).await {
            return Err(format!("{left} tasks run on after a fetch that was dropped"));
        }
        session.expect(&[existing]).await.map_err(|why| format!("after a fetch that was dropped: {why}"))?;
    }
    Ok(())
}

/// A timer beside a fetch has to tick. A machine that is busy may hold it up now and then, a manager that blocks always.
async fn no_standstill(session: &Session<'_>) -> Result<(), String> {
    let requests = [session.subject.existing.request.clone()];
    for _ in 0..3 {
        if longest_gap(session.fetch(&requests)).await < STANDSTILL {
            return Ok(());
        }
    }
    Err("a timer beside the fetch stood still: it blocks the thread of the runtime".to_owned())
}
