//! Any `figment::Provider` as a source.

use std::fmt;

use figment::value::{Dict, Map, Num, Value};
use figment::{Profile, Provider};
use tactful_core::layer::Layer;
use tactful_core::origin::LayerName;
use tactful_core::raw::{Node, Raw};
use tactful_core::report::{Code, Problem};
use tactful_core::source::{Ask, Source};

/// Any [`figment::Provider`] as a layer: its `default` profile, then the one of this load, then `global`.
///
/// The bridge cannot keep every promise: figment's own values are plain strings that nobody wipes, and it has guessed
/// their types from text before they arrive here.
pub struct FigmentSource {
    provider: Box<dyn Provider + Send + Sync>,
}

impl FigmentSource {
    /// A source of what a provider gives.
    pub fn new(provider: impl Provider + Send + Sync + 'static) -> Self {
        Self { provider: Box::new(provider) }
    }
}

impl fmt::Debug for FigmentSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FigmentSource").field(&self.provider.metadata().name).finish()
    }
}

impl Source for FigmentSource {
    fn name(&self) -> LayerName {
        LayerName::new("figment")
    }

    fn read(&self, ask: &Ask<'_>) -> Vec<Layer> {
        // `Default` is figment's word for a provider without a name.
        let label = match self.provider.metadata().name {
            name if name == "Default" => "figment".to_owned(),
            name => format!("figment {name}"),
        };
        let mut layer = Layer::new(self.name()).labelled(label.as_str());
        match self.provider.data() {
            Ok(data) => vec![layer.tree(Node::from(tree(data, ask.profile().name()))).read(label)],
            Err(error) => {
                // An error of figment may quote the value; its kind and path cannot.
                let message = match error.path.join(".") {
                    path if path.is_empty() => "its provider gave an error".to_owned(),
                    path => format!("its provider gave an error at {path}"),
                };
                layer
                    .problem(Problem::new(Code::Source, label, message).help("load the provider by itself to see why"));
                vec![layer]
            }
        }
    }
}

fn tree(mut data: Map<Profile, Dict>, profile: &str) -> Raw {
    let mut merged = Dict::new();
    for profile in [Profile::Default, Profile::new(profile), Profile::Global] {
        overlay(&mut merged, data.remove(&profile).unwrap_or_default());
    }
    members(merged)
}

/// Tables merge, everything else replaces: as layers do.
fn overlay(below: &mut Dict, above: Dict) {
    for (key, value) in above {
        match (below.get_mut(&key), value) {
            (Some(Value::Dict(_, standing)), Value::Dict(_, new)) => overlay(standing, new),
            (_, value) => {
                below.insert(key, value);
            }
        }
    }
}

fn members(dict: Dict) -> Raw {
    Raw::Map(dict.into_iter().map(|(key, value)| (key, Node::from(raw(value)))).collect())
}

fn raw(value: Value) -> Raw {
    match value {
        Value::String(_, text) => Raw::text(text),
        Value::Char(_, c) => Raw::text(c.to_string()),
        Value::Bool(_, value) => Raw::Bool(value),
        Value::Num(_, number) => Raw::Number(written(number).into()),
        Value::Empty(..) => Raw::Null,
        Value::Dict(_, dict) => members(dict),
        Value::Array(_, items) => Raw::List(items.into_iter().map(|item| Node::from(raw(item))).collect()),
    }
}

fn written(number: Num) -> String {
    if let Some(value) = number.to_u128() {
        return value.to_string();
    }
    number
        .to_i128()
        .map_or_else(|| number.to_f64().map(|value| format!("{value:?}")).unwrap_or_default(), |v| v.to_string())
}

/// A document as figment has it.
#[doc(hidden)]
#[must_use]
pub fn dict(document: Node) -> Dict {
    match value(document.value) {
        Value::Dict(_, dict) => dict,
        _ => Dict::new(),
    }
}

fn value(raw: Raw) -> Value {
    match raw {
        Raw::Map(members) => members
            .into_iter()
            .map(|(key, node)| (key, value(node.value)))
            .collect::<std::collections::BTreeMap<_, _>>()
            .into(),
        Raw::List(items) => items.into_iter().map(|item| value(item.value)).collect::<Vec<_>>().into(),
        Raw::Bool(flag) => flag.into(),
        Raw::Bytes(bytes) => bytes.expose().to_vec().into(),
        scalar => scalar.as_written().map_or_else(|| Value::from(figment::value::Empty::None), guess),
    }
}

/// Text as a number or boolean, where it is written exactly as that prints: `0123` stays text.
fn guess(text: &str) -> Value {
    fn exact<T: std::str::FromStr + ToString>(text: &str) -> Option<T> {
        text.parse::<T>().ok().filter(|value| value.to_string() == text)
    }
    if let Some(flag) = exact::<bool>(text) {
        return flag.into();
    }
    if let Some(number) = exact::<i64>(text) {
        return number.into();
    }
    exact::<f64>(text).map_or_else(|| text.into(), Into::into)
}
