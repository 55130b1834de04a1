//! Puts each password into each place as a person would paste it, and reads it back with the place's own Rust parser.
//! Standard input and output are those of python/read.py.

use std::io::{self, Read};

use serde_json::{Map, Value, json};
use sqlx::mysql::MySqlConnectOptions;
use sqlx::postgres::PgConnectOptions;

fn dotenv(password: &str) -> Option<String> {
    let text = format!("A=1\nPASSWORD={password}\nB=2\n");
    let lines: Result<Vec<_>, _> = dotenvy::from_read_iter(text.as_bytes()).collect();
    let (_, value) = lines.ok()?.into_iter().find(|(name, _)| name == "PASSWORD")?;
    Some(value)
}

/// The options give no password back, but what they print for debugging has it.
fn printed(options: &impl std::fmt::Debug) -> Option<String> {
    let text = format!("{options:?}");
    let at = text.find("password: Some(\"")? + "password: Some(".len();
    let mut values = serde_json::Deserializer::from_str(&text[at..]).into_iter::<String>();
    values.next()?.ok()
}

fn postgres(password: &str) -> Option<String> {
    let options: PgConnectOptions = format!("postgresql://app:{password}@db.example:5432/app").parse().ok()?;
    if options.get_host() != "db.example" || options.get_database() != Some("app") {
        return None;
    }
    printed(&options)
}

fn mysql(password: &str) -> Option<String> {
    let options: MySqlConnectOptions = format!("mysql://app:{password}@db.example:3306/app").parse().ok()?;
    printed(&options)
}

type Reader = fn(&str) -> Option<String>;

const PLACES: [(&str, &str, Reader); 3] = [
    ("dotenvy", "dotenvy 0.15.7", dotenv),
    ("sqlx-postgres-url", "sqlx 0.9.0", postgres),
    ("sqlx-mysql-url", "sqlx 0.9.0", mysql),
];

fn main() {
    let mut input = String::new();
    io::stdin().read_to_string(&mut input).expect("standard input");
    let asked: Map<String, Value> = serde_json::from_str(&input).expect("JSON");
    let mut answers = Map::new();
    for (name, parser, read) in PLACES {
        if let Some(passwords) = asked.get(name).and_then(Value::as_array) {
            let values: Vec<_> = passwords.iter().filter_map(Value::as_str).map(read).collect();
            answers.insert(name.to_string(), json!({ "parser": parser, "read": values }));
        }
    }
    println!("{}", Value::Object(answers));
}
