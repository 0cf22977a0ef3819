//! What fails on purpose, for tests of what talks to a network.
//!
//! - [`FaultProxy`] stands between a client and a server that works, and breaks what passes through it.
//! - [`FaultServer`] has no server behind it: it answers what a test scripted, over HTTP/1.1 or HTTPS.
//! - [`Certificates`] are what that HTTPS is made of: a right certificate, and some that no client may accept.
//!
//! Each has a thread and a runtime of its own, so that tests with and without a runtime use it alike, and each ends
//! when it is dropped.
//!
//! ```
//! use std::io::Write;
//! use std::net::TcpStream;
//!
//! use tactful_faults::{Answer, Fault, FaultProxy, FaultServer};
//!
//! let server = FaultServer::start()?;
//! server.sequence([Answer::unavailable().closing(), Answer::json(r#"{"key": "value"}"#).closing()]);
//! let proxy = FaultProxy::start(server.addr())?;
//! proxy.set(Fault::FailFirst(1));
//!
//! // A client that retries goes here.
//! let ask = || {
//!     let mut stream = TcpStream::connect(proxy.addr())?;
//!     stream.write_all(b"GET /v1/secret HTTP/1.1\r\n\r\n")?;
//!     std::io::read_to_string(stream)
//! };
//! assert!(ask().is_err());
//! assert!(ask()?.starts_with("HTTP/1.1 503"));
//! assert!(ask()?.ends_with(r#"{"key": "value"}"#));
//! assert_eq!(proxy.connections(), 3);
//! assert_eq!(server.requests().len(), 2);
//! # Ok::<(), std::io::Error>(())
//! ```

mod certificates;
mod decoder;
mod proxy;
mod server;
mod worker;

pub use certificates::{Certificates, Identity};
pub use proxy::{Fault, FaultProxy, RequestLine};
pub use server::{Answer, FaultServer, Gathering, Request, Route};
