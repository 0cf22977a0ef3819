//! What fails on purpose, for tests of what talks to a network.
//!
//! - [`FaultProxy`] stands between a client and a server that works, and breaks what passes through it.
//! - [`FaultServer`] has no server behind it: it answers what a test scripted, over HTTP/1.1 or HTTPS.
//! - [`Certificates`] are what that HTTPS is made of: a right certificate, and some that no client may accept.
//!
//! Each has a thread and a runtime of its own, so that tests with and without a runtime use it alike, and each ends
//! when it is dropped.

mod certificates;
mod decoder;
mod proxy;
mod server;
mod worker;

pub use certificates::{Certificates, Identity};
pub use proxy::{Fault, FaultProxy, RequestLine};
pub use server::{Answer, FaultServer, Request, Route};
