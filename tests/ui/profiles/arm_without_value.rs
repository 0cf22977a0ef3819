use tactful::Settings;

#[derive(Settings)]
struct Shop {
    #[settings(default(test, production = 2))]
    workers: u16,
    #[settings(default(staging-eu = 3))]
    ports: u16,
}

fn main() {}
