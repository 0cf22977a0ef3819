//! Replays every seed, without the engine: a finding that was mended stays mended.

use std::fs;
use std::path::Path;

#[track_caller]
fn replay(name: &str, target: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(name);
    let mut seen = 0;
    for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap_or_else(|error| panic!("{}: {error}", folder.display())).path();
        println!("{}", path.display());
        let input = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        target(&input);
        // A shorter one is what the engine tries next.
        target(&input[..input.len() / 2]);
        seen += 1;
    }
    assert!(seen > 0, "{} is empty", folder.display());
}

#[test]
fn cast() {
    replay("cast", tactful_fuzz::cast);
}

#[test]
fn dotenv() {
    replay("dotenv", tactful_fuzz::dotenv);
}

#[test]
fn json_layer() {
    replay("json_layer", tactful_fuzz::json_layer);
}

#[test]
fn key_path() {
    replay("key_path", tactful_fuzz::key_path);
}

#[test]
fn toml_layer() {
    replay("toml_layer", tactful_fuzz::toml_layer);
}

#[test]
fn yaml_layer() {
    replay("yaml_layer", tactful_fuzz::yaml_layer);
}

#[test]
fn url() {
    replay("url", tactful_fuzz::url);
}
