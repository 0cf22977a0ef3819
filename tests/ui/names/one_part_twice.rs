use tactful::Settings;

#[derive(Settings)]
struct Shop {
    base_url: String,
    #[settings(rename = "baseUrl")]
    other: String,
}

fn main() {}
