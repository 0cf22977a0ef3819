use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU16;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use secrecy::{SecretBox, SecretSlice, SecretString};
use zeroize::Zeroizing;

use super::{Probe, Unknown as _};

/// A type that nothing is known of.
struct Foreign(#[allow(dead_code, reason = "only its type is asked about")] u8);

type Key = SecretString;
type Maybe<T> = Option<T>;

macro_rules! all {
    ($answer:ident: $($type:ty,)*) => { $(assert!(Probe::<$type>::$answer, stringify!($type));)* };
}

macro_rules! none {
    ($answer:ident: $($type:ty,)*) => { $(assert!(!Probe::<$type>::$answer, stringify!($type));)* };
}

#[test]
fn plain_types() {
    all! { PLAIN:
        (), bool, char, u8, i128, f64, NonZeroU16, String, Box<str>, Arc<str>, Rc<str>, Cow<'static, str>, PathBuf,
        Duration, SystemTime, IpAddr, SocketAddr, Maybe<u16>, Vec<String>, BTreeSet<u8>, HashMap<String, Vec<u16>>,
        BTreeMap<u8, Option<Duration>>, [u8; 4], (u8, String), (u8, u8, u8, bool), Box<u16>, Arc<[u8]>, Vec<u8>,
    }
    none! { PLAIN:
        Foreign, Key, Maybe<Key>, Vec<Foreign>, (u8, Foreign), [Foreign; 2], HashMap<String, Foreign>,
        HashMap<Foreign, String>, Box<Foreign>, SecretBox<u32>, Result<u8, u8>, fn() -> u8,
    }
}

#[test]
fn types_that_show_themselves() {
    struct Url;

    impl super::Redact for Url {
        fn redact(_: &crate::raw::Raw) -> Option<String> {
            None
        }
    }

    assert!([Probe::<Url>::REDACT, Probe::<Maybe<Url>>::REDACT, Probe::<Arc<Url>>::REDACT].iter().all(Option::is_some));
    assert!([Probe::<Vec<Url>>::REDACT, Probe::<BTreeMap<u8, Maybe<Url>>>::REDACT].iter().all(Option::is_some));
    assert!(
        [Probe::<Vec<Foreign>>::REDACT, Probe::<Foreign>::REDACT, Probe::<Key>::REDACT].iter().all(Option::is_none)
    );
    none! { PLAIN: Url, Maybe<Url>, }
}

#[test]
fn secret_types() {
    all! { SECRET:
        Key, SecretBox<u32>, SecretBox<Vec<u8>>, SecretSlice<u8>, Maybe<Key>, Vec<Key>, BTreeMap<String, Maybe<Key>>,
        Box<Key>, Arc<Key>, [Key; 2],
    }
    none! { SECRET: Foreign, String, u8, Option<String>, (u8, Key), Zeroizing<String>, }
}

#[test]
fn text_types() {
    all! { TEXT:
        String, Box<str>, Arc<str>, Rc<str>, Cow<'static, str>, Vec<u8>, Box<[u8]>, Maybe<String>, Vec<String>,
        HashMap<u8, String>, BTreeMap<String, Option<Vec<u8>>>, BTreeSet<String>, Box<String>, Arc<String>,
        [String; 2], Zeroizing<String>,
    }
    none! { TEXT:
        Key, Foreign, u8, char, Vec<u16>, PathBuf, Duration, HashMap<String, u8>, Option<Key>, (u8, u8),
    }
}

#[test]
fn maps_lists_and_durations() {
    all! { MAP: HashMap<String, u8>, BTreeMap<String, Foreign>, BTreeMap<u16, Key>, Maybe<BTreeMap<String, u8>>, }
    none! { MAP: Vec<u8>, String, Foreign, Vec<BTreeMap<String, u8>>, }
    all! { LIST: Vec<Foreign>, BTreeSet<u8>, [u8; 2], (u8, String), Option<Vec<u8>>, Box<[u8]>, HashMap<u8, u8>, }
    none! { LIST: String, u8, Foreign, Key, }
    all! { DURATION: Duration, SystemTime, Maybe<Duration>, Vec<Duration>, BTreeMap<String, Duration>, }
    none! { DURATION: u64, Foreign, Vec<u64>, }
    all! { OPTION: Option<Foreign>, Maybe<u8>, Option<Option<u8>>, }
    none! { OPTION: u8, Foreign, Vec<Option<u8>>, }
}

/// Inside a generic function the answers are those for any type, whatever it is called with.
#[test]
fn parameters() {
    fn known<T, P: super::Plain>() -> [bool; 5] {
        [Probe::<T>::PLAIN, Probe::<Option<T>>::PLAIN, Probe::<T>::SECRET, Probe::<P>::PLAIN, Probe::<Vec<P>>::PLAIN]
    }
    assert_eq!(known::<u8, u8>(), [false, false, false, true, true]);
    assert_eq!(known::<SecretString, u8>(), [false, false, false, true, true]);
}

#[test]
fn values_in_options() {
    assert_eq!(Probe::<u8>::WRAP(5), 5);
    assert_eq!(Probe::<Maybe<u8>>::WRAP(5), Some(5));
    assert_eq!(Probe::<u8>::INNER(&5), Some(&5));
    assert_eq!(Probe::<Maybe<u8>>::INNER(&Some(5)), Some(&5));
    assert_eq!(Probe::<Maybe<u8>>::INNER(&None), None);
    assert_eq!(Probe::<u8>::ABSENT(), None);
    assert_eq!(Probe::<Maybe<u8>>::ABSENT(), Some(None));
}
