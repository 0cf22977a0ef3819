use tactful::Settings;

#[derive(Settings)]
#[settings(env_prefix = "SHOP", deny_unknown_fields, pefix = "SHOP")]
struct Shop {
    port: u16,
}

fn main() {}
