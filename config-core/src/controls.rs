//! What an operator can move without a rebuild: the `SETTINGS_*` variables.

use std::path::PathBuf;

use crate::context::Environment;
use crate::report::{Code, Problem, ReportFormat};
use crate::schema::Schema;

/// The operator's levers of one load, read from the process environment alone.
#[derive(Clone, Debug, Default)]
pub struct Controls {
    pub(crate) file: Option<PathBuf>,
    pub(crate) env_wins: Vec<String>,
    pub(crate) warn_only: Vec<Code>,
    report: Option<ReportFormat>,
    prefix: &'static str,
}

impl Controls {
    /// `SETTINGS_FILE`: the config file to read instead of the declared one.
    #[must_use]
    pub fn file(&self) -> Option<&std::path::Path> {
        self.file.as_deref()
    }

    /// `SETTINGS_REPORT`: how `load_or_exit` writes its report.
    #[must_use]
    pub const fn report(&self) -> Option<ReportFormat> {
        self.report
    }

    /// The whole name of a lever: `SETTINGS_FILE`, or as `control_prefix` renames it.
    #[must_use]
    pub fn variable(&self, lever: &str) -> String {
        [self.prefix, "_", lever].concat()
    }

    /// Whether the environment keeps its rank over managers for this name.
    #[must_use]
    pub fn env_wins(&self, name: &str) -> bool {
        self.env_wins.iter().any(|own| own == "*" || own == name)
    }

    pub(crate) fn read(schema: &Schema, environment: &Environment) -> (Self, Vec<Problem>) {
        let prefix = schema.control_prefix;
        let mut controls = Self { prefix, ..Self::default() };
        let mut problems = Vec::new();
        for lever in ["FILE", "ENV_WINS", "WARN_ONLY", "MANAGERS", "REPORT"] {
            let name = &controls.variable(lever);
            let Some(value) = environment.get(name).filter(|value| !value.expose().is_empty()) else { continue };
            let Some(text) = value.text() else {
                problems.push(Problem::new(Code::Invalid, name, "is not UTF-8"));
                continue;
            };
            match lever {
                "FILE" => controls.file = Some(PathBuf::from(text)),
                "ENV_WINS" => controls.env_wins = items(text).map(str::to_owned).collect(),
                "WARN_ONLY" => controls.warn_only(name, text, &mut problems),
                "MANAGERS" if text != "none" => problems.push(
                    Problem::new(Code::Source, name, "names secret managers, and this program is built without any")
                        .help(format!("remove it, or set {name}=none")),
                ),
                "REPORT" => {
                    controls.report = ReportFormat::named(text);
                    if controls.report.is_none() {
                        problems.push(Problem::new(Code::Invalid, name, "is none of text, lines, json"));
                    }
                }
                _ => {}
            }
        }
        (controls, problems)
    }

    fn warn_only(&mut self, variable: &str, text: &str, problems: &mut Vec<Problem>) {
        const LETTABLE: [Code; 7] = [
            Code::Unknown,
            Code::Conflict,
            Code::Insecure,
            Code::Suspect,
            Code::Deprecated,
            Code::Overridden,
            Code::Profile,
        ];
        for item in items(text) {
            match LETTABLE.iter().find(|code| code.as_str() == item) {
                Some(code) => self.warn_only.push(*code),
                None => problems.push(
                    Problem::new(Code::Invalid, variable, format!("names {item:?}, which cannot be let through"))
                        .help(format!("codes that can: {}", LETTABLE.map(Code::as_str).join(", "))),
                ),
            }
        }
    }
}

fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|item| !item.is_empty())
}
