//! Many at once, in order, and from a test with a runtime.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;
use std::time::{Duration, Instant};

use tactful_faults::{Answer, Fault, FaultProxy, FaultServer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::support::{Client, HANGS, behind_proxy};

const LATENCY: Duration = Duration::from_millis(150);

#[test]
fn latency_does_not_add_up_over_the_pieces_of_an_answer() {
    let (_server, proxy) = behind_proxy(Answer::sized(16));
    proxy.set(Fault::Latency(LATENCY));
    let begun = Instant::now();
    let reply = Client::connect(proxy.addr()).unwrap().get("/").unwrap();
    assert_eq!(reply.body.len(), 16 * 1024 * 1024);
    assert!(begun.elapsed() >= LATENCY);
    // A pause for each of the pieces, a thousand, would take minutes.
    assert!(begun.elapsed() < HANGS);
}

#[test]
fn latency_does_not_add_up_over_connections() {
    let (_server, proxy) = behind_proxy(Answer::ok("late"));
    proxy.set(Fault::Latency(LATENCY));
    let begun = Instant::now();
    thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                let mut client = Client::connect(proxy.addr()).unwrap();
                for _ in 0..2 {
                    assert_eq!(client.get("/").unwrap().body, b"late");
                }
            });
        }
    });
    assert!(begun.elapsed() >= 2 * LATENCY);
    assert_eq!(proxy.requests().len(), 32);
}

#[test]
fn pieces_keep_their_order_while_the_latency_changes() {
    let upstream = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let proxy = FaultProxy::start(upstream.local_addr().unwrap()).unwrap();
    let mut client = Client::connect(proxy.addr()).unwrap();
    let (mut server, _) = upstream.accept().unwrap();
    let expected: Vec<u8> = (0..60).collect();
    for (number, byte) in expected.iter().enumerate() {
        // From late to at once and back: what was late stays before what is not.
        proxy.set(if number % 3 == 0 { Fault::Latency(LATENCY) } else { Fault::None });
        server.write_all(&[*byte]).unwrap();
        thread::sleep(Duration::from_millis(1));
    }
    drop(server);
    let mut seen = Vec::new();
    client.stream.read_to_end(&mut seen).unwrap();
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn tests_with_a_runtime_use_it_alike() {
    let server = FaultServer::start().unwrap();
    server.always(Answer::ok("from afar").closing());
    let proxy = FaultProxy::start(server.addr()).unwrap();
    for (fault, expected) in [(Fault::Refuse, false), (Fault::None, true), (Fault::Reset, false), (Fault::None, true)] {
        proxy.set(fault);
        let answer = async {
            let mut stream = tokio::net::TcpStream::connect(proxy.addr()).await?;
            stream.write_all(b"GET / HTTP/1.1\r\n\r\n").await?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer).await.map(|_| answer)
        };
        let answer = tokio::time::timeout(HANGS, answer).await.unwrap();
        assert_eq!(answer.is_ok_and(|answer| answer.ends_with("from afar")), expected, "{fault:?}");
    }
    assert_eq!(server.requests().len(), 2);
}
