use std::collections::HashMap;
use std::{env, thread, time::Duration};

fn primes(n: usize) -> usize {
    let mut composite = vec![false; n + 1];
    let mut count = 0;
    for i in 2..=n {
        if composite[i] {
            continue;
        }
        count += 1;
        let mut j = i * 2;
        while j <= n {
            composite[j] = true;
            j += i;
        }
    }
    count
}

fn words(n: usize) -> String {
    let mut groups: HashMap<String, Vec<String>> = HashMap::new();
    let mut x: u32 = 1;
    for _ in 0..n {
        x = x.wrapping_mul(1664525).wrapping_add(1013904223);
        let word = format!("w{}", x >> 16);
        let longer = format!("{word}!");
        groups.entry(word).or_default().push(longer);
    }
    let longest = groups.values().map(Vec::len).max().unwrap_or(0);
    format!("{} {}", groups.len(), longest)
}

fn wait(n: usize) -> usize {
    // The standard library has threads only; async needs a runtime crate.
    let all: Vec<_> = (0..n)
        .map(|_| thread::spawn(|| thread::sleep(Duration::from_secs(2))))
        .collect();
    for t in all {
        t.join().unwrap();
    }
    n
}

fn main() {
    let args: Vec<String> = env::args().collect();
    for pair in args[1..].chunks(2) {
        let n: usize = pair[1].parse().unwrap();
        match pair[0].as_str() {
            "hello" => println!("hello"),
            "primes" => println!("{}", primes(n)),
            "words" => println!("{}", words(n)),
            "wait" => println!("{}", wait(n)),
            _ => {}
        }
    }
}
