//! Integration tests of the facade, in one binary.

#![allow(dead_code, reason = "settings of tests are loaded, and not all of them looked at")]
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests too")]

mod bad_input;
mod bridge;
mod hands_off;
mod laws;
mod layers;
mod levers;
mod names;
mod opaque;
mod presence;
mod profiles;
mod real_servers;
mod redact;
mod report;
mod root;
mod screen;
mod semantics_casts;
mod semantics_groups;
mod semantics_levers;
mod semantics_report;
#[path = "../servers/mod.rs"]
mod servers;
mod silent;
mod support;
mod types;
mod urls;
