use tactful::Settings;

#[derive(Settings)]
#[settings(prefix = "SHOP")]
#[settings(prefix = "STORE")]
struct Shop {
    #[settings(env = "PORT", env = "HTTP_PORT")]
    port: u16,
    #[settings(default = 1, default(test = 2))]
    workers: u16,
}

fn main() {}
