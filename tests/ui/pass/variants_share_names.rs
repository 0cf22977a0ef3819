//! Names that may be shared: by the fields of different variants, of which one is read.

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
#[settings(prefix = "SHOP")]
struct Shop {
    #[settings(nested)]
    storage: Storage,
    #[settings(nested)]
    backup: Storage,
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
        ("STORAGE_PATH", "f"),
        ("PORT", "80"),
    ];
    let shop = Shop::from_pairs(pairs).unwrap_or_else(|error| panic!("{error}"));
    assert!(matches!(shop.storage, Storage::Gcs { .. }));
    assert!(matches!(shop.backup, Storage::Local(Local { inner: Inner::Two { .. }, .. })));
    assert_eq!((shop.path.as_str(), shop.port), ("f", 80));
}
