use tactful::Settings;

#[derive(Settings)]
struct Shop {
    #[settings(default = 1, required_in = ["production"])]
    workers: Option<u16>,
}

fn main() {}
