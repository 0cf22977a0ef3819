//! A command: run, or shown so that it can be repeated.

use std::ffi::OsString;
use std::fmt;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

use crate::{Failure, Result};

/// A command with its arguments and the variables it is given.
#[derive(Clone, Debug)]
pub(crate) struct Invocation {
    program: String,
    arguments: Vec<String>,
    variables: Vec<(&'static str, String)>,
    surroundings: Option<Surroundings>,
}

/// Variables that hold for a while: shown as the words before a command that give others of their kind later.
#[derive(Clone, Debug)]
pub(crate) struct Surroundings {
    pub(crate) shown_as: &'static str,
    pub(crate) variables: Vec<(String, String)>,
}

impl Invocation {
    pub(crate) fn new<W: Into<String>>(program: &str, arguments: impl IntoIterator<Item = W>) -> Self {
        let arguments = arguments.into_iter().map(Into::into).collect();
        Self { program: program.to_owned(), arguments, variables: Vec::new(), surroundings: None }
    }

    pub(crate) fn cargo<W: Into<String>>(arguments: impl IntoIterator<Item = W>) -> Self {
        Self::new("cargo", arguments)
    }

    /// Cargo in another workspace, that builds into the folder of this one: what both need is built once.
    pub(crate) fn cargo_in<W: Into<String>>(
        folder: &str,
        command: &str,
        arguments: impl IntoIterator<Item = W>,
    ) -> Self {
        let manifest = format!("{folder}/Cargo.toml");
        let here = Self::cargo([command, "--manifest-path", &manifest]);
        let here = if std::env::var_os("CARGO_TARGET_DIR").is_none() {
            here.arguments(["--target-dir", "target"])
        } else {
            here
        };
        here.arguments(arguments)
    }

    pub(crate) fn arguments<W: Into<String>>(mut self, more: impl IntoIterator<Item = W>) -> Self {
        self.arguments.extend(more.into_iter().map(Into::into));
        self
    }

    pub(crate) fn variable(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.variables.push((name, value.into()));
        self
    }

    pub(crate) fn within(mut self, surroundings: &Surroundings) -> Self {
        self.surroundings = Some(surroundings.clone());
        self
    }

    /// The program and its first word: what it is called where the whole line would be too much.
    pub(crate) fn name(&self) -> String {
        let first = self.arguments.first().map(|word| format!(" {word}")).unwrap_or_default();
        format!("{}{first}", self.program)
    }

    /// Runs it, with its output where ours goes.
    pub(crate) fn run(&self) -> Result<()> {
        self.announce();
        self.quietly()
    }

    /// Runs it without a word of ours.
    pub(crate) fn quietly(&self) -> Result<()> {
        let status = self.command().status().map_err(|error| self.not_started(&error))?;
        self.judge(status)
    }

    /// Runs it and gives what it writes to stdout; its stderr goes where ours goes.
    pub(crate) fn output(&self) -> Result<String> {
        let output = self.command().stderr(Stdio::inherit()).output().map_err(|error| self.not_started(&error))?;
        self.judge(output.status)?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Runs it and shows each line of its stdout for which `look` says so, as it comes.
    pub(crate) fn watched(&self, mut look: impl FnMut(&str) -> bool) -> Result<()> {
        self.announce();
        let started = self.command().stdout(Stdio::piped()).spawn();
        let mut child = started.map_err(|error| self.not_started(&error))?;
        if let Some(stdout) = child.stdout.take() {
            let mut lines = BufReader::new(stdout);
            let mut line = Vec::new();
            while matches!(lines.read_until(b'\n', &mut line), Ok(length) if length > 0) {
                let text = String::from_utf8_lossy(&line);
                if look(text.trim_end()) {
                    print!("{text}");
                }
                line.clear();
            }
        }
        self.ended(&mut child)
    }

    /// Runs it with all its output in a file.
    pub(crate) fn logged(&self, path: &Path) -> Result<()> {
        let log = || -> std::io::Result<(File, File)> {
            fs::create_dir_all(path.parent().unwrap_or(path))?;
            let log = File::create(path)?;
            Ok((log.try_clone()?, log))
        };
        let (out, err) = log().map_err(|error| Failure::new(format!("cannot write {}: {error}", path.display())))?;
        let status = self.command().stdin(Stdio::null()).stdout(out).stderr(err).status();
        self.judge(status.map_err(|error| self.not_started(&error))?)
    }

    /// Starts it, to be spoken to through its stdin and stdout.
    pub(crate) fn started(&self) -> Result<Child> {
        self.announce();
        let started = self.command().stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        started.map_err(|error| self.not_started(&error))
    }

    /// What became of one that was started.
    pub(crate) fn ended(&self, child: &mut Child) -> Result<()> {
        let status = child.wait().map_err(|error| self.not_started(&error))?;
        self.judge(status)
    }

    fn announce(&self) {
        println!("   {self}");
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).envs(self.variables.iter().map(|(name, value)| (name, value)));
        if let Some(surroundings) = &self.surroundings {
            command.envs(surroundings.variables.iter().map(|(name, value)| (name, value)));
        }
        for name in std::env::vars_os().map(|(name, _)| name).filter(is_of_cargo_run) {
            command.env_remove(name);
        }
        command
    }

    fn judge(&self, status: ExitStatus) -> Result<()> {
        if status.success() { Ok(()) } else { Err(Failure::of(self, format_args!("failed ({status})"))) }
    }

    fn not_started(&self, error: &std::io::Error) -> Failure {
        Failure::of(self, format_args!("did not start: {error}"))
    }
}

/// Whether `cargo run` set this variable for xtask itself. A test that looks at its own `CARGO_MANIFEST_DIR`, or a
/// build script that is run again when one of these changes, must not see ours.
fn is_of_cargo_run(name: &OsString) -> bool {
    let Some(name) = name.to_str() else { return false };
    let exact = ["CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_CRATE_NAME", "CARGO_BIN_NAME", "OUT_DIR"];
    name.starts_with("CARGO_PKG_") || exact.contains(&name)
}

/// As it would be typed into a shell.
impl fmt::Display for Invocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(surroundings) = &self.surroundings {
            write!(f, "{} ", surroundings.shown_as)?;
        }
        for (name, value) in &self.variables {
            write!(f, "{name}={} ", quoted(value))?;
        }
        f.write_str(&quoted(&self.program))?;
        for argument in &self.arguments {
            write!(f, " {}", quoted(argument))?;
        }
        Ok(())
    }
}

fn quoted(word: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_=./:,+@%".contains(&byte);
    if !word.is_empty() && word.bytes().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(invocation: &Invocation, expected: &str) {
        assert_eq!(invocation.to_string(), expected);
    }

    #[test]
    fn what_is_shown_can_be_typed() {
        check(&Invocation::cargo(["fmt", "--check"]), "cargo fmt --check");
        check(
            &Invocation::cargo(["doc"]).variable("RUSTDOCFLAGS", "-D warnings"),
            "RUSTDOCFLAGS='-D warnings' cargo doc",
        );
        check(&Invocation::new("echo", ["it's", ""]), r"echo 'it'\''s' ''");
        let surroundings = Surroundings { shown_as: "env $(here)", variables: vec![("A".to_owned(), "b".to_owned())] };
        check(&Invocation::cargo(["test"]).variable("C", "d").within(&surroundings), "env $(here) C=d cargo test");
    }

    #[test]
    fn variables_of_cargo_run_are_known() {
        assert!(is_of_cargo_run(&"CARGO_PKG_NAME".into()));
        assert!(is_of_cargo_run(&"CARGO_MANIFEST_DIR".into()));
        assert!(!is_of_cargo_run(&"CARGO_TARGET_DIR".into()));
        assert!(!is_of_cargo_run(&"CARGO_HOME".into()));
    }
}
