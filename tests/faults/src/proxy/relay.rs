//! One connection: what the client says to the upstream, and what comes back.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::net::tcp::{ReadHalf, WriteHalf};
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use super::{Fault, Traffic};
use crate::decoder::{Decoder, Event};
use crate::worker::lock;

/// As much as is read at once.
const PIECE: usize = 16 * 1024;

/// As much as is read ahead of a receiver that does not keep up.
const AHEAD: usize = 64 * 1024;

/// As much as may be on its way when answers come late. A smaller one would make them slow as well.
const AHEAD_WHEN_LATE: usize = 64 * 1024 * 1024;

/// The fault, and how many were set before it: the same fault set again is a new one.
#[derive(Clone, Copy, Default)]
pub(super) struct Setting {
    pub(super) fault: Fault,
    pub(super) turn: u64,
}

/// How a connection ends.
#[derive(Clone, Copy)]
enum Ending {
    Close,
    Reset,
}

/// Serves a client until either side ends the connection, or the fault does.
pub(super) async fn relay(
    mut client: TcpStream,
    upstream: SocketAddr,
    mut settings: watch::Receiver<Setting>,
    traffic: Arc<Traffic>,
) {
    let Ok(mut upstream) = TcpStream::connect(upstream).await else {
        // A blackhole does not tell what is behind it. The proxy that has ended is not waited for.
        let _ = settings.wait_for(|setting| setting.fault != Fault::Blackhole).await;
        let _ = client.set_zero_linger();
        return;
    };
    // Without it small pieces come later than the fault says, which no fault depends on.
    let _ = client.set_nodelay(true);
    let _ = upstream.set_nodelay(true);
    match carry(&mut client, &mut upstream, settings, &traffic).await {
        // Sockets that are gone already need no ending.
        Ending::Reset => {
            let _ = client.set_zero_linger();
            let _ = upstream.set_zero_linger();
        }
        Ending::Close => {
            let _ = client.shutdown().await;
            // Bytes that nobody read would turn the close into a reset.
            let mut unread = [0; PIECE];
            while client.try_read(&mut unread).is_ok_and(|length| length > 0) {}
        }
    }
}

async fn carry(
    client: &mut TcpStream,
    upstream: &mut TcpStream,
    settings: watch::Receiver<Setting>,
    traffic: &Traffic,
) -> Ending {
    let (from_client, mut to_client) = client.split();
    let (from_upstream, mut to_upstream) = upstream.split();
    let requests = Lane::new(traffic, Direction::Requests(Decoder::default()));
    let answers = Lane::new(traffic, Direction::Answers);
    let asking = async {
        match requests.run(from_client, &mut to_upstream, settings.clone()).await {
            // A client that has asked everything may still wait for answers.
            Ending::Close if to_upstream.shutdown().await.is_ok() => std::future::pending().await,
            ending => ending,
        }
    };
    tokio::select! {
        ending = asking => ending,
        ending = answers.run(from_upstream, &mut to_client, settings.clone()) => ending,
    }
}

enum Direction {
    Requests(Decoder),
    Answers,
}

/// One direction of a connection: a queue of what was read and is due to be written.
struct Lane<'a> {
    traffic: &'a Traffic,
    direction: Direction,
    setting: Setting,
    queue: VecDeque<Piece>,
    queued: usize,
    /// Bytes read since the fault was set.
    passed: u64,
    /// When a trickle goes on.
    not_before: Instant,
    /// After it nothing is read.
    ending: Option<(Instant, Ending)>,
}

struct Piece {
    due: Instant,
    bytes: Vec<u8>,
    written: usize,
}

/// What can be done next, and when.
enum Step<'a> {
    Write(Instant, &'a [u8]),
    End(Instant, Ending),
    Wait,
}

enum Done {
    Wrote(usize),
    Ended(Ending),
}

impl<'a> Lane<'a> {
    fn new(traffic: &'a Traffic, direction: Direction) -> Self {
        Self {
            traffic,
            direction,
            setting: Setting::default(),
            queue: VecDeque::new(),
            queued: 0,
            passed: 0,
            not_before: Instant::now(),
            ending: None,
        }
    }

    async fn run(
        mut self,
        mut from: ReadHalf<'_>,
        to: &mut WriteHalf<'_>,
        mut settings: watch::Receiver<Setting>,
    ) -> Ending {
        let mut buffer = vec![0; PIECE];
        loop {
            self.apply(*settings.borrow_and_update());
            if matches!(self.setting.fault, Fault::Reset | Fault::Refuse) {
                return Ending::Reset;
            }
            tokio::select! {
                // A fault that has been set comes before everything that is ready as well.
                biased;
                changed = settings.changed() => {
                    if changed.is_err() {
                        return Ending::Reset;
                    }
                }
                done = take(self.next_step(), to) => match done {
                    Ok(Done::Wrote(length)) => self.wrote(length),
                    Ok(Done::Ended(ending)) => return ending,
                    Err(_) => return Ending::Reset,
                },
                read = from.read(&mut buffer), if self.has_room() => match read {
                    Ok(0) => self.end(Ending::Close),
                    Ok(length) => self.take_in(&mut buffer[..length]),
                    Err(_) => self.end(Ending::Reset),
                },
            }
        }
    }

    fn apply(&mut self, setting: Setting) {
        if setting.turn != self.setting.turn {
            self.passed = 0;
            self.not_before = Instant::now();
        }
        self.setting = setting;
    }

    fn has_room(&self) -> bool {
        let most = if self.latency().is_zero() { AHEAD } else { AHEAD_WHEN_LATE };
        self.ending.is_none() && self.queued < most
    }

    fn latency(&self) -> Duration {
        match (&self.direction, self.setting.fault) {
            (Direction::Answers, Fault::Latency(latency)) => latency,
            _ => Duration::ZERO,
        }
    }

    fn take_in(&mut self, mut bytes: &mut [u8]) {
        match &mut self.direction {
            Direction::Requests(decoder) => {
                self.traffic.from_client.fetch_add(bytes.len() as u64, Ordering::SeqCst);
                decoder.feed(bytes, |event| {
                    if let Event::Head(head) = event {
                        lock(&self.traffic.requests).push(head.into());
                    }
                });
            }
            Direction::Answers => {
                bytes = self.spoil(bytes);
                self.passed += bytes.len() as u64;
                self.traffic.from_upstream.fetch_add(bytes.len() as u64, Ordering::SeqCst);
            }
        }
        self.queued += bytes.len();
        self.queue.push_back(Piece { due: Instant::now() + self.latency(), bytes: bytes.to_vec(), written: 0 });
    }

    /// What the fault leaves of an answer.
    fn spoil<'b>(&mut self, bytes: &'b mut [u8]) -> &'b mut [u8] {
        let length = bytes.len();
        let within = |at: u64| usize::try_from(at.saturating_sub(self.passed)).ok().filter(|at| *at <= length);
        let (cut, ending) = match self.setting.fault {
            Fault::ResetAfter(most) => (within(most), Ending::Reset),
            Fault::CloseAfter(most) => (within(most), Ending::Close),
            Fault::Corrupt(at) if at >= self.passed => {
                if let Some(byte) = within(at).and_then(|at| bytes.get_mut(at)) {
                    *byte ^= 1;
                }
                return bytes;
            }
            _ => return bytes,
        };
        match cut {
            Some(cut) => {
                self.end(ending);
                &mut bytes[..cut]
            }
            None => bytes,
        }
    }

    fn end(&mut self, ending: Ending) {
        self.ending = Some((Instant::now() + self.latency(), ending));
    }

    fn next_step(&self) -> Step<'_> {
        let most = match (&self.direction, self.setting.fault) {
            (_, Fault::Blackhole) => return Step::Wait,
            (Direction::Answers, Fault::Trickle { bytes, .. }) => bytes.max(1),
            _ => usize::MAX,
        };
        match (self.queue.front(), self.ending) {
            (Some(piece), _) => {
                let rest = &piece.bytes[piece.written..];
                Step::Write(piece.due.max(self.not_before), &rest[..most.min(rest.len())])
            }
            (None, Some((due, ending))) => Step::End(due, ending),
            (None, None) => Step::Wait,
        }
    }

    fn wrote(&mut self, length: usize) {
        self.queued -= length;
        if let (Direction::Answers, Fault::Trickle { every, .. }) = (&self.direction, self.setting.fault) {
            self.not_before = Instant::now() + every;
        }
        if let Some(piece) = self.queue.front_mut() {
            piece.written += length;
            if piece.written == piece.bytes.len() {
                self.queue.pop_front();
            }
        }
    }
}

/// Nothing is lost when it is given up for something else: what was written has been reported.
async fn take(step: Step<'_>, to: &mut WriteHalf<'_>) -> io::Result<Done> {
    let (Step::Write(due, _) | Step::End(due, _)) = step else {
        return std::future::pending().await;
    };
    if due > Instant::now() {
        sleep_until(due).await;
    }
    match step {
        Step::Write(_, bytes) => to.write(bytes).await.map(Done::Wrote),
        Step::End(_, ending) => Ok(Done::Ended(ending)),
        Step::Wait => std::future::pending().await,
    }
}
