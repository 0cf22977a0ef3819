//! The parsers without files around them, for the fuzz targets. No part of the public API.

use std::path::Path;

use tactful_core::raw::Node;
use tactful_core::secret::RawBytes;
use zeroize::Zeroizing;

use crate::dotenv::{EXPANSION_BUDGET, Parsed, expand, parse};
use crate::file::{self, Unread};

/// Parses a document in the format of this extension.
///
/// # Errors
/// What is wrong with it, in every form in which it can be shown.
pub fn document(extension: &str, bytes: &[u8]) -> Result<Node, Vec<String>> {
    #[cfg(feature = "toml")]
    if extension == "toml" {
        file::assert_readers_of_toml_agree(bytes);
    }
    let bytes = RawBytes::new(bytes.to_vec());
    file::parse(&Path::new("settings").with_extension(extension), bytes).map_err(|unread| match unread {
        Unread::Syntax(errors) => errors.iter().map(|error| format!("{error} {error:?}")).collect(),
        Unread::Format(message, help) => vec![format!("{message} {help}")],
    })
}

/// What a dotenv file says.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct DotenvFile {
    /// Names and expanded values, in order.
    pub pairs: Vec<(String, Zeroizing<String>)>,
    /// What is wrong, in every form in which it can be shown.
    pub errors: Vec<String>,
}

/// Parses a dotenv file in a world without variables.
#[must_use]
pub fn dotenv(bytes: &[u8]) -> DotenvFile {
    let Parsed { assignments, errors, .. } = parse(bytes);
    let mut file = DotenvFile::default();
    file.errors.extend(errors.listed.iter().map(|error| format!("{error} {error:?} {}", error.help())));
    let mut budget = EXPANSION_BUDGET;
    for assignment in assignments {
        let pairs = &file.pairs;
        let lookup = |name: &str| pairs.iter().rev().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
        match expand(&assignment.value, &lookup, &mut budget) {
            Ok(value) => file.pairs.push((assignment.key.to_string(), value)),
            // What a line says that may be the rest of a value is never shown: see `Assignment::doubtful`.
            Err(_) if assignment.doubtful => file.errors.push("a variable that cannot be filled in".to_owned()),
            Err(errors) => {
                file.errors.extend(errors.listed.iter().map(|error| format!("{error} {error:?} {}", error.help())));
            }
        }
    }
    file
}
