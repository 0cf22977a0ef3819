//! Config files: TOML, YAML and JSON, by extension, with the sibling of the profile above.

#[cfg(any(feature = "toml", feature = "yaml", feature = "json"))]
mod syntax;
#[cfg(feature = "toml")]
mod toml;
#[cfg(feature = "yaml")]
mod yaml;

use std::path::{Path, PathBuf};

use tactful_core::json::SyntaxError;
use tactful_core::layer::Layer;
use tactful_core::origin::LayerName;
use tactful_core::raw::Node;
use tactful_core::report::{Code, Problem};
use tactful_core::secret::RawBytes;
use tactful_core::source::{Ask, Source, Watch};

use crate::paths::{extension, sibling};
use crate::read::{DOCUMENT_LIMIT, Fault, read_file};

/// A config file, and above it its sibling for the profile: `settings.toml`, `settings.production.toml`.
///
/// A secret in it is reported as insecure, for config files are read by many and committed, unless
/// [`with_secrets`](Self::with_secrets) says that this one is kept like a secret.
#[derive(Clone, Debug)]
pub struct ConfigFile {
    path: Option<PathBuf>,
    required: bool,
    secrets: bool,
}

impl ConfigFile {
    /// A file; relative paths stand in the project root. One that does not exist is a problem.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: Some(path.into()), required: true, secrets: false }
    }

    /// A file that need not exist.
    pub fn optional(path: impl Into<PathBuf>) -> Self {
        Self { required: false, ..Self::new(path) }
    }

    /// What `SETTINGS_FILE` names, else what `#[settings(file = "..")]` declares, else nothing.
    #[must_use]
    pub const fn standard() -> Self {
        Self { path: None, required: true, secrets: false }
    }

    /// Says that this file is kept like a secret, and may hold some.
    #[must_use]
    pub const fn with_secrets(mut self) -> Self {
        self.secrets = true;
        self
    }

    fn layer(&self, path: &Path, required: bool) -> Option<Layer> {
        let read = read_file(path, DOCUMENT_LIMIT);
        if !required && matches!(read, Err(Fault::NotFound)) {
            return None;
        }
        let mut layer = Layer::new(LayerName::FILE).in_document(path);
        if !self.secrets {
            layer = layer.no_place_for_secrets();
        }
        let bytes = match read {
            Ok(bytes) => bytes,
            Err(fault) => {
                layer.problem(fault.document_problem(path));
                return Some(layer.absent("could not be read"));
            }
        };
        match parse(path, bytes) {
            Ok(tree) => Some(layer.read_document().tree(tree)),
            Err(Unread::Syntax(errors)) => {
                for error in errors {
                    let name = format!("{}:{}:{}", path.display(), error.line(), error.column());
                    let problem = Problem::new(Code::Source, name, error.message()).detailed("syntax");
                    layer.problem(match error.help() {
                        Some(help) => problem.help(help),
                        None => problem,
                    });
                }
                Some(layer.read_document().absent("could not be read"))
            }
            Err(Unread::Format(message, help)) => {
                let name = path.display().to_string();
                layer.problem(Problem::new(Code::Source, name, message).detailed("format").help(help));
                Some(layer.read_document().absent("could not be read"))
            }
        }
    }
}

impl Source for ConfigFile {
    fn name(&self) -> LayerName {
        LayerName::FILE
    }

    fn read(&self, ask: &Ask<'_>) -> Vec<Layer> {
        let path = match self.path(ask) {
            Ok(Some(path)) => path,
            Ok(None) => return Vec::new(),
            Err(problem) => {
                let mut layer = Layer::new(LayerName::FILE);
                layer.problem(*problem);
                return vec![layer];
            }
        };
        let mut layers = Vec::with_capacity(2);
        layers.extend(self.layer(&path, self.required));
        let sibling = sibling(&path, ask.profile().name());
        layers.extend(sibling.and_then(|sibling| self.layer(&sibling, false)));
        layers
    }

    fn watch(&self) -> Watch {
        self.path.as_ref().map_or(Watch::Never, |path| Watch::Paths(vec![path.clone()]))
    }
}

impl ConfigFile {
    /// The file to read: the one given in code, else what the operator names, else the declared one.
    fn path(&self, ask: &Ask<'_>) -> Result<Option<PathBuf>, Box<Problem>> {
        let named = match &self.path {
            Some(path) => Some(path.clone()),
            None => ask.lever("FILE")?.map(PathBuf::from),
        };
        let declared = ask.schema().config_file();
        match (named, declared) {
            (Some(named), _) => match ask.resolve(&named) {
                Some(path) => Ok(Some(path)),
                None => Err(Box::new(ask.rootless(named.display().to_string()))),
            },
            (None, Some(declared)) => match ask.resolve(Path::new(declared)) {
                Some(path) => Ok(Some(path)),
                // A closed context without a directory has no place for the declared file: that is what it is for.
                None if ask.is_closed() => Ok(None),
                None => Err(Box::new(ask.rootless(declared))),
            },
            (None, None) => Ok(None),
        }
    }
}

pub(crate) enum Unread {
    Syntax(Vec<SyntaxError>),
    Format(String, &'static str),
}

#[cfg(all(feature = "toml", feature = "fuzzing"))]
pub(crate) use toml::assert_readers_agree as assert_readers_of_toml_agree;

type Parser = fn(RawBytes) -> Result<Node, Vec<SyntaxError>>;

#[cfg(feature = "toml")]
const TOML: Option<Parser> = Some(toml::parse);
#[cfg(not(feature = "toml"))]
const TOML: Option<Parser> = None;
#[cfg(feature = "yaml")]
const YAML: Option<Parser> = Some(|bytes| yaml::parse(bytes.expose()));
#[cfg(not(feature = "yaml"))]
const YAML: Option<Parser> = None;
#[cfg(feature = "json")]
const JSON: Option<Parser> = Some(|bytes| syntax::parse_json(bytes.expose()));
#[cfg(not(feature = "json"))]
const JSON: Option<Parser> = None;

pub(crate) fn parse(path: &Path, bytes: RawBytes) -> Result<Node, Unread> {
    let extension = extension(path).unwrap_or_default();
    let is = |format| extension.eq_ignore_ascii_case(format);
    let (feature, parser) = if is("toml") {
        ("toml", TOML)
    } else if is("yaml") || is("yml") {
        ("yaml", YAML)
    } else if is("json") {
        ("json", JSON)
    } else {
        let message = "is of no known format: the extension tells it".to_owned();
        return Err(Unread::Format(message, "name it .toml, .yaml, .yml or .json"));
    };
    match parser {
        Some(parser) => parser(bytes).map_err(Unread::Syntax),
        None => {
            let message = format!("needs the feature `{feature}`, which this program is built without");
            Err(Unread::Format(message, "add the feature to `tactful` in Cargo.toml, or use another format"))
        }
    }
}
