//! Reads the `.env` beside this file into a typed struct, and says where each value came from.
//!
//! ```text
//! cargo run --example quickstart
//! DB_PORT=5433 cargo run --example quickstart         # the environment wins, and the table says so
//! DB_PORT=http MAX_UPLOAD_SIZE=-1 cargo run --example quickstart      # every problem at once
//! ```
#![allow(clippy::print_stdout, reason = "an example prints")]

mod settings;

use settings::AppSettings;
use tactful::{Context, Settings as _};

fn main() {
    // An application calls `AppSettings::load_or_exit()` and is done: its `.env` lies in the project root, its profile
    // comes from SETTINGS_PROFILE. This one names both, so that it prints the same wherever it is run.
    let beside_this_file = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/quickstart");
    let loader =
        AppSettings::loader().context(Context::process().in_directory(beside_this_file)).profile("development");

    let settings = loader.load_or_exit();
    println!("{settings:#?}\n");
    println!("{}", loader.explain());
}
