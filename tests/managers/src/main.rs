//! Secret managers against running servers, and the rules that hold for all of them.

mod azure;
mod bootstrap;
mod gcp;
mod levers;
mod local;
mod policy;
mod references;
mod runtimes;
#[path = "../../servers/mod.rs"]
#[allow(dead_code, reason = "managers whose servers run use it")]
mod servers;
mod support;
mod untyped;
mod vault;
