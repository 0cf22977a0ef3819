//! Retries and deadlines, counted at the manager.

use std::time::{Duration, Instant};

use tactful::{Context, Managed, ManagerError, ManagerErrorKind, Settings};

use crate::support::{DOCUMENT, Shop, Table, calls, codes, failed};

#[test]
fn only_what_may_pass_is_tried_again() {
    use ManagerErrorKind as Kind;
    for (kind, most) in [
        (Kind::Throttled, 4),
        (Kind::Unavailable, 4),
        (Kind::Timeout, 4),
        (Kind::NotFound, 1),
        (Kind::Denied, 1),
        (Kind::Disabled, 1),
        (Kind::Unauthenticated, 1),
        (Kind::Tls, 1),
        (Kind::Protocol, 1),
        (Kind::Misconfigured, 1),
    ] {
        let table = Table::new([]).failing("shop", kind);
        let asked = table.asked();
        let loader = Shop::loader().context(Context::from_pairs([("A", "b")])).push(Managed::document(table, "shop"));
        let error = loader.load().unwrap_err();
        assert_eq!(calls(&asked).0, most, "{kind:?}: {}", failed(&error));
        assert_eq!(error.exit_code(), if kind.is_temporary() { 75 } else { 78 }, "{kind:?}");
    }
}

#[test]
fn a_store_that_comes_back_is_no_problem() {
    for (calls_lost, is_ok) in [(1, true), (3, true), (4, false)] {
        let failure = ManagerError::new(ManagerErrorKind::Unavailable, "out of order");
        let table = Table::new([("shop", DOCUMENT)]).out_of_order(calls_lost, failure);
        let loader = Shop::loader().context(Context::from_pairs([("A", "b")])).push(Managed::document(table, "shop"));
        assert_eq!(loader.load().is_ok(), is_ok, "{calls_lost}");
    }
}

#[test]
fn only_what_failed_is_asked_again() {
    let table =
        Table::new([("SHOP_SECRET_KEY", "c4n4ry")]).failing("SHOP_STRIPE_SECRET_KEY", ManagerErrorKind::Throttled);
    let asked = table.asked();
    let loader = Shop::loader().context(Context::from_pairs([("A", "b")])).push(Managed::each(table, "{name}"));
    loader.load().unwrap_err();
    let sizes: Vec<usize> = asked.lock().unwrap().iter().map(Vec::len).collect();
    assert_eq!(sizes, [4, 1, 1, 1]);
}

#[test]
fn a_wait_that_is_asked_for_is_kept_where_there_is_time() {
    let throttled = |wait| ManagerError::new(ManagerErrorKind::Throttled, "429").retry_after(Duration::from_secs(wait));
    let load = |wait| {
        let table = Table::new([("shop", DOCUMENT)]).out_of_order(1, throttled(wait));
        let asked = table.asked();
        let begun = Instant::now();
        let loader = Shop::loader().context(Context::from_pairs([("A", "b")])).push(Managed::document(table, "shop"));
        let is_ok = loader.load().is_ok();
        (is_ok, calls(&asked).0, begun.elapsed())
    };
    let (is_ok, made, elapsed) = load(1);
    assert!(is_ok && made == 2 && elapsed >= Duration::from_secs(1), "{made} calls, {elapsed:?}");
    // An hour is not waited for, nor is the rest of the deadline.
    let (is_ok, made, elapsed) = load(3_600);
    assert!(!is_ok && made == 1 && elapsed < Duration::from_secs(10), "{made} calls, {elapsed:?}");
}

#[test]
fn the_deadline_is_kept() {
    let table = Table::new([("shop", DOCUMENT)]).slow(Duration::from_secs(3_600));
    let begun = Instant::now();
    let loader = Shop::loader()
        .context(Context::from_pairs([("SHOP_MAX_CONNECTIONS", "x")]))
        .deadline(Duration::from_millis(300))
        .push(Managed::document(table, "shop"));
    let error = loader.load().unwrap_err();
    let text = failed(&error);
    assert_eq!(codes(&error), ["invalid SHOP_MAX_CONNECTIONS", "source.timeout table shop"], "{text}");
    assert!(begun.elapsed() < Duration::from_secs(30), "it waited for the manager");
    assert!(text.contains("no answer within the deadline of the load"), "{text}");
}

#[test]
fn managers_of_one_stage_are_asked_at_once() {
    let slow = |scheme| Table::named(scheme, [("shop", DOCUMENT)]).slow(Duration::from_millis(400));
    let begun = Instant::now();
    let loader = Shop::loader()
        .context(Context::from_pairs([("A", "b")]))
        .deadline(Duration::from_secs(1))
        .push(Managed::document(slow("one"), "shop"))
        .push(Managed::document(slow("two"), "shop"))
        .push(Managed::document(slow("three"), "shop"));
    // One after the other they would need longer than the deadline.
    loader.load().unwrap();
    assert!(begun.elapsed() >= Duration::from_millis(400));
}

/// Both are longer than a clock can tell.
#[test]
fn waits_and_deadlines_without_end() {
    let throttled = ManagerError::new(ManagerErrorKind::Throttled, "429").retry_after(Duration::MAX);
    let table = Table::new([("shop", DOCUMENT)]).out_of_order(1, throttled);
    let asked = table.asked();
    let loader = Shop::loader()
        .context(Context::from_pairs([("A", "b")]))
        .deadline(Duration::MAX)
        .push(Managed::document(table, "shop"));
    let error = loader.load().unwrap_err();
    assert_eq!(codes(&error), ["source.throttled table shop"], "{}", failed(&error));
    assert_eq!(calls(&asked).0, 1);
    loader.load().unwrap();
}
