import type { Component } from 'svelte';
import { settingsText } from '../../text/diagnostics';
import { devHubText } from '../../text/dev-hub';
import { keepingText } from '../../text/migrate';
import DevHubs from './DevHubs.svelte';
import Diagnostics from './Diagnostics.svelte';
import VaultSection from './care/VaultSection.svelte';
import Keeping from './Keeping.svelte';

/** What a section may want to know. */
export interface SectionProps {
  /** Whether secrets can be used now. */
  open: boolean;
}

/** A part of Settings, with a place in the address. */
export interface Section {
  id: string;
  name: string;
  component: Component<SectionProps> | Component;
}

/** In the order in which they are listed. The first is shown where the address names none. */
export const sections: readonly [Section, ...Section[]] = [
  { id: 'vault', name: settingsText.vault, component: VaultSection },
  { id: 'salesforce-org', name: devHubText.section, component: DevHubs },
  { id: 'moves', name: keepingText.section, component: Keeping },
  { id: 'diagnostics', name: settingsText.diagnostics, component: Diagnostics },
];

/** The section that an address names. */
export function sectionOf(id: string | null): Section {
  return sections.find((section) => section.id === id) ?? sections[0];
}
