//! Commands as managers.
#![cfg(unix)]

use std::collections::HashMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::{Duration, Instant};

use tactful::conformance::{Subject, check, opened};
use tactful::{
    Code, Context, Exec, ExposeSecret, LoadError, ManagerErrorKind, SecretManager, SecretRequest, SecretString,
    Settings,
};

use crate::support::CANARY;

#[derive(Debug, Settings)]
#[settings(prefix = "SHOP", crate = tactful)]
struct Shop {
    secret_key: SecretString,
    #[settings(default = 10)]
    max_connections: u32,
}

/// A shell script as a command; `$1`, `$2`, .. are the arguments after it. The line is shown: secrets are in `$C`.
fn script<'a>(text: &'a str, arguments: &[&'a str]) -> Vec<&'a str> {
    ["sh", "-c", text, "sh"].into_iter().chain(arguments.iter().copied()).collect()
}

fn load(exec: Exec) -> Result<Shop, LoadError> {
    load_in(exec.env("C", CANARY), Context::from_pairs::<_, &str, &str>([]))
}

fn load_in(exec: Exec, context: Context) -> Result<Shop, LoadError> {
    Shop::loader().context(context).push(exec).load()
}

/// The text of an error, which is searched for secrets.
#[track_caller]
fn told(error: &LoadError) -> String {
    let text = format!("{error}\n{error:?}\n{}\n{}", error.report().to_json(), error.report().lines().join("\n"));
    assert!(!text.contains(CANARY), "{text}");
    error.to_string()
}

/// Whether a process is there, as a zombie too.
fn is_there(pid: &str) -> bool {
    Path::new("/proc").join(pid).exists()
}

/// Waits for what a script writes, or for what becomes true.
#[track_caller]
fn wait<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn pid_in(path: &Path) -> String {
    wait("a process id", || fs::read_to_string(path).ok().and_then(|text| text.strip_suffix('\n').map(str::to_owned)))
}

#[test]
fn a_document() {
    let text = r#"printf '{"secret_key": "c4n4ry of %s", "max_connections": 40}\n' "$1""#;
    let shop = load(Exec::document(script(text, &["{profile}"]))).unwrap();
    assert_eq!((shop.secret_key.expose_secret(), shop.max_connections), ("c4n4ry of test", 40));
}

#[test]
fn one_per_key() {
    let text = r#"case "$1" in shop/test/SHOP_SECRET_KEY) echo $C;; *) echo none >&2; exit 44;; esac"#;
    let exec = || Exec::each(script(text, &["shop/{profile}/{name}"]));
    let shop = load(exec().not_found_on(44)).unwrap();
    assert_eq!((shop.secret_key.expose_secret(), shop.max_connections), ("c4n4ry", 10));
    let text = told(&load(exec()).unwrap_err());
    assert!(text.contains("exit status 44 for SHOP_MAX_CONNECTIONS"), "{text}");
    assert!(text.contains("exec sh -c 'case"), "{text}");
    assert!(text.contains(".not_found_on(status)"), "{text}");
}

#[test]
fn what_is_printed_comes_as_it_is() {
    for (printed, secret) in [
        (r"c4n4ry", "c4n4ry"),
        (r"c4n4ry\n", "c4n4ry"),
        (r"c4n4ry\r\n", "c4n4ry"),
        (r"c4n4ry\n\n", "c4n4ry\n"),
        (r" c4n4ry \t\n", " c4n4ry \t"),
        (r"a$$w$x`y`\n", "a$$w$x`y`"),
    ] {
        let text = r#"test "$2" = SHOP_SECRET_KEY && printf "$1" || exit 44"#;
        let shop = load(Exec::each(script(text, &[printed, "{name}"])).not_found_on(44)).unwrap();
        assert_eq!(shop.secret_key.expose_secret(), secret, "{printed}");
    }
}

/// Nothing but the programmer's own list says what is run.
#[test]
fn no_shell_reads_the_arguments() {
    let folder = tempfile::tempdir().unwrap();
    let context = Context::from_pairs::<_, &str, &str>([]).in_directory(folder.path());
    let argument = r#"{"secret_key": "$(touch a) `touch b` ; touch c 'd' {print $1} c4n4ry"}"#;
    let shop = load_in(Exec::document(["printf", "%s", argument]), context).unwrap();
    assert_eq!(shop.secret_key.expose_secret(), "$(touch a) `touch b` ; touch c 'd' {print $1} c4n4ry");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn failures() {
    let folder = tempfile::tempdir().unwrap();
    let plain = folder.path().join("plain");
    fs::write(&plain, "c4n4ry").unwrap();
    fs::set_permissions(&plain, fs::Permissions::from_mode(0o600)).unwrap();
    let plain = plain.to_str().unwrap();
    let garbage = folder.path().join("garbage");
    fs::write(&garbage, b"\x7fELF c4n4ry").unwrap();
    fs::set_permissions(&garbage, fs::Permissions::from_mode(0o700)).unwrap();
    let garbage = garbage.to_str().unwrap();
    for (name, argv, code, clause) in [
        ("status", script("echo $C; echo $C >&2; exit 3", &[]), "protocol", "exit status 3"),
        ("signal", script("echo $C; kill -9 $$", &[]), "protocol", "ended by signal 9"),
        ("nothing", script("echo $C >&2", &[]), "protocol", "printed nothing"),
        ("no document", script("echo $C", &[]), "protocol", "is not JSON"),
        ("unknown", vec!["no-such-program-anywhere"], "misconfigured", "no such program"),
        ("not executable", vec![plain], "misconfigured", "may not be run"),
        ("no program", vec![garbage], "misconfigured", "cannot be run"),
        ("a folder", vec!["/"], "misconfigured", "may not be run"),
        ("none", vec![], "misconfigured", "names no program"),
        ("a word", vec!["echo", "{nmae}"], "", "has {nmae} in it"),
        ("a zero", vec!["echo", "a\0b"], "misconfigured", "a zero character"),
        ("too much", script("head -c 17000000 /dev/zero", &[]), "protocol", "printed more than 16 MiB"),
    ] {
        let error = load(Exec::document(argv).request_timeout(Duration::from_secs(60))).unwrap_err();
        let text = told(&error);
        println!("--- {name}\n{text}\n");
        assert!(text.contains(clause), "{name}: {text}");
        let problem = error.report().problems().iter().find(|problem| problem.code() == Code::Source);
        assert_eq!(problem.and_then(tactful::Problem::detail).unwrap_or_default(), code, "{name}: {text}");
        assert_eq!(error.exit_code(), 78, "{name}");
    }
}

#[test]
fn a_report_shows_the_command_and_that_it_is_optional() {
    let exec = Exec::document(script("exit 3", &["shop/{profile}", "it's", ""])).optional();
    let pairs = [("SHOP_SECRET_KEY", "c4n4ry")];
    let loaded = Shop::loader().context(Context::from_pairs(pairs)).push(exec).load_with_report().unwrap();
    let warnings: Vec<String> = loaded.report().warnings().iter().map(ToString::to_string).collect();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].contains(r"exec sh -c 'exit 3' sh shop/test 'it'\''s' ''"), "{warnings:?}");
}

/// Only the command knows what its status means.
#[test]
fn a_command_that_failed_is_not_run_again() {
    let folder = tempfile::tempdir().unwrap();
    let runs = folder.path().join("runs");
    load(Exec::document(script("echo run >> $1; exit 1", &[runs.to_str().unwrap()]))).unwrap_err();
    assert_eq!(fs::read_to_string(runs).unwrap(), "run\n");
}

/// Late is late, and neither a process nor what the system keeps of one is left.
#[test]
fn a_slow_command_is_killed() {
    for (timeout, deadline, clause) in
        [(1000, 3000, "within"), (60_000, 1000, "no answer within the deadline of the load"), (1500, 1600, "within")]
    {
        let folder = tempfile::tempdir().unwrap();
        let pid = folder.path().join("pid");
        let argv = script("echo $$ >> $1; echo $C; exec sleep 600", &[pid.to_str().unwrap()]);
        let exec = Exec::document(argv).env("C", CANARY).request_timeout(Duration::from_millis(timeout));
        let loader = Shop::loader().context(Context::from_pairs::<_, &str, &str>([])).push(exec);
        let error = loader.deadline(Duration::from_millis(deadline)).load().unwrap_err();
        let pids = pid_in(&pid);
        assert!(!pids.lines().any(is_there), "{pids}");
        assert!(told(&error).contains(clause), "{error}");
        assert_eq!(error.exit_code(), 75);
    }
}

#[test]
fn a_slow_command_says_so() {
    let exec = Exec::document(["sleep", "600"]).request_timeout(Duration::from_millis(50));
    let text = told(&load(exec).unwrap_err());
    assert!(text.contains("did not end within 0.1 s, and was killed"), "{text}");
}

#[test]
fn a_load_that_is_dropped_kills_it_too() {
    let folder = tempfile::tempdir().unwrap();
    let pid = folder.path().join("pid");
    let exec = Exec::document(script("echo $$ > $1; exec sleep 600", &[pid.to_str().unwrap()]));
    let loader = Shop::loader().context(Context::from_pairs::<_, &str, &str>([])).push(exec);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let started = async {
            while !fs::read_to_string(&pid).is_ok_and(|text| text.ends_with('\n')) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::select! {
            _ = loader.load_async() => panic!("it sleeps"),
            () = started => {}
        }
    });
    assert!(!is_there(&pid_in(&pid)));
}

/// What a command leaves behind keeps the pipe open, and the load goes on.
#[test]
fn a_grandchild_does_not_hold_up_the_load() {
    let folder = tempfile::tempdir().unwrap();
    let pid = folder.path().join("pid");
    let text = r#"sleep 600 & echo $! > $1; echo '{"secret_key": "c4n4ry"}'"#;
    let exec = Exec::document(script(text, &[pid.to_str().unwrap()])).request_timeout(Duration::from_secs(100));
    let loader = Shop::loader().context(Context::from_pairs::<_, &str, &str>([])).push(exec);
    let loaded = loader.deadline(Duration::from_secs(100)).load();
    let left = pid_in(&pid);
    assert!(is_there(&left), "it was to outlive the command");
    assert!(std::process::Command::new("kill").arg(&left).status().unwrap().success());
    assert_eq!(loaded.unwrap().secret_key.expose_secret(), "c4n4ry");
}

/// Shows what of some variables the command has.
const SEES: &str = r#"printf '{"secret_key": "%s"}' "$A $B ${C:-none}""#;

#[test]
fn a_closed_world_is_closed_for_commands_too() {
    let sees = |exec: Exec, context| load_in(exec, context).unwrap().secret_key.expose_secret().to_owned();
    let exec = || Exec::document(["/bin/sh", "-c", SEES]);
    let pairs = || Context::from_pairs([("A", "a")]);
    assert_eq!(sees(exec(), pairs()), "a  none");
    assert_eq!(sees(exec().env("B", "b"), pairs()), "a b none");
    assert_eq!(sees(exec().env("A", "c"), pairs()), "c  none");
    assert_eq!(sees(exec().env_clear().env("B", "b"), pairs()), " b none");
    // Shells set a PATH of their own, and the system keeps what they were given.
    let own = r#"/usr/bin/tr '\0' '\n' < /proc/self/environ | grep -q PATH= && exit 1; echo '{"secret_key": "x"}'"#;
    load(Exec::document(["/bin/sh", "-c", own])).unwrap();
}

#[test]
fn the_environment_of_the_process_is_inherited() {
    let text = r#"printf '{"secret_key": "%s %s"}' "${CARGO_MANIFEST_DIR:+cargo}" "$B""#;
    let exec = || Exec::document(script(text, &[])).env("B", "b");
    let load = |exec| Shop::loader().profile("test").push(exec).load().unwrap();
    assert_eq!(load(exec()).secret_key.expose_secret(), "cargo b");
    assert_eq!(load(exec().env_clear()).secret_key.expose_secret(), " b");
}

#[test]
fn it_runs_in_the_project_root() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("tools")).unwrap();
    fs::write(folder.path().join("shop.json"), r#"{"secret_key": "c4n4ry"}"#).unwrap();
    std::os::unix::fs::symlink("/bin/cat", folder.path().join("tools/show")).unwrap();
    let context = || Context::from_pairs::<_, &str, &str>([]);
    let exec = || Exec::document(["tools/show", "shop.json"]);
    let shop = load_in(exec(), context().in_directory(folder.path())).unwrap();
    assert_eq!(shop.secret_key.expose_secret(), "c4n4ry");
    // Without one it is not the directory of the process.
    let text = told(&load_in(Exec::document(script("pwd; exit 3", &[])), context()).unwrap_err());
    assert!(text.contains("exit status 3"));
    let root = load_in(Exec::document(script(r#"printf '{"secret_key": "%s"}' "$(pwd)""#, &[])), context()).unwrap();
    assert_eq!(root.secret_key.expose_secret(), "/");
}

/// Text that a program reads must not make it run a command.
#[test]
fn no_value_leads_to_a_command() {
    let folder = tempfile::tempdir().unwrap();
    let ran = folder.path().join("ran");
    let reference = format!("ref+exec://touch?0=touch&1={}", ran.display());
    let address = format!("exec://touch?0=touch&1={}", ran.display());
    let exec = || Exec::document(["echo", "{}"]);
    for pairs in [vec![("SHOP_SECRET_KEY", reference.as_str())], vec![("SETTINGS_MANAGERS", address.as_str())]] {
        let text = told(&load_in(exec(), Context::from_pairs(pairs)).unwrap_err());
        assert!(text.contains("exec"), "{text}");
    }
    assert!(!ran.exists());
}

/// Keys of a map may come from a config file.
#[test]
fn a_name_that_is_none_is_not_given_to_a_command() {
    #[derive(Debug, Settings)]
    #[settings(file = "settings.toml", crate = tactful)]
    struct Root {
        #[settings(nested)]
        #[allow(dead_code, reason = "it never loads")]
        shops: HashMap<String, Shop>,
    }
    let folder = tempfile::tempdir().unwrap();
    let ran = folder.path().join("ran");
    for key in ["--help", "a;b", "a b", "../a", "-", "ä"] {
        fs::write(folder.path().join("settings.toml"), format!("[shops.\"{key}\"]\nmax_connections = 1\n")).unwrap();
        let context = Context::from_pairs::<_, &str, &str>([]).in_directory(folder.path());
        let exec = Exec::each(script("echo $1 >> $2; exit 44", &["{name}", ran.to_str().unwrap()])).not_found_on(44);
        let error = Root::loader().context(context).push(exec).load().unwrap_err();
        assert!(!told(&error).is_empty(), "{key}");
    }
    let names = fs::read_to_string(&ran).unwrap_or_default();
    let is_plain = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    assert!(names.lines().all(is_plain), "{names}");
}

#[test]
fn the_suite() {
    let text = r#"case "$1" in
        SHOP_*) echo "c4n4ry of $1";; BINARY) printf 'c4n4ry\000\377\n\n';; *) echo c4n4ry >&2; exit 44;; esac"#;
    let exec = Exec::each(script(text, &["{name}"])).not_found_on(44);
    let request = |name: &str| {
        let request = SecretRequest::new(format!("sh {name}")).option("name", name);
        let argv = script(text, &[name]).into_iter().map(str::to_owned).collect::<Vec<_>>();
        argv.into_iter().enumerate().fold(request, |request, (number, text)| request.option(number.to_string(), text))
    };
    let names: Vec<String> = (0..100).map(|number| format!("SHOP_{number}")).collect();
    let subject = Subject::new(request("SHOP_A"), "c4n4ry of SHOP_A")
        .second(request("SHOP_B"), "c4n4ry of SHOP_B")
        .missing(request("OTHER"))
        .binary(request("BINARY"), *b"c4n4ry\0\xff\n")
        .batch(names.iter().map(|name| (request(name), format!("c4n4ry of {name}"))))
        .secret(CANARY);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let conformance = runtime.block_on(async {
        let manager = opened(&exec, &Context::from_pairs::<_, &str, &str>([])).await.unwrap();
        let hostile = manager.fetch(&[request("--help")]).await.remove(0).unwrap_err();
        assert_eq!(hostile.kind(), ManagerErrorKind::Misconfigured);
        check(manager, &subject).await
    });
    println!("{conformance}");
    conformance.assert();
}
