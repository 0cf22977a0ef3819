use tactful::Settings;

#[derive(Settings)]
#[settings(profiles = ["test", "production", "test"], relaxed = ["test", "test"])]
struct Shop {
    #[settings(required_in = ["production", "production"])]
    path: Option<String>,
}

fn main() {}
