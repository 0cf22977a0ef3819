//! What an operator can move without a rebuild: the `SETTINGS_*` variables.

use crate::context::Environment;
use crate::report::{Code, Problem, ReportFormat};
use crate::schema::Schema;

/// The operator's levers of one load, read from the process environment alone.
#[derive(Clone, Debug, Default)]
pub struct Controls {
    pub(crate) warn_only: Vec<Code>,
    report: Option<ReportFormat>,
    managers: Option<String>,
    pub(crate) env_wins: EnvWins,
}

/// Whose value in the environment beats that of a secret manager.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum EnvWins {
    /// Nobody's.
    #[default]
    Never,
    /// That of these variables.
    Named(Vec<String>),
    /// That of all.
    Always,
}

impl Controls {
    /// `SETTINGS_REPORT`: how `load_or_exit` writes its report.
    #[must_use]
    pub const fn report(&self) -> Option<ReportFormat> {
        self.report
    }

    /// `SETTINGS_MANAGERS`: the managers that replace those of code and config file; `none` is an empty list.
    #[must_use]
    pub fn managers(&self) -> Option<Vec<&str>> {
        let list = self.managers.as_deref()?.split_whitespace();
        // `none` means it only where it stands alone.
        let list: Vec<&str> = list.collect();
        Some(if list == ["none"] { Vec::new() } else { list })
    }

    pub(crate) fn read(schema: &Schema, environment: &Environment) -> (Self, Vec<Problem>) {
        let mut controls = Self::default();
        let mut problems = Vec::new();
        for lever in ["WARN_ONLY", "MANAGERS", "REPORT"] {
            let name = schema.lever(lever);
            match environment.lever(&name) {
                Ok(None) => {}
                Ok(Some(text)) => controls.set(lever, &name, &text, &mut problems),
                Err(problem) => problems.push(*problem),
            }
        }
        (controls, problems)
    }

    /// Reads `SETTINGS_ENV_WINS`, which only a load with managers has to know.
    pub(crate) fn read_env_wins(&mut self, schema: &Schema, environment: &Environment) -> Result<(), Box<Problem>> {
        if let Some(text) = environment.lever(&schema.lever("ENV_WINS"))? {
            let names = || items(&text).map(str::to_owned).collect();
            self.env_wins = if text.trim() == "*" { EnvWins::Always } else { EnvWins::Named(names()) };
        }
        Ok(())
    }

    fn set(&mut self, lever: &str, name: &str, text: &str, problems: &mut Vec<Problem>) {
        match lever {
            "WARN_ONLY" => self.warn_only(name, text, problems),
            "MANAGERS" => self.managers = Some(text.to_owned()),
            "REPORT" => {
                self.report = ReportFormat::named(text);
                if self.report.is_none() {
                    problems.push(Problem::new(Code::Invalid, name, "is none of text, lines, json"));
                }
            }
            _ => {}
        }
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
