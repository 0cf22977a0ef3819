//! The drawing of the library, held to: which crate may depend on which, which module of the core may use which,
//! that the core touches nothing outside, that no crate has unsafe code and no file grows without end.
//!
//! All of it is read from manifests and sources as text, so that what a rule says can be seen where it is broken.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Every package of the workspace: its folder, its name, and those of ours that it may depend on.
const CRATES: &[(&str, &str, &[&str])] = &[
    (".", "tactful", &["tactful-core", "tactful-derive", "tactful-sources", "tactful-urls"]),
    ("config-core", "tactful-core", &[]),
    ("config-derive", "tactful-derive", &[]),
    // The options of a secret manager are settings themselves, and derive them.
    ("config-sources", "tactful-sources", &["tactful-core", "tactful-derive"]),
    ("config-urls", "tactful-urls", &["tactful-core"]),
    ("tests/compat", "tactful-compat", &["tactful"]),
    ("examples/axum_shop", "axum_shop", &["tactful"]),
    ("tests/clients", "tactful-clients", &["tactful"]),
    ("tests/faults", "tactful-faults", &[]),
    ("tests/managers", "tactful-managers", &["tactful", "tactful-faults"]),
    ("tests/wiped", "tactful-wiped", &["tactful"]),
    ("xtask", "xtask", &[]),
];

/// Where a module of the core uses one of a later stage, and why that is right all the same.
const AGAINST_THE_STREAM: &[(&str, &str, &str)] = &[
    ("bind", "__private", "the signatures of what generated code hands over stand there"),
    ("layer", "source", "an entry can be made from a claim, which a source is given"),
    ("lookup", "bind", "a lookup is one of the state of the load, which bind declares"),
    ("lookup", "cast", "the default of a map is text too, and is split into entries before others are laid over it"),
    ("merge", "cast", "a map written as text is split into its entries before they are merged"),
    ("probe", "__private", "the probe picks which of the functions for generated code serves a type"),
    ("probe", "bind", "whether a type is a group is asked of the trait in bind"),
    ("schema", "cast", "a leaf of the schema keeps the cast that checks its default"),
    ("source", "merge", "a source asks the rule of warnings and problems that merge applies"),
];

/// What reaches the world outside: the core gets it as data instead.
const OUTSIDE: &[&str] = &[
    "env::var",
    "env::current",
    "std::fs",
    "std::os",
    "std::process",
    "std::thread",
    "TcpStream",
    "UdpSocket",
    "to_socket_addrs",
    "Instant::now",
    "SystemTime::now",
    "stdin(",
    "stdout(",
    "stderr(",
    "println!",
    "print!",
];

/// A file of this many lines is a talk about the design.
const LINES: usize = 500;

#[test]
fn crates_depend_on_each_other_as_drawn() {
    let manifest = read(&root().join("Cargo.toml"));
    let ours: BTreeSet<&str> = CRATES.iter().map(|(_, name, _)| *name).collect();
    for member in members(&manifest) {
        let Some((folder, name, allowed)) = CRATES.iter().find(|(folder, ..)| *folder == member) else {
            panic!("{member} stands in no row of the table: what may it depend on?");
        };
        let manifest = read(&root().join(folder).join("Cargo.toml"));
        assert!(manifest.contains(&format!("\nname = \"{name}\"\n")), "{folder} is not {name}");
        let edges: BTreeSet<String> = dependencies(&manifest).filter(|name| ours.contains(&**name)).collect();
        for edge in &edges {
            assert!(allowed.contains(&edge.as_str()), "{name} must not depend on {edge}");
        }
    }
}

#[test]
fn modules_of_the_core_use_earlier_ones() {
    let sources = root().join("config-core/src");
    let stages = stages(&read(&sources.join("lib.rs")));
    let mut uses = BTreeMap::<&str, BTreeSet<String>>::new();
    for module in stages.keys() {
        let files = [sources.join(format!("{module}.rs")), sources.join(module).join("mod.rs")];
        let files = files.into_iter().filter(|file| file.is_file()).map(|file| (file, 1));
        let inner = rust_files(&sources.join(module)).into_iter().filter(|file| !file.ends_with("mod.rs"));
        let inner = inner.map(|file| {
            let depth = file.strip_prefix(&sources).map_or(0, |path| path.components().count());
            (file, depth)
        });
        let found = files.chain(inner).flat_map(|(file, depth)| names_at_the_root(&code_of(&file), depth));
        uses.insert(module, found.filter(|name| name != module).collect());
    }

    let mut wrong = Vec::new();
    let mut needed = BTreeSet::new();
    for (module, used) in &uses {
        for name in used {
            let Some(stage) = stages.get(name) else {
                wrong.push(format!("{module} uses crate::{name}, which is no module: name it by its module"));
                continue;
            };
            let excepted = exception(module, name);
            let later =
                *stage > stages[*module] || (*stage == stages[*module] && reaches(&uses, &stages, name, module));
            match excepted {
                Some(exception) if later => {
                    needed.insert(exception);
                }
                None if later => wrong.push(format!("{module} uses {name}, which comes later or uses it in turn")),
                _ => {}
            }
        }
    }
    for exception in AGAINST_THE_STREAM {
        if !needed.contains(exception) {
            wrong.push(format!("{} no longer uses {}: strike the exception", exception.0, exception.1));
        }
    }
    assert!(wrong.is_empty(), "the order of config-core/src/lib.rs is broken:\n{}", wrong.join("\n"));
}

#[test]
fn the_core_touches_nothing_outside() {
    for file in rust_files(&root().join("config-core/src")) {
        let code = code_of(&file);
        for word in OUTSIDE {
            assert!(!code.contains(word), "{} names {word}: let it enter as data", file.display());
        }
    }
}

#[test]
fn no_published_crate_has_unsafe_code() {
    let workspace = read(&root().join("Cargo.toml"));
    let lints = table(&workspace, "[workspace.lints.rust]");
    assert!(lints.contains(&"unsafe_code = \"forbid\""), "the workspace does not forbid unsafe code");
    for (folder, name, _) in published() {
        let manifest = read(&root().join(folder).join("Cargo.toml"));
        let lints = table(&manifest, "[lints]");
        assert!(lints.contains(&"workspace = true"), "{name} does not take the lints of the workspace");
    }
}

#[test]
fn files_are_short() {
    let files = published().flat_map(|(folder, ..)| rust_files(&root().join(folder).join("src")));
    let lengths = files.map(|file| (without_tests(&read(&file)).count(), file));
    let long: Vec<_> = lengths.filter(|(lines, _)| *lines >= LINES).collect();
    assert!(long.is_empty(), "{LINES} lines and more besides tests: {long:?}");
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The rows of the table for packages that exist and are published.
fn published() -> impl Iterator<Item = &'static (&'static str, &'static str, &'static [&'static str])> {
    let manifest = |folder: &str| fs::read_to_string(root().join(folder).join("Cargo.toml"));
    CRATES.iter().filter(move |(folder, ..)| manifest(folder).is_ok_and(|text| !text.contains("\npublish = false\n")))
}

#[track_caller]
fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The folders of the workspace's packages.
fn members(manifest: &str) -> Vec<&str> {
    let list = manifest.split_once("members = [").and_then(|(_, rest)| rest.split_once(']'));
    let (list, _) = list.unwrap_or_else(|| panic!("the workspace lists no members"));
    list.split(',').map(|member| member.trim().trim_matches('"')).filter(|member| !member.is_empty()).collect()
}

/// The lines of one table, without blanks around them.
fn table<'m>(manifest: &'m str, header: &str) -> Vec<&'m str> {
    let lines = manifest.lines().map(str::trim).skip_while(|line| *line != header).skip(1);
    lines.take_while(|line| !line.starts_with('[')).collect()
}

/// The packages that a manifest depends on: to run, to build and to test, on any platform.
fn dependencies(manifest: &str) -> impl Iterator<Item = String> {
    let mut inside = false;
    manifest.lines().map(str::trim).filter_map(move |line| {
        if let Some(header) = line.strip_prefix('[') {
            let header = header.trim_end_matches(']');
            inside = header.ends_with("dependencies") && !header.starts_with("workspace");
            // [dependencies.name]
            return header.rsplit_once("dependencies.").map(|(_, name)| name.to_owned());
        }
        let (name, value) = line.split_once('=').filter(|_| inside && !line.starts_with('#'))?;
        let renamed = value.split_once("package = \"").and_then(|(_, rest)| rest.split('"').next());
        let name = name.trim().split('.').next().unwrap_or_default();
        Some(renamed.unwrap_or(name).to_owned())
    })
}

/// The modules of a crate, each with the number of its block. rustfmt sorts the lines of one block, so that blank
/// lines draw the way of the data.
fn stages(lib: &str) -> BTreeMap<String, usize> {
    let mut stage = 0;
    let mut stages = BTreeMap::new();
    for line in lib.lines() {
        let module = line.trim_start_matches("pub ").strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';'));
        match module {
            Some(module) => drop(stages.insert(module.to_owned(), stage)),
            None if line.is_empty() => stage += 1,
            None => {}
        }
    }
    assert!(stages.len() > 10, "the core has more modules than {stages:?}");
    stages
}

fn exception(from: &str, to: &str) -> Option<&'static (&'static str, &'static str, &'static str)> {
    AGAINST_THE_STREAM.iter().find(|exception| (exception.0, exception.1) == (from, to))
}

/// Whether `from` uses `to`, by way of other modules of its stage too, exceptions aside.
fn reaches(uses: &BTreeMap<&str, BTreeSet<String>>, stages: &BTreeMap<String, usize>, from: &str, to: &str) -> bool {
    let (mut seen, mut ahead) = (BTreeSet::new(), vec![from]);
    while let Some(at) = ahead.pop() {
        if at == to {
            return true;
        }
        if seen.insert(at) {
            let used = uses.get(at).into_iter().flatten().map(String::as_str);
            let used = used.filter(|name| stages.get(*name) == stages.get(to) && exception(at, name).is_none());
            ahead.extend(used);
        }
    }
    false
}

/// Every source of a folder that is no test.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let is_test = path.file_stem().is_some_and(|name| name == "tests");
        if path.is_dir() && !is_test {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") && !is_test {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The lines of a file without its test modules: formatted, an item ends with a brace in the first column.
fn without_tests(text: &str) -> impl Iterator<Item = &str> {
    let mut lines = text.lines().peekable();
    std::iter::from_fn(move || {
        while lines.peek().is_some_and(|line| line.starts_with("#[cfg(test)]") || line.starts_with("#[cfg(all(test")) {
            lines.next();
            if lines.peek().is_some_and(|line| line.ends_with('{')) {
                lines.by_ref().find(|line| *line == "}");
            }
        }
        lines.next()
    })
}

/// The code of a file: no tests and no comments.
fn code_of(file: &Path) -> String {
    let text = read(file);
    let code = without_tests(&text).filter(|line| !line.trim_start().starts_with("//"));
    code.map(|line| line.split(" // ").next().unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

/// What `crate::` names, and as many `super::` as lead there from a file at this depth.
fn names_at_the_root(code: &str, depth: usize) -> BTreeSet<String> {
    let supers = "super::".repeat(depth);
    let mut names = BTreeSet::new();
    for start in ["crate::", &supers] {
        for (at, _) in code.match_indices(start) {
            let within =
                code[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_' || before == ':');
            if !within {
                names.extend(first_names(&code[at + start.len()..]));
            }
        }
    }
    names
}

/// The first name of a path; of each path where a brace opens a group.
fn first_names(path: &str) -> Vec<String> {
    let name = |text: &str| -> String { text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect() };
    let Some(group) = path.strip_prefix('{') else { return vec![name(path)] };
    let (mut depth, mut names) = (0_i32, vec![name(group.trim_start())]);
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(name(group[at + 1..].trim_start())),
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}
