use tactful::Settings;

#[derive(Settings)]
#[settings]
struct Shop {
    #[settings = "PORT"]
    port: u16,
    #[settings("env" = "HOST")]
    host: String,
    #[settings(env: "PATH")]
    path: String,
    #[settings(default = 1 env = "WORKERS")]
    workers: u16,
    #[settings(5, secret)]
    pin: u32,
    #[settings(secret public)]
    code: u32,
}

fn main() {}
