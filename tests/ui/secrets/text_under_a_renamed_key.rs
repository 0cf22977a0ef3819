use tactful::Settings;

#[derive(Settings)]
#[settings(rename_all = "camelCase")]
struct Shop {
    #[settings(rename = "clientSecret")]
    client: String,
}

fn main() {}
