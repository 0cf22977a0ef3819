//! Whether Tactful is where it wants to be. Ratios of one run, so they hold on any machine.

use std::fmt::{self, Write as _};

use super::{LARGEST, YARDSTICK, best, weight};
use crate::loaders::{Kind, LOADERS};
use crate::store::{Metric, Store};
use crate::{SIZES, Scenario};

const TACTFUL: &str = "tactful";

/// Peers without a derive of their own, whose structs compile as serde's do.
const PLAIN_SERDE: [&str; 3] = ["config", "envy", "figment"];

/// What it may cost, against the same duties written by hand.
const AGAINST_YARDSTICK: f64 = 1.5;

pub(super) fn write(store: &Store, out: &mut String) -> fmt::Result {
    writeln!(out, "### Goals\n")?;
    for scenario in [Scenario::A, Scenario::B] {
        for fields in SIZES {
            let cell = format!("{scenario:?}, K = {fields}");
            let Some(own) = best(store, Metric::Instructions, TACTFUL, fields, scenario) else {
                writeln!(out, "- not measured: {cell}")?;
                continue;
            };
            if let Some(other) = best(store, Metric::Instructions, YARDSTICK, fields, scenario) {
                let ratio = own as f64 / other as f64;
                let verdict = verdict(ratio <= AGAINST_YARDSTICK);
                writeln!(out, "- {verdict}: {cell}: {ratio:.2} of `{YARDSTICK}`, at most {AGAINST_YARDSTICK}")?;
            }
            // The environment alone and ten fields are outside the goal.
            if scenario == Scenario::B || fields >= 100 {
                let rivals = peers().filter_map(|peer| {
                    best(store, Metric::Instructions, peer, fields, scenario).map(|figure| (figure, peer))
                });
                write_below(out, &cell, own, rivals.min())?;
            }
        }
    }
    for (metric, what) in [(Metric::DebugMillis, "debug edit"), (Metric::ReleaseMillis, "release edit")] {
        if let Some(own) = weight(store, metric, TACTFUL) {
            let rivals = peers().filter(|peer| !PLAIN_SERDE.contains(peer));
            let rivals = rivals.filter_map(|peer| weight(store, metric, peer).map(|figure| (figure, peer)));
            write_below(out, &format!("{what}, K = {LARGEST}"), own, rivals.min())?;
        }
    }
    if let Some(own) = weight(store, Metric::StrippedBytes, TACTFUL) {
        let rival = weight(store, Metric::StrippedBytes, "config").map(|figure| (figure, "config"));
        write_below(out, "stripped program", own, rival)?;
    }
    writeln!(out)
}

fn peers() -> impl Iterator<Item = &'static str> {
    LOADERS.iter().filter(|loader| loader.kind == Kind::Peer).map(|loader| loader.group)
}

fn write_below(out: &mut String, what: &str, own: u64, rival: Option<(u64, &str)>) -> fmt::Result {
    match rival {
        Some((figure, peer)) => {
            let ratio = own as f64 / figure as f64;
            writeln!(out, "- {}: {what}: {ratio:.2} of {peer}, the best there, below 1", verdict(own < figure))
        }
        None => Ok(()),
    }
}

fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "NOT MET" }
}
