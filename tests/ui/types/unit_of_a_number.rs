use tactful::Settings;

#[derive(Settings)]
struct Shop {
    #[settings(unit = "s")]
    timeout: u64,
}

fn main() {}
