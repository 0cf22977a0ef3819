use tactful::Settings;

#[derive(Settings)]
#[settings(profiles = ["Production", "relaxed", "a b"], relaxed = ["_"])]
struct Shop {
    #[settings(required_in = ["Production", ""])]
    path: Option<String>,
    #[settings(default(Test = 1, "eu west" = 2))]
    workers: u16,
}

fn main() {}
