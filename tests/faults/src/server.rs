//! A server that answers what a test scripted.

mod answer;
mod connection;
mod gathering;
mod script;

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

pub use self::answer::Answer;
use self::connection::converse;
pub use self::gathering::Gathering;
use self::script::{Script, Scripts};
use crate::certificates::{Identity, acceptor};
use crate::decoder::header;
use crate::worker::{Worker, lock};

/// A request as it came.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Request {
    /// The method.
    pub method: String,
    /// The path, with the query.
    pub path: String,
    /// The headers, in order.
    pub headers: Vec<(String, String)>,
    /// The body, without the framing of chunks.
    pub body: Vec<u8>,
}

impl Request {
    /// The value of the first header of that name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }
}

/// An HTTP/1.1 server at a port of 127.0.0.1 that answers what it is told, and keeps the requests.
///
/// What no script is for it answers with 404, and what is no HTTP/1 with 400 before it closes.
pub struct FaultServer {
    addr: SocketAddr,
    is_tls: bool,
    shared: Arc<Shared>,
    /// Ends the server when it is dropped.
    _worker: Worker,
}

impl FaultServer {
    /// Listens at a free port, without TLS.
    ///
    /// # Errors
    /// There is no port, no thread or no runtime to be had.
    pub fn start() -> io::Result<Self> {
        Self::serve(None)
    }

    /// Listens at a free port, with TLS. [`Certificates`](crate::Certificates) has what it takes.
    ///
    /// # Errors
    /// The certificate and the key are not of one another or not PEM, or as in [`FaultServer::start`].
    pub fn tls(certificate_pem: &str, key_pem: &str) -> io::Result<Self> {
        let identity = Identity { certificate_pem: certificate_pem.to_owned(), key_pem: key_pem.to_owned() };
        Self::serve(Some(acceptor(&identity, None)?))
    }

    /// The same for clients alone that have a certificate of this authority.
    ///
    /// # Errors
    /// No certificate of an authority, or as in [`FaultServer::tls`].
    pub fn mutual_tls(identity: &Identity, authority_pem: &str) -> io::Result<Self> {
        Self::serve(Some(acceptor(identity, Some(authority_pem))?))
    }

    fn serve(tls: Option<TlsAcceptor>) -> io::Result<Self> {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let addr = listener.local_addr()?;
        let is_tls = tls.is_some();
        let shared = Arc::<Shared>::default();
        let worker = Worker::start("fault-server", {
            let shared = Arc::clone(&shared);
            move || accept(listener, tls, shared)
        })?;
        Ok(Self { addr, is_tls, shared, _worker: worker })
    }

    /// Where clients, or a proxy, connect to.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// The URL of a path of this server. With TLS its host is `localhost`, which is what the certificates are for.
    pub fn url(&self, path: &str) -> String {
        let (scheme, host) = if self.is_tls { ("https", "localhost") } else { ("http", "127.0.0.1") };
        format!("{scheme}://{host}:{}{path}", self.addr.port())
    }

    /// The requests of this path, without the query; of all that begin so if it ends with `*`. The longest of the
    /// paths that match counts, and the last script for it.
    pub fn at(&self, path: &str) -> Route<'_> {
        Route { server: self, path: path.to_owned() }
    }

    /// One answer to every request that has no path of its own.
    pub fn always(&self, answer: Answer) {
        self.at("*").always(answer);
    }

    /// One answer to a request, and the last of them for ever. No answers at all are a 404.
    pub fn sequence(&self, answers: impl IntoIterator<Item = Answer>) {
        self.at("*").sequence(answers);
    }

    /// Answers that depend on the request. One that panics closes the connection.
    pub fn respond(&self, answer: impl Fn(&Request) -> Answer + Send + Sync + 'static) {
        self.at("*").respond(answer);
    }

    /// How many connections were accepted, also if no TLS came about.
    pub fn connections(&self) -> u64 {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// The requests that came whole, in order, for all connections. Who has an answer finds the request here.
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.shared.requests).clone()
    }

    /// The same, to begin anew.
    pub fn take_requests(&self) -> Vec<Request> {
        std::mem::take(&mut lock(&self.shared.requests))
    }
}

impl fmt::Debug for FaultServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FaultServer").field("addr", &self.addr).field("tls", &self.is_tls).finish_non_exhaustive()
    }
}

/// Some of the paths of a server, to say what it answers there.
#[derive(Debug)]
pub struct Route<'a> {
    server: &'a FaultServer,
    path: String,
}

impl Route<'_> {
    /// One answer to every request.
    pub fn always(self, answer: Answer) {
        self.sequence([answer]);
    }

    /// One answer to a request, and the last of them for ever. No answers at all are a 404.
    pub fn sequence(self, answers: impl IntoIterator<Item = Answer>) {
        self.script(Script::sequence(answers));
    }

    /// Answers that depend on the request. One that panics closes the connection.
    pub fn respond(self, answer: impl Fn(&Request) -> Answer + Send + Sync + 'static) {
        self.script(Script::respond(answer));
    }

    fn script(self, script: Script) {
        lock(&self.server.shared.scripts).set(self.path, script);
    }
}

/// What the connections and the test share.
#[derive(Default)]
struct Shared {
    connections: AtomicU64,
    requests: Mutex<Vec<Request>>,
    scripts: Mutex<Scripts>,
}

impl Shared {
    fn answer(&self, request: &Request) -> Answer {
        let script = lock(&self.scripts).find(&request.path);
        lock(&self.requests).push(request.clone());
        script.and_then(|script| script.next(request)).unwrap_or_else(Answer::not_found)
    }
}

async fn accept(listener: std::net::TcpListener, tls: Option<TlsAcceptor>, shared: Arc<Shared>) {
    let Ok(listener) = TcpListener::from_std(listener) else { return };
    loop {
        match listener.accept().await {
            Ok((client, _)) => {
                shared.connections.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(welcome(client, tls.clone(), Arc::clone(&shared)));
            }
            // No file handles are left, say: it may pass.
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}

async fn welcome(client: TcpStream, tls: Option<TlsAcceptor>, shared: Arc<Shared>) {
    // Without it small answers come late, which no test depends on.
    let _ = client.set_nodelay(true);
    // How a connection ends, by the client or in the middle of an answer, is what the client sees; here it is the end.
    let _ = match tls {
        Some(tls) => match tls.accept(client).await {
            Ok(client) => converse(client, &shared).await,
            Err(error) => Err(error),
        },
        None => converse(client, &shared).await,
    };
}
