//! URL types, as fields of settings, into the clients that people use, to real servers and back: every way is gone once
//! with a row, a key or a mail. And no error of a client holds the password.
//!
//! `cargo xtask test` runs these with servers of its own; by hand:
//! `env $(cargo xtask servers env) cargo test --package tactful-clients`.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests too")]

#[path = "../../servers/mod.rs"]
mod servers;
mod support;

mod lettre;
mod mariadb;
mod memcached;
mod postgres;
mod redis;
mod redis_many;
mod sqlite;
mod tokio_postgres;
