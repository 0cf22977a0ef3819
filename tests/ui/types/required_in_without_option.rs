use tactful::Settings;

#[derive(Settings)]
struct Shop {
    #[settings(required_in = ["production"])]
    port: u16,
}

fn main() {}
