//! What a load costs, counted at the servers, and what is in flight at once. No clock takes part: `benches/costs`
//! measures the same loads.

mod flight;
#[allow(dead_code, reason = "`benches/costs` uses the rest")]
mod loads;

use loads::{CASES, COUNTS, Cost, Place, Store, Way};

/// A login comes once, a document costs one request however many keys it has, and secrets of their own as many as
/// the store's batches want.
#[test]
fn every_load_costs_the_minimum_of_its_store() {
    for (store, way) in CASES {
        for count in COUNTS {
            let Some(place) = Place::of(store) else { break };
            loads::load(&place, way, count).unwrap();
            let cost = place.cost();
            println!("{store:?}, {way:?}, {count}: {cost:?}, {} rounds", cost.rounds(way));
            assert_eq!(cost, Cost::promised(store, way, count), "{store:?}, {way:?}, {count} keys");
        }
    }
}

#[test]
fn a_hundred_references_of_vault_are_eight_rounds() {
    let cost = Cost::promised(Store::Vault, Way::References, 100);
    assert_eq!((cost.login, cost.secrets), (1, 100));
    // That reads come in 7 rounds is what `flight` counts.
    assert_eq!(cost.rounds(Way::References), 1 + 7);
}
