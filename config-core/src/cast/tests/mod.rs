//! Every row of the cast table.

use super::*;
use crate::schema::{Field, Leaf, Secrecy};
use std::time::Duration;

fn field(secrecy: Secrecy) -> Field {
    Field::leaf("k", "K", "T", Leaf::new(secrecy, false, false, || false, |_, _| Ok(())))
}

#[test]
fn smoke() {
    let f = field(Secrecy::Plain);
    let t = |s: &str| Raw::text(s);
    assert_eq!(cast::<u16>(&t("8080"), &f).unwrap(), 8080);
    assert_eq!(cast::<String>(&t("0123"), &f).unwrap(), "0123");
    assert_eq!(cast::<Vec<String>>(&t("a, b,\"c,d\""), &f).unwrap(), ["a", "b", "c,d"]);
    assert_eq!(cast::<Vec<u16>>(&t("[1,2]"), &f).unwrap(), [1, 2]);
    assert_eq!(cast::<Duration>(&t("1h 30m"), &f).unwrap(), Duration::from_secs(5400));
    assert_eq!(cast::<Option<Duration>>(&t("PT1H30M"), &f).unwrap(), Some(Duration::from_secs(5400)));
    assert_eq!(cast::<std::collections::HashMap<String, u16>>(&t("a=1,b=2"), &f).unwrap().len(), 2);
    let e = cast::<std::path::PathBuf>(&t("a\nb"), &f).unwrap_err();
    assert_eq!(e.clause(), "is not a path: it holds a control character");
    let e = cast::<Vec<u16>>(&t("1,x"), &f).unwrap_err();
    assert_eq!((&*e.path, e.clause()), ("[1]", "is not a whole number from 0 to 65535"));
}
