//! A source of one's own: the `.properties` file of a Java service whose settings this program takes over.
//!
//! A source reads, and gives each value with the place where it stands. It does not decide what a value means, which
//! key wins, or whether something is missing: that is the same for every source.
//!
//! ```text
//! cargo run --example custom_source
//! ```
#![allow(clippy::print_stdout, reason = "an example prints")]

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use tactful::{
    Ask, Code, Context, Entry, Layer, LayerName, Position, Problem, Raw, SecretString, Settings, Source, Stack, Watch,
};

#[derive(Debug, Settings)]
#[settings(prefix = "SHOP")]
#[allow(dead_code, reason = "the example prints settings and does nothing with them")]
struct ShopSettings {
    #[settings(default = 8080)]
    port: u16,
    #[settings(nested)]
    stripe: Stripe,
}

#[derive(Debug, Settings)]
#[allow(dead_code, reason = "the example prints settings and does nothing with them")]
struct Stripe {
    #[settings(default = "30s")]
    timeout: Duration,
    secret_key: SecretString,
}

/// Lines of `key = value`; `#` begins a comment.
#[derive(Debug)]
struct Properties {
    path: PathBuf,
}

impl Source for Properties {
    fn name(&self) -> LayerName {
        LayerName::new("properties")
    }

    fn read(&self, ask: &Ask<'_>) -> Vec<Layer> {
        let mut layer = Layer::new(self.name());
        // Relative paths stand in the project root, which a closed context of a test may not have.
        let Some(path) = ask.resolve(&self.path) else {
            layer.problem(ask.rootless(self.path.display().to_string()));
            return vec![layer];
        };
        let label = path.display().to_string();
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) => {
                // A source that cannot answer is a problem beside all others, and never an empty layer.
                let problem = Problem::new(Code::Source, label, format!("cannot be read: {error}"));
                layer.problem(problem.help("create it, or mend the path"));
                return vec![layer];
            }
        };
        layer = layer.in_document(path).read(label);
        for (line, number) in text.lines().zip(1..).filter(|(line, _)| !line.trim_start().starts_with('#')) {
            if let Some((key, value)) = line.split_once('=') {
                let entry = Entry::new(key.trim(), Raw::text(value.trim()));
                layer.push(entry.at(Position::new(number, 1)));
            }
        }
        vec![layer]
    }

    // For settings that change while the program runs: what to look at.
    fn watch(&self) -> Watch {
        Watch::Paths(vec![self.path.clone()])
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let properties = Properties { path: "shop.properties".into() };
    let stack = Stack::standard().push_below(LayerName::ENV, properties);
    // The environment is above it, so that an operator can still move everything.
    let world = Context::from_pairs([("SHOP_STRIPE_TIMEOUT", "5s")])
        .in_directory(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/custom_source"));
    let loader = ShopSettings::loader().stack(stack).context(world);

    println!("{:#?}\n\n{}", loader.load()?, loader.explain());
    Ok(())
}
