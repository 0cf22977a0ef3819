//! Names that may be shared: by the fields of different variants, and by groups under one prefix.

use tactful::Settings;

#[derive(Settings)]
#[settings(tag = "kind")]
enum Storage {
    S3 { bucket: String, path: String },
    Gcs { bucket: String },
    Local(Local),
    Other { deep: String },
}

#[derive(Settings)]
struct Local {
    path: String,
    #[settings(nested)]
    inner: Inner,
}

#[derive(Settings)]
#[settings(tag = "kind")]
enum Inner {
    One { path: String },
    Two { path: String },
}

#[derive(Settings)]
struct Stripe {
    key_id: String,
}

#[derive(Settings)]
struct Adyen {
    merchant: String,
}

#[derive(Settings)]
#[settings(prefix = "SHOP")]
struct Shop {
    #[settings(nested)]
    storage: Storage,
    #[settings(nested)]
    backup: Storage,
    #[settings(nested, prefix = "PAY")]
    stripe: Stripe,
    #[settings(nested, prefix = "PAY")]
    adyen: Adyen,
    #[settings(env = "STORAGE_PATH")]
    path: String,
    #[settings(alias(env = "PORT"), deprecated_alias = "http_port")]
    port: u16,
}

fn main() {
    let pairs = [
        ("SHOP_STORAGE_KIND", "gcs"),
        ("SHOP_STORAGE_BUCKET", "a"),
        ("SHOP_BACKUP_KIND", "local"),
        ("SHOP_BACKUP_PATH", "b"),
        ("SHOP_BACKUP_INNER_KIND", "two"),
        ("SHOP_BACKUP_INNER_PATH", "c"),
        ("SHOP_PAY_KEY_ID", "d"),
        ("SHOP_PAY_MERCHANT", "e"),
        ("STORAGE_PATH", "f"),
        ("PORT", "80"),
    ];
    let shop = Shop::from_pairs(pairs).unwrap_or_else(|error| panic!("{error}"));
    assert!(matches!(shop.storage, Storage::Gcs { .. }));
    assert!(matches!(shop.backup, Storage::Local(Local { inner: Inner::Two { .. }, .. })));
    assert_eq!((shop.stripe.key_id, shop.adyen.merchant, shop.path, shop.port), ("d".into(), "e".into(), "f".into(), 80));
}
