//! What the fuzz targets do with an input.
//!
//! Nothing may panic or hang, and nothing shown may hold a part of a planted [canary](silence): the value of a
//! secret. Each target checks more of its own; see there. The engine is left out of this crate, so that an ordinary
//! test replays the seeds and every input that was ever a finding: `cargo test --manifest-path fuzz/Cargo.toml`.

mod cast;
mod document;
mod dotenv;
mod key_path;
mod load;
mod settings;
mod silence;
mod url;

pub use cast::cast;
pub use document::{json_layer, toml_layer, yaml_layer};
pub use dotenv::dotenv;
pub use key_path::key_path;
pub use url::url;

/// Feeds the files that are named on the command line to a target.
///
/// # Panics
/// Where one cannot be read, or is a finding.
pub fn replay(target: fn(&[u8])) {
    for path in std::env::args_os().skip(1) {
        let input = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        target(&input);
        println!("{}: nothing found", path.display());
    }
}
