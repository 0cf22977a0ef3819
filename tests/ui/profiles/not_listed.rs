use tactful::Settings;

#[derive(Settings)]
#[settings(profiles = ["test", "production"], relaxed = ["development"])]
struct Shop {
    #[settings(default(prodution = 1, _ = 2))]
    workers: u16,
    #[settings(required_in = ["staging"])]
    path: Option<String>,
}

fn main() {}
