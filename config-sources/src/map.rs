//! Values given in code: an in-memory layer, and overrides.

use tactful_core::layer::Layer;
use tactful_core::origin::LayerName;
use tactful_core::secret::RawText;
use tactful_core::source::{Ask, Source};

/// An in-memory layer under a label of one's own: environment names or dotted paths, and text.
#[derive(Clone, Debug)]
pub struct Map {
    label: String,
    pairs: Vec<(String, RawText)>,
}

impl Map {
    /// A layer of these pairs; reports call it by its label.
    pub fn new<I, N, V>(label: impl Into<String>, pairs: I) -> Self
    where
        I: IntoIterator<Item = (N, V)>,
        N: Into<String>,
        V: Into<String>,
    {
        Self { label: label.into(), pairs: owned(pairs) }
    }
}

impl Source for Map {
    fn name(&self) -> LayerName {
        LayerName::MAP
    }

    fn read(&self, _ask: &Ask<'_>) -> Vec<Layer> {
        vec![layer(Layer::new(LayerName::MAP).labelled(self.label.as_str()), &self.pairs)]
    }
}

/// Values that beat every layer: of a command line (`--set key=value`) or a test.
#[derive(Clone, Debug)]
pub struct Overrides {
    pairs: Vec<(String, RawText)>,
}

impl Overrides {
    /// Dotted paths or environment names, and text. A name that no key has is a problem.
    pub fn pairs<I, N, V>(pairs: I) -> Self
    where
        I: IntoIterator<Item = (N, V)>,
        N: Into<String>,
        V: Into<String>,
    {
        Self { pairs: owned(pairs) }
    }
}

impl Source for Overrides {
    fn name(&self) -> LayerName {
        LayerName::OVERRIDES
    }

    fn read(&self, _ask: &Ask<'_>) -> Vec<Layer> {
        vec![layer(Layer::new(LayerName::OVERRIDES), &self.pairs)]
    }
}

fn owned<I, N, V>(pairs: I) -> Vec<(String, RawText)>
where
    I: IntoIterator<Item = (N, V)>,
    N: Into<String>,
    V: Into<String>,
{
    pairs.into_iter().map(|(name, value)| (name.into(), RawText::new(value.into()))).collect()
}

fn layer(empty: Layer, pairs: &[(String, RawText)]) -> Layer {
    // Of one name the first counts, as in an environment; of what is given in code the last should.
    pairs.iter().rev().fold(empty, |layer, (name, value)| layer.value(name.as_str(), value.clone()))
}
