//! Runs a program in a closed environment and checks what it loaded.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::loaders::Loader;
use crate::workspace::{self, Profile};
use crate::{GROUP, Result, Scenario, inputs};

/// A command that runs with the environment and in the directory of a scenario, and nothing else of ours.
pub fn command(program: &Path, fields: usize, scenario: Scenario) -> Command {
    let mut command = Command::new(program);
    command.env_clear().envs(inputs::environment(scenario, fields / GROUP));
    command.current_dir(workspace::inputs(fields)).stdin(Stdio::null());
    command
}

/// Builds the program in release and checks that it loads, twice, what every loader must.
pub fn checked(loader: &Loader, fields: usize, scenario: Scenario) -> Result<std::path::PathBuf> {
    workspace::build(loader, fields, scenario, Profile::Release)?;
    let program = workspace::program(loader, fields, scenario, Profile::Release);
    let said = output(&mut command(&program, fields, scenario))?;
    let expected = inputs::expected(scenario, fields / GROUP);
    if said.trim() == format!("{expected:016x} {expected:016x}") {
        return Ok(program);
    }
    Err(format!("{scenario:?}: other values than expected: {} instead of {expected:016x} twice", said.trim()))
}

/// What a program printed, if it ended well.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.output().map_err(|error| format!("{}: {error}", command.get_program().display()))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let line = said.lines().find(|line| !line.trim().is_empty() && !line.starts_with("==")).unwrap_or_default();
    Err(format!("{}: {}: {line}", command.get_program().display(), output.status))
}
