use tactful::Settings;

#[derive(Settings)]
struct Shop {
    #[settings(defualt = 8080)]
    port: u16,
    #[settings(colour = "red")]
    host: String,
}

fn main() {}
