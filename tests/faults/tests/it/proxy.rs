//! What each fault of the proxy does, to new connections and to those that live.

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use tactful_faults::{Answer, Fault, FaultProxy};

use crate::support::{Client, behind_proxy, get};

const SOON: Duration = Duration::from_millis(80);

/// What an answer of `body` is on the wire, to count its bytes.
fn wire(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

#[test]
fn without_a_fault_all_passes_and_is_counted() {
    let (server, proxy) = behind_proxy(Answer::ok("all is well"));
    let mut client = Client::connect(proxy.addr()).unwrap();
    let asked = "POST /a?b=c HTTP/1.1\r\ncontent-length: 6\r\n\r\nGET /x";
    client.send(asked).unwrap();
    assert_eq!(client.reply().unwrap().body, b"all is well");
    assert_eq!(proxy.bytes_from_client(), asked.len() as u64);
    assert_eq!(proxy.bytes_from_upstream(), wire("all is well").len() as u64);
    assert_eq!(client.get("/second").unwrap().status, 200);
    assert_eq!(get(proxy.addr(), "/third").unwrap().status, 200);
    assert_eq!(proxy.requests(), ["POST /a?b=c", "GET /second", "GET /third"]);
    assert_eq!(proxy.requests()[0].to_string(), "POST /a?b=c");
    assert_eq!((proxy.connections(), server.connections()), (2, 2));
    assert_eq!(server.requests()[0].body, b"GET /x");
}

#[test]
fn a_large_answer_passes_whole() {
    let (_server, proxy) = behind_proxy(Answer::sized(5));
    assert_eq!(get(proxy.addr(), "/").unwrap().body.len(), 5 * 1024 * 1024);
}

#[test]
fn what_is_no_http_passes_uncounted() {
    let (_server, proxy) = behind_proxy(Answer::ok(""));
    let mut client = Client::connect(proxy.addr()).unwrap();
    client.send("\u{16}\u{3}\u{1}GET / HTTP/1.1\r\n\r\n").unwrap();
    let (answer, error) = client.rest();
    assert!(answer.starts_with(b"HTTP/1.1 400 Bad Request\r\n") && error.is_none(), "{answer:?}");
    assert!(proxy.requests().is_empty());
}

#[test]
fn a_client_that_has_asked_everything_gets_its_answer() {
    let (_server, proxy) = behind_proxy(Answer::ok("late").closing());
    let mut client = Client::connect(proxy.addr()).unwrap();
    client.ask("/").unwrap();
    client.stream.shutdown(std::net::Shutdown::Write).unwrap();
    let (bytes, ended) = client.rest();
    assert!(bytes.ends_with(b"late"));
    assert_eq!(ended, None);
}

#[test]
fn refused_and_back() {
    let (server, proxy) = behind_proxy(Answer::ok(""));
    for _ in 0..3 {
        let mut live = Client::connect(proxy.addr()).unwrap();
        live.get("/").unwrap();
        proxy.set(Fault::Refuse);
        assert_eq!(Client::connect(proxy.addr()).err().unwrap().kind(), ErrorKind::ConnectionRefused);
        assert_eq!(live.rest(), (Vec::new(), Some(ErrorKind::ConnectionReset)));
        proxy.set(Fault::None);
        assert_eq!(get(proxy.addr(), "/").unwrap().status, 200);
    }
    assert_eq!((proxy.connections(), server.connections()), (6, 6));
}

#[test]
fn reset_at_once() {
    let (server, proxy) = behind_proxy(Answer::ok(""));
    let mut live = Client::connect(proxy.addr()).unwrap();
    live.get("/").unwrap();
    proxy.set(Fault::Reset);
    assert_eq!(live.rest(), (Vec::new(), Some(ErrorKind::ConnectionReset)));
    // Depending on who is faster, the connection never comes about.
    let new = Client::connect(proxy.addr()).and_then(|mut client| client.get("/"));
    assert_eq!(new.unwrap_err().kind(), ErrorKind::ConnectionReset);
    assert_eq!((proxy.connections(), server.connections()), (2, 1));
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn cut_after_some_bytes() {
    let (_server, proxy) = behind_proxy(Answer::ok("a long answer"));
    let whole = wire("a long answer");
    let mut live = Client::connect(proxy.addr()).unwrap();
    live.get("/").unwrap();
    for (fault, ended) in
        [(Fault::CloseAfter as fn(u64) -> Fault, None), (Fault::ResetAfter, Some(ErrorKind::ConnectionReset))]
    {
        for most in [0, 1, 25, whole.len()] {
            proxy.set(fault(most as u64));
            let mut client = Client::connect(proxy.addr()).unwrap();
            client.ask("/").unwrap();
            assert_eq!(client.rest(), (whole.as_bytes()[..most].to_vec(), ended), "{:?}", fault(most as u64));
        }
        // It counts over all answers of a connection.
        proxy.set(fault(whole.len() as u64 + 3));
        let mut client = Client::connect(proxy.addr()).unwrap();
        client.get("/").unwrap();
        client.ask("/").unwrap();
        assert_eq!(client.rest(), (b"HTT".to_vec(), ended));
    }
    // And on one that lives, from now on.
    proxy.set(Fault::CloseAfter(5));
    live.ask("/").unwrap();
    assert_eq!(live.rest(), (b"HTTP/".to_vec(), None));
}

#[test]
fn a_blackhole_says_nothing_and_holds_all_back() {
    let (server, proxy) = behind_proxy(Answer::ok("at last"));
    let mut live = Client::connect(proxy.addr()).unwrap();
    live.get("/live").unwrap();
    proxy.set(Fault::Blackhole);
    let mut new = Client::connect(proxy.addr()).unwrap();
    for client in [&mut live, &mut new] {
        client.ask("/held").unwrap();
        assert!(client.is_silent());
    }
    assert_eq!(proxy.requests(), ["GET /live", "GET /held", "GET /held"]);
    assert_eq!(server.requests().len(), 1);
    proxy.set(Fault::None);
    for client in [&mut live, &mut new] {
        assert_eq!(client.reply().unwrap().body, b"at last");
    }
}

#[test]
fn an_upstream_that_is_gone_is_a_reset_but_not_in_a_blackhole() {
    let (_server, gone) = behind_proxy(Answer::ok(""));
    gone.set(Fault::Refuse);
    let proxy = FaultProxy::start(gone.addr()).unwrap();
    proxy.set(Fault::Blackhole);
    let mut client = Client::connect(proxy.addr()).unwrap();
    assert!(client.is_silent());
    proxy.set(Fault::None);
    assert_eq!(client.rest(), (Vec::new(), Some(ErrorKind::ConnectionReset)));
}

#[test]
fn late_by_one_latency_for_every_answer() {
    let (_server, proxy) = behind_proxy(Answer::ok("late"));
    let mut client = Client::connect(proxy.addr()).unwrap();
    client.get("/").unwrap();
    proxy.set(Fault::Latency(SOON));
    for _ in 0..3 {
        let begun = Instant::now();
        assert_eq!(client.get("/").unwrap().body, b"late");
        assert!(begun.elapsed() >= SOON);
    }
}

#[test]
fn a_trickle_is_slow_and_complete() {
    let (_server, proxy) = behind_proxy(Answer::ok("drop by drop"));
    let every = Duration::from_millis(10);
    proxy.set(Fault::Trickle { bytes: 10, every });
    let begun = Instant::now();
    let mut client = Client::connect(proxy.addr()).unwrap();
    assert_eq!(client.get("/").unwrap().body, b"drop by drop");
    // There is no pause before the first piece and none to wait for after the last.
    let pauses = wire("drop by drop").len().div_ceil(10) - 1;
    assert!(begun.elapsed() >= every * u32::try_from(pauses).unwrap());
    proxy.set(Fault::None);
    assert_eq!(client.get("/").unwrap().body, b"drop by drop");
}

#[test]
fn one_bit_of_one_byte_is_wrong() {
    let (_server, proxy) = behind_proxy(Answer::ok("0000"));
    let third = wire("0000").len() as u64 - 2;
    let mut live = Client::connect(proxy.addr()).unwrap();
    live.get("/").unwrap();
    proxy.set(Fault::Corrupt(third));
    let mut new = Client::connect(proxy.addr()).unwrap();
    for client in [&mut live, &mut new] {
        assert_eq!(client.get("/").unwrap().body, b"0010");
        assert_eq!(client.get("/").unwrap().body, b"0000");
    }
    // Set again, it is another byte.
    proxy.set(Fault::Corrupt(third));
    assert_eq!(live.get("/").unwrap().body, b"0010");
}

#[test]
fn the_first_ones_fail() {
    let (server, proxy) = behind_proxy(Answer::ok(""));
    let mut live = Client::connect(proxy.addr()).unwrap();
    live.get("/").unwrap();
    for _ in 0..2 {
        proxy.set(Fault::FailFirst(2));
        let outcomes = [(); 4].map(|()| get(proxy.addr(), "/").map_err(|error| error.kind()).map(|reply| reply.status));
        let reset = Err(ErrorKind::ConnectionReset);
        assert_eq!(outcomes, [reset, reset, Ok(200), Ok(200)]);
        live.get("/").unwrap();
    }
    assert_eq!((proxy.connections(), server.connections()), (9, 5));
}

#[test]
fn it_ends_when_it_is_dropped() {
    let (_server, proxy) = behind_proxy(Answer::ok(""));
    let addr = proxy.addr();
    proxy.set(Fault::Blackhole);
    let mut held = Client::connect(addr).unwrap();
    drop(proxy);
    held.rest();
    assert_eq!(Client::connect(addr).err().unwrap().kind(), ErrorKind::ConnectionRefused);
}
