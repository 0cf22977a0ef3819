//! What the tests share.

use std::error::Error;
use std::process::Command;
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fmt, thread};

use tactful::{CacheUrl, DatabaseUrl, EmailUrl, Settings};

/// A password that no server knows.
pub(crate) const WRONG: &str = "wr0ng-c4n4ry@/:?#%";

/// The same as it stands in a URL.
const WRONG_ENCODED: &str = "wr0ng-c4n4ry%40%2F%3A%3F%23%25";

#[derive(Debug, Settings)]
struct Shop {
    #[settings(env = "DATABASE_URL")]
    database: Option<DatabaseUrl>,
    #[settings(env = "CACHE_URL")]
    cache: Option<CacheUrl>,
    #[settings(env = "EMAIL_URL")]
    email: Option<EmailUrl>,
}

/// Chooses the cryptography of this program: where features of several clients bring two, rustls wants to be told.
fn choose_cryptography() {
    static CHOSEN: Once = Once::new();
    CHOSEN.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
}

fn shop(name: &str, url: &str) -> Shop {
    choose_cryptography();
    let shop = Shop::from_pairs([(name, url)]).unwrap_or_else(|error| panic!("{name}: {error}"));
    // The passwords of the servers begin so, and none of their users, hosts and databases does.
    let shown = format!("{shop:?}");
    assert!(!["p@ss", "p%40ss", "re@quired", "c4n4ry"].iter().any(|secret| shown.contains(secret)), "{name}: {shown}");
    shop
}

/// The URL of a database as an application gets it.
#[track_caller]
pub(crate) fn database(url: &str) -> DatabaseUrl {
    shop("DATABASE_URL", url).database.unwrap()
}

/// The URL of a cache as an application gets it.
#[track_caller]
pub(crate) fn cache(url: &str) -> CacheUrl {
    shop("CACHE_URL", url).cache.unwrap()
}

/// The URL of a mail server as an application gets it.
#[track_caller]
pub(crate) fn email(url: &str) -> EmailUrl {
    shop("EMAIL_URL", url).email.unwrap()
}

/// The URL with a password that no server knows; the user stays.
#[track_caller]
pub(crate) fn wrong(url: &str) -> String {
    let (before, host) = url.rsplit_once('@').unwrap();
    let (start, _) = before.rsplit_once(':').unwrap();
    format!("{start}:{WRONG_ENCODED}@{host}")
}

/// The URL with another host name for the same server.
#[track_caller]
pub(crate) fn by_address(url: &str) -> String {
    assert!(url.contains("@localhost:"), "the URL is of another host");
    url.replace("@localhost:", "@127.0.0.1:")
}

/// The URL with a port that nobody listens at. Ports below 1024 are for root alone, and 1 is for nobody.
#[track_caller]
pub(crate) fn dead(url: &str) -> String {
    let (before, host) = url.rsplit_once('@').unwrap();
    let (name, rest) = host.split_once(':').unwrap();
    let rest = rest.trim_start_matches(|digit: char| digit.is_ascii_digit());
    format!("{before}@{name}:1{rest}")
}

/// The URL with the authority that signed nothing in the place of that of the servers.
pub(crate) fn other_authority(url: &str, [ours, other]: [&str; 2]) -> String {
    let changed = url.replace(ours, other);
    assert_ne!(url, changed, "the URL names no authority");
    changed
}

/// An error of a client says what happened, and neither it nor its causes hold a password.
#[track_caller]
pub(crate) fn silent(error: &(dyn Error + 'static), says: &str, password: &str) {
    let mut shown = String::new();
    let mut cause = Some(error);
    while let Some(error) = cause {
        fmt::Write::write_fmt(&mut shown, format_args!("{error}\n{error:?}\n{error:#?}\n")).unwrap();
        cause = error.source();
    }
    assert!(shown.contains(says), "it says something else than {says:?}: {shown}");
    for secret in [password, WRONG, WRONG_ENCODED, "c4n4ry", "p%40ss", "re%40quired"] {
        assert!(!shown.contains(secret), "the error holds the password");
    }
}

/// Text that no other test writes.
pub(crate) fn unique(way: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{way} {} {}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Runs a future to its end.
pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// Whether this process trusts the authority of the servers, as a machine would where the administrator has put it in
/// place. If it does not, the same test is run in a process that does.
#[track_caller]
pub(crate) fn trusts(authority: &str) -> bool {
    const VARIABLE: &str = "SSL_CERT_FILE";
    if env::var(VARIABLE).is_ok_and(|file| file == authority) {
        return true;
    }
    let name = thread::current().name().unwrap().to_owned();
    let again = Command::new(env::current_exe().unwrap())
        .args([&name, "--exact", "--nocapture"])
        .env(VARIABLE, authority)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&again.stdout);
    assert!(again.status.success(), "{said}{}", String::from_utf8_lossy(&again.stderr));
    assert!(said.contains("1 passed"), "{said}");
    false
}
