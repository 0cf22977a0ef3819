//! What a server says.

use std::iter;

use super::Gathering;

const MIB: usize = 1024 * 1024;

/// An answer of a [`FaultServer`](crate::FaultServer).
///
/// The header of its length is made when it is sent; every other header is one of [`Answer::header`].
#[derive(Clone, Debug)]
#[must_use]
pub struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Body,
    pub(super) closes: bool,
    pub(super) gathering: Option<Gathering>,
}

/// A body, and how its length is told.
#[derive(Clone, Debug)]
pub(super) enum Body {
    /// With its length.
    Whole(Vec<u8>),
    /// With a length that is so many bytes more than there are.
    Truncated(Vec<u8>, usize),
    /// So many bytes of JSON with their length.
    Sized(usize),
    /// So many bytes of JSON in chunks.
    Chunked(usize),
    /// A JSON string that does not end, in chunks.
    Endless,
}

impl Answer {
    /// No headers and an empty body.
    pub fn new(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Body::Whole(Vec::new()), closes: false, gathering: None }
    }

    /// 200 with a body.
    pub fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200).body(body)
    }

    /// 200 with a body that is said to be JSON.
    pub fn json(body: impl Into<Vec<u8>>) -> Self {
        Self::ok(body).header("content-type", "application/json")
    }

    /// 200 with what is said to be JSON, begins so, and is not.
    pub fn garbage_json() -> Self {
        Self::json(*b"{\"data\": {\"value\": \"\x00\xff\xfe, nul")
    }

    /// 200 with JSON whose length is said to be so many bytes more. The connection is closed after it.
    pub fn truncated(body: impl Into<Vec<u8>>, missing: usize) -> Self {
        Self::json([]).with(Body::Truncated(body.into(), missing)).closing()
    }

    /// 200 with so many MiB of valid JSON, and their length.
    pub fn sized(mib: usize) -> Self {
        Self::json([]).with(Body::Sized(mib * MIB))
    }

    /// 200 with so many MiB of valid JSON, in chunks: only who counts knows how long it is.
    pub fn chunked(mib: usize) -> Self {
        Self::json([]).with(Body::Chunked(mib * MIB))
    }

    /// 200 with a JSON string that does not end, in chunks.
    pub fn endless() -> Self {
        Self::json([]).with(Body::Endless)
    }

    /// 301 to a URL.
    pub fn moved(url: &str) -> Self {
        Self::new(301).header("location", url)
    }

    /// 401.
    pub fn unauthorized() -> Self {
        Self::new(401)
    }

    /// 403.
    pub fn forbidden() -> Self {
        Self::new(403)
    }

    /// 404.
    pub fn not_found() -> Self {
        Self::new(404)
    }

    /// 429, with the seconds to wait or without.
    pub fn too_many_requests(retry_after: Option<u32>) -> Self {
        let answer = Self::new(429);
        match retry_after {
            Some(seconds) => answer.header("retry-after", &seconds.to_string()),
            None => answer,
        }
    }

    /// 500.
    pub fn internal_error() -> Self {
        Self::new(500)
    }

    /// 503.
    pub fn unavailable() -> Self {
        Self::new(503)
    }

    /// The same with this status.
    pub fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// The same with a header more.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same with this body.
    pub fn body(self, body: impl Into<Vec<u8>>) -> Self {
        self.with(Body::Whole(body.into()))
    }

    /// The same, and the connection is closed after it.
    pub fn closing(mut self) -> Self {
        self.closes = true;
        self
    }

    /// The same, once so many requests wait for an answer.
    pub fn gathered(mut self, gathering: &Gathering) -> Self {
        self.gathering = Some(gathering.clone());
        self
    }

    fn with(mut self, body: Body) -> Self {
        self.body = body;
        self
    }

    /// The status line and the headers as they are sent.
    pub(super) fn head(&self, closes: bool) -> String {
        let framing = match &self.body {
            // These have no body, and no length of one.
            _ if self.has_no_body() => String::new(),
            Body::Whole(body) => format!("content-length: {}\r\n", body.len()),
            Body::Truncated(body, missing) => format!("content-length: {}\r\n", body.len() + missing),
            Body::Sized(length) => format!("content-length: {length}\r\n"),
            Body::Chunked(_) | Body::Endless => "transfer-encoding: chunked\r\n".to_owned(),
        };
        let connection = if closes { "connection: close\r\n" } else { "" };
        let headers: Vec<_> = self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let headers = headers.concat();
        format!("HTTP/1.1 {} {}\r\n{headers}{framing}{connection}\r\n", self.status, reason(self.status))
    }

    pub(super) fn has_no_body(&self) -> bool {
        matches!(self.status, 100..200 | 204 | 304)
    }
}

/// Pieces of a JSON text that is one long string; of an endless one if there is no length.
pub(super) fn filler(length: Option<usize>) -> impl Iterator<Item = Vec<u8>> {
    const PIECE: usize = 16 * 1024;
    let mut left = length.map(|length| length.saturating_sub(2));
    let middle = iter::from_fn(move || {
        let size = left.map_or(PIECE, |left| left.min(PIECE));
        left = left.map(|left| left - size);
        (size > 0).then(|| vec![b'x'; size])
    });
    let end = length.map(|_| vec![b'"']);
    iter::once(vec![b'"']).chain(middle).chain(end)
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        204 => "No Content",
        301 => "Moved Permanently",
        302 => "Found",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Scripted",
    }
}
