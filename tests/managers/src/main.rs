//! Secret managers against running servers, and the rules that hold for all of them.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a test that fails or is skipped says why")]

mod aws;
mod azure;
mod bootstrap;
mod by_env;
mod conformance;
mod costs;
mod gcp;
// The tests of this example are tests like any other.
#[allow(dead_code, reason = "its `main` is called by a test alone")]
#[path = "../../../examples/custom_manager/main.rs"]
mod custom_manager;
mod exec;
mod faults;
mod http;
mod levers;
mod listener;
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
