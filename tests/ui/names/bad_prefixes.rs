use tactful::Settings;

#[derive(Settings)]
#[settings(prefix = "SHOP_", control_prefix = "shop")]
struct Shop {
    #[settings(nested, prefix = "")]
    store: Store,
    #[settings(nested, prefix = "P-AY")]
    pay: Store,
}

#[derive(Settings)]
#[settings(prefix = "")]
struct Store {
    path: String,
}

fn main() {}
