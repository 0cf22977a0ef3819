//! The suite, at a manager that keeps every rule, and at one for each rule that breaks it.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tactful::conformance::{Conformance, Outcome, Subject, check, check_fault};
use tactful::{BoxFuture, Fetched, Identity, ManagerError, ManagerErrorKind, SecretManager, SecretRequest};

use crate::support::CANARY;

/// What is wrong with a manager.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flaw {
    None,
    Scheme,
    Credentials,
    WrongPayload,
    Panics,
    Hangs,
    NothingForNothing,
    Deduplicates,
    Sorts,
    EmptyForMissing,
    UnavailableForMissing,
    DeniedAsMissing,
    DisabledIsGiven,
    OneSpoilsAll,
    Text,
    NoVersion,
    WrongVersion,
    OldIsCurrent,
    Tens,
    OneAtATime,
    StaysLocked,
    Spawns,
    Blocks,
    Loud,
    LoudHelp,
    LoudIdentity,
    Lingers,
}

/// A store in memory, an answer of which takes a moment.
struct Store {
    identity: Identity,
    flaw: Flaw,
    busy: AtomicUsize,
    lock: Mutex<bool>,
}

impl Store {
    fn new(flaw: Flaw) -> Self {
        let identity = match flaw {
            Flaw::Scheme => Identity::new("My-Store", ""),
            Flaw::Credentials => Identity::new("store", "https://user@store.example"),
            Flaw::LoudIdentity => Identity::new("store", "https://store.example/c4n4ry-token"),
            _ => Identity::new("store", "https://store.example"),
        };
        Self { identity, flaw, busy: AtomicUsize::new(0), lock: Mutex::new(false) }
    }

    fn answer(&self, request: &SecretRequest) -> Result<Fetched, ManagerError> {
        use ManagerErrorKind as Kind;
        let old = request.wanted_version() == Some("1") && self.flaw != Flaw::OldIsCurrent;
        let payload: &[u8] = match request.path() {
            "one" if old => b"c4n4ry of old",
            "one" => b"c4n4ry of one",
            "two" => b"c4n4ry of two",
            "binary" if self.flaw == Flaw::Text => b"c4n4ry\xef\xbf\xbd",
            "binary" => b"c4n4ry\0\xff\n",
            "disabled" if self.flaw == Flaw::DisabledIsGiven => b"c4n4ry of disabled",
            "disabled" => return Err(ManagerError::new(Kind::Disabled, "switched off")),
            "denied" if self.flaw != Flaw::DeniedAsMissing => {
                let error = ManagerError::new(Kind::Denied, "403, permission denied");
                return Err(if self.flaw == Flaw::LoudHelp { error.help("is c4n4ry-token right?") } else { error });
            }
            _ => {
                return match self.flaw {
                    Flaw::EmptyForMissing => Ok(Fetched::new(Vec::new())),
                    Flaw::UnavailableForMissing => Err(ManagerError::new(Kind::Unavailable, "503")),
                    Flaw::Loud => Err(ManagerError::new(Kind::NotFound, "none, but there is c4n4ry of one")),
                    _ => Err(ManagerError::new(Kind::NotFound, "no such entry")),
                };
            }
        };
        let payload = if self.flaw == Flaw::WrongPayload { b"other" } else { payload };
        let fetched = Fetched::new(payload.to_vec());
        Ok(match (self.flaw, request.wanted_version()) {
            (Flaw::NoVersion, _) => fetched,
            (Flaw::WrongVersion, _) => fetched.version("2"),
            (_, version) => fetched.version(version.unwrap_or("2")),
        })
    }

    async fn answers(&self, requests: &[SecretRequest]) -> Vec<Result<Fetched, ManagerError>> {
        let asked_beside = self.busy.fetch_add(1, Ordering::SeqCst) > 0;
        let _rest = match self.flaw {
            Flaw::StaysLocked if requests.len() == 2 => {
                *self.lock.lock().unwrap() = true;
                None
            }
            Flaw::Spawns if requests.len() == 2 => {
                tokio::spawn(tokio::time::sleep(Duration::from_secs(600)));
                None
            }
            _ => Some(()),
        };
        tokio::time::sleep(Duration::from_millis(3)).await;
        *self.lock.lock().unwrap() &= requests.len() != 2;
        self.busy.store(0, Ordering::SeqCst);
        let all = || requests.iter().map(|request| self.answer(request)).collect::<Vec<_>>();
        match self.flaw {
            Flaw::Panics if requests.len() == 3 => panic!("as it was told to"),
            Flaw::Hangs if requests.is_empty() => std::future::pending().await,
            Flaw::NothingForNothing if requests.is_empty() => vec![self.answer(&SecretRequest::new("one"))],
            Flaw::Deduplicates => {
                let distinct: BTreeMap<_, _> = requests.iter().map(|request| (request.path(), request)).collect();
                distinct.into_values().map(|request| self.answer(request)).collect()
            }
            Flaw::Sorts => {
                let mut sorted = requests.to_vec();
                sorted.sort();
                sorted.iter().map(|request| self.answer(request)).collect()
            }
            Flaw::OneSpoilsAll => {
                let first = all().into_iter().find_map(Result::err);
                all().into_iter().map(|answer| first.clone().map_or(answer, Err)).collect()
            }
            Flaw::Tens => {
                let over = |_: usize| Err(ManagerError::new(ManagerErrorKind::Protocol, "400, too many names"));
                if requests.len() > 10 { (0..requests.len()).map(over).collect() } else { all() }
            }
            Flaw::OneAtATime if asked_beside => {
                let busy = |_: &SecretRequest| Err(ManagerError::new(ManagerErrorKind::Unavailable, "busy"));
                requests.iter().map(busy).collect()
            }
            Flaw::StaysLocked if *self.lock.lock().unwrap() => std::future::pending().await,
            Flaw::Blocks => {
                std::thread::sleep(Duration::from_millis(600));
                all()
            }
            Flaw::Lingers if requests.is_empty() => {
                tokio::spawn(tokio::time::sleep(Duration::from_secs(600)));
                all()
            }
            _ => all(),
        }
    }
}

impl SecretManager for Store {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn fetch<'a>(&'a self, requests: &'a [SecretRequest]) -> BoxFuture<'a, Vec<Result<Fetched, ManagerError>>> {
        Box::pin(self.answers(requests))
    }
}

fn subject() -> Subject {
    Subject::new("one", "c4n4ry of one")
        .second("two", "c4n4ry of two")
        .missing("none")
        .binary("binary", *b"c4n4ry\0\xff\n")
        .old_version(SecretRequest::new("one").version("1"), "c4n4ry of old")
        .denied("denied")
        .disabled("disabled")
        .secret("c4n4ry-token")
        .patience(Duration::from_secs(3))
}

fn run(flaw: Flaw, subject: &Subject) -> Conformance {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let conformance = runtime.block_on(check(Store::new(flaw), subject));
    assert!(!format!("{conformance}{conformance:?}{subject:?}").contains(CANARY), "{conformance}");
    conformance
}

#[test]
fn one_that_keeps_all_rules() {
    let conformance = run(Flaw::None, &subject());
    conformance.assert();
    assert!(conformance.checks().iter().all(|check| check.outcome == Outcome::Passed), "{conformance}");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(check(Store::new(Flaw::None), &subject())).assert();
}

#[test]
fn what_the_subject_lacks_is_left_out() {
    let conformance = run(Flaw::None, &Subject::new("one", "c4n4ry of one"));
    conformance.assert();
    let skipped = conformance.checks().iter().filter(|check| matches!(check.outcome, Outcome::Skipped(_)));
    let names: Vec<_> = skipped.map(|check| check.name).collect();
    assert_eq!(names, ["order", "missing", "denied", "disabled", "mixed batch", "binary", "versions"]);
}

/// Each flaw is caught, and by the check that is for it.
#[test]
fn one_for_each_rule_that_breaks_it() {
    for (flaw, name, why) in [
        (Flaw::Scheme, "identity", "scheme"),
        (Flaw::Credentials, "identity", "@"),
        (Flaw::WrongPayload, "existing", "another payload"),
        (Flaw::Panics, "duplicates", "panicked"),
        (Flaw::Hangs, "empty batch", "no answer within"),
        (Flaw::NothingForNothing, "empty batch", "1 answers to 0 requests"),
        (Flaw::Deduplicates, "duplicates", "1 answers to 3 requests"),
        (Flaw::Sorts, "order", "another payload"),
        (Flaw::EmptyForMissing, "missing", "an empty payload where NotFound is wanted"),
        (Flaw::UnavailableForMissing, "missing", "Unavailable where NotFound is wanted"),
        (Flaw::DeniedAsMissing, "denied", "NotFound where Denied is wanted"),
        (Flaw::DisabledIsGiven, "disabled", "a payload where Disabled is wanted"),
        (Flaw::OneSpoilsAll, "mixed batch", "answer 1 (one): missing"),
        (Flaw::Text, "binary", "another payload"),
        (Flaw::NoVersion, "versions", "is not told"),
        (Flaw::WrongVersion, "versions", "version 1 was asked for, and 2 is told"),
        (Flaw::OldIsCurrent, "versions", "answer 2"),
        (Flaw::Tens, "batch of 100", "protocol"),
        (Flaw::OneAtATime, "two at once", "unavailable"),
        (Flaw::StaysLocked, "cancellation", "after a fetch that was dropped"),
        (Flaw::Spawns, "cancellation", "tasks run on after a fetch that was dropped"),
        (Flaw::Blocks, "no standstill", "stood still"),
        (Flaw::Loud, "silence", "shows a payload"),
        (Flaw::LoudHelp, "silence", "shows a secret"),
        (Flaw::LoudIdentity, "silence", "shows a secret"),
        (Flaw::Lingers, "no task left", "1 tasks run on"),
    ] {
        let conformance = run(flaw, &subject());
        let caught = conformance.failures().find(|check| check.name == name);
        let Some(check) = caught else { panic!("{flaw:?} is not caught by {name}:\n{conformance}") };
        assert!(check.to_string().contains(why), "{flaw:?}: {check}");
    }
}

#[test]
fn the_example_runs() {
    let output = crate::support::example("custom_manager").output().unwrap();
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{text}");
    assert!(text.contains("license: SecretBox<str>([REDACTED])") && text.contains("sealed license"), "{text}");
    assert!(!text.contains("canary"), "{text}");
}

#[test]
fn faults() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let outcome = |flaw, path: &str, kinds: &[ManagerErrorKind], within| {
        let subject = Subject::new(path, "c4n4ry of one").secret("c4n4ry-token");
        runtime.block_on(check_fault(&Store::new(flaw), &subject, kinds, within)).to_string()
    };
    let (denied, long) = ([ManagerErrorKind::Denied, ManagerErrorKind::NotFound], Duration::from_secs(60));
    assert_eq!(outcome(Flaw::None, "denied", &denied, long), "fault: passed");
    assert!(outcome(Flaw::None, "disabled", &denied, long).contains("Disabled where Denied or NotFound is wanted"));
    assert!(outcome(Flaw::None, "one", &denied, long).contains("a payload where"));
    assert!(outcome(Flaw::None, "denied", &denied, Duration::ZERO).contains("it took"));
    assert!(outcome(Flaw::Loud, "none", &denied, long).contains("shows a payload"));
}
