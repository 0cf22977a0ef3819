//! Config files: any bytes, and a secret somewhere among them.
//!
//! The first zero byte of an input, which no format allows in a document, is where the secret is planted; the byte
//! after it chooses how it is written. So any file of the format is a seed as it is.

use std::path::Path;

use tactful::{Ask, Layer, LayerName, Node, Raw, Source, Stack};
use tactful_sources::fuzzing;

use crate::load::{Look, load, load_silently, loader};
use crate::settings::{Kept, Plain};
use crate::silence::{CANARY, assert_silent, holds_canary, is_learned};

/// Ways to write a secret; `@` stands for it. Line breaks around it make it a value of its own.
const TOML: &[&str] = &[
    "\nkey = \"@\"\n",
    "\nkey = '@'\n",
    "\nkey = \"\"\"\n@\"\"\"\n",
    "\nkey = '''@'''\n",
    "\nport = \"@\"\n",
    "\nkeys = [\"a\", \"@\"]\n",
    "\ninner = { key = \"@\", port = 1 }\n",
    "\n[[listed]]\nport = \"@\"\n",
    "\nlink = \"postgres://shop:@@db\"\n",
    "\nkey = \"@\\",
    "\npin = @\n",
];

const YAML: &[&str] = &[
    "\nkey: @\n",
    "\nkey: \"@\"\n",
    "\nkey: '@'\n",
    "\nkey: |\n  @\n",
    "\nkey: >-\n  a\n  @\n",
    "\nport: !!int \"@\"\n",
    "\nkey: &anchor @\n",
    "\nkeys: [a, @]\n",
    "\ninner: {key: @, port: 1}\n",
    "\nlisted:\n- port: @\n",
    "\nkey: \"@\\",
    "\nkey: @: @\n",
];

const JSON: &[&str] = &[
    "\n\"key\": \"@\"\n",
    "\n\"port\": \"@\",\n",
    "\n\"keys\": [\"a\", \"@\"]\n",
    "\n\"inner\": {\"key\": \"@\", \"port\": 1},\n",
    "\n\"listed\": [{\"port\": \"@\"}]\n",
    "\n\"key\": \"@\\",
    "\n\"pin\": @\n",
    "{\"key\": \"@\"}",
];

/// A TOML document.
pub fn toml_layer(input: &[u8]) {
    layer("toml", TOML, input);
}

/// A YAML document.
pub fn yaml_layer(input: &[u8]) {
    layer("yaml", YAML, input);
}

/// A JSON document.
pub fn json_layer(input: &[u8]) {
    layer("json", JSON, input);
}

fn layer(extension: &str, plants: &[&str], input: &[u8]) {
    if is_learned(input) {
        return;
    }
    let look = Look::at(input);
    let Some(document) = planted(input, plants) else {
        if let Ok(tree) = fuzzing::document(extension, input) {
            load::<Plain>(&loader(Stack::new().push(Tree(tree))), look);
        }
        return;
    };
    match fuzzing::document(extension, &document) {
        Err(errors) => assert_silent(&errors.concat()),
        Ok(tree) if is_only_a_value(&tree) => {
            load_silently::<Kept>(&loader(Stack::new().push(Tree(tree))), look);
        }
        // Quotes that the input opened made the secret a part of another text, or of a name, which may be shown.
        Ok(tree) => drop(load::<Kept>(&loader(Stack::new().push(Tree(tree))), look)),
    }
}

/// The input with the secret in it, where it has a place for one.
pub(crate) fn planted(input: &[u8], plants: &[&str]) -> Option<Vec<u8>> {
    let place = input.iter().position(|byte| *byte == 0)?;
    let (before, rest) = input.split_at(place);
    let (choice, after) = rest.get(1..)?.split_first()?;
    let plant = plants[usize::from(*choice) % plants.len()].replace('@', CANARY);
    Some([before, plant.as_bytes(), after].concat())
}

/// Whether the canary stands in the tree as values alone: never in a name.
fn is_only_a_value(node: &Node) -> bool {
    match &node.value {
        Raw::List(items) => items.iter().all(is_only_a_value),
        Raw::Map(members) => members.iter().all(|(name, node)| !holds_canary(name) && is_only_a_value(node)),
        _ => true,
    }
}

/// A layer of a document that is parsed already.
#[derive(Debug)]
struct Tree(Node);

impl Source for Tree {
    fn name(&self) -> LayerName {
        LayerName::FILE
    }

    fn read(&self, _ask: &Ask<'_>) -> Vec<Layer> {
        vec![Layer::new(LayerName::FILE).in_document(Path::new("/fuzz/settings")).tree(self.0.clone())]
    }
}
