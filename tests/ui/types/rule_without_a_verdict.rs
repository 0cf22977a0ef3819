use tactful::Settings;

#[derive(Settings)]
struct Shop {
    #[settings(validate = |port| *port > 1024)]
    port: u16,
    #[settings(validate = even)]
    workers: u16,
}

fn even(workers: &u16) -> bool {
    workers % 2 == 0
}

fn main() {}
