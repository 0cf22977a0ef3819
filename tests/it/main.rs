//! Integration tests of the facade, in one binary.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "tests")]

mod bad_input;
mod bridge;
mod hands_off;
mod layers;
mod levers;
mod names;
mod opaque;
mod presence;
mod profiles;
mod report;
mod screen;
mod silent;
mod support;
