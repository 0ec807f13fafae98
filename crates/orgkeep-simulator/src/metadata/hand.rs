//! What a test does to an org's metadata by hand, and sees of it.

use super::{set, text_of};
use crate::{SimulatorError, org::OrgKey, simulator::Simulator};

impl Simulator {
    /// Whether a component that is written loses the elements that are not named; usually they stay.
    pub fn replace_components(&self, replaces: bool) {
        self.back
            .change(|world| world.replaces_components = replaces);
    }

    /// Sets an element of an app's component as somebody else would. One that holds others is given as their XML.
    ///
    /// # Errors
    /// [`SimulatorError::UnknownApp`] where the org has no such component.
    pub fn set_metadata(
        &self,
        org: OrgKey,
        (app, type_name): (&str, &str),
        (element, text): (&str, &str),
    ) -> Result<(), SimulatorError> {
        self.back
            .change(|world| set(world, org, (app, type_name), (element, text)))
            .ok_or(SimulatorError::UnknownApp)
    }

    /// What an element of an app's component says, if it has it.
    #[must_use]
    pub fn metadata_text(
        &self,
        org: OrgKey,
        (app, type_name): (&str, &str),
        element: &str,
    ) -> Option<String> {
        self.back
            .look(|world| text_of(world, org, (app, type_name), element))
    }
}
