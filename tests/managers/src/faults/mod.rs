//! One suite of faults for every manager: what goes wrong, and what a load says of it.
//!
//! A fault is a row of a table, and every store has to show the same kind, the same number of attempts and one problem;
//! where one differs, the row says why. Commands have faults of their own: see `failures` and `a_slow_command_is_killed`
//! of [`crate::exec`].

mod bodies;
mod logins;
mod offsets;
mod reports;
mod statuses;
mod stores;
mod tls;
mod wire;

use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use tactful::{Code, Context, LoadError, Loaded, Report, SecretString, Settings};
use tactful_faults::{Answer, Certificates, FaultServer, Request};

use self::stores::{Boxed, Pairs, STORES, Store, Wish};
use crate::listener::{Listener, Log};
use crate::support::failed;

#[derive(Debug, Settings)]
#[settings(crate = tactful)]
struct Shop {
    value: SecretString,
    #[settings(default = 10)]
    max_connections: u32,
}

/// What every store has to make of a fault.
struct Expected {
    fault: &'static str,
    /// After `source.`.
    kind: &'static str,
    attempts: usize,
    /// One of them is in the text.
    causes: &'static [&'static str],
    differs: &'static [Differs],
}

/// A store that makes something else of it: its name, the kind, the attempts, and why.
type Differs = (&'static str, &'static str, usize, &'static str);

const fn expected(
    fault: &'static str,
    kind: &'static str,
    attempts: usize,
    causes: &'static [&'static str],
) -> Expected {
    Expected { fault, kind, attempts, causes, differs: &[] }
}

impl Expected {
    const fn but(self, differs: &'static [Differs]) -> Self {
        Self { differs, ..self }
    }

    fn of(&self, store: &Store) -> (&'static str, usize) {
        let differs = self.differs.iter().find(|(name, ..)| *name == store.name);
        differs.map_or((self.kind, self.attempts), |(_, kind, attempts, _)| (kind, *attempts))
    }
}

/// How long a load may take, and each of its requests.
#[derive(Clone, Copy)]
struct Times {
    deadline: Duration,
    request: Option<Duration>,
}

/// Enough for four attempts and the waits between them.
const AMPLE: Times = Times { deadline: Duration::from_secs(15), request: None };

/// A machine with something else to do may add this to every load.
const BUSY: Duration = Duration::from_secs(5);

fn certificates() -> &'static Certificates {
    static CERTIFICATES: OnceLock<Certificates> = OnceLock::new();
    CERTIFICATES.get_or_init(|| Certificates::new().unwrap())
}

/// A store that says this instead of its secret: over `http://` where it may be, for TLS takes its time.
fn serve(store: &Store, answer: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> FaultServer {
    let server = if store.is_plain { FaultServer::start() } else { secured(certificates().good()) }.unwrap();
    store.script(&server, answer);
    server
}

fn secured(identity: &tactful_faults::Identity) -> std::io::Result<FaultServer> {
    FaultServer::tls(&identity.certificate_pem, &identity.key_pem)
}

/// The same address at another port.
fn at_port(url: &str, port: u16) -> String {
    format!("{}:{port}", url.rsplit_once(':').unwrap().0)
}

fn wish(url: &str) -> Wish<'_> {
    Wish { url, authority: certificates().ca_pem_file(), request_timeout: None, is_optional: false }
}

/// Loads from the source and the variables alone, within the deadline; nobody hears a secret.
fn load(sources: impl IntoIterator<Item = Boxed>, pairs: Pairs, deadline: Duration) -> (Outcome, String) {
    let loader = Shop::loader().context(Context::from_pairs(pairs)).deadline(deadline);
    let loader = sources.into_iter().fold(loader, tactful::Loader::push);
    let log = Log::listen();
    let begun = Instant::now();
    let (outcome, heard) = Listener::hear(|| loader.load_with_report());
    let elapsed = begun.elapsed();
    log.is_quiet();
    assert!(elapsed <= deadline + deadline / 10 + BUSY, "{elapsed:?}");
    (outcome.map(Loaded::into_parts), heard)
}

type Outcome = Result<(Shop, Report), LoadError>;

/// Loads from a store that fails, and looks at all that is told of it.
#[track_caller]
fn fails(store: &Store, url: &str, times: Times, expected: &Expected) {
    let asked = (store.source)(&Wish { request_timeout: times.request, ..wish(url) });
    fails_as(store, asked, url, times, expected);
}

/// The same with other options than are usual here.
#[track_caller]
fn fails_as(store: &Store, (source, pairs): (Boxed, Pairs), url: &str, times: Times, expected: &Expected) {
    let Expected { fault, causes, .. } = expected;
    let (kind, attempts) = expected.of(store);
    let (outcome, heard) = load([source], pairs, times.deadline);
    let error = match outcome {
        Ok(loaded) => panic!("{fault}: {loaded:?}"),
        Err(error) => error,
    };
    let text = failed(&error);
    println!("--- {}, {fault}\n{text}\n", store.name);
    let [problem] = error.report().problems() else { panic!("{fault}: more than one problem\n{text}") };
    let found = (problem.code(), problem.detail(), problem.name());
    assert_eq!(found, (Code::Source, Some(kind), store.title(url).as_str()), "{fault}: {text}");
    let is_temporary = matches!(kind, "unavailable" | "timeout" | "throttled");
    assert_eq!(error.exit_code(), if is_temporary { 75 } else { 78 }, "{fault}: {text}");
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(causes.iter().any(|cause| words.contains(cause)), "{fault}: none of {causes:?} in {text}");
    assert!(kind == "misconfigured" || words.contains(url), "{fault}: no {url} in {text}");
    if attempts > 0 {
        assert!(heard.contains(&format!(" attempts={attempts} ")), "{fault}: not {attempts} attempts: {heard}");
    }
}

/// Tries all stores at the same time, for most of it is waiting.
fn each_store(work: impl Fn(&'static Store) + Sync) {
    thread::scope(|scope| {
        let threads: Vec<_> = STORES.iter().map(|store| (store.name, scope.spawn(|| work(store)))).collect();
        let failed = threads.into_iter().filter_map(|(name, thread)| thread.join().err().map(|_| name));
        let failed: Vec<_> = failed.collect();
        assert_eq!(failed, [""; 0], "these panicked");
    });
}
