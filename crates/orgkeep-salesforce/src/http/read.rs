//! Reads that are lost on the way are sent again (security.md, D20). Whatever changes something is not.

use std::time::Duration;

use reqwest::Request;
use tokio::time::{sleep, timeout};

use super::{Answer, CallError, HttpClient, TOTAL};
use crate::jitter::jitter;

/// Before each time that a lost read is sent again, without the jitter.
const PAUSES: [Duration; 2] = [Duration::from_millis(150), Duration::from_millis(450)];

impl HttpClient {
    /// Sends a GET, again where its connection was refused or broke. All of it takes no longer than one call may.
    pub(super) async fn read(&self, request: Request) -> Result<Answer, CallError> {
        let answered = async {
            for pause in PAUSES {
                // A GET has no body that could be used up.
                let Some(again) = request.try_clone() else {
                    break;
                };
                match self.execute(again).await {
                    Err(CallError::Unreachable) => sleep(pause + jitter(pause)).await,
                    over => return over,
                }
            }
            self.execute(request).await
        };
        let answered = timeout(TOTAL, answered).await;
        answered.unwrap_or(Err(CallError::TimedOut))
    }
}
