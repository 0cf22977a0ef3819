//! Dotenv files: bytes in, data out.
//!
//! Only `cascade` reads files and asks for the environment; the rest is pure. [`parse`] turns the bytes of one file
//! into assignments whose values are still templates, and [`expand`] fills one template in. Both report everything
//! they find wrong at once, by line and column, and never with a value or a part of it.
//!
//! ```text
//! lexer       bytes to text, byte classes, positions
//! template    what a value is before it is expanded
//! value       the text of one value to a template
//! parser      lines to assignments
//! quoted      values between quotes
//! fault       what is wrong with a line that is no assignment
//! duplicates  keys that stand more than once
//! expand      a template to its text
//! names       what the files of a project are called
//! cascade     the files of a project as layers
//! error       what can be wrong, in words
//! ```
//!
//! Templates borrow from the bytes. Where text is made of it (escapes, expansion), it is written once, into a buffer
//! that is large enough from the start: a buffer that grows leaves its old block behind, unwiped.

mod cascade;
mod duplicates;
mod error;
mod expand;
mod fault;
mod lexer;
mod names;
mod parser;
mod quoted;
mod template;
mod value;

#[cfg(test)]
mod tests;

pub use cascade::Dotenv;
pub(crate) use error::ExpandError;
pub(crate) use expand::{EXPANSION_BUDGET, expand};
pub(crate) use names::cascade_names;
pub(crate) use parser::{Parsed, parse, parse_text};
pub(crate) use template::{Assignment, Template};
