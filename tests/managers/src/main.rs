//! Secret managers against running servers.

#[path = "../../servers/mod.rs"]
mod servers;
