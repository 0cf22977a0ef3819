//! Answers that are none.

use tactful_faults::{Answer, FaultServer};

use super::stores::Store;
use super::{AMPLE, each_store, expected, fails, serve};

const CUT: &[&str] = &["the connection ended in the middle of the answer", "the connection broke"];
const STRANGE: &[&str] = &[
    "not what Vault says",
    "an answer that cannot be understood",
    "the answer is not JSON",
    "its answer is no secret in JSON",
    "is not JSON: ",
    "is not text",
    "the answer has neither text nor bytes",
    "no parameter lies below it",
];
const LARGE: &[&str] = &["larger than"];

type Body = fn(&Store) -> Answer;

#[test]
fn bodies_that_are_none() {
    let rows: [(_, Body); 8] = [
        (expected("truncated", "unavailable", 4, CUT), |store| {
            let (begin, rest) = store.good.split_at(store.good.len() / 2);
            Answer::truncated(begin, rest.len())
        }),
        (expected("corrupted", "protocol", 1, STRANGE), |store| Answer::json(store.good.replacen('{', "z", 1))),
        (
            expected("empty", "protocol", 1, STRANGE).but(&[(
                "aws parameters",
                "missing",
                1,
                "all members of a page may be left out, and this is one without parameters",
            )]),
            |_| Answer::json(""),
        ),
        (expected("garbage", "protocol", 1, STRANGE), |_| Answer::garbage_json()),
        (expected("17 MiB, told before", "protocol", 1, LARGE), |_| Answer::sized(17)),
        (expected("17 MiB in chunks", "protocol", 1, LARGE), |_| Answer::chunked(17)),
        (expected("endless", "protocol", 1, LARGE), |_| Answer::endless()),
        (expected("403, endless", "protocol", 1, LARGE), |_| Answer::endless().status(403)),
    ];
    each_store(|store| {
        for (expected, body) in &rows {
            let body = *body;
            let server: FaultServer = serve(store, move |_| body(store));
            fails(store, &server.url(""), AMPLE, expected);
            assert_eq!(store.attempts(&server), expected.of(store).1, "{}", expected.fault);
        }
    });
}
