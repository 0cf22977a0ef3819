use tactful::Settings;

#[derive(Settings)]
struct Store {
    path: String,
}

#[derive(Settings)]
struct Shop {
    #[settings(flatten, rename = "warehouse")]
    a: Store,
    #[settings(flatten, prefix = "STORE")]
    b: Store,
    #[settings(flatten, alias = "old")]
    c: Store,
    #[settings(flatten, required_in = ["production"])]
    d: Option<Store>,
    #[settings(flatten, nested)]
    e: Store,
}

fn main() {}
