//! URL types as applications meet them.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that fails may panic")]

mod canary;
mod describe;
mod parts;
mod properties;
mod refused;
mod serde;
mod vectors;
