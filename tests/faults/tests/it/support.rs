//! A small HTTP client that hides nothing.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use tactful_faults::{Answer, FaultProxy, FaultServer};

/// A test that waits this long hangs.
pub(crate) const HANGS: Duration = Duration::from_secs(60);

/// How long a test waits for what must not come.
pub(crate) const SILENCE: Duration = Duration::from_millis(200);

/// A server that works, and a proxy before it.
pub(crate) fn behind_proxy(answer: Answer) -> (FaultServer, FaultProxy) {
    let server = FaultServer::start().unwrap();
    server.always(answer);
    let proxy = FaultProxy::start(server.addr()).unwrap();
    (server, proxy)
}

/// A status, the headers and the body.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

/// A connection that is kept.
pub(crate) struct Client<S = TcpStream> {
    pub(crate) stream: S,
}

impl Client {
    pub(crate) fn connect(addr: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(addr)?;
        stream.set_read_timeout(Some(HANGS))?;
        Ok(Self { stream })
    }

    /// Whether the connection lives, and has nothing to say.
    pub(crate) fn is_silent(&mut self) -> bool {
        self.stream.set_read_timeout(Some(SILENCE)).unwrap();
        let outcome = self.stream.read(&mut [0]);
        self.stream.set_read_timeout(Some(HANGS)).unwrap();
        outcome.is_err_and(|error| matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut))
    }
}

impl<S: Read + Write> Client<S> {
    pub(crate) fn get(&mut self, path: &str) -> io::Result<Reply> {
        self.ask(path)?;
        self.reply()
    }

    /// Sends a request and does not wait for its answer.
    pub(crate) fn ask(&mut self, path: &str) -> io::Result<()> {
        self.send(&format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n"))
    }

    pub(crate) fn send(&mut self, text: &str) -> io::Result<()> {
        self.stream.write_all(text.as_bytes())?;
        self.stream.flush()
    }

    pub(crate) fn reply(&mut self) -> io::Result<Reply> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            head.push(char::from(self.read(1)?[0]));
        }
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| io::Error::other(format!("no status: {head}")))?;
        let body = match header(&head, "content-length") {
            Some(length) => self.read(length.parse().map_err(io::Error::other)?)?,
            None if header(&head, "transfer-encoding").is_some() => self.chunks()?,
            None => Vec::new(),
        };
        Ok(Reply { status, head, body })
    }

    fn chunks(&mut self) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let mut size = String::new();
            while !size.ends_with("\r\n") {
                size.push(char::from(self.read(1)?[0]));
            }
            let size = usize::from_str_radix(size.trim_end(), 16).map_err(io::Error::other)?;
            body.extend(self.read(size)?);
            self.read(2)?;
            if size == 0 {
                return Ok(body);
            }
        }
    }

    fn read(&mut self, length: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; length];
        self.stream.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    /// All until the end, and how it ended.
    pub(crate) fn rest(&mut self) -> (Vec<u8>, Option<io::ErrorKind>) {
        let mut bytes = Vec::new();
        let ended = self.stream.read_to_end(&mut bytes);
        (bytes, ended.err().map(|error| error.kind()))
    }
}

/// One request on a connection of its own.
pub(crate) fn get(addr: SocketAddr, path: &str) -> io::Result<Reply> {
    Client::connect(addr)?.get(path)
}

pub(crate) fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut headers = head.lines().skip(1).filter_map(|line| line.split_once(": "));
    headers.find(|(other, _)| *other == name).map(|(_, value)| value)
}
