import type { BrowserFields, InstalledBrowserView } from '../backend/generated';

/** The browser that will be opened, where it is known. */
export function browserOf(
  installed: readonly InstalledBrowserView[],
  fields: BrowserFields,
): InstalledBrowserView | undefined {
  return installed.find(({ id, isDefault }) => (fields.id === null ? isDefault : id === fields.id));
}

/** Whether the chosen browser, or the default one, opens a private window. */
export function canBePrivate(installed: readonly InstalledBrowserView[], fields: BrowserFields): boolean {
  return browserOf(installed, fields)?.privateWindow ?? false;
}

/** Another choice of browser. One that has no private window is not asked for one. */
export function choosing(
  installed: readonly InstalledBrowserView[],
  fields: BrowserFields,
  id: string | null,
): BrowserFields {
  const chosen = { ...fields, id };
  return { id, private: fields.private && canBePrivate(installed, chosen) };
}
