//! What loads cost through 50 ms of latency, beside what programs in Python pay for the same secrets. Prints a table, and
//! writes it to `docs/managers/COSTS.md`.
//!
//! `cargo xtask bench managers` starts the servers and runs it.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used, reason = "a program for developers")]

mod document;
#[path = "../../src/costs/loads.rs"]
mod loads;
mod peers;
#[path = "../../../servers/mod.rs"]
mod servers;

use std::time::{Duration, Instant};

use document::Table;
use loads::{CASES, COUNTS, Cost, Place, Store, Way};
use peers::PEERS;

/// By how much the proxies delay each answer.
const LATENCY: Duration = Duration::from_millis(50);

/// How often each load is measured.
const RUNS: usize = 5;

/// What 100 references of Vault may take.
const MOST_ROUND_TRIPS: f64 = 10.0;

/// A load, as it was measured.
#[derive(Clone, Copy)]
struct Measured {
    cost: Cost,
    milliseconds: f64,
}

impl Measured {
    fn round_trips(self) -> f64 {
        self.milliseconds / milliseconds(LATENCY)
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

fn main() {
    let mut ours = Vec::new();
    for (store, way) in CASES {
        for count in COUNTS {
            let Some(measured) = measure(store, way, count, LATENCY) else {
                eprintln!("the servers are not running: cargo xtask bench managers starts them");
                return;
            };
            ours.push((store, way, count, measured));
        }
    }
    let find = |store, way, count| {
        let found = ours.iter().find(|(s, w, c, _)| (*s, *w, *c) == (store, way, count));
        found.map(|(.., measured)| *measured).unwrap()
    };

    let mut table = Table::default();
    table.line(&format!("Median of {RUNS} runs. `in 50 ms` is the time over that latency.\n"));
    table.row(&["store", "secrets as", "N", "login", "for secrets", "requests", "ms", "in 50 ms"]);
    table.rule("llrrrrrrr");
    for (store, way, count, measured) in &ours {
        let Cost { login, secrets } = measured.cost;
        let figures = [*count, login, secrets, measured.cost.requests()].map(|figure| figure.to_string());
        let mut cells = vec![name(*store).to_owned(), said(*store, *way).to_owned()];
        cells.extend(figures);
        cells.push(format!("{:.0}", measured.milliseconds));
        cells.push(format!("{:.1}", measured.round_trips()));
        table.row(&cells);
    }

    table.line("\nBeside others, through the same proxies:\n");
    table.row(&["others", "tactful", "N", "requests", "of tactful", "ms", "of tactful", "times as long"]);
    table.rule("llrrrrrr");
    for peer in PEERS {
        for count in COUNTS {
            let own = find(peer.store, peer.way, count);
            let other = peers::measure(peer, count, RUNS, LATENCY);
            table.row(&[
                peer.title.to_owned(),
                format!("{}, {}", name(peer.store), said(peer.store, peer.way)),
                count.to_string(),
                other.cost.requests().to_string(),
                own.cost.requests().to_string(),
                format!("{:.0}", other.milliseconds),
                format!("{:.0}", own.milliseconds),
                format!("{:.1}", other.milliseconds / own.milliseconds),
            ]);
        }
    }

    table.line(&verdict(find(Store::Vault, Way::References, 100)));
    table.line(&format!("\nMeasured: {}.", peers::versions()));
    table.write();
}

/// Whether 100 references of Vault take no longer than they may, and how much of the time is no latency's fault: beside
/// a server on the same machine, that is mostly the server's own.
fn verdict(hundred: Measured) -> String {
    let of = |latency| measure(Store::Vault, Way::References, 100, latency).map_or(f64::NAN, |it| it.milliseconds);
    let (without, four_times) = (of(Duration::ZERO), of(LATENCY * 4));
    let met = if hundred.round_trips() <= MOST_ROUND_TRIPS { "met" } else { "not met" };
    let trips_when_slow = four_times / milliseconds(LATENCY * 4);
    format!(
        "\n**100 references in Vault at 50 ms, at most {MOST_ROUND_TRIPS:.0} round trips' worth: {met}**, {:.1} by the \
         clock. {} rounds wait for one another. The same load takes {without:.0} ms without any latency, which is what \
         server, proxy and client compute; and {four_times:.0} ms at 200 ms, {trips_when_slow:.1} round trips' worth.",
        hundred.round_trips(),
        hundred.cost.rounds(Way::References),
    )
}

/// Loads so often, with everything made anew each time, after a load that does not count.
fn measure(store: Store, way: Way, count: usize, latency: Duration) -> Option<Measured> {
    let mut times = Vec::new();
    let mut cost = Cost::default();
    for run in 0..=RUNS {
        let place = Place::of(store)?;
        place.slow(latency);
        let begun = Instant::now();
        loads::load(&place, way, count).unwrap();
        let elapsed = milliseconds(begun.elapsed());
        if run > 0 {
            times.push(elapsed);
        }
        cost = place.cost();
        assert_eq!(cost, Cost::promised(store, way, count), "{store:?}, {way:?}, {count}");
    }
    Some(Measured { cost, milliseconds: median(times) })
}

fn name(store: Store) -> &'static str {
    match store {
        Store::Vault => "Vault",
        Store::AwsSecrets => "AWS Secrets Manager",
        Store::AwsParameters => "AWS Parameter Store",
        Store::Gcp => "Google Secret Manager",
        Store::Azure => "Azure Key Vault",
    }
}

fn said(store: Store, way: Way) -> &'static str {
    match way {
        Way::Document => "a document",
        Way::ByPath => "parameters below a path",
        Way::Each if store == Store::AwsParameters => "a parameter for each key",
        Way::Each => "a secret for each key",
        Way::References => "references",
    }
}
