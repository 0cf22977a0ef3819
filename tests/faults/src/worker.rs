//! A thread with a runtime, for as long as its owner lives.

use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use tokio::sync::oneshot;

/// Runs a future on a thread of its own. What the future spawned ends with it: when the worker is dropped.
pub(crate) struct Worker {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// The future is made on the thread, inside of the runtime: it may open sockets.
    pub(crate) fn start<F, W>(name: &str, work: W) -> io::Result<Self>
    where
        F: Future<Output = ()>,
        W: FnOnce() -> F + Send + 'static,
    {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel();
        let thread = thread::Builder::new().name(name.to_owned()).spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    _ = stopped => {}
                    () = work() => {}
                }
            });
        })?;
        Ok(Self { stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // Sent or dropped, either way it stops.
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            // A panic of the thread was printed by it, and a second one during a drop would end the whole test run.
            let _ = thread.join();
        }
    }
}

/// The content of a mutex. A test that panicked while it held the lock has failed already.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
