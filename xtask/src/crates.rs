//! What the library adds to the tree of crates of an application that uses it.

use std::collections::BTreeSet;
use std::fs;

use crate::invocation::Invocation;
use crate::{Failure, Result};

/// The features that an application asks for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Features {
    Default,
    None,
}

impl Features {
    /// How many crates they may bring, ours among them.
    const fn limit(self) -> usize {
        match self {
            Self::Default => 50,
            Self::None => 20,
        }
    }
}

/// Counts the crates, as a user of the facade on this platform gets them.
pub(crate) fn count(features: Features) -> Result<String> {
    let tree = Invocation::cargo(["tree", "--package", "tactful", "--edges", "normal", "--prefix", "none"]);
    let tree = match features {
        Features::Default => tree,
        Features::None => tree.arguments(["--no-default-features"]),
    };
    let crates = names(&tree.output()?);
    let limit = features.limit();
    let remark = format!("{} of at most {limit}", crates.len());
    println!("   {tree}");
    println!("   {remark}: {}", crates.iter().cloned().collect::<Vec<_>>().join(", "));
    if crates.len() > limit {
        return Err(Failure { message: format!("too many crates: {remark}"), repeat: Some(tree.to_string()) });
    }
    Ok(remark)
}

/// The names and versions in a tree; a crate in two versions is two crates.
fn names(tree: &str) -> BTreeSet<String> {
    let names = tree.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        Some((words.next()?, words.next()?))
    });
    names.map(|(name, version)| format!("{name} {}", version.trim_start_matches('v'))).collect()
}

/// The features of the facade, in the order of its manifest.
pub(crate) fn facade_features() -> Result<Vec<String>> {
    let manifest = fs::read_to_string("Cargo.toml");
    let manifest = manifest.map_err(|error| Failure::new(format!("cannot read Cargo.toml: {error}")))?;
    let features = features_of(&manifest);
    if features.is_empty() { Err(Failure::new("Cargo.toml declares no feature")) } else { Ok(features) }
}

fn features_of(manifest: &str) -> Vec<String> {
    let table = manifest.lines().skip_while(|line| line.trim() != "[features]").skip(1);
    let table = table.take_while(|line| !line.starts_with('['));
    let names = table.filter_map(|line| Some(line.split_once('=')?.0.trim().trim_matches('"')));
    names.filter(|name| *name != "default" && !name.starts_with('#')).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crates_are_counted_once() {
        let tree = "tactful v0.1.0 (/src)\nserde v1.0.2\ntactful-core v0.1.0 (/src/core)\nserde v1.0.2 (*)\n\
                    syn v2.0.1\nsyn v3.0.0\nserde_derive v1.0.2 (proc-macro)\n";
        let crates: Vec<String> = names(tree).into_iter().collect();
        assert_eq!(
            crates,
            ["serde 1.0.2", "serde_derive 1.0.2", "syn 2.0.1", "syn 3.0.0", "tactful 0.1.0", "tactful-core 0.1.0"]
        );
    }

    #[test]
    fn features_are_read_from_the_manifest() {
        let manifest = "[package]\nname = \"x\"\n\n[features]\ndefault = [\"a\"]\n# b = []\na = [\n    \"dep:c\",\n]\n\
                        b-c = []\n\n[dependencies]\nd = \"1\"\n";
        assert_eq!(features_of(manifest), ["a", "b-c"]);
    }
}
