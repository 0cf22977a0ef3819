//! All that is wrong, and where.

use std::borrow::Cow;
use std::fmt;

use super::{Layer, Origin};
use crate::names::Names;

pub struct Problem {
    pub field: Option<usize>,
    pub origin: Origin,
    /// Never a value.
    pub what: Cow<'static, str>,
}

pub struct LoadError {
    names: &'static Names,
    problems: Vec<Problem>,
}

impl LoadError {
    pub fn new(names: &'static Names, problems: Vec<Problem>) -> Self {
        Self { names, problems }
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.problems {
            if let Some(field) = problem.field {
                let field = &self.names.fields[field];
                let group = self.names.groups[usize::from(field.group)];
                write!(f, "{group}.{} ({}): ", field.key, field.variable)?;
            }
            let Origin { layer, indirect, line, column } = problem.origin;
            match layer {
                Layer::Unset => {}
                Layer::Settings => write!(f, "settings.toml:{line}:{column}: ")?,
                Layer::Dotenv => write!(f, ".env:{line}:{column}: ")?,
                Layer::Environment => f.write_str("environment: ")?,
            }
            if indirect {
                f.write_str("the named file: ")?;
            }
            writeln!(f, "{}", problem.what)?;
        }
        Ok(())
    }
}

impl fmt::Debug for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for LoadError {}
