//! A proxy that breaks what passes through it.

mod gate;
mod relay;

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use self::gate::{Gate, Order, Port};
use crate::decoder::Head;
use crate::worker::{Worker, lock};

/// What goes wrong.
///
/// A fault that counts bytes counts those of the answers, from the start of a connection; on a connection that lives
/// already, from the moment the fault is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Nothing: all is passed on as it comes.
    #[default]
    None,
    /// Nobody listens at the port, which is kept for when the fault ends. Live connections are reset.
    Refuse,
    /// Connections are accepted and reset at once. Live connections are reset too.
    Reset,
    /// The connection is reset after so many bytes. A client that does not read them may lose some.
    ResetAfter(u64),
    /// The connection is closed in good order after so many bytes.
    CloseAfter(u64),
    /// Connections are accepted and what the client says is read, but it is not passed on and nothing comes back. When
    /// the fault ends, all that was held back goes on its way.
    Blackhole,
    /// Every answer comes this much later, and no slower.
    Latency(Duration),
    /// Answers come in pieces, with a pause after each.
    Trickle {
        /// The length of a piece.
        bytes: usize,
        /// The length of the pause.
        every: Duration,
    },
    /// One bit of this byte of the answers is flipped; the first byte is byte 0.
    Corrupt(u64),
    /// So many connections are reset when they are accepted, and later ones are served. Live connections go on.
    FailFirst(u64),
}

/// A TCP proxy at a port of 127.0.0.1 that does to connections what it is told.
///
/// It knows nothing of what passes, except that it takes note of HTTP/1 requests that are not encrypted. An upstream
/// that cannot be reached shows as a connection that is reset.
pub struct FaultProxy {
    addr: SocketAddr,
    orders: UnboundedSender<Order>,
    traffic: Arc<Traffic>,
    /// Ends the proxy when it is dropped.
    _worker: Worker,
}

impl FaultProxy {
    /// Listens at a free port, and passes everything on until [`FaultProxy::set`] says otherwise.
    ///
    /// # Errors
    /// There is no port, no thread or no runtime to be had.
    pub fn start(upstream: SocketAddr) -> io::Result<Self> {
        let port = Port::reserve()?;
        let addr = port.addr();
        let traffic = Arc::<Traffic>::default();
        let (orders, given) = unbounded_channel();
        let gate = Gate::new(port, upstream, Arc::clone(&traffic));
        let worker = Worker::start("fault-proxy", move || gate.run(given))?;
        let proxy = Self { addr, orders, traffic, _worker: worker };
        proxy.order(Fault::None)?;
        Ok(proxy)
    }

    /// Where clients connect to.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// What goes wrong from now on, for new connections and for those that live. It has begun when this returns.
    ///
    /// # Panics
    /// The proxy cannot listen again after [`Fault::Refuse`].
    pub fn set(&self, fault: Fault) {
        if let Err(error) = self.order(fault) {
            panic!("the proxy cannot go over to {fault:?}: {error}");
        }
    }

    /// How many connections were accepted, also if they were reset at once.
    pub fn connections(&self) -> u64 {
        self.traffic.connections.load(Ordering::SeqCst)
    }

    /// How many bytes came from clients.
    pub fn bytes_from_client(&self) -> u64 {
        self.traffic.from_client.load(Ordering::SeqCst)
    }

    /// How many bytes came from the upstream, without those that a fault cut off.
    pub fn bytes_from_upstream(&self) -> u64 {
        self.traffic.from_upstream.load(Ordering::SeqCst)
    }

    /// The HTTP/1 requests whose heads came from clients, in order, for all connections.
    pub fn requests(&self) -> Vec<RequestLine> {
        lock(&self.traffic.requests).clone()
    }

    fn order(&self, fault: Fault) -> io::Result<()> {
        let ended = || io::Error::other("the proxy has ended");
        let (done, outcome) = mpsc::channel();
        self.orders.send(Order { fault, done }).map_err(|_| ended())?;
        outcome.recv().map_err(|_| ended())?
    }
}

impl fmt::Debug for FaultProxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FaultProxy").field("addr", &self.addr).finish_non_exhaustive()
    }
}

/// The start of a request. It equals a text such as `GET /v1/secret?version=2`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequestLine {
    /// The method.
    pub method: String,
    /// The path, with the query.
    pub path: String,
}

impl From<Head> for RequestLine {
    fn from(head: Head) -> Self {
        Self { method: head.method, path: head.path }
    }
}

impl PartialEq<&str> for RequestLine {
    fn eq(&self, line: &&str) -> bool {
        line.split_once(' ').is_some_and(|(method, path)| self.method == method && self.path == path)
    }
}

impl fmt::Display for RequestLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// What has passed. It is counted before it is passed on: a client that has an answer finds it counted.
#[derive(Default)]
struct Traffic {
    connections: AtomicU64,
    from_client: AtomicU64,
    from_upstream: AtomicU64,
    requests: Mutex<Vec<RequestLine>>,
}
