//! The dotenv files of a project, lowest first, as layers.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use tactful_core::layer::{Entry, Layer};
use tactful_core::origin::LayerName;
use tactful_core::raw::{Position, Raw};
use tactful_core::report::{Code, Problem};
use tactful_core::secret::{Document, RawBytes, RawText};
use tactful_core::source::{Ask, Source, Watch};

use super::names::cascade_paths;
use super::{Assignment, EXPANSION_BUDGET, Parsed, Template, expand, parse, parse_text};
use crate::indirection;
use crate::read::{DOCUMENT_LIMIT, Fault, SECRET_LIMIT, open};

/// Dotenv files: for development, so that hardened profiles do not read them unless told to.
#[derive(Clone, Debug)]
pub struct Dotenv {
    file: Option<PathBuf>,
    hardened: bool,
}

impl Dotenv {
    /// `.env` < `.env.{profile}` < `.env.local` < `.env.{profile}.local` of the project root, as many as there are.
    /// In the profile `test` `.env.local` is left out, so that tests are the same on every machine.
    #[must_use]
    pub const fn cascade() -> Self {
        Self { file: None, hardened: false }
    }

    /// One file; one that does not exist is a problem.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self { file: Some(path.into()), hardened: false }
    }

    /// Reads them in hardened profiles too.
    #[must_use]
    pub const fn also_in_hardened(mut self) -> Self {
        self.hardened = true;
        self
    }
}

impl Source for Dotenv {
    fn name(&self) -> LayerName {
        LayerName::DOTENV
    }

    fn read(&self, ask: &Ask<'_>) -> Vec<Layer> {
        let paths = match (&self.file, ask.root()) {
            (Some(file), _) => match ask.resolve(file) {
                Some(path) => vec![path],
                None => {
                    let mut layer = Layer::new(LayerName::DOTENV);
                    layer.problem(ask.rootless(file.display().to_string()));
                    return vec![layer];
                }
            },
            (None, Some(root)) => cascade_paths(root, ask.profile().name()),
            (None, None) => Vec::new(),
        };
        if !ask.profile().is_relaxed() && !self.hardened {
            return paths.iter().filter_map(|path| skipped(ask, path)).collect();
        }
        let required = self.file.is_some();
        let files: Vec<File<'_>> = paths.iter().filter_map(|path| File::read(path, required)).collect();
        let expands = files.iter().any(File::may_expand);
        let mut cascade = Cascade { ask, known: expands.then(HashMap::new), budget: EXPANSION_BUDGET };
        files.into_iter().map(|file| cascade.layer(file)).collect()
    }

    fn watch(&self) -> Watch {
        self.file.as_ref().map_or(Watch::Never, |file| Watch::Paths(vec![file.clone()]))
    }
}

/// A file that lies there and is not read. Its names alone are looked at, to tell a developer what is meant.
fn skipped(ask: &Ask<'_>, path: &Path) -> Option<Layer> {
    let bytes = open(path).ok()?.read(DOCUMENT_LIMIT).ok()?;
    let parsed = parse(bytes.expose());
    let sound = parsed.assignments.iter().filter(|assignment| !assignment.doubtful);
    let names = sound.map(|assignment| assignment.key.to_string()).collect();
    let why = format!("dotenv is not read in the hardened profile {}", ask.profile().name());
    Some(Layer::new(LayerName::DOTENV).not_read(path.display().to_string(), why, names))
}

/// A file as it was read, and whether others may write it; or why not.
struct File<'p> {
    path: &'p Path,
    read: Result<(Contents, bool), Fault>,
}

/// What a file holds; its values are pieces of it.
enum Contents {
    Text(Document),
    /// It is not UTF-8, which is told of line by line.
    Bytes(RawBytes),
}

impl Contents {
    fn new(bytes: RawBytes) -> Self {
        Document::new(bytes).map_or_else(Self::Bytes, Self::Text)
    }

    fn parse(&self) -> Parsed<'_> {
        match self {
            Self::Text(document) => parse_text(document.as_str()),
            Self::Bytes(bytes) => parse(bytes.expose()),
        }
    }

    /// A value of this file.
    fn value(&self, text: &str) -> RawText {
        match self {
            Self::Text(document) => document.text(text),
            Self::Bytes(_) => RawText::from(text),
        }
    }

    /// Whether it may refer to variables.
    fn may_expand(&self) -> bool {
        match self {
            Self::Text(document) => document.as_str().contains('$'),
            Self::Bytes(bytes) => bytes.expose().contains(&b'$'),
        }
    }
}

impl<'p> File<'p> {
    fn read(path: &'p Path, required: bool) -> Option<Self> {
        let read = open(path).and_then(|file| {
            let writable = file.writable_by_others();
            file.read(DOCUMENT_LIMIT).map(|bytes| (Contents::new(bytes), writable))
        });
        // A directory of that name is a virtual environment of Python, or nothing of ours.
        let absent = !required && matches!(read, Err(Fault::NotFound | Fault::Irregular("a directory")));
        (!absent).then_some(Self { path, read })
    }

    fn may_expand(&self) -> bool {
        self.read.as_ref().is_ok_and(|(contents, _)| contents.may_expand())
    }
}

/// The files read so far.
struct Cascade<'a> {
    ask: &'a Ask<'a>,
    /// What a later line may refer to; nothing is kept where no file refers to anything.
    known: Option<HashMap<String, RawText>>,
    budget: usize,
}

impl Cascade<'_> {
    fn layer(&mut self, File { path, read }: File<'_>) -> Layer {
        let mut layer = Layer::new(LayerName::DOTENV).in_document(path);
        let (contents, writable) = match read {
            Ok(read) => read,
            Err(fault) => {
                layer.problem(fault.document_problem(path));
                return layer.absent("could not be read");
            }
        };
        let parsed = contents.parse();
        self.errors(&mut layer, path, &parsed);
        self.assign(&mut layer, path, &contents, parsed);
        layer.writable_by_others(writable).read_document()
    }

    fn errors(&self, layer: &mut Layer, path: &Path, parsed: &Parsed<'_>) {
        let label = path.display();
        for error in &parsed.errors.listed {
            let name = format!("{label}:{}:{}", error.line, error.column);
            let problem = Problem::new(Code::Source, name, error.to_string()).detailed("syntax");
            let problem = problem.help(error.help());
            // A key on a broken line is not missing as well.
            if let Some(claim) = error.key.as_deref().and_then(|key| self.ask.claim(key)) {
                layer.push(Entry::claimed(&claim, Raw::Null).failed_elsewhere());
            }
            layer.problem(problem);
        }
        if parsed.errors.unlisted > 0 {
            let message = format!("has {} more errors", parsed.errors.unlisted);
            layer.problem(Problem::new(Code::Source, label.to_string(), message).detailed("syntax"));
        }
        for duplicate in &parsed.duplicates.listed {
            let message = format!(
                "stands twice in {label}: in line {} and in line {}, which counts",
                duplicate.first, duplicate.second
            );
            let problem = Problem::new(Code::Conflict, duplicate.key.as_str(), message);
            layer.problem(self.ask.dagger(problem.help(format!("remove line {}", duplicate.first))));
        }
    }

    fn assign(&mut self, layer: &mut Layer, path: &Path, contents: &Contents, parsed: Parsed<'_>) {
        let last_lines: HashMap<String, u32> = if parsed.duplicates.is_empty() {
            HashMap::new()
        } else {
            let sound = parsed.assignments.iter().filter(|assignment| !assignment.doubtful);
            sound.map(|assignment| (assignment.key.to_string(), assignment.line)).collect()
        };
        layer.reserve(parsed.assignments.len());
        for assignment in parsed.assignments {
            let counts = last_lines.get(&*assignment.key).is_none_or(|&line| line == assignment.line);
            let value = match self.value(&assignment, contents) {
                Ok(value) => Some(value),
                Err(problems) => {
                    for (at, message, help) in problems {
                        let name = format!("{}:{}:{}", path.display(), at.line(), at.column());
                        layer.problem(Problem::new(Code::Source, name, message).detailed("expansion").help(help));
                    }
                    None
                }
            };
            // A doubtful name may be a piece of a value, and the file is refused anyway.
            if let (Some(known), Some(value), false) = (&mut self.known, &value, assignment.doubtful) {
                known.insert(assignment.key.to_string(), value.clone());
            }
            if counts {
                self.enter(layer, &assignment, value);
            }
        }
    }

    /// The text of a value: variables stand for the environment's, then for those of earlier lines and lower files.
    fn value(
        &mut self,
        assignment: &Assignment<'_>,
        contents: &Contents,
    ) -> Result<RawText, Vec<(Position, String, String)>> {
        if let Template::Literal(text) = &assignment.value {
            return Ok(contents.value(text));
        }
        let environment = self.ask.environment();
        let lookup = |name: &str| match environment.lend(name) {
            Some(text) => text,
            None => self.known.as_ref().and_then(|known| known.get(name)).map(RawText::expose),
        };
        expand(&assignment.value, &lookup, &mut self.budget).map(RawText::from).map_err(|errors| {
            let told = |error: &super::ExpandError| {
                let at = Position::new(error.line, error.column);
                if assignment.doubtful {
                    return (at, "a variable that cannot be filled in".to_owned(), "mend the quotes above".to_owned());
                }
                (at, error.to_string(), error.help())
            };
            errors.listed.iter().map(told).collect()
        })
    }

    fn enter(&self, layer: &mut Layer, assignment: &Assignment<'_>, value: Option<RawText>) {
        let at = Position::new(assignment.line, assignment.column);
        let Some(claim) = self.ask.claim(&assignment.key) else {
            if !assignment.doubtful && value.is_some() {
                layer.push(Entry::new(&*assignment.key, Raw::Null).at(at));
            }
            return;
        };
        let entry = match value {
            None => Entry::claimed(&claim, Raw::Null).failed_elsewhere(),
            Some(value) if claim.is_file() => {
                if value.expose().is_empty() {
                    return;
                }
                indirection::follow(self.ask, &claim, &assignment.key, Some(value.expose()), SECRET_LIMIT)
            }
            Some(value) => Entry::claimed(&claim, Raw::Text(value)),
        };
        layer.push(entry.at(at));
    }
}
