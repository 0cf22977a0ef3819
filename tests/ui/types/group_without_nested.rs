use tactful::Settings;

#[derive(Settings)]
struct Store {
    path: String,
}

#[derive(Settings)]
struct Shop {
    store: Store,
}

fn main() {}
