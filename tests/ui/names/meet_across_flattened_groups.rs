use tactful::Settings;

#[derive(Settings)]
struct Http {
    port: u16,
}

#[derive(Settings)]
#[settings(prefix = "SHOP")]
struct Shop {
    port: u16,
    #[settings(flatten)]
    http: Http,
}

fn main() {}
