//! Many requests in few calls, and as many calls at once as a store allows.

use std::future::Future;

use futures_util::stream::{self, StreamExt as _};

use crate::manager::{Fetched, ManagerError, ManagerErrorKind, SecretRequest};

/// What becomes of requests, by their numbers.
pub(super) type Answered = Vec<(usize, Result<Fetched, ManagerError>)>;

/// One call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Call {
    /// One request, alone.
    One(usize),
    /// Several, by their numbers.
    Several(Vec<usize>),
}

/// The answers to requests. What is plain goes into batches of at most `most`, everything else alone, and so does once more
/// what a batch left open.
pub(super) async fn ask<F>(
    requests: &[SecretRequest],
    is_plain: fn(&SecretRequest) -> bool,
    most: usize,
    in_flight: usize,
    call: impl Fn(Call) -> F,
) -> Vec<Result<Fetched, ManagerError>>
where
    F: Future<Output = Answered>,
{
    let mut answers: Vec<_> = requests.iter().map(|_| None).collect();
    let (plain, special): (Vec<usize>, Vec<usize>) =
        (0..requests.len()).partition(|number| is_plain(&requests[*number]));
    let alone = special.into_iter().map(Call::One);
    run(calls(&plain, most).into_iter().chain(alone).map(&call).collect(), in_flight, &mut answers).await;
    let left: Vec<usize> = (0..answers.len()).filter(|number| answers[*number].is_none()).collect();
    run(left.into_iter().map(Call::One).map(&call).collect(), in_flight, &mut answers).await;
    let none = || ManagerError::new(ManagerErrorKind::Protocol, "the answer says nothing of it");
    answers.into_iter().map(|answer| answer.unwrap_or_else(|| Err(none()))).collect()
}

/// The calls for requests of these numbers, at most `most` in each; what would be alone in a batch goes alone.
fn calls(numbers: &[usize], most: usize) -> Vec<Call> {
    let call = |numbers: &[usize]| match numbers {
        [one] => Call::One(*one),
        several => Call::Several(several.to_vec()),
    };
    numbers.chunks(most).map(call).collect()
}

async fn run<F>(calls: Vec<F>, in_flight: usize, answers: &mut [Option<Result<Fetched, ManagerError>>])
where
    F: Future<Output = Answered>,
{
    let mut calls = stream::iter(calls).buffer_unordered(in_flight);
    while let Some(answered) = calls.next().await {
        for (number, answer) in answered {
            if let Some(place) = answers.get_mut(number) {
                *place = Some(answer);
            }
        }
    }
}

/// The same error for all.
pub(super) fn all_failed(requests: &[SecretRequest], error: &ManagerError) -> Vec<Result<Fetched, ManagerError>> {
    requests.iter().map(|_| Err(error.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_put_into_as_few_calls_as_there_can_be() {
        for (count, most, sizes) in [
            (0, 20, &[] as &[usize]),
            (1, 20, &[1]),
            (2, 20, &[2]),
            (20, 20, &[20]),
            (21, 20, &[20, 1]),
            (40, 20, &[20, 20]),
            (100, 20, &[20, 20, 20, 20, 20]),
            (25, 10, &[10, 10, 5]),
        ] {
            let numbers: Vec<usize> = (0..count).collect();
            let calls = calls(&numbers, most);
            let numbers_of = |call: &Call| match call {
                Call::One(number) => vec![*number],
                Call::Several(numbers) => numbers.clone(),
            };
            assert_eq!(calls.iter().map(|call| numbers_of(call).len()).collect::<Vec<_>>(), sizes, "{count}");
            assert_eq!(calls.iter().flat_map(numbers_of).collect::<Vec<_>>(), numbers, "{count}");
            assert!(calls.iter().all(|call| matches!(call, Call::One(_)) == (numbers_of(call).len() == 1)), "{count}");
        }
    }
}
