use tactful::Settings;

#[derive(Settings)]
struct Store {
    path: String,
}

#[derive(Settings)]
struct Shop {
    #[settings(nested, required_in = ["production"])]
    store: Store,
}

fn main() {}
