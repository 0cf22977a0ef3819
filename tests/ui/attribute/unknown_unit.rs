use tactful::Settings;

#[derive(Settings)]
struct Shop {
    #[settings(unit = "seconds")]
    timeout: std::time::Duration,
}

fn main() {}
