use tactful::Settings;

#[derive(Settings)]
#[settings(default, nested)]
struct Shop {
    #[settings(deny_unknown)]
    port: u16,
    #[settings(tag = "kind")]
    host: String,
}

fn main() {}
