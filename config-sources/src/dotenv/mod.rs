//! Dotenv files: bytes in, data out.
//!
//! Nothing here reads a file or the environment. [`parse`] turns the bytes of one file into assignments whose
//! values are still templates, and [`expand`] fills one template in. Both report everything they find wrong at
//! once, by line and column, and never with a value or a part of it.
//!
//! ```text
//! lexer     bytes to text, byte classes, positions
//! template  what a value is before it is expanded
//! value     the text of one value to a template
//! parser    lines to assignments
//! expand    a template to its text
//! quoted    values between quotes
//! duplicates keys that stand more than once
//! fault     what is wrong with a line that is no assignment
//! error     what can be wrong, in words
//! ```
//!
//! Text of values is written once, into a buffer that is large enough from the start: a buffer that grows leaves
//! its old block behind, unwiped.

mod cascade;
mod duplicates;
mod error;
mod expand;
mod fault;
mod lexer;
mod parser;
mod quoted;
mod template;
mod value;

#[cfg(test)]
mod tests;

pub use cascade::Dotenv;
pub(crate) use cascade::cascade_names;
pub(crate) use duplicates::Duplicate;
pub(crate) use error::{ExpandError, SyntaxError};
pub(crate) use expand::{EXPANSION_BUDGET, expand};
pub(crate) use parser::{Parsed, parse};
pub(crate) use template::{Assignment, Quoting, Template, Text};
