//! What compiles where nothing is in scope also loads.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use direct::everything::{Everything, Level};
use direct::groups::{Groups, Storage, Verbosity};
use direct::names::{Dyn, Locals, Raw};
use direct::shadows::{Shadowed, Unit};
use tactful::{Context, ExposeSecret as _, Settings as _};

#[test]
fn every_attribute() {
    let pairs = [
        ("ALL_PORT", "9000"),
        ("ALL_HOSTS", "x;y"),
        ("NUMBERS", "3"),
        ("LIMITS_OF_OLD", "a=2"),
        ("ALL_PATIENCE", "5"),
        ("ALL_PIN", "1234"),
        ("ALL_LEVEL", "high"),
    ];
    let world = Context::from_pairs(pairs).in_directory(env!("CARGO_MANIFEST_DIR"));
    let all = Everything::loader().context(world).load().unwrap();
    assert_eq!((all.port, all.workers, all.seed), (9000, 1, 7));
    assert_eq!(all.hosts, ["x", "y"]);
    assert_eq!(all.numbers.into_iter().collect::<Vec<_>>(), [3]);
    assert_eq!(all.limits.get("a"), Some(&2));
    assert_eq!(all.timeout, Duration::from_secs(5));
    assert_eq!(all.secret_key.expose_secret(), "for-tests-alone");
    assert_eq!(all.salt.expose_secret(), [0, 0xff]);
    assert_eq!(all.pin.map(|pin| *pin.expose_secret()), Some(1234));
    assert_eq!((all.token_place.as_str(), all.suffix), ("header", None));
    assert_eq!((all.level, all.highest), (Level::High, Level::High));
    assert_eq!((all.base_url.as_str(), all.folder.to_str()), ("https://example.com/", Some("/srv/all")));
    assert_eq!(all.counter.get(), 0);
}

#[test]
fn groups_enums_and_generics() {
    let pairs = [
        ("GROUPS_MAIN_PORT", "1"),
        ("OTHER_PORT", "2"),
        ("GROUPS_OTHER_PORT", "2"),
        ("GROUPS_REGION", "here"),
        ("GROUPS_LISTED__0__PORT", "3"),
        ("GROUPS_NAMED__A__PORT", "4"),
        ("GROUPS_STORAGE_KIND", "s3"),
        ("GROUPS_STORAGE_BUCKET", "b"),
        ("GROUPS_STORAGE_SECRET_KEY", "kept to itself"),
        ("GROUPS_VERBOSITY", "all_of_it"),
        ("GROUPS_PAIR_LEAF", "5"),
        ("GROUPS_PAIR_GROUP_PORT", "6"),
        ("GROUPS_BOUNDED_LEAST", "7"),
    ];
    let groups = Groups::from_pairs(pairs).unwrap();
    assert_eq!((groups.main.port, groups.second.port, groups.shared.region.as_str()), (1, 2, "here"));
    assert!(groups.spare.is_none());
    assert_eq!(groups.listed.first().map(|server| server.port), Some(3));
    assert_eq!(groups.named.get("a").map(|server| server.port), Some(4));
    assert!(matches!(&groups.storage, Storage::Cloud(bucket) if bucket.secret_key.expose_secret() == "kept to itself"));
    assert_eq!(groups.verbosity, Verbosity::AllOfIt);
    assert_eq!((groups.pair.leaf, groups.pair.group.port, groups.bounded.least), (5, 6, 7));
    assert!(groups.pair.hidden.is_none());
    assert!(!format!("{groups:?}").contains("kept to itself"));
}

#[test]
fn names() {
    let raw = Raw::from_pairs([("RAW_TYPE", "t"), ("RAW_ASYNC_FN", "on")]).unwrap();
    assert_eq!((raw.r#type.as_str(), raw.r#match, raw.r#async.r#fn, raw.r#yield), ("t", 3, true, Dyn::In));
    let locals = Locals::from_pairs([("LOCALS_TACTFUL", "no")]).unwrap();
    assert!(locals.binder && locals.arm && locals.raw && !locals.__tactful);
    assert!(Locals::from_pairs([("LOCALS_VALUE", "no")]).is_err());
}

#[test]
fn shadows() {
    let shadowed = Shadowed::from_pairs([("SHADOWS_NUMBER", "7"), ("SHADOWS_UNIT", "two")]).unwrap();
    assert_eq!((shadowed.number, shadowed.read, shadowed.absent), (7, 1, None));
    assert!(matches!(shadowed.unit, Unit::Two));
    assert!(Shadowed::from_pairs([("SHADOWS_NUMBER", "70")]).is_err());
}

#[test]
fn schemas_are_sound() {
    Everything::schema().verify().unwrap();
    Groups::schema().verify().unwrap();
    Raw::schema().verify().unwrap();
    Locals::schema().verify().unwrap();
    Shadowed::schema().verify().unwrap();
}
