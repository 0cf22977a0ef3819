use tactful::Settings;

#[derive(Settings)]
#[settings(profile_env = "APP-ENV")]
struct Shop {
    #[settings(env = "HTTP-PORT")]
    port: u16,
    #[settings(env = "2FA")]
    factor: bool,
    #[settings(env = "")]
    host: String,
    #[settings(alias(env = "OLD PATH"))]
    path: String,
}

fn main() {}
