//! URL types as applications meet them.

mod canary;
mod describe;
mod properties;
mod refused;
mod serde;
mod vectors;
