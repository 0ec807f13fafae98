//! The desktop host: composition, one-line commands, the browser, hardening. An adapter, and nothing more.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod compose;
mod handlers;
mod hardening;
mod host;
mod late;
mod outside;
mod practice;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod second_window;
mod told;

use std::alloc::System;

use anyhow::Context as _;
use orgkeep_app::place;
use orgkeep_app::surroundings::Mode;
use tauri::Manager as _;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use zeroizing_alloc::ZeroAlloc;

use host::{Host, Opened};
use late::{LateApp, LateHost};
use told::Known;

/// What Rust code frees is overwritten first: tokens and secrets go through buffers of libraries that forget nothing
/// (security.md, D18).
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> anyhow::Result<()> {
    hardening::refuse_remote_control()?;
    log_to_stderr();
    orgkeep_system::hardening::forbid_dumps();
    let mode = mode_of(std::env::args().skip(1));
    let app = LateApp::default();
    let reading = begin_reading(&app, mode);
    tauri::Builder::default()
        // Must be the first plugin. A second start only brings this window to the front: its arguments
        // come from anybody, so they are not looked at.
        .plugin(tauri_plugin_single_instance::init(
            |app, _arguments, _folder| bring_to_front(app),
        ))
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_shell::init())
        .invoke_handler(handlers::handle)
        .on_window_event(heard)
        .setup(move |built| Ok(set_up(built.handle(), app, mode, reading)?))
        .build(context())
        .context("the window could not be opened")?
        .run(|app, event| {
            // The last window went. Once `finish` is through, this is asked again, with a code.
            if let tauri::RunEvent::ExitRequested {
                code: None, api, ..
            } = event
            {
                api.prevent_exit();
                finish(app.clone());
            }
        });
    Ok(())
}

/// What happens to the window, besides what the page sees of it.
fn heard(window: &tauri::Window, event: &tauri::WindowEvent) {
    let Some(late) = window.try_state::<LateHost>() else {
        return;
    };
    let Some(host) = late.get() else {
        return;
    };
    match event {
        tauri::WindowEvent::DragDrop(drag) => host.dragged(drag),
        // The page says what would be lost; whoever closes it once more means it.
        tauri::WindowEvent::CloseRequested { api, .. } if !host.orgkeep().may_close() => {
            api.prevent_close();
        }
        _ => {}
    }
}

fn bring_to_front(app: &tauri::AppHandle) {
    if let Some(window) = app.get_webview_window("main") {
        let _shown = window.unminimize().and_then(|()| window.set_focus());
    }
}

type Reading = tauri::async_runtime::JoinHandle<anyhow::Result<Opened>>;

/// Reads the store while the system's libraries get ready for a window. The practice org, which keeps a file of its own,
/// waits until it is certain that this is the only window.
fn begin_reading(late: &LateApp, mode: Mode) -> Option<Reading> {
    let read = || tauri::async_runtime::spawn(Opened::read(late.clone(), mode));
    (mode == Mode::Real).then(read)
}

fn set_up(
    app: &tauri::AppHandle,
    late: LateApp,
    mode: Mode,
    reading: Option<Reading>,
) -> anyhow::Result<()> {
    late.fill(app.clone());
    let host = LateHost::default();
    app.manage(host.clone());
    let is_large = reading.is_some() && place::is_large(mode);
    let opening = open(late, mode, reading);
    if is_large {
        open_window(app, "")?;
        fill_later(app.clone(), host, opening);
    } else {
        let (opened, known) = tauri::async_runtime::block_on(opening)?;
        open_window(app, &known.before_the_page())?;
        host.fill(opened);
    }
    host::title(app, mode);
    Ok(())
}

/// Goes on with what is read, and writes down what the page shows first.
async fn open(
    late: LateApp,
    mode: Mode,
    reading: Option<Reading>,
) -> anyhow::Result<(Host, Known)> {
    let opened = match reading {
        Some(reading) => reading.await?,
        None => Opened::read(late.clone(), mode).await,
    };
    let host = Host::open(late, opened?).await;
    let known = host.tell().await?;
    Ok((host, known))
}

/// Thousands of connections take longer to read than a window takes to open. The page is told of them as soon as they are
/// there; what it asks meanwhile waits.
fn fill_later(
    app: tauri::AppHandle,
    late: LateHost,
    opening: impl Future<Output = anyhow::Result<(Host, Known)>> + Send + 'static,
) {
    tauri::async_runtime::spawn(async move {
        match opening.await {
            Ok((host, known)) => {
                tell(&app, &known);
                late.fill(host);
            }
            Err(error) => {
                tracing::error!("{error:#}");
                app.exit(1);
            }
        }
    });
}

/// A script that cannot be run is no loss: the page asks as well.
fn tell(app: &tauri::AppHandle, known: &Known) {
    if let Some(window) = app.get_webview_window("main") {
        let _unless_it_closes = window.eval(known.beside_the_page());
    }
}

/// Ends the program when nothing is under way any more that would be lost, such as the renewal of a session.
fn finish(app: tauri::AppHandle) {
    let late = app.try_state::<LateHost>().map(|late| late.inner().clone());
    tauri::async_runtime::spawn(async move {
        if let Some(host) = late.as_ref().and_then(LateHost::get) {
            host.close().await;
        }
        app.exit(0);
    });
}

/// The configuration, the page and the permissions, as they were built in.
fn context() -> tauri::Context {
    tauri::generate_context!()
}

/// The one window. Its web view keeps nothing; a window that tests drive
/// keeps its storage in the home folder of the test, because WebKit drives no other.
fn open_window(app: &tauri::AppHandle, known: &str) -> anyhow::Result<()> {
    let config = app
        .config()
        .app
        .windows
        .first()
        .context("no window is configured")?;
    let window = tauri::WebviewWindowBuilder::from_config(app, config)?
        .incognito(!hardening::is_driven())
        .on_navigation(is_own_page)
        .initialization_script(known)
        .build()?;
    #[cfg(target_os = "linux")]
    if !hardening::is_driven() {
        window.with_webview(|view| without_graphics_card(&view.inner()))?;
    }
    Ok(())
}

/// A page of text and lines needs no graphics card. Without one WebKit takes some 65 MB less, and the window does not
/// stay blank where the card's driver is at fault. A driven window keeps it: without it the driver takes no pictures.
#[cfg(target_os = "linux")]
fn without_graphics_card(view: &webkit2gtk::WebView) {
    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt as _, WebViewExt as _};
    if let Some(settings) = view.settings() {
        settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
    }
}

/// The page never leaves the program: no link, form or script of it leads anywhere.
fn is_own_page(url: &tauri::Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        // Windows serves the page over http; the second name is that of the isolation frame.
        "http" => matches!(
            url.host_str(),
            Some("tauri.localhost" | "isolation.localhost")
        ),
        "isolation" => true,
        _ => false,
    }
}

/// `--practice` opens the practice folder. Anything else is ignored.
fn mode_of(mut arguments: impl Iterator<Item = String>) -> Mode {
    if arguments.any(|argument| argument == "--practice") {
        Mode::Practice
    } else {
        Mode::Real
    }
}

/// Events of Orgkeep's own crates, at the level that `ORGKEEP_LOG` names, and warnings of the others.
fn log_to_stderr() {
    let level = level_of(std::env::var("ORGKEEP_LOG").ok().as_deref());
    let shown = Targets::new()
        .with_target("orgkeep", level)
        .with_default(level.min(LevelFilter::WARN));
    let to_stderr = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    tracing_subscriber::registry()
        .with(to_stderr.with_filter(shown))
        .init();
}

/// Warnings, where nothing or nonsense is named. An empty word would be taken for errors alone.
fn level_of(word: Option<&str>) -> LevelFilter {
    let named = word.filter(|word| !word.is_empty());
    named
        .and_then(|word| word.parse().ok())
        .unwrap_or(LevelFilter::WARN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_are_logged_unless_another_level_is_named() {
        for (word, level) in [
            (None, LevelFilter::WARN),
            (Some(""), LevelFilter::WARN),
            (Some("chatty"), LevelFilter::WARN),
            (Some("off"), LevelFilter::OFF),
            (Some("debug"), LevelFilter::DEBUG),
        ] {
            assert_eq!(level_of(word), level, "{word:?}");
        }
    }

    #[test]
    fn only_the_practice_argument_counts() {
        let mode = |arguments: &[&str]| mode_of(arguments.iter().map(|text| (*text).to_owned()));
        assert_eq!(mode(&["--practice"]), Mode::Practice);
        assert_eq!(mode(&[]), Mode::Real);
        assert_eq!(
            mode(&["http://localhost:33333/?code=x&state=y", "--unknown"]),
            Mode::Real
        );
    }
}
