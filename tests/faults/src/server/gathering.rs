//! Answers that wait for one another.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::watch;

use crate::worker::lock;

/// For how long a round that is full waits for one request too many.
const GRACE: Duration = Duration::from_millis(100);

/// Holds answers back until so many requests wait for theirs at once: what a client has in flight is seen, whatever
/// the speed of the machine.
///
/// A client that never has so many in flight gets no answer. One that has more of them gives itself away, since a full
/// round waits a moment for another request before its answers go.
#[derive(Clone)]
pub struct Gathering(Arc<Shared>);

struct Shared {
    size: usize,
    state: Mutex<State>,
    /// The number of rounds whose answers have gone.
    rounds: watch::Sender<usize>,
}

struct State {
    waiting: usize,
    most: usize,
    /// How many requests are still to be answered: the last round may be smaller.
    left: usize,
}

impl Gathering {
    /// Rounds of `size` requests, out of `total` that will come.
    #[must_use]
    pub fn new(size: usize, total: usize) -> Self {
        let state = Mutex::new(State { waiting: 0, most: 0, left: total });
        Self(Arc::new(Shared { size, state, rounds: watch::Sender::new(0) }))
    }

    /// The most requests that waited at once.
    #[must_use]
    pub fn most(&self) -> usize {
        lock(&self.0.state).most
    }

    /// In how many rounds the requests were answered.
    #[must_use]
    pub fn rounds(&self) -> usize {
        *self.0.rounds.borrow()
    }

    /// Waits until the round of this request is full.
    pub(super) async fn pass(&self) {
        let Shared { size, state, rounds } = &*self.0;
        let mut next = rounds.subscribe();
        let is_full = {
            let mut state = lock(state);
            state.waiting += 1;
            state.most = state.most.max(state.waiting);
            state.waiting == state.left.min(*size)
        };
        if is_full {
            tokio::time::sleep(GRACE).await;
            {
                let mut state = lock(state);
                state.left = state.left.saturating_sub(state.waiting);
                state.waiting = 0;
            }
            rounds.send_modify(|rounds| *rounds += 1);
        } else {
            // The sender lives as long as `self`.
            let _ = next.changed().await;
        }
    }
}

impl fmt::Debug for Gathering {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gathering").field("most", &self.most()).field("rounds", &self.rounds()).finish_non_exhaustive()
    }
}
