//! Dotenv files: any bytes, a secret somewhere among them, and what was written is what is read.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::{env, fs, process};

use tactful::{Ask, Dotenv, Layer, LayerName, Source, Stack};
use tactful_sources::fuzzing;

use crate::document::planted;
use crate::load::{Look, load, load_silently, loader};
use crate::settings::{Kept, Plain};
use crate::silence::{assert_silent, holds_canary, is_learned};

/// Ways to write a secret; `@` stands for it.
const PLANTS: &[&str] = &[
    "\nFUZZ_KEY=@\n",
    "\nFUZZ_KEY='@'\n",
    "\nFUZZ_KEY=\"@\"\n",
    "\nexport FUZZ_PORT=@ # a comment\n",
    "\nFUZZ_KEY=\"a\n@\nb\"\n",
    "\nFUZZ_KEY=${NOWHERE:-@}\n",
    "\nOTHER=@\nFUZZ_PORT=x${OTHER}\n",
    "\nFUZZ_PIN=\"\\@\"\n",
    "\nFUZZ_KEY=\"@\n",
    "\nFUZZ_KEY='@\" x\n",
    "\nFUZZ_KEYS=a,@,\n",
    "\nFUZZ_INNER__KEY=@\nFUZZ_LISTED__0__PORT=@\n",
];

/// A dotenv file.
pub fn dotenv(input: &[u8]) {
    if is_learned(input) {
        return;
    }
    let look = Look::at(input);
    match planted(input, PLANTS) {
        None => {
            let file = fuzzing::dotenv(input);
            let pairs = file.pairs.into_iter().map(|(name, value)| (name, value.to_string())).collect();
            load::<Plain>(&loader(Stack::new().push(Lines(pairs))), look);
        }
        Some(file) => secret(&file, look),
    }
    round_trip(input);
}

fn secret(file: &[u8], look: Look) {
    let read = fuzzing::dotenv(file);
    // The message of `${NAME:?message}` is written to be shown, and one can begin before the secret and end after it.
    let has_message = String::from_utf8_lossy(file).contains('?');
    if !has_message {
        assert_silent(&read.errors.concat());
    }
    // What `_FILE` names is a path, which may be shown, and no file of this machine is any of our business.
    let pairs: Vec<_> = read.pairs.into_iter().map(|(name, value)| (name, value.to_string())).collect();
    if pairs.iter().any(|(name, _)| name.ends_with("_FILE") || holds_canary(name)) {
        return;
    }
    load_silently::<Kept>(&loader(Stack::new().push(Lines(pairs))), look);
    if look == Look::Everything && !has_message {
        from_disk(file, look);
    }
}

/// The way of a real file, with what it knows of lines that may be the rest of a value.
fn from_disk(file: &[u8], look: Look) {
    static PATH: LazyLock<PathBuf> = LazyLock::new(|| env::temp_dir().join(format!("fuzz-{}.env", process::id())));
    if fs::write(&*PATH, file).is_ok() {
        load_silently::<Kept>(&loader(Stack::new().push(Dotenv::file(&*PATH))), look);
        let _ = fs::remove_file(&*PATH);
    }
}

/// What `write` writes is what `parse` reads, whatever the values.
fn round_trip(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let pairs: Vec<_> = text.split('\0').enumerate().map(|(number, value)| (format!("K{number}"), value)).collect();
    let mut file = String::new();
    for (key, value) in &pairs {
        write(&mut file, key, value);
    }
    let read = fuzzing::dotenv(file.as_bytes());
    assert!(read.errors.is_empty(), "{file:?} gives {:?}", read.errors);
    let found: Vec<_> = read.pairs.iter().map(|(key, value)| (key.clone(), value.as_str())).collect();
    assert_eq!(found, pairs, "from {file:?}");
}

/// Writes a line, bare or in the quotes that need the fewest escapes.
fn write(file: &mut String, key: &str, value: &str) {
    let bare = |character: char| character.is_alphanumeric() || "-_.,:;=/@%&*()[]|<>".contains(character);
    if value.chars().all(bare) {
        let _ = writeln!(file, "{key}={value}");
    } else if !value.contains(['\'', '\r']) {
        let _ = writeln!(file, "{key}='{value}'");
    } else {
        let mut escaped = String::with_capacity(value.len() + 8);
        for character in value.chars() {
            match character {
                '\n' => escaped.push_str("\\n"),
                '\r' => escaped.push_str("\\r"),
                '\t' => escaped.push_str("\\t"),
                '"' | '\\' | '$' => escaped.extend(['\\', character]),
                other => escaped.push(other),
            }
        }
        let _ = writeln!(file, "{key}=\"{escaped}\"");
    }
}

/// A layer of the lines of a file.
struct Lines(Vec<(String, String)>);

impl std::fmt::Debug for Lines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Lines")
    }
}

impl Source for Lines {
    fn name(&self) -> LayerName {
        LayerName::DOTENV
    }

    fn read(&self, _ask: &Ask<'_>) -> Vec<Layer> {
        let empty = Layer::new(LayerName::DOTENV);
        vec![self.0.iter().fold(empty, |layer, (name, value)| layer.value(name.as_str(), value.as_str()))]
    }
}
