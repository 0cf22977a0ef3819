//! Measures Tactful beside hand-written loaders and its peers.
//!
//! ```text
//! loaders   who is measured, and from which template its program is made
//! generate  templates -> one crate for each loader and size, under the target directory
//! inputs    the environment, the files, and the values that every loader must give
//! measure   builds and runs the programs: instructions, allocations, cold start, compile cost, size
//! store     the figures, kept between runs
//! report    the figures as Markdown tables
//! ```

#[path = "../templates/harness.rs"]
mod harness;

pub mod generate;
pub mod inputs;
pub mod loaders;
pub mod measure;
pub mod report;
pub mod store;
pub mod template;
pub mod workspace;

/// Sizes of the struct, in fields.
pub const SIZES: [usize; 3] = [10, 100, 500];

/// Fields of one group.
pub const GROUP: usize = 10;

/// An error as text: this is a tool for people who read its output.
pub type Result<T, E = String> = std::result::Result<T, E>;

/// What the settings are loaded from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scenario {
    /// The environment.
    A,
    /// Defaults, a TOML file, a dotenv file and the environment.
    B,
}

impl Scenario {
    /// The name of the program that loads so, and the directive of its lines in a template.
    #[must_use]
    pub fn letter(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::B => "b",
        }
    }
}
