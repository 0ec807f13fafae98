//! Notifications of the desktop.

use orgkeep_app::surroundings::Notifier;

/// The system's notifications. A system without any shows none.
pub struct SystemNotifier;

impl Notifier for SystemNotifier {
    fn key_is_active(&self, connection: &str) {
        let body = format!("{connection} can be connected now.");
        show("The consumer key is active", body);
    }

    fn stopped_working(&self, connections: &[String]) {
        let summary = match connections.len() {
            1 => "A connection stopped working",
            _ => "Connections stopped working",
        };
        show(summary, listed(connections));
    }
}

/// As many names as a notification has room for, and how many more there are.
fn listed(names: &[String]) -> String {
    const MOST: usize = 3;
    let shown = names.get(..MOST).unwrap_or(names).join(", ");
    match names.len().saturating_sub(MOST) {
        0 => format!("{shown}. Open Orgkeep to see why."),
        more => format!("{shown} and {more} more. Open Orgkeep to see why."),
    }
}

/// The notification service may be slow to start; nobody waits for it.
fn show(summary: &'static str, body: String) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notification_names_a_few_and_counts_the_rest() {
        let names: Vec<String> = ["ACME", "UAT", "Dev", "Hub", "QA"].map(String::from).into();
        assert_eq!(listed(&names[..1]), "ACME. Open Orgkeep to see why.");
        assert_eq!(
            listed(&names),
            "ACME, UAT, Dev and 2 more. Open Orgkeep to see why."
        );
    }
}
