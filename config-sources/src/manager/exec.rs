//! What a command prints, as a document or as the secret of a key: `pass`, `security`, `sops`, `op`, a script.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use tactful_core::context::World;
use tactful_core::secret::RawBytes;
use tokio::io::AsyncReadExt as _;
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;
use zeroize::Zeroizing;

use super::flight;
use super::managed::{Managed, source_of_managed};
use super::request::{NAME, has_odd_name, with_name};
use super::store::{Limits, Maker, Placement};
use super::{BoxFuture, Fetched, Identity, ManagerError, ManagerErrorKind, SecretManager, SecretRequest};

/// What is read of the output at once, and the first size of its buffer.
const PIECE: usize = 16 * 1024;

/// How long the output is still read when the command has ended and something that it left behind holds the pipe.
const AFTERMATH: Duration = Duration::from_millis(100);

/// How often, a millisecond apart, a command that was killed is asked whether it is gone.
const REAPING: u32 = 100;

/// A layer that a command prints: one JSON document, or one secret for each key.
///
/// The command is a program and its arguments. No shell reads them, so that no value can become a command; where a pipe
/// or a variable is wanted, name the shell: `["sh", "-c", ".."]`. `{profile}` in an argument is the profile of the load;
/// with [`Exec::each`], `{name}` is the environment name of a key. Reports and logs show program and arguments: a secret
/// must not stand there, which every user of the machine could read in the list of processes too. Other words in braces
/// are a mistake, but for `${HOME}` and the like, which a shell may read.
///
/// ```no_run
/// use tactful_sources::manager::Exec;
///
/// let document = Exec::document(["sops", "--decrypt", "secrets/{profile}.json"]);
/// let keychain = Exec::each(["security", "find-generic-password", "-w", "-s", "{name}"]).not_found_on(44);
/// # let _ = (document, keychain);
/// ```
///
/// It runs in the project root, with the environment of the load: that of the process, or, in a closed
/// [`Context`](tactful_core::context::Context), the pairs of the context and nothing else (and in `/` if the context has
/// no directory). Its input is empty. Of its output one trailing line break is removed. What it writes to stderr is thrown
/// away, because it may repeat a secret.
///
/// It has 5 s, is killed when they are over, and is run again as any request that was too slow. An exit status other than
/// 0 is a failure of the whole layer, and is not tried again: only the command knows what it means. One that printed
/// nothing failed too. What the command itself started and left running is not waited for, and not killed.
///
/// No address in `SETTINGS_MANAGERS`, no config file and no reference leads to a command: text that a program reads must
/// not make it run one.
#[derive(Clone)]
pub struct Exec(Managed, Runner);

impl Exec {
    /// A layer that is the output of one command: a JSON object, whose members are looked up by nested path, dotted path
    /// or environment name.
    pub fn document(argv: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::of(Placement::Document(request(argv)))
    }

    /// A layer of one secret per key, each the output of a command in which `{name}` is the key's environment name. At
    /// most 16 run at the same time. Every key of the schema is asked for: say with [`Exec::not_found_on`] how the command
    /// ends for one that it does not have.
    pub fn each(argv: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::of(Placement::Each(with_name(request(argv))))
    }

    /// The exit status by which the command says that there is no such secret: the layers below may have it. May be
    /// repeated.
    #[must_use]
    pub fn not_found_on(self, status: i32) -> Self {
        self.with(|runner| runner.not_found_on.push(status))
    }

    /// Sets a variable of the command's environment.
    #[must_use]
    pub fn env(self, name: impl Into<String>, value: impl Into<SecretString>) -> Self {
        self.with(|runner| runner.env.push((name.into(), value.into())))
    }

    /// Gives the command no environment but that of [`Exec::env`]. Without `PATH` a program is found by its whole path,
    /// or in the system's own folders.
    #[must_use]
    pub fn env_clear(self) -> Self {
        self.with(|runner| runner.env_clear = true)
    }

    /// Makes its failure a warning: the load goes on with what the layers below say.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.0 = self.0.optional();
        self
    }

    /// How long one run of the command may take: 5 s unless told.
    #[must_use]
    pub fn request_timeout(mut self, timeout: Duration) -> Self {
        self.0 = self.0.request_timeout(timeout);
        self
    }

    fn of(placement: Placement) -> Self {
        let runner = Runner::default();
        Self(Managed::of_code(runner.clone(), placement), runner)
    }

    fn with(mut self, change: impl FnOnce(&mut Runner)) -> Self {
        change(&mut self.1);
        self.0 = self.0.by(self.1.clone());
        self
    }
}

source_of_managed!(Exec);

impl fmt::Debug for Exec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Exec").field(&self.0).field(&self.1).finish()
    }
}

/// A command as a request: its path is the line that reports show, its options "0", "1", .. are what is run.
fn request(argv: impl IntoIterator<Item = impl Into<String>>) -> SecretRequest {
    let argv: Vec<String> = argv.into_iter().map(Into::into).collect();
    let line: Vec<String> = argv.iter().map(|argument| quoted(argument)).collect();
    let request = SecretRequest::new(line.join(" "));
    argv.into_iter()
        .enumerate()
        .fold(request, |request, (number, argument)| request.option(number.to_string(), argument))
}

/// An argument as it can be read among others.
fn quoted(argument: &str) -> String {
    let is_plain =
        !argument.is_empty() && !argument.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\'');
    if is_plain { argument.to_owned() } else { format!("'{}'", argument.replace('\'', r"'\''")) }
}

/// How commands are run.
#[derive(Clone, Debug, Default)]
struct Runner {
    env: Vec<(String, SecretString)>,
    env_clear: bool,
    not_found_on: Vec<i32>,
}

impl Maker for Runner {
    fn name(&self) -> &'static str {
        "exec"
    }

    fn make(&self, world: &World, limits: Limits) -> Arc<dyn SecretManager> {
        Arc::new(Commands { identity: Identity::new("exec", ""), runner: self.clone(), world: world.clone(), limits })
    }
}

/// The commands of one load.
struct Commands {
    identity: Identity,
    runner: Runner,
    world: World,
    limits: Limits,
}

impl SecretManager for Commands {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn fetch<'a>(&'a self, requests: &'a [SecretRequest]) -> BoxFuture<'a, Vec<Result<Fetched, ManagerError>>> {
        let runs = requests.iter().map(|request| self.run(request));
        Box::pin(flight::at_most(self.limits.in_flight, runs))
    }
}

impl Commands {
    async fn run(&self, request: &SecretRequest) -> Result<Fetched, ManagerError> {
        if has_odd_name(request) {
            let name = request.get(NAME).unwrap_or_default();
            let message = format!("the name {name:?} is not of letters, digits and _: no command is given it");
            return Err(ManagerError::new(ManagerErrorKind::Misconfigured, message).help("rename the key"));
        }
        let mut running = Running(self.command(request)?.spawn().map_err(|error| unstarted(&error))?);
        let answer = timeout(self.limits.request, self.answer(&mut running.0)).await;
        let (status, mut output) = answer.unwrap_or_else(|_| Err(too_slow(self.limits.request)))?;
        if status.success() && output.expose().is_empty() {
            return Err(by_hand("printed nothing", request));
        }
        if !status.success() {
            return Err(self.ended(status, request));
        }
        output.trim_line_break();
        Ok(Fetched::from(output))
    }

    fn command(&self, request: &SecretRequest) -> Result<Command, ManagerError> {
        let mut argv = (0..).map_while(|number: usize| request.get(&number.to_string()));
        let Some(program) = argv.next().filter(|program| !program.is_empty()) else {
            let error = ManagerError::new(ManagerErrorKind::Misconfigured, "names no program");
            return Err(error.help("the first item of the list is the program"));
        };
        let World { root, closed, environment, .. } = &self.world;
        let mut command = Command::new(in_root(program, root.as_deref()));
        command.args(argv).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
        if self.runner.env_clear || *closed {
            command.env_clear();
        }
        if *closed && !self.runner.env_clear {
            // What is not UTF-8 has no portable way into a command.
            command.envs(environment.iter().filter_map(|(name, value)| Some((name, value.text()?))));
        }
        command.envs(self.runner.env.iter().map(|(name, value)| (name, value.expose_secret())));
        match root {
            Some(root) => _ = command.current_dir(root),
            None if *closed => _ = command.current_dir("/"),
            None => {}
        }
        Ok(command)
    }

    /// How the command ended and what it printed.
    async fn answer(&self, child: &mut Child) -> Result<(ExitStatus, RawBytes), ManagerError> {
        let mut output = Output { bytes: Zeroizing::new(Vec::new()), limit: self.limits.answer };
        let stdout = child.stdout.take();
        let status = {
            let mut reading = pin!(output.fill(stdout));
            tokio::select! {
                read = &mut reading => {
                    read?;
                    child.wait().await
                }
                status = child.wait() => {
                    // All that it wrote is in the pipe. Without an end, somebody else holds that, who may for ever.
                    if let Ok(read) = timeout(AFTERMATH, reading).await {
                        read?;
                    }
                    status
                }
            }
        };
        let status = status.map_err(|error| {
            let message = format!("cannot be waited for: {}", error.kind());
            ManagerError::new(ManagerErrorKind::Protocol, message)
        })?;
        Ok((status, RawBytes::new(std::mem::take(&mut *output.bytes))))
    }

    /// Why a command that failed did: its status alone.
    fn ended(&self, status: ExitStatus, request: &SecretRequest) -> ManagerError {
        let clause = match status.code() {
            Some(code) if self.runner.not_found_on.contains(&code) => {
                return ManagerError::new(ManagerErrorKind::NotFound, format!("exit status {code}: no such secret"));
            }
            Some(code) => format!("exit status {code}"),
            None => signal(status),
        };
        match request.get(NAME) {
            Some(name) => {
                let error = ManagerError::new(ManagerErrorKind::Protocol, format!("{clause} for {name}"));
                error.help("if that is how it says that there is no such secret: .not_found_on(status)")
            }
            None => by_hand(&clause, request),
        }
    }
}

/// A command that runs. It is gone when this is dropped, and so is what the system keeps of it for its parent.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // One that has ended is waited for here: no runtime may be left to do it later.
        if !matches!(self.0.try_wait(), Ok(None)) || self.0.start_kill().is_err() {
            return;
        }
        for _ in 0..REAPING {
            if !matches!(self.0.try_wait(), Ok(None)) {
                return;
            }
            thread::sleep(Duration::from_millis(1));
        }
    }
}

/// What a command printed so far, in a buffer that leaves no copy behind when it grows.
struct Output {
    bytes: Zeroizing<Vec<u8>>,
    limit: usize,
}

impl Output {
    /// Reads to the end.
    async fn fill(&mut self, stdout: Option<ChildStdout>) -> Result<(), ManagerError> {
        let Some(mut stdout) = stdout else { return Ok(()) };
        loop {
            if self.bytes.len() == self.bytes.capacity() {
                let mut larger = Vec::with_capacity(self.bytes.capacity().saturating_mul(2).max(PIECE));
                larger.extend_from_slice(&self.bytes);
                self.bytes = Zeroizing::new(larger);
            }
            let read = stdout.read_buf(&mut *self.bytes).await.map_err(|error| {
                let message = format!("its output cannot be read: {}", error.kind());
                ManagerError::new(ManagerErrorKind::Protocol, message)
            })?;
            if self.bytes.len() > self.limit {
                let message = format!("printed more than {} MiB", self.limit / (1024 * 1024));
                return Err(ManagerError::new(ManagerErrorKind::Protocol, message).help("is it the right command?"));
            }
            if read == 0 {
                return Ok(());
            }
        }
    }
}

/// A program that is named by a relative path, in the project root; one that is a mere name is looked up in `PATH`.
fn in_root(program: &str, root: Option<&Path>) -> PathBuf {
    let path = Path::new(program);
    match root {
        Some(root) if path.is_relative() && path.components().count() > 1 => root.join(path),
        _ => path.to_owned(),
    }
}

/// Why a command could not be started.
fn unstarted(error: &io::Error) -> ManagerError {
    use ManagerErrorKind as Kind;
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
            let help = "is it installed, and in a folder of PATH? a relative path counts from the project root";
            ManagerError::new(Kind::Misconfigured, "no such program").help(help)
        }
        io::ErrorKind::PermissionDenied => {
            ManagerError::new(Kind::Misconfigured, "the program may not be run by this process").help("chmod +x it")
        }
        // No process or no memory to be had: it may pass.
        io::ErrorKind::WouldBlock | io::ErrorKind::OutOfMemory | io::ErrorKind::ResourceBusy => {
            ManagerError::new(Kind::Unavailable, "the system starts no process now")
                .help("see ulimit -u, and free memory")
        }
        io::ErrorKind::InvalidInput => {
            ManagerError::new(Kind::Misconfigured, "an argument or a variable has a zero character in it")
                .help("remove it")
        }
        kind => {
            let code = error.raw_os_error().map_or(String::new(), |code| format!(" (os error {code})"));
            let message = format!("the program cannot be run: {kind}{code}");
            ManagerError::new(Kind::Misconfigured, message).help("a script begins with a line such as #!/bin/sh")
        }
    }
}

fn too_slow(limit: Duration) -> ManagerError {
    let message = format!("did not end within {:.1} s, and was killed", limit.as_secs_f64());
    let help = "does it ask somebody for a password? its input is empty; .request_timeout(..) gives it longer";
    ManagerError::new(ManagerErrorKind::Timeout, message).help(help)
}

fn by_hand(clause: &str, request: &SecretRequest) -> ManagerError {
    let help = format!("what it writes to stderr is not shown, as it may repeat secrets; run it: {}", request.path());
    ManagerError::new(ManagerErrorKind::Protocol, clause.to_owned()).help(help)
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt as _;
    status.signal().map_or_else(|| "ended strangely".to_owned(), |signal| format!("ended by signal {signal}"))
}

#[cfg(not(unix))]
fn signal(_status: ExitStatus) -> String {
    "ended strangely".to_owned()
}
