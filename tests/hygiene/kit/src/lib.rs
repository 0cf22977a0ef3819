//! A company's own kit, which hands the library on under another name.

/// The library, as the crates of the company know it.
pub mod settings {
    pub use tactful::*;
}
