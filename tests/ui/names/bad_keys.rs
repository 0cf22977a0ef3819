use tactful::Settings;

#[derive(Settings)]
struct Shop {
    #[settings(rename = "http.port")]
    port: u16,
    #[settings(rename = "the host")]
    host: String,
    #[settings(alias = "old.path")]
    path: String,
}

fn main() {}
