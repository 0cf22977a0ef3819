//! One connection of a client, from request to request.

use std::collections::VecDeque;
use std::io;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use super::answer::{Body, filler};
use super::{Answer, Request, Shared};
use crate::decoder::{Decoder, Event, Head};

/// Answers until the client goes, says that it will, or speaks something else than HTTP/1.
pub(super) async fn converse<S: AsyncRead + AsyncWrite + Unpin>(mut client: S, shared: &Shared) -> io::Result<()> {
    let mut inbox = Inbox::default();
    let mut buffer = vec![0; 16 * 1024];
    loop {
        let length = client.read(&mut buffer).await?;
        if length == 0 {
            return client.shutdown().await;
        }
        inbox.take_in(&buffer[..length]);
        while let Some(incoming) = inbox.complete.pop_front() {
            let is_head = incoming.request.method == "HEAD";
            let answer = shared.answer(&incoming.request);
            if let Some(gathering) = &answer.gathering {
                gathering.pass().await;
            }
            let closes = answer.closes || incoming.is_last;
            send(&mut client, &answer, closes, is_head).await?;
            if closes {
                return client.shutdown().await;
            }
        }
        if inbox.decoder.is_opaque() {
            // In plain text, as servers do to whoever speaks TLS to a port without it.
            client.write_all(Answer::new(400).head(true).as_bytes()).await?;
            return client.shutdown().await;
        }
    }
}

/// Requests, whole and in the making.
#[derive(Default)]
struct Inbox {
    decoder: Decoder,
    begun: Option<Incoming>,
    complete: VecDeque<Incoming>,
}

struct Incoming {
    request: Request,
    /// Whether the client wants the connection closed after it.
    is_last: bool,
}

impl Inbox {
    fn take_in(&mut self, bytes: &[u8]) {
        let Self { decoder, begun, complete } = self;
        decoder.feed(bytes, |event| match event {
            Event::Head(head) => *begun = Some(Incoming::from(head)),
            Event::Body(bytes) => {
                if let Some(incoming) = begun {
                    incoming.request.body.extend(bytes);
                }
            }
            Event::End => complete.extend(begun.take()),
        });
    }
}

impl From<Head> for Incoming {
    fn from(head: Head) -> Self {
        let is_last = head.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"))
            || head.version == "HTTP/1.0";
        let Head { method, path, headers, .. } = head;
        Self { request: Request { method, path, headers, body: Vec::new() }, is_last }
    }
}

async fn send<S: AsyncWrite + Unpin>(client: &mut S, answer: &Answer, closes: bool, is_head: bool) -> io::Result<()> {
    client.write_all(answer.head(closes).as_bytes()).await?;
    if !is_head && !answer.has_no_body() {
        match &answer.body {
            Body::Whole(body) | Body::Truncated(body, _) => client.write_all(body).await?,
            Body::Sized(length) => {
                for piece in filler(Some(*length)) {
                    client.write_all(&piece).await?;
                }
            }
            Body::Chunked(length) => send_chunks(client, filler(Some(*length))).await?,
            Body::Endless => send_chunks(client, filler(None)).await?,
        }
    }
    client.flush().await
}

async fn send_chunks<S: AsyncWrite + Unpin>(client: &mut S, pieces: impl Iterator<Item = Vec<u8>>) -> io::Result<()> {
    for piece in pieces {
        client.write_all(format!("{:x}\r\n", piece.len()).as_bytes()).await?;
        client.write_all(&piece).await?;
        client.write_all(b"\r\n").await?;
    }
    client.write_all(b"0\r\n\r\n").await
}
