//! Loads settings that hold a canary, under an allocator that looks into every block it is given back.
//!
//! `wiped CASE FOLDER`: the folder holds the files of the case and `canary`, the canary's bytes with every bit turned,
//! so that this program's own reading of it is no copy.

#![allow(dead_code, reason = "the settings are loaded and dropped, and nobody looks at them")]

mod allocator;
mod managed;
mod memory;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use tactful::{ConfigFile, Context, DatabaseUrl, Dotenv, Env, SecretBox, SecretString, SecretsDir, Settings, Stack};

#[global_allocator]
static ALLOCATOR: allocator::Watching = allocator::Watching;

#[derive(Debug, Settings)]
struct Sound {
    token: SecretString,
    #[settings(default = 1)]
    port: u16,
}

#[derive(Debug, Settings)]
struct Lists {
    token: Vec<SecretString>,
    #[settings(default(relaxed = ""))]
    map: BTreeMap<String, SecretString>,
}

#[derive(Debug, Settings)]
struct Encoded {
    #[settings(encoding = "escaped")]
    token: SecretString,
}

#[derive(Debug, Settings)]
struct Grouped {
    #[settings(nested)]
    token: Group,
}

#[derive(Debug, Settings)]
struct Group {
    key: SecretString,
}

#[derive(Debug, Settings)]
struct Addressed {
    token: DatabaseUrl,
}

/// Fails on the canary, which is no number.
#[derive(Debug, Settings)]
struct Failing {
    token: SecretBox<u64>,
    missing: String,
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(case), Some(folder)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: wiped CASE FOLDER");
        return ExitCode::from(2);
    };
    let folder = PathBuf::from(folder);
    allocator::arm(&folder.join("canary"));
    let copies = run(&case, &folder);
    let after = memory::copies();
    let leaks = allocator::leaks();
    println!("{case}: {leaks} freed blocks with a part of it, {copies} copies while alive, {after} after");
    let expected = usize::from(!case.starts_with("failed"));
    if leaks == 0 && copies == expected && after == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Loads, and gives how many copies there are while the settings live; a load that should fail has none.
fn run(case: &str, folder: &Path) -> usize {
    if case == "careless" {
        return careless(folder);
    }
    let (shape, source) = case.split_once('-').unwrap_or((case, ""));
    let file_variable = |name: &str| vec![(name.to_owned(), folder.join("token").display().to_string())];
    let (stack, pairs) = match source {
        "dotenv" => (Stack::new().push(Dotenv::cascade()), Vec::new()),
        "toml" | "yaml" | "json" => {
            (Stack::new().push(ConfigFile::new(format!("settings.{source}")).with_secrets()), Vec::new())
        }
        "file" => (Stack::new().push(Env::new()), file_variable("TOKEN_FILE")),
        "dir" => (Stack::new().push(SecretsDir::new("mounted")), Vec::new()),
        "document" => (Stack::new().push(managed::document(folder)), Vec::new()),
        "each" => (Stack::new().push(managed::each(folder)), Vec::new()),
        "reference" | "member" | "base64" => {
            let variables = vec![("TOKEN".to_owned(), managed::reference(folder, source))];
            (Stack::new().push(Env::new()), variables)
        }
        other => panic!("no source {other}"),
    };
    let context = Context::from_pairs(pairs).in_directory(folder);
    match shape {
        "sound" => load::<Sound>(stack, context, false),
        "lists" => load::<Lists>(stack, context, false),
        "encoded" => load::<Encoded>(stack, context, false),
        "grouped" => load::<Grouped>(stack, context, false),
        "url" => load::<Addressed>(stack, context, false),
        "failed" => load::<Failing>(stack, context, true),
        "failed_url" => load::<Addressed>(stack, context, true),
        other => panic!("no shape {other}"),
    }
}

fn load<T: Settings>(stack: Stack, context: Context, fails: bool) -> usize {
    let loader = T::loader().stack(stack).context(context);
    let loaded = loader.load();
    drop(loader.explain());
    drop(loader);
    match &loaded {
        Ok(_) if fails => panic!("should have failed"),
        Err(error) if !fails => panic!("{error}"),
        Err(error) => assert!(!error.to_string().is_empty()),
        Ok(_) => {}
    }
    let copies = memory::copies();
    drop(loaded);
    copies
}

/// What any program does that does not think of it: the proof that the proof can fail.
fn careless(folder: &Path) -> usize {
    let text = std::fs::read_to_string(folder.join("token")).expect("the token");
    let trimmed = text.trim().to_owned();
    drop(text);
    let copies = memory::copies();
    drop(trimmed);
    copies
}
