//! Many requests on their way at once.

use std::future::Future;

use futures_util::stream::{self, StreamExt as _};

/// What futures come to, in their order, with at most so many of them under way.
///
/// As soon as one is done another begins, whichever it was. `StreamExt::buffered` would keep what is done in its place
/// until all before it are: one slow answer would hold up everything.
pub(crate) async fn at_most<F: Future>(most: usize, futures: impl IntoIterator<Item = F>) -> Vec<F::Output> {
    let numbered = futures.into_iter().enumerate().map(|(number, future)| async move { (number, future.await) });
    let numbered: Vec<_> = numbered.collect();
    let mut outcomes: Vec<_> = stream::iter(numbered).buffer_unordered(most.max(1)).collect().await;
    outcomes.sort_unstable_by_key(|(number, _)| *number);
    outcomes.into_iter().map(|(_, outcome)| outcome).collect()
}
