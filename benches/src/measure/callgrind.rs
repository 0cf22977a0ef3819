//! Reads what callgrind writes.
//!
//! The format in short: `fn=(3) name` begins a function, later `fn=(3)`; cost lines are `line cost`;
//! `calls=N ..` after `cfn=(7) name` says that N calls follow, whose cost is on the next line.

use std::collections::HashMap;
use std::path::Path;

use crate::Result;

/// Calls that hand out memory; `free` is not among them.
const ALLOCATIONS: [&str; 6] = ["malloc", "calloc", "realloc", "posix_memalign", "aligned_alloc", "memalign"];

/// One dump.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    pub instructions: u64,
    /// How often memory was asked for.
    pub allocations: u64,
    /// Instructions of each function itself, without what it calls.
    pub by_function: HashMap<String, u64>,
}

impl Profile {
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Self::parse(&String::from_utf8_lossy(&text)))
    }

    fn parse(text: &str) -> Self {
        let mut profile = Self::default();
        let mut names: HashMap<&str, &str> = HashMap::new();
        let (mut function, mut callee) = ("", "");
        let mut cost_of_call = false;
        for line in text.lines() {
            if let Some(name) = line.strip_prefix("fn=") {
                function = resolve(name, &mut names);
            } else if let Some(name) = line.strip_prefix("cfn=") {
                callee = resolve(name, &mut names);
            } else if let Some(calls) = line.strip_prefix("calls=") {
                let calls = calls.split(' ').next().and_then(|calls| calls.parse().ok()).unwrap_or(0);
                // Symbols may carry a version, and a libc may call one of these from another.
                let name = plain(callee);
                if ALLOCATIONS.contains(&name) && !ALLOCATIONS.contains(&plain(function)) {
                    profile.allocations += calls;
                }
                cost_of_call = true;
            } else if line.starts_with(|first: char| first.is_ascii_digit() || "+-*".contains(first))
                && !std::mem::take(&mut cost_of_call)
            {
                let cost = line.split(' ').nth(1).and_then(|cost| cost.parse().ok()).unwrap_or(0);
                profile.instructions += cost;
                *profile.by_function.entry(function.to_owned()).or_default() += cost;
            }
        }
        profile
    }
}

/// The name behind `(3) name` or, once that was seen, `(3)`.
fn resolve<'a>(name: &'a str, names: &mut HashMap<&'a str, &'a str>) -> &'a str {
    match name.split_once(' ') {
        Some((number, name)) => {
            names.insert(number, name);
            name
        }
        None => names.get(name).copied().unwrap_or(name),
    }
}

fn plain(name: &str) -> &str {
    let name = name.split('@').next().unwrap_or(name);
    // Recursion is counted as functions of their own: `malloc'2`.
    let name = name.split('\'').next().unwrap_or(name);
    name.strip_prefix("__libc_").unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_costs_and_calls() {
        let profile = Profile::parse(
            "events: Ir\n\nfn=(1) load\n10 5\n+1 7\ncfn=(2) malloc\ncalls=3 0\n+1 90\n\nfn=(2)\n0 90\n\
             \nfn=(3) realloc\n0 1\ncfn=(2)\ncalls=1 0\n* 30\n",
        );
        assert_eq!(profile.instructions, 103);
        assert_eq!(profile.allocations, 3);
        assert_eq!(profile.by_function["malloc"], 90);
    }
}
