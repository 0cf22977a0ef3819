use tactful::Settings;

#[derive(Settings)]
#[settings(rename_all = "kebab")]
struct Shop {
    port: u16,
}

fn main() {}
