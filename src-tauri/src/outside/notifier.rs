//! Notifications of the desktop.

use orgkeep_app::surroundings::Notifier;

/// The system's notifications. A system without any shows none.
pub struct SystemNotifier;

impl Notifier for SystemNotifier {
    fn key_is_active(&self, connection: &str) {
        let summary = "The consumer key is active";
        let body = format!("{connection} can be connected now.");
        // The notification service may be slow to start; nobody waits for it.
        std::thread::spawn(move || {
            let shown = notify_rust::Notification::new()
                .appname("Orgkeep")
                .summary(summary)
                .body(&body)
                .show();
            if let Err(error) = shown {
                tracing::info!(%error, "no notification was shown");
            }
        });
    }
}
