use tactful::Settings;

#[derive(Settings)]
struct Stripe {
    timeout: u16,
}

#[derive(Settings)]
struct Adyen {
    merchant: String,
}

#[derive(Settings)]
struct Shop {
    #[settings(nested, prefix = "PAY")]
    stripe: Stripe,
    #[settings(nested, prefix = "PAY")]
    adyen: Option<Adyen>,
}

fn main() {}
