use tactful::Settings;

#[derive(Settings)]
#[settings(prefix = "shop_", profils = ["production"])]
struct Shop {
    #[settings(env = "HTTP-PORT", secret, public)]
    port: u16,
    #[settings(nested, default)]
    store: Store,
    #[settings(default(Prod = 1, prod = 2, prod = 3))]
    workers: u16,
}

#[derive(Settings)]
struct Store {
    #[settings(alias = "path")]
    path: String,
}

fn main() {}
