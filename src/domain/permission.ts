import type { CommandName } from './command.ts';

/** Where something was said decides who else reads the answer. */
export const PLACES = [
  /** Only the actor sees the answer. */
  'private',
  'security_conversation',
  'other_group',
] as const;
export type Place = (typeof PLACES)[number];

export const ROLES = ['everyone', 'viewer', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** The least role each command asks for. */
const LEAST_ROLE: Readonly<Record<CommandName, Role>> = {
  me: 'everyone',
  help: 'everyone',
  status: 'viewer',
  history: 'viewer',
  enforce: 'admin',
  unenforce: 'admin',
  audit: 'admin',
  start: 'admin',
  pause: 'admin',
  preview: 'admin',
  confirm: 'admin',
  here: 'admin',
};

/**
 * Is a command taken in such a place? Where others read the answer nobody's own state is shown, and outside the security
 * conversation nothing but help, and its id to an admin who is setting it up.
 */
export function isTakenIn(place: Place, command: CommandName): boolean {
  switch (place) {
    case 'private':
      return true;
    case 'security_conversation':
      return command === 'help' || LEAST_ROLE[command] !== 'everyone';
    case 'other_group':
      return command === 'help' || command === 'here';
    default:
      return place satisfies never;
  }
}

/** May somebody of this role give this command? */
export function mayUse(role: Role, command: CommandName): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(LEAST_ROLE[command]);
}
