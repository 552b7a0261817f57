// region enum
enum Payment {
    Card { last4: String },
    Transfer { iban: String },
    Voucher { code: String }, // added last week
}

fn describe(p: &Payment) -> String {
    match p {
        Payment::Card { last4 } => format!("card {last4}"),
        Payment::Transfer { iban } => format!("transfer {iban}"),
    }
}
// endregion enum

fn main() {
    println!("{}", describe(&Payment::Voucher { code: "X".into() }));
}
