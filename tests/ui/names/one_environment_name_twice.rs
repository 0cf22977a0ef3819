use tactful::Settings;

#[derive(Settings)]
struct Shop {
    #[settings(env = "PORT")]
    http: u16,
    #[settings(env = "PORT")]
    https: u16,
}

fn main() {}
