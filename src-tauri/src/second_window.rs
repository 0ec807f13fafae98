//! Row T-02: a window that the capability does not name may ask for nothing.
//!
//! Two real web views, with this program's own page, frame, list of permissions and handlers. In each of them a script
//! calls every command and stream, and puts the answers into the window's title, which needs no permission. There is
//! no program behind the handlers, and whoever is let through to one is told so.

use std::path::Path;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use orgkeep_api::command::NAMES;
use tauri::webview::{PageLoadEvent, WebviewWindowBuilder};
use tauri::{App, WebviewUrl};

use crate::{context, handlers};

/// How long both windows may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Puts one letter for each name into the title, which holds no more than a thousand: whether the call was denied,
/// reached its handler, or neither.
const ASK_ALL: &str = "(async () => {
  const { invoke } = window.__TAURI_INTERNALS__;
  const letter = (refusal) =>
    /not allowed/.test(refusal) ? 'D' : /^no program is open/.test(refusal.message) ? 'R' : '?';
  let answers = 'answers ';
  for (const name of NAMES) {
    answers += await invoke(name, { request: {}, snapshots: '__CHANNEL__:1' }).then(() => '!', letter);
  }
  document.title = answers;
})();";

#[test]
fn t_02_a_window_that_the_capability_does_not_name_is_denied_every_command() {
    if !is_display_there() {
        return;
    }
    let [main, second] = ask_in(["main", "second"]);
    assert_eq!(main, "R".repeat(NAMES.len()), "{NAMES:?}");
    assert_eq!(second, "D".repeat(NAMES.len()), "{NAMES:?}");
    println!("T-02 survived {} of {}", second.len(), NAMES.len());
}

fn is_display_there() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// The answers that a window of each label gets; none where it gave none in time.
fn ask_in(labels: [&str; 2]) -> [String; 2] {
    let storage = tempfile::tempdir().unwrap();
    let (told, answers) = channel();
    let app = tauri::Builder::default()
        .any_thread()
        .invoke_handler(handlers::handle)
        .build(context())
        .unwrap();
    for label in labels {
        open(&app, label, storage.path(), told.clone());
    }
    let handle = app.handle().clone();
    let waiting = std::thread::spawn(move || {
        let all = (0..2).map(|_| answers.recv_timeout(PATIENCE));
        let all: Vec<(String, String)> = all.map_while(Result::ok).collect();
        handle.exit(0);
        all
    });
    app.run_return(|_, _| {});
    let all = waiting.join().unwrap();
    labels.map(|label| {
        let own = all.iter().find(|(asked, _)| asked == label);
        own.map(|(_, answers)| answers.clone()).unwrap_or_default()
    })
}

/// Opens a window with this program's page, and asks in it once the page is there. Of two windows that keep nothing,
/// WebKit gives the page to one only, so these have a folder.
fn open(app: &App, label: &str, storage: &Path, told: Sender<(String, String)>) {
    let script = ASK_ALL.replace("NAMES", &serde_json::to_string(NAMES).unwrap());
    WebviewWindowBuilder::new(app, label, WebviewUrl::default())
        .data_directory(storage.to_owned())
        .on_page_load(move |window, load| {
            if load.event() == PageLoadEvent::Finished {
                window.eval(script.as_str()).unwrap();
            }
        })
        .on_document_title_changed(move |window, title| {
            if let Some(answers) = title.strip_prefix("answers ") {
                told.send((window.label().to_owned(), answers.to_owned()))
                    .unwrap();
            }
        })
        .build()
        .unwrap();
}
