//! The process's own world, looked at once per load and never changed.

use std::env;
use std::path::{Path, PathBuf};

use tactful_core::Profile;
use tactful_core::context::{Context, Environment, Process, World};
use tactful_core::report::{Code, Problem};
use tactful_core::schema::Schema;
use tactful_core::source::rootless;

/// The variables of the process.
#[must_use]
pub fn environment() -> Environment {
    Environment::of(Process::new(|name| env::var_os(name), env::vars_os))
}

/// The world that a context stands for, once the profile is known, and what is wrong with the operator's paths.
#[must_use]
pub fn world(
    schema: &'static Schema,
    context: &Context,
    environment: Environment,
    profile: &Profile,
) -> (World, Vec<Problem>) {
    let closed = context.closed().is_some();
    let variable = schema.lever("DIR");
    let mut problems = Vec::new();
    let mut world = World::new(environment, closed);
    let named_dir = world.environment.lever(&variable).unwrap_or_else(|problem| {
        problems.push(*problem);
        None
    });
    let named_dir = named_dir.map(PathBuf::from);
    world.root = match (context.directory(), named_dir) {
        (Some(given), _) => Some(absolute(given, closed)),
        (None, Some(named)) if closed && named.is_relative() => {
            problems.push(rootless(variable, true));
            None
        }
        (None, Some(named)) => {
            if !named.is_dir() {
                let message = format!("names {}, which is not a directory", named.display());
                let problem = Problem::new(Code::Source, variable, message).detailed("missing");
                problems.push(problem.help("create it, or mend the path"));
            }
            Some(absolute(&named, closed))
        }
        (None, None) if closed => None,
        (None, None) => root(schema, &world.environment, profile),
    };
    (world, problems)
}

fn absolute(path: &Path, closed: bool) -> PathBuf {
    if closed && path.is_absolute() {
        return path.to_owned();
    }
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// The project root: under cargo, in a relaxed profile, the nearest folder of the workspace in which a file of the
/// application lies; else the current directory.
fn root(schema: &Schema, environment: &Environment, profile: &Profile) -> Option<PathBuf> {
    let current = env::current_dir().ok()?;
    let manifest = profile.is_relaxed().then(|| environment.text("CARGO_MANIFEST_DIR").map(PathBuf::from)).flatten();
    let Some(manifest) = manifest else { return Some(current) };
    // `CARGO_MANIFEST_DIR` stands after the parents: it decides where the program is run from elsewhere.
    let candidates = up_to_lock(&current).into_iter().chain(up_to_lock(&manifest));
    candidates.into_iter().find(|folder| holds_settings(schema, folder, profile)).or(Some(current))
}

/// A folder and its parents, up to the one that holds `Cargo.lock`; the folder alone where none does.
fn up_to_lock(folder: &Path) -> Vec<PathBuf> {
    let folders: Vec<PathBuf> = folder.ancestors().map(Path::to_owned).collect();
    match folders.iter().position(|folder| folder.join("Cargo.lock").is_file()) {
        Some(top) => folders[..=top].to_vec(),
        None => vec![folder.to_owned()],
    }
}

fn holds_settings(schema: &Schema, folder: &Path, profile: &Profile) -> bool {
    let declared = schema.config_file().map(|file| folder.join(file));
    let dotenv = crate::dotenv::cascade_names(profile.name()).into_iter().map(|name| folder.join(name));
    declared.into_iter().chain(dotenv).any(|path| path.is_file())
}
