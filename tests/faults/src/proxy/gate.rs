//! The port of the proxy, and who is let in.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::Ordering;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::watch;

use super::relay::{Setting, relay};
use super::{Fault, Traffic};

/// Connections that wait to be accepted.
const BACKLOG: u32 = 1024;

/// A fault to go over to, and where to report that it has begun.
pub(super) struct Order {
    pub(super) fault: Fault,
    pub(super) done: mpsc::Sender<io::Result<()>>,
}

/// Accepts connections, or does not.
pub(super) struct Gate {
    port: Port,
    listener: Option<TcpListener>,
    upstream: SocketAddr,
    setting: watch::Sender<Setting>,
    traffic: Arc<Traffic>,
}

impl Gate {
    /// It is closed until the first order.
    pub(super) fn new(port: Port, upstream: SocketAddr, traffic: Arc<Traffic>) -> Self {
        Self { port, listener: None, upstream, setting: watch::Sender::default(), traffic }
    }

    pub(super) async fn run(mut self, mut orders: UnboundedReceiver<Order>) {
        loop {
            tokio::select! {
                biased;
                accepted = accept(self.listener.as_ref()) => match accepted {
                    Ok(client) => self.admit(client),
                    // No file handles are left, say: it may pass.
                    Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
                },
                order = orders.recv() => {
                    let Some(Order { fault, done }) = order else { return };
                    let outcome = self.go_over_to(fault);
                    // Who gave the order waits for this.
                    let _ = done.send(outcome);
                }
            }
        }
    }

    fn admit(&mut self, client: TcpStream) {
        self.traffic.connections.fetch_add(1, Ordering::SeqCst);
        if self.turns_away() {
            // A socket that cannot be told how to close is closed in any case.
            let _ = client.set_zero_linger();
            return;
        }
        tokio::spawn(relay(client, self.upstream, self.setting.subscribe(), Arc::clone(&self.traffic)));
    }

    fn turns_away(&mut self) -> bool {
        let mut is_one_less = false;
        self.setting.send_if_modified(|setting| {
            if let Fault::FailFirst(left @ 1..) = &mut setting.fault {
                *left -= 1;
                is_one_less = true;
            }
            is_one_less
        });
        is_one_less || self.setting.borrow().fault == Fault::Reset
    }

    fn go_over_to(&mut self, fault: Fault) -> io::Result<()> {
        if fault == Fault::Refuse {
            self.listener = None;
        } else if self.listener.is_none() {
            self.listener = Some(self.port.listen()?);
        }
        self.setting.send_modify(|setting| *setting = Setting { fault, turn: setting.turn + 1 });
        Ok(())
    }
}

async fn accept(listener: Option<&TcpListener>) -> io::Result<TcpStream> {
    match listener {
        Some(listener) => listener.accept().await.map(|(client, _)| client),
        None => std::future::pending().await,
    }
}

/// A port that stays ours while nobody listens at it: a socket that is bound and no more refuses connections, and keeps
/// others from being given the port.
pub(super) struct Port {
    addr: SocketAddr,
    #[cfg(unix)]
    _reserved: TcpSocket,
}

impl Port {
    pub(super) fn reserve() -> io::Result<Self> {
        let socket = socket()?;
        socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
        Ok(Self {
            addr: socket.local_addr()?,
            #[cfg(unix)]
            _reserved: socket,
        })
    }

    pub(super) fn addr(&self) -> SocketAddr {
        self.addr
    }

    fn listen(&self) -> io::Result<TcpListener> {
        let socket = socket()?;
        socket.bind(self.addr)?;
        socket.listen(BACKLOG)
    }
}

fn socket() -> io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    // Two sockets are bound to the port, one to keep it and one to listen.
    #[cfg(unix)]
    socket.set_reuseport(true)?;
    Ok(socket)
}
