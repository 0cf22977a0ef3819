//! A load that blocks, wherever it is called: outside of tokio and inside any kind of runtime.

use std::panic::resume_unwind;
use std::thread;
use std::time::Duration;

use tactful_core::loader::Gathered;
use tactful_core::local::{Answers, Local};
use tactful_core::report::{Code, Problem};
use tactful_core::source::Source;
use tokio::runtime::Builder;

/// How long name lookups that are still under way may keep the load when all else is done.
const LINGER: Duration = Duration::from_millis(100);

/// Does what [`complete`](super::complete) does on a thread and a runtime of its own, both of which are gone when it
/// returns. `block_on` of a runtime that is already there would panic where the caller stands in one.
#[must_use]
pub fn complete_blocking<'s>(local: Local<'s>, sources: &[&'s dyn Source], deadline: Duration) -> Gathered {
    let runtime = match Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            let message = format!("cannot be asked: no runtime ({})", error.kind());
            let problem = Problem::new(Code::Source, "secret managers", message).detailed("io");
            return local.complete(Answers { problems: vec![problem], ..Answers::default() });
        }
    };
    let work = move || {
        let gathered = runtime.block_on(super::complete(local, sources, deadline));
        runtime.shutdown_timeout(LINGER);
        gathered
    };
    #[cfg(feature = "tracing")]
    let work = {
        // Events of the load belong to whoever listens where it was called.
        let listener = tracing::dispatcher::get_default(Clone::clone);
        move || tracing::dispatcher::with_default(&listener, work)
    };
    thread::scope(|scope| scope.spawn(work).join()).unwrap_or_else(|panic| resume_unwind(panic))
}
