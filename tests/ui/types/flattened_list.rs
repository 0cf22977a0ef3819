use tactful::Settings;

#[derive(Settings)]
struct Store {
    path: String,
}

#[derive(Settings)]
struct Shop {
    #[settings(flatten)]
    stores: Vec<Store>,
}

fn main() {}
