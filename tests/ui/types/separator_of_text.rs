use tactful::Settings;

#[derive(Settings)]
struct Shop {
    #[settings(separator = ";")]
    hosts: String,
}

fn main() {}
