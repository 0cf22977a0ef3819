//! A load that blocks, wherever it is called: outside of tokio and inside any kind of runtime.

use std::io;
use std::panic::resume_unwind;
use std::thread;
use std::time::Duration;

use tactful_core::loader::Gathered;
use tactful_core::local::Local;
use tactful_core::report::{Code, Problem, Report};
use tactful_core::source::Source;
use tactful_core::untyped::Named;
use tokio::runtime::Builder;

/// How long name lookups that are still under way may keep the load when all else is done.
const LINGER: Duration = Duration::from_millis(100);

/// Runs what waits on a thread and a runtime of its own, both of which are gone when it returns. `block_on` of a runtime
/// that is already there would panic where the caller stands in one.
fn run<T: Send>(work: impl AsyncFnOnce() -> T + Send) -> Result<T, Box<Problem>> {
    let without = |what: &str, error: &io::Error| {
        let message = format!("cannot be asked: no {what} ({})", error.kind());
        Box::new(Problem::new(Code::Source, "secret managers", message).detailed("io"))
    };
    // The runtime is made where it runs: one that is dropped inside of another panics.
    let work = move || {
        let runtime = Builder::new_current_thread().enable_all().build().map_err(|error| without("runtime", &error))?;
        let done = runtime.block_on(work());
        runtime.shutdown_timeout(LINGER);
        Ok(done)
    };
    #[cfg(feature = "tracing")]
    let work = {
        // Events of the load belong to whoever listens where it was called.
        let listener = tracing::dispatcher::get_default(Clone::clone);
        move || tracing::dispatcher::with_default(&listener, work)
    };
    thread::scope(|scope| {
        let thread = thread::Builder::new().name("tactful-load".to_owned()).spawn_scoped(scope, work);
        let thread = thread.map_err(|error| without("thread", &error))?;
        thread.join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}

/// Does what [`complete`](super::complete) does, blocking.
///
/// # Errors
/// Where the system gives no thread.
pub fn complete_blocking<'s>(
    local: Local<'s>,
    sources: &[&'s dyn Source],
    deadline: Duration,
) -> Result<Gathered, Box<Problem>> {
    run(async move || super::complete(local, sources, deadline).await)
}

/// The same where there is no schema.
///
/// # Errors
/// Where the system gives no thread.
pub fn complete_untyped_blocking<'s>(
    local: Local<'s>,
    sources: &[&'s dyn Source],
    deadline: Duration,
) -> Result<(Vec<Named>, Report), Box<Problem>> {
    run(async move || super::complete_untyped(local, sources, deadline).await)
}
