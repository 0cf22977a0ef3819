//! What went wrong, as data first and text second.

mod problem;

pub(crate) use problem::Tried;
pub use problem::{Code, Problem, Severity, Shown};
mod stub;
pub use stub::*;
