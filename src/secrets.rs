//! Secrets by name, without a struct.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Index;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use tactful_core::Profile;
use tactful_core::context::{Context, Environment};
use tactful_core::local::{Answers, Local};
use tactful_core::origin::LayerName;
use tactful_core::raw::Raw;
use tactful_core::report::{Code, LoadError, Problem, Report};
use tactful_core::source::{Source, rootless};
use tactful_core::untyped::Named;
use tactful_sources::manager::{complete_untyped, complete_untyped_blocking};
use tactful_sources::process as surroundings;

use crate::Stack;

/// Everything that the layers hold, by name: for scripts and plug-ins, which know at run time what they need.
///
/// A name is what the highest layer that has it calls it: a variable, the name of a mounted file (in capitals), the dotted
/// path of a member of a document. There is no schema, so that `STRIPE_KEY` of the environment and `stripe.key` of a
/// document are two names, and a manager that is asked for one secret per key is not asked at all. `NAME_FILE` is
/// followed when `NAME` is asked for, and not before.
///
/// ```no_run
/// use tactful::{ExposeSecret, Secrets};
///
/// let secrets = Secrets::open()?;
/// if let Some(key) = secrets.get("STRIPE_KEY") {
///     println!("a key of {} bytes", key.expose_secret().len());
/// }
/// # Ok::<(), tactful::LoadError>(())
/// ```
pub struct Secrets {
    values: BTreeMap<String, Value>,
    /// Where relative paths of files stand.
    root: Option<PathBuf>,
    is_closed: bool,
    report: Report,
}

/// The value that counts for a name.
struct Value {
    layer: usize,
    /// Whether its layer is one in which `NAME_FILE` names a file.
    may_be_path: bool,
    /// The value, or why it is none that can be given out; `None` where a document says `null`.
    text: Option<Result<SecretString, Box<Problem>>>,
    /// For the path of a file: its content, once somebody asked.
    content: OnceLock<Result<SecretString, Box<Problem>>>,
}

impl Value {
    /// The path that it is, if it may be one.
    fn path(&self) -> Option<&Path> {
        let text = self.text.as_ref()?.as_ref().ok()?.expose_secret();
        (self.may_be_path && !text.is_empty()).then(|| Path::new(text))
    }
}

impl Secrets {
    /// Reads the standard stack of this process. Blocks; works outside and inside a tokio runtime.
    ///
    /// # Errors
    /// Every problem of every layer, at once.
    pub fn open() -> Result<Self, LoadError> {
        Self::of(&Stack::standard(), &Context::process())
    }

    /// Reads a stack in a world.
    ///
    /// # Errors
    /// Every problem of every layer, at once.
    pub fn of(stack: &Stack, context: &Context) -> Result<Self, LoadError> {
        let sources: Vec<&dyn Source> = stack.sources().collect();
        let local = local(context, &sources);
        let (root, is_closed) = (local.world().root.clone(), local.world().closed);
        match complete_untyped_blocking(local, &sources, DEADLINE) {
            Ok((values, report)) => Self::sorted(values, root, is_closed, report),
            Err(problem) => {
                let mut local = self::local(context, &[]);
                local.problem(*problem);
                let (values, report) = local.complete_untyped(Answers::default());
                Self::sorted(values, root, is_closed, report)
            }
        }
    }

    /// Reads a stack in a world, on the caller's tokio runtime.
    ///
    /// # Errors
    /// Every problem of every layer, at once.
    pub async fn of_async(stack: &Stack, context: &Context) -> Result<Self, LoadError> {
        let sources: Vec<&dyn Source> = stack.sources().collect();
        let local = local(context, &sources);
        let (root, is_closed) = (local.world().root.clone(), local.world().closed);
        let (values, report) = complete_untyped(local, &sources, DEADLINE).await;
        Self::sorted(values, root, is_closed, report)
    }

    fn sorted(values: Vec<Named>, root: Option<PathBuf>, is_closed: bool, report: Report) -> Result<Self, LoadError> {
        let report = report.into_result()?;
        let mut by_name = BTreeMap::new();
        for Named { name, layer, value, origin, .. } in values {
            let text = match value {
                Ok(Raw::Null) => None,
                Ok(value) => Some(match value.as_written() {
                    Some(text) => Ok(SecretString::from(text)),
                    None => Err(Box::new(no_text(&name, &value).from(origin.clone()))),
                }),
                Err(problem) => Some(Err(problem)),
            };
            let may_be_path = [LayerName::ENV, LayerName::DOTENV].contains(origin.layer());
            by_name.insert(name, Value { layer, may_be_path, text, content: OnceLock::new() });
        }
        Ok(Self { values: by_name, root, is_closed, report })
    }

    /// The secret of a name; empty text is a value. `None` where no layer has it, and where it cannot be read:
    /// [`try_get`](Self::try_get) tells the two apart.
    pub fn get(&self, name: &str) -> Option<&SecretString> {
        self.try_get(name).ok().flatten()
    }

    /// The secret of a name.
    ///
    /// # Errors
    /// A file that cannot be read, of `NAME_FILE` or in a secrets directory; a value that is no text: bytes, a list.
    pub fn try_get(&self, name: &str) -> Result<Option<&SecretString>, &Problem> {
        let own = self.values.get(name);
        let file_name = format!("{name}_FILE");
        // A variable that is set to nothing names no file.
        let file = self.values.get(&file_name).and_then(|file| Some((file, file.path()?)));
        let found = match (own, file) {
            // Of one layer the file counts, as in a load with a schema.
            (own, Some((file, path))) if own.is_none_or(|own| own.layer <= file.layer) => {
                Some(file.content.get_or_init(|| self.read(&file_name, path)))
            }
            (own, _) => own.and_then(|own| own.text.as_ref()),
        };
        found.map(Result::as_ref).transpose().map_err(|problem| &**problem)
    }

    fn read(&self, name: &str, path: &Path) -> Result<SecretString, Box<Problem>> {
        match &self.root {
            Some(root) => tactful_sources::secret_file(name, &root.join(path)),
            None if path.is_absolute() => tactful_sources::secret_file(name, path),
            None => Err(Box::new(rootless(name, self.is_closed))),
        }
    }

    /// The names, sorted; `NAME_FILE` stands for `NAME` only where it is asked for.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.values.iter().filter(|(_, value)| value.text.is_some()).map(|(name, _)| name.as_str())
    }

    /// Warnings, and what was read.
    pub const fn report(&self) -> &Report {
        &self.report
    }
}

fn no_text(name: &str, value: &Raw) -> Problem {
    Problem::new(Code::Invalid, name, format!("is {}, and no text", value.kind()))
        .help("load it by a struct that derives Settings")
}

/// How long all managers together may take.
const DEADLINE: Duration = Duration::from_secs(15);

fn local<'s>(context: &Context, sources: &[&'s dyn Source]) -> Local<'s> {
    let closed = context.closed();
    let environment = closed.map_or_else(surroundings::environment, Environment::clone);
    let schema = Local::untyped_schema();
    let (profile, mut problems) = Profile::find(schema, &environment, closed.is_some(), None);
    let (world, more) = surroundings::world(schema, context, environment, &profile);
    problems.extend(more);
    let mut local = Local::untyped(world, profile, &mut sources.iter().copied());
    for problem in problems {
        local.problem(problem);
    }
    local
}

impl Index<&str> for Secrets {
    type Output = SecretString;

    /// # Panics
    /// Where no layer has the name, or its file cannot be read; the message says which, and never a value.
    fn index(&self, name: &str) -> &SecretString {
        match self.try_get(name) {
            Ok(Some(secret)) => secret,
            Ok(None) => panic!("no layer has the secret {name}"),
            Err(problem) => panic!("{problem}"),
        }
    }
}

impl fmt::Debug for Secrets {
    /// The names alone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}
