use tactful::Settings;

#[derive(Settings)]
struct Worker {
    name: String,
    #[settings(env = "QUEUE")]
    queue: String,
}

#[derive(Settings)]
struct Shop {
    #[settings(nested)]
    workers: Vec<Worker>,
}

fn main() {}
