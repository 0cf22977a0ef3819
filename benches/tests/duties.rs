//! `hand_safe` is a yardstick only if it really does what it says: all problems, where they are, `NAME_FILE`,
//! and never a value.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use tactful_bench::loaders::{Loader, of_group};
use tactful_bench::workspace::{self, Profile};
use tactful_bench::{Scenario, generate, inputs};

const FIELDS: usize = 10;

#[test]
fn reports_every_problem_and_no_value() {
    let directory = directory("problems");
    write(&directory, "token", "canary-in-a-file\n");
    write(
        &directory,
        ".env",
        "# one line before\nAPP_G00_TIMEOUT=canary\n  not a line\nexport APP_G00_NOTE = 'a' b\nAPP_G00_REGION=\"${canary}\"\n",
    );
    write(
        &directory,
        "settings.toml",
        "[g00]\nname = \"\"\"\ntwo\nlines\"\"\"\nenabled = \"canary\"\nport = 1\nport = 2\nnmae = 'canary'\n\
         hosts = [\"a\", 1]\n[other]\nlimit = 3\n[g00]\n",
    );
    let variables = [
        ("APP_G00_PORT", "70000"),
        ("APP_G00_TOKEN", "canary"),
        ("APP_G00_TOKEN_FILE", "token"),
        ("APP_G00_NAME_FILE", "/dev/null"),
    ];
    for loader in of_group("hand_safe") {
        let output =
            run(loader, Scenario::B, &directory, variables.map(|(name, value)| (name.to_owned(), value.to_owned())));
        let said = String::from_utf8_lossy(&output.stderr);
        for problem in [
            "g00.port (APP_G00_PORT): environment: is not a whole number of its range",
            "g00.port (APP_G00_PORT): settings.toml:7:8: is given twice",
            "g00.token (APP_G00_TOKEN): environment: the named file: is given both as NAME and as NAME_FILE",
            "g00.name (APP_G00_NAME): environment: the named file: not a regular file",
            "g00.timeout (APP_G00_TIMEOUT): .env:2:17: is not a duration like 30s",
            ".env:3:3: wants NAME=value",
            ".env:4:27: is text after a closing quote",
            ".env:5:16: wants an expansion, which this loader does not do",
            "g00.enabled (APP_G00_ENABLED): settings.toml:5:11: is not true or false",
            "settings.toml:8:1: is an unknown key",
            "g00.hosts (APP_G00_HOSTS): settings.toml:9:9: has an item that is not text",
            "settings.toml:10:1: is an unknown table",
            "settings.toml:12:5: is a table given twice",
            "g00.pin (APP_G00_PIN): is missing: set APP_G00_PIN or APP_G00_PIN_FILE",
        ] {
            assert!(said.lines().any(|line| line.ends_with(problem)), "{}: no {problem:?} in\n{said}", loader.name);
        }
        assert!(!said.contains("canary"), "{}: a value in\n{said}", loader.name);
        assert!(!output.status.success());
    }
}

#[test]
fn reads_a_value_from_the_file_that_a_variable_names() {
    let directory = directory("indirect");
    for loader in of_group("hand_safe") {
        let mut variables = inputs::environment(Scenario::A, 1);
        for (name, value) in &mut variables {
            if ["APP_G00_TOKEN", "APP_G00_PIN"].contains(&name.as_str()) {
                write(&directory, name, &format!("{value}\r\n"));
                *value = directory.join(&*name).display().to_string();
                name.push_str("_FILE");
            }
        }
        let output = run(loader, Scenario::A, &directory, variables);
        let expected = inputs::expected(Scenario::A, 1);
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), format!("{expected:016x} {expected:016x}"));
    }
}

fn run(
    loader: &Loader,
    scenario: Scenario,
    directory: &Path,
    variables: impl IntoIterator<Item = (String, String)>,
) -> Output {
    static PROGRAMS: LazyLock<()> = LazyLock::new(|| generate::all().expect("writes the programs"));
    LazyLock::force(&PROGRAMS);
    workspace::build(loader, FIELDS, scenario, Profile::Debug).expect("builds");
    let program = workspace::program(loader, FIELDS, scenario, Profile::Debug);
    let mut command = Command::new(program);
    command.env_clear().envs(variables).current_dir(directory);
    command.output().expect("runs")
}

fn directory(name: &str) -> PathBuf {
    let directory = workspace::generated().join("duties").join(name);
    std::fs::create_dir_all(&directory).expect("creates the directory");
    directory
}

fn write(directory: &Path, name: &str, text: &str) {
    std::fs::write(directory.join(name), text).expect("writes the file");
}
