use tactful::Settings;

#[derive(Settings)]
struct Store {
    #[settings(nope)]
    path: String,
}

#[derive(Settings)]
struct Shop {
    #[settings(nested)]
    store: Store,
    level: Level,
}

#[derive(Settings)]
enum Level {
    #[settings(nope)]
    Low,
}

fn main() {
    let _ = Shop::load();
}
