import type { DropdownMenu } from 'bits-ui';

/** What menus are built of. */
export type MenuParts = typeof DropdownMenu;

/** Comes when a menu is wanted for the first time: the list does not wait for menus that nobody may open. */
export async function menuParts(): Promise<MenuParts> {
  return (await import('./menu-parts')).DropdownMenu;
}
