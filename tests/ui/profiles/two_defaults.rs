use tactful::Settings;

#[derive(Settings)]
struct Shop {
    #[settings(default(test = 1, "test" = 2, _ = 3, _ = 4))]
    workers: u16,
}

fn main() {}
