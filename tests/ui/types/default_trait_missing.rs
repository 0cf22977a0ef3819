use tactful::Settings;

#[derive(Settings)]
struct Shop {
    #[settings(default)]
    address: std::net::IpAddr,
    #[settings(skip)]
    kept: Kept,
}

struct Kept;

fn main() {}
