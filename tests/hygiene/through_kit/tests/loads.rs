//! What finds the library by another name also loads.
#![allow(clippy::unwrap_used)]

use kit::settings::{ExposeSecret as _, Settings as _};
use through_kit::{Access, Shop, Side};

#[test]
fn through_the_kit() {
    let pairs = [
        ("SHOP_NAME", "corner"),
        ("SHOP_DOORS__0__SIDE", "right"),
        ("SHOP_ACCESS_KIND", "guarded"),
        ("SHOP_ACCESS_PASSWORD", "open sesame"),
        ("SHOP_EXTRA_VALUE", "3"),
    ];
    let shop = Shop::from_pairs(pairs).unwrap();
    assert_eq!((shop.name.as_str(), shop.secret_key.expose_secret()), ("corner", "not-for-production"));
    assert_eq!(shop.doors.first().map(|door| (door.width, &door.side)), Some((90, &Side::Right)));
    assert!(matches!(&shop.access, Access::Guarded { password } if password.expose_secret() == "open sesame"));
    assert_eq!(shop.extra.value, Some(3));
    Shop::schema().verify().unwrap();
}

#[test]
fn problems_are_told_as_elsewhere() {
    let error = Shop::from_pairs([("SHOP_DOORS__0__WIDTH", "1000")]).unwrap_err();
    let text = error.to_string();
    for expected in ["missing   SHOP_NAME", "SHOP_DOORS__0__WIDTH", "missing   SHOP_ACCESS_KIND"] {
        assert!(text.contains(expected), "{expected} stands not in\n{text}");
    }
}
