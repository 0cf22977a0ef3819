//! HTTP/1.1 requests out of a stream of bytes, as the bytes come.

use std::mem;

/// A line longer than this, or a head of more than twice as much, is no request of a test.
const LONGEST_LINE: usize = 64 * 1024;

/// What the decoder found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// A request begins.
    Head(Head),
    /// Some of its body.
    Body(Vec<u8>),
    /// The request is complete.
    End,
}

/// The request line and the headers, in order.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) version: String,
    pub(crate) headers: Vec<(String, String)>,
}

impl Head {
    /// The value of the first header of that name, in any case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }
}

/// The value of the first header of that name, in any case.
pub(crate) fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

/// Follows one direction of a connection. What is no HTTP/1 (TLS, HTTP/2, any other protocol) it stops to look at.
#[derive(Default)]
pub(crate) struct Decoder {
    state: State,
    /// The line that has begun.
    line: Vec<u8>,
    /// The lines of the head that has begun.
    head: Vec<String>,
    head_length: usize,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum State {
    #[default]
    Head,
    /// A body of a known length, of which this much is left.
    Sized(u64),
    ChunkSize,
    /// What is left of a chunk.
    Chunk(u64),
    ChunkEnd,
    Trailer,
    Opaque,
}

impl Decoder {
    /// Whether the stream turned out to be no HTTP/1.
    pub(crate) fn is_opaque(&self) -> bool {
        self.state == State::Opaque
    }

    /// Takes the next bytes, and hands over what they complete.
    pub(crate) fn feed(&mut self, mut bytes: &[u8], mut on: impl FnMut(Event)) {
        while !bytes.is_empty() {
            bytes = match self.state {
                State::Opaque => return,
                State::Sized(left) => {
                    let (body, rest, left) = take(bytes, left);
                    on(Event::Body(body));
                    self.state = if left == 0 { end(&mut on) } else { State::Sized(left) };
                    rest
                }
                State::Chunk(left) => {
                    let (body, rest, left) = take(bytes, left);
                    on(Event::Body(body));
                    self.state = if left == 0 { State::ChunkEnd } else { State::Chunk(left) };
                    rest
                }
                State::Head if self.is_between() && !begins_request(bytes[0]) => {
                    self.state = State::Opaque;
                    return;
                }
                State::Head | State::ChunkSize | State::ChunkEnd | State::Trailer => self.take_line(bytes, &mut on),
            };
        }
    }

    /// Whether nothing of the next request has come yet.
    fn is_between(&self) -> bool {
        self.head.is_empty() && self.line.is_empty()
    }

    fn take_line<'a>(&mut self, bytes: &'a [u8], on: &mut impl FnMut(Event)) -> &'a [u8] {
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let (piece, rest) = bytes.split_at(end.map_or(bytes.len(), |end| end + 1));
        self.line.extend_from_slice(piece);
        if self.line.len() > LONGEST_LINE {
            self.state = State::Opaque;
        } else if end.is_some() {
            let line = mem::take(&mut self.line);
            self.state = self.line_ended(String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']), on);
        }
        rest
    }

    fn line_ended(&mut self, line: &str, on: &mut impl FnMut(Event)) -> State {
        match self.state {
            State::Head if !line.is_empty() => self.head_goes_on(line),
            // An empty line before a request is let pass, as servers do.
            State::Head if self.head.is_empty() => State::Head,
            State::Head => self.head_ended(on),
            State::ChunkSize => match chunk_size(line) {
                Some(0) => State::Trailer,
                Some(size) => State::Chunk(size),
                None => State::Opaque,
            },
            State::ChunkEnd => State::ChunkSize,
            State::Trailer if line.is_empty() => end(on),
            state => state,
        }
    }

    fn head_goes_on(&mut self, line: &str) -> State {
        self.head_length += line.len();
        self.head.push(line.to_owned());
        if self.head_length > 2 * LONGEST_LINE { State::Opaque } else { State::Head }
    }

    fn head_ended(&mut self, on: &mut impl FnMut(Event)) -> State {
        self.head_length = 0;
        let Some(head) = parse_head(&mem::take(&mut self.head)) else {
            return State::Opaque;
        };
        let chunked = head.header("transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked"));
        let length = head.header("content-length").map_or(Some(0), |length| length.parse().ok());
        // After it comes whatever the two ends agree on.
        let tunnel = head.method == "CONNECT" || head.header("upgrade").is_some();
        on(Event::Head(head));
        match (tunnel, chunked, length) {
            (true, ..) | (false, false, None) => State::Opaque,
            (false, true, _) => State::ChunkSize,
            (false, false, Some(0)) => end(on),
            (false, false, Some(length)) => State::Sized(length),
        }
    }
}

fn end(on: &mut impl FnMut(Event)) -> State {
    on(Event::End);
    State::Head
}

/// At most `wanted` of the bytes, the rest of them, and how many more are wanted.
fn take(bytes: &[u8], wanted: u64) -> (Vec<u8>, &[u8], u64) {
    let most = usize::try_from(wanted).unwrap_or(usize::MAX);
    let (taken, rest) = bytes.split_at(most.min(bytes.len()));
    (taken.to_vec(), rest, wanted - taken.len() as u64)
}

/// A method begins so, and so does an empty line. A TLS record does not.
fn begins_request(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte == b'\r' || byte == b'\n'
}

fn chunk_size(line: &str) -> Option<u64> {
    let (size, _extension) = line.split_once(';').unwrap_or((line, ""));
    u64::from_str_radix(size.trim(), 16).ok()
}

fn parse_head(lines: &[String]) -> Option<Head> {
    let (first, headers) = lines.split_first()?;
    let mut words = first.split(' ');
    let (method, path, version) = (words.next()?, words.next()?, words.next()?);
    if !version.starts_with("HTTP/1.") || words.next().is_some() {
        return None;
    }
    let headers = headers.iter().map(|line| {
        let (name, value) = line.split_once(':')?;
        Some((name.to_owned(), value.trim().to_owned()))
    });
    Some(Head {
        method: method.to_owned(),
        path: path.to_owned(),
        version: version.to_owned(),
        headers: headers.collect::<Option<_>>()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const STREAM: &str = "GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n\
        POST /sized HTTP/1.1\r\ncontent-length: 5\r\n\r\nGET /\
        PUT /chunked HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n4;x=y\r\nGET \r\n1\r\n/\r\n0\r\nT: v\r\n\r\n\
        \r\nDELETE /last HTTP/1.0\r\n\r\n";

    #[test]
    fn requests_are_found_however_the_bytes_come() {
        for size in [1, 2, 3, 7, STREAM.len()] {
            let (mut decoder, mut seen, mut body) = (Decoder::default(), Vec::new(), Vec::new());
            for piece in STREAM.as_bytes().chunks(size) {
                decoder.feed(piece, |event| match event {
                    Event::Head(head) => seen.push(format!("{} {}", head.method, head.path)),
                    Event::Body(bytes) => body.extend(bytes),
                    Event::End => seen.push(String::from_utf8(mem::take(&mut body)).unwrap()),
                });
            }
            assert!(!decoder.is_opaque());
            let expected = ["GET /a?b=c", "", "POST /sized", "GET /", "PUT /chunked", "GET /", "DELETE /last", ""];
            assert_eq!(seen, expected, "in pieces of {size}");
        }
    }

    #[test]
    fn headers_are_kept_in_order() {
        let mut events = Vec::new();
        Decoder::default().feed(b"GET / HTTP/1.1\r\nA:1\r\nb:  2 \r\n\r\n", |event| events.push(event));
        let [Event::Head(head), Event::End] = events.as_slice() else { panic!("{events:?}") };
        assert_eq!(head.headers, [("A".to_owned(), "1".to_owned()), ("b".to_owned(), "2".to_owned())]);
        assert_eq!((head.header("B"), head.header("c")), (Some("2"), None));
    }

    #[test]
    fn what_is_no_http_is_let_pass() {
        let endless = vec![b'A'; LONGEST_LINE + 1];
        let others: [&[u8]; 7] = [
            b"\x16\x03\x01\x02",
            b"*1\r\n$4\r\nPING\r\n",
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            b"EHLO localhost\r\n\r\n",
            b"GET / HTTP/1.1\r\nno header\r\n\r\n",
            b"GET / HTTP/1.1\r\nContent-Length: many\r\n\r\n",
            &endless,
        ];
        for bytes in others {
            let mut decoder = Decoder::default();
            decoder.feed(bytes, |event| assert!(matches!(event, Event::Head(_)), "{event:?}"));
            assert!(decoder.is_opaque(), "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn a_tunnel_is_a_request_and_then_opaque() {
        let mut heads = 0;
        let mut decoder = Decoder::default();
        decoder.feed(b"CONNECT a:443 HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n", |_| heads += 1);
        assert_eq!((heads, decoder.is_opaque()), (1, true));
    }
}
