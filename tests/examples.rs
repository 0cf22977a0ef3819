//! Runs every example as a user would, and looks at what it prints and how it ends.
#![allow(clippy::expect_used, reason = "a test that panics has failed")]

use std::env::consts::EXE_EXTENSION;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::{fs, io};

// The tests of this example are tests like any other: they run with these.
#[allow(dead_code, reason = "its `main` is called by its binary alone")]
#[path = "../examples/testing/main.rs"]
mod testing;

/// What an example printed and how it ended.
struct Run {
    name: &'static str,
    stdout: String,
    stderr: String,
    status: Option<i32>,
}

/// Runs an example in an environment of these variables and nothing else, in a directory that holds no settings.
#[track_caller]
fn run(name: &'static str, variables: &[(&str, &str)]) -> Run {
    let mut command = Command::new(binary(name));
    command.env_clear().envs(variables.iter().copied()).current_dir(std::env::temp_dir());
    let Output { status, stdout, stderr } = command.output().unwrap_or_else(|error| panic!("{name}: {error}"));
    let text = |bytes| String::from_utf8(bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
    let run = Run { name, stdout: text(stdout), stderr: text(stderr), status: status.code() };
    run.is_silent();
    run
}

/// The binary of an example. `cargo test` has built it. `cargo test --test examples` builds no examples: what is missing
/// or older than its sources is built here.
fn binary(name: &str) -> PathBuf {
    static FOLDER: OnceLock<Option<PathBuf>> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let this = std::env::current_exe().expect("the test knows its own path");
        // target/debug/deps/examples-0123456789abcdef
        let profile = this.ancestors().nth(2).expect("two folders above a test").to_owned();
        let folder = profile.join("examples");
        let fresh = EXAMPLES.iter().all(|name| is_fresh(&folder, name).unwrap_or_default());
        (fresh || build(&profile)).then_some(folder)
    });
    let folder = folder.as_ref().expect("the examples build");
    folder.join(name).with_extension(EXE_EXTENSION)
}

/// Whether every source that cargo lists beside the binary is there and no newer than it.
fn is_fresh(folder: &Path, name: &str) -> io::Result<bool> {
    let built = fs::metadata(folder.join(name).with_extension(EXE_EXTENSION))?.modified()?;
    let sources = fs::read_to_string(folder.join(name).with_extension("d"))?;
    for source in sources.split_whitespace().skip(1) {
        if fs::metadata(source)?.modified()? > built {
            return Ok(false);
        }
    }
    Ok(true)
}

fn build(profile: &Path) -> bool {
    let name = profile.file_name().and_then(|name| name.to_str()).expect("a profile has a name");
    let target = profile.parent().expect("a profile has a folder");
    let mut command = Command::new(env!("CARGO"));
    command.args(["build", "--examples", "--target-dir"]).arg(target).current_dir(env!("CARGO_MANIFEST_DIR"));
    command.args(["--profile", if name == "debug" { "dev" } else { name }]);
    command.status().expect("cargo runs").success()
}

const EXAMPLES: [&str; 8] = [
    "quickstart",
    "report",
    "profiles",
    "docker_secrets",
    "kubernetes_volume",
    "figment_bridge",
    "custom_source",
    "testing",
];

impl Run {
    /// The example ended well, without a warning.
    #[track_caller]
    fn succeeds(&self) -> &Self {
        assert_eq!(self.status, Some(0), "{}", self.whole());
        assert!(self.stderr.is_empty(), "{}", self.whole());
        self
    }

    /// These words stand in what it printed to stdout, in this order.
    #[track_caller]
    fn prints(&self, words: &[&str]) -> &Self {
        in_order(&self.stdout, words, self);
        self
    }

    /// These words stand in what it printed to stderr, in this order.
    #[track_caller]
    fn tells(&self, words: &[&str]) -> &Self {
        in_order(&self.stderr, words, self);
        self
    }

    /// No example prints a part of a secret: each one holds the word `canary`, and what follows it is not printed either.
    #[track_caller]
    fn is_silent(&self) {
        let printed = format!("{}{}", self.stdout, self.stderr);
        for secret in secrets(self.name) {
            let from = secret.find("canary").expect("a secret holds the word");
            for part in secret.as_bytes()[from..].windows(6) {
                let found = printed.as_bytes().windows(part.len()).any(|window| window == part);
                assert!(!found, "{} prints {:?}:\n{printed}", self.name, String::from_utf8_lossy(part));
            }
        }
    }

    fn whole(&self) -> String {
        format!("{} ended with {:?}\n{}\n{}", self.name, self.status, self.stdout, self.stderr)
    }
}

/// Tables are laid out for the length of the paths in them, so that every run of white space counts as one blank.
#[track_caller]
fn in_order(text: &str, words: &[&str], run: &Run) {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut rest = text.as_str();
    for word in words {
        let Some(at) = rest.find(word) else { panic!("{word:?} is not printed, or not there: {}", run.whole()) };
        rest = &rest[at + word.len()..];
    }
}

/// Every secret in the sources and data files of an example.
fn secrets(name: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
    let mut secrets = Vec::new();
    collect(&folder, &mut secrets);
    assert!(!secrets.is_empty(), "{name} has no secret to keep");
    secrets
}

fn collect(folder: &Path, secrets: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the folder of an example") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, secrets);
            continue;
        }
        let bytes = fs::read(&path).expect("a file of an example");
        for line in String::from_utf8_lossy(&bytes).lines() {
            let end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '@' | ',' | ')');
            secrets.extend(line.split(end).filter(|word| word.contains("canary")).map(str::to_owned));
        }
    }
}

#[test]
fn every_example_is_run() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut found: Vec<_> = fs::read_dir(folder)
        .expect("the folder of examples")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.join("main.rs").is_file())
        .filter_map(|path| path.file_name()?.to_str().map(str::to_owned))
        .filter(|name| !needs_a_manager(name))
        .collect();
    found.sort();
    let mut known = EXAMPLES;
    known.sort_unstable();
    assert_eq!(found, known);
}

/// Whether an example is built with a feature of secret managers: `tests/managers` runs it.
fn needs_a_manager(name: &str) -> bool {
    const FEATURES: [&str; 7] = ["aws", "azure", "conformance", "exec", "gcp", "http", "vault"];
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).expect("the manifest");
    let example = manifest.split("[[example]]").find(|table| table.contains(&format!("\nname = \"{name}\"\n")));
    let required = example.and_then(|table| table.lines().find(|line| line.starts_with("required-features")));
    required.is_some_and(|line| FEATURES.iter().any(|feature| line.contains(&format!("\"{feature}\""))))
}

#[test]
fn quickstart() {
    let run = run("quickstart", &[]);
    run.succeeds().prints(&[
        "AppSettings {",
        "debug: true,",
        "\"localhost\", \"127.0.0.1\",",
        "secret_key: SecretBox<str>([REDACTED])",
        "db: Database {",
        "name: \"shop\"",
        "password: SecretBox<str>([REDACTED])",
        "port: 5432",
        "access_key_id: \"AKIAINVENTED00000042\"",
        "secret_access_key: SecretBox<str>([REDACTED])",
        "publishable_key: \"pk_test_for-browsers\"",
        "sendgrid_api_key: SecretBox<str>([REDACTED])",
        "redis_url: SecretBox<str>([REDACTED])",
        "max_upload_size: 10485760",
        "enable_feature_x: true",
        "request_timeout: 30s",
        "profile development, from code",
        ".env < env",
        "key value origin overrides",
        "debug \"True\"",
        ".env:2:",
        "secret_key [REDACTED] #",
        ".env:4:",
        "db.password [REDACTED] #",
        ".env:8:",
        "max_upload_size \"10485760\"",
        ".env:22:",
    ]);
}

#[test]
fn quickstart_under_an_environment() {
    run("quickstart", &[("DB_PORT", "5433")]).succeeds().prints(&[
        "port: 5433",
        "db.port \"5433\" env DB_PORT",
        ".env:10:",
    ]);

    let run = run("quickstart", &[("DB_PORT", "http"), ("MAX_UPLOAD_SIZE", "-1")]);
    assert_eq!(run.status, Some(78), "{}", run.whole());
    assert!(run.stdout.is_empty());
    run.tells(&["2 problems", "invalid DB_PORT", "invalid MAX_UPLOAD_SIZE"]);
}

/// What it says of each key, in the order of the struct.
#[test]
fn report() {
    let run = run("report", &[]);
    assert_eq!(run.status, Some(78), "{}", run.whole());
    assert!(run.stdout.is_empty());
    run.tells(&[
        "tactful cannot start: 16 problems, 1 warning in AppSettings",
        "profile production, from SETTINGS_PROFILE",
        "invalid DEBUG, from env debug: bool",
        "value \"ja\" is not",
        "insecure SECRET_KEY, from env",
        "conflict DB_USER db.user",
        "fix remove DB_USER",
        "invalid DB_PORT, from env",
        "enableServiceLinks: false",
        "source.missing AWS_ACCESS_KEY_ID_FILE",
        "insecure aws.secret_access_key, from",
        "settings.toml:11:",
        "constraint stripe",
        "one of the two keys is live and the other is not",
        "insecure STRIPE_PUBLISHABLE_KEY, from env",
        "missing SENDGRID_API_KEY",
        "tried env SENDGRID_API_KEY not set",
        "SENDGRID_APIKEY is set: a typo?",
        "fix set SENDGRID_API_KEY, or SENDGRID_API_KEY_FILE",
        "reference REDIS_URL, from env",
        "invalid.rule max_upload_size, from",
        "settings.toml:3:",
        "invalid REQUEST_TIMEOUT, from env",
        "fix add a unit: REQUEST_TIMEOUT=30s",
    ]);
    run.tells(&["unknown allowed_host, from", "fix rename it to allowed_hosts, which has no value"]);
    run.tells(&["source.syntax", ".env:5:", "`:` where `=` belongs"]);
    run.tells(&["conflict ENABLE_FEATURE_X", "line 3", "line 4"]);
    run.tells(&["1 warning", "suspect DB_PASSWORD, from", "secrets/db_password", "ends with white space"]);
    run.tells(&[
        "tactful: settings: 16 problems, 1 warning, profile production: invalid DEBUG, DB_PORT, REQUEST_TIMEOUT;",
    ]);
}

#[test]
fn profiles() {
    run("profiles", &[]).succeeds().prints(&[
        "development: ShopSettings {",
        "public_host: \"localhost:8000\"",
        "debug: true",
        "workers: 1,",
        "staging: ShopSettings {",
        "public_host: \"staging.shop.example\"",
        "debug: false",
        "workers: 2,",
        "error_tracker: None",
        "production: ",
        "1 problem, profile production: missing SHOP_ERROR_TRACKER",
        "production: ShopSettings {",
        "public_host: \"shop.example\"",
        "workers: 16",
        "error_tracker: Some(",
        "prodcution: ",
        "profile",
    ]);
}

#[test]
fn docker_secrets() {
    run("docker_secrets", &[]).succeeds().prints(&[
        "db_host: \"db\"",
        "db_password: SecretBox<str>([REDACTED])",
        "invoice_key: SecretBox<[u8]>([REDACTED])",
        " db_password ",
        "secrets/postgres_password, named by env SHOP_DB_PASSWORD_FILE",
        " stripe_secret_key ",
        "secrets/shop_stripe_secret_key",
    ]);
}

#[test]
#[cfg(unix)]
fn kubernetes_volume() {
    let run = run("kubernetes_volume", &[]);
    run.succeeds().prints(&["before: ", "db_user: \"shop_1\"", "after: ", "db_user: \"shop_2\""]);
    let fingerprints: Vec<_> = run.stdout.split("[REDACTED] #").skip(1).map(|rest| &rest[..4]).collect();
    let [before, after] = fingerprints[..] else { panic!("{}", run.whole()) };
    assert_ne!(before, after, "{}", run.whole());
}

#[test]
fn figment_bridge() {
    run("figment_bridge", &[]).succeeds().prints(&[
        "port: 9000",
        "www.shop.example",
        "retries: 7",
        " port ",
        "figment",
        " stripe.retries ",
        "env SHOP_STRIPE_RETRIES",
        "figment reads stripe.retries = 7",
        "figment has stripe.secret_key: false",
    ]);
}

#[test]
fn custom_source() {
    run("custom_source", &[]).succeeds().prints(&[
        "port: 9000",
        "timeout: 5s",
        "secret_key: SecretBox<str>([REDACTED])",
        " port ",
        "shop.properties:2:1",
        " stripe.timeout ",
        "env SHOP_STRIPE_TIMEOUT",
        "shop.properties:3:1",
    ]);
}

#[test]
fn testing_prints() {
    run("testing", &[]).succeeds().prints(&["port 9090, 30s a request, SecretBox<str>([REDACTED])"]);
}
