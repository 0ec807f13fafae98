//! The display, as a window manager uses it.

use anyhow::Context as _;
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, Window,
};
use x11rb::rust_connection::RustConnection;

/// The most that is read of a property, in its own units.
const LONGEST: u32 = 64;

/// Presses the cross of a program's window: it is asked to close, and may say no.
///
/// # Errors
/// When the display does not answer, or the program has no window that can be asked.
pub fn press_cross(process: u32) -> anyhow::Result<()> {
    let (connection, screen) = x11rb::connect(None)?;
    let root = connection
        .setup()
        .roots
        .get(screen)
        .context("no screen")?
        .root;
    let display = Display {
        protocols: atom(&connection, "WM_PROTOCOLS")?,
        delete: atom(&connection, "WM_DELETE_WINDOW")?,
        owner: atom(&connection, "_NET_WM_PID")?,
        connection,
    };
    let window = display.window_of(root, process)?;
    let window = window.context("the program shows no window")?;
    display.ask_to_close(window)
}

struct Display {
    connection: RustConnection,
    protocols: Atom,
    delete: Atom,
    owner: Atom,
}

impl Display {
    /// The process's window that can be asked to close. Without a window manager it stands right below the root.
    fn window_of(&self, root: Window, process: u32) -> anyhow::Result<Option<Window>> {
        for window in self.connection.query_tree(root)?.reply()?.children {
            let owner = self.property(window, self.owner, AtomEnum::CARDINAL)?;
            let protocols = self.property(window, self.protocols, AtomEnum::ATOM)?;
            if owner.contains(&process) && protocols.contains(&self.delete) {
                return Ok(Some(window));
            }
        }
        Ok(None)
    }

    fn property(&self, window: Window, name: Atom, kind: AtomEnum) -> anyhow::Result<Vec<u32>> {
        let asked = self
            .connection
            .get_property(false, window, name, kind, 0, LONGEST)?;
        let values = asked.reply()?;
        Ok(values.value32().into_iter().flatten().collect())
    }

    fn ask_to_close(&self, window: Window) -> anyhow::Result<()> {
        let data = [self.delete, x11rb::CURRENT_TIME, 0, 0, 0];
        let message = ClientMessageEvent::new(32, window, self.protocols, data);
        self.connection
            .send_event(false, window, EventMask::NO_EVENT, message)?
            .check()?;
        Ok(())
    }
}

fn atom(connection: &RustConnection, name: &str) -> anyhow::Result<Atom> {
    Ok(connection
        .intern_atom(false, name.as_bytes())?
        .reply()?
        .atom)
}
