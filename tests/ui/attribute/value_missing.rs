use tactful::Settings;

#[derive(Settings)]
#[settings(prefix, validate)]
struct Shop {
    #[settings(env)]
    port: u16,
    #[settings(rename =)]
    host: String,
    #[settings(alias)]
    path: String,
    #[settings(default())]
    workers: u16,
}

fn main() {}
