//! The environment, in two ways: a question per name, or one pass over all of it.

use std::env;
use std::ffi::OsString;
use std::path::Path;

use zeroize::Zeroize as _;

use super::text::{Text, Wiped};
use super::{Loader, Origin};

impl Loader<'_> {
    /// Asks for every name. Each question walks the environment, so this is for few names.
    pub fn environment_by_name(&mut self) {
        for (number, field) in self.names.fields.iter().enumerate() {
            if let Some(value) = env::var_os(field.variable) {
                self.environment_value(number, value);
            }
            if let Some(path) = env::var_os(field.variable_file) {
                self.environment_file(number, &path);
            }
        }
    }

    /// Walks the environment once, which copies all of it.
    pub fn environment_in_one_pass(&mut self) {
        let prefix = self.names.prefix.as_bytes();
        for (name, value) in env::vars_os() {
            let name = name.as_encoded_bytes();
            if !name.starts_with(prefix) {
                continue;
            }
            if let Some(number) = self.names.by_variable(name) {
                self.environment_value(number, value);
            } else if let Some(number) = name.strip_suffix(b"_FILE").and_then(|name| self.names.by_variable(name)) {
                self.environment_file(number, &value);
            }
        }
    }

    fn environment_value(&mut self, field: usize, value: OsString) {
        match value.into_string() {
            Ok(value) => self.offer(field, Text::Owned(Wiped::new(value)), Origin::environment(false)),
            Err(value) => {
                value.into_encoded_bytes().as_mut_slice().zeroize();
                self.problem(field, Origin::environment(false), "is not UTF-8");
            }
        }
    }

    #[cold]
    fn environment_file(&mut self, field: usize, path: &std::ffi::OsStr) {
        let origin = Origin::environment(true);
        if let Some(value) = self.value_of(field, Path::new(path), origin) {
            self.offer(field, Text::Owned(value), origin);
        }
    }
}
