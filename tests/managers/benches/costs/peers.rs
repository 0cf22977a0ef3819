//! Programs in Python that load the same secrets, run by the Python of the test servers.

use std::process::{Command, Stdio};
use std::time::Duration;

use crate::loads::{Cost, Place, Store, Way};
use crate::servers::offered;
use crate::{Measured, median};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/costs/peers.py");

/// Somebody else's load, and the one of ours that gives the same.
#[derive(Clone, Copy)]
pub(crate) struct Peer {
    pub(crate) title: &'static str,
    /// What the script calls it.
    name: &'static str,
    pub(crate) store: Store,
    pub(crate) way: Way,
}

pub(crate) const PEERS: [Peer; 5] = [
    Peer {
        title: "boto3 and `lru_cache`, `get_secret_value`",
        name: "boto3_secrets",
        store: Store::AwsSecrets,
        way: Way::Each,
    },
    Peer {
        title: "boto3 and `lru_cache`, `get_parameter`",
        name: "boto3_parameters",
        store: Store::AwsParameters,
        way: Way::Each,
    },
    Peer {
        title: "hvac, AppRole, `read_secret_version`",
        name: "hvac_secrets",
        store: Store::Vault,
        way: Way::References,
    },
    Peer {
        title: "pydantic-settings, a document in AWS",
        name: "pydantic_document",
        store: Store::AwsSecrets,
        way: Way::Document,
    },
    Peer {
        title: "pydantic-settings, parameters below a path",
        name: "pydantic_path",
        store: Store::AwsParameters,
        way: Way::ByPath,
    },
];

/// Runs a peer so often. All of its runs have to cost the same, the one that does not count included.
pub(crate) fn measure(peer: Peer, count: usize, runs: usize, latency: Duration) -> Measured {
    let place = Place::of(peer.store).unwrap();
    place.slow(latency);
    let variables = place.pairs.iter().map(|(name, value)| {
        // boto3 does not read the name that all other clients of AWS read.
        (if name == "AWS_REGION" { "AWS_DEFAULT_REGION" } else { name.as_str() }, value.as_str())
    });
    let mut python = python();
    python.args([peer.name, &count.to_string(), &runs.to_string()]).envs(variables);
    let times: Vec<f64> = said(&mut python).lines().map(|line| line.parse().unwrap()).collect();
    assert_eq!(times.len(), runs, "{}", peer.name);
    let all = place.cost();
    let of_one = |requests: usize| {
        assert_eq!(requests % (runs + 1), 0, "{}: runs cost differently: {all:?}", peer.name);
        requests / (runs + 1)
    };
    let cost = Cost { login: of_one(all.login), secrets: of_one(all.secrets) };
    Measured { cost, milliseconds: median(times) }
}

/// What was measured and against what.
pub(crate) fn versions() -> String {
    let of_others = said(python().arg("versions"));
    let all: Vec<&str> = of_others.lines().collect();
    let build = if cfg!(debug_assertions) { "debug build" } else { "optimised build" };
    format!("tactful {} ({build}), {}", env!("CARGO_PKG_VERSION"), all.join(", "))
}

fn python() -> Command {
    let mut python = Command::new(offered("TEST_PYTHON").unwrap());
    python.args(["-B", SCRIPT]).stderr(Stdio::inherit());
    python
}

fn said(python: &mut Command) -> String {
    let output = python.output().unwrap();
    assert!(output.status.success(), "{python:?} failed");
    String::from_utf8(output.stdout).unwrap()
}
