use tactful::Settings;

#[derive(Settings)]
struct Shop {
    #[settings(encoding = "base-64")]
    key: Vec<u8>,
}

fn main() {}
