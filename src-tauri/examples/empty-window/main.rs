//! An empty window, built as Orgkeep's is: what Tauri and WebKit take by themselves. `cargo xtask bench` starts it
//! beside Orgkeep. Its page shows a line, asks Rust once, and shows the answer.

#[tauri::command]
fn app() -> &'static str {
    "An answer"
}

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .invoke_handler(tauri::generate_handler![app])
        .run(tauri::generate_context!(
            "examples/empty-window/tauri.conf.json"
        ))
}
