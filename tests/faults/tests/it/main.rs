//! Every fault, as a client sees it.
//!
//! No test measures how fast something is: a clock says at most that a fault took its time, or that a test hangs.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests too")]

mod concurrent;
mod proxy;
mod server;
mod support;
mod tls;
