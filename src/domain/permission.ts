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
  later: 'everyone',
  away: 'everyone',
  help: 'everyone',
  'not-needed': 'everyone',
  'not-me': 'everyone',
  shared: 'everyone',
  status: 'viewer',
  history: 'viewer',
  enforce: 'admin',
  unenforce: 'admin',
  audit: 'admin',
  start: 'admin',
  pause: 'admin',
  preview: 'admin',
  report: 'admin',
  remind: 'admin',
  exempt: 'admin',
  approve: 'admin',
  decline: 'admin',
  link: 'admin',
  erase: 'admin',
  confirm: 'admin',
  more: 'admin',
  here: 'admin',
};

/** What says something of somebody else is an admin's. */
function leastRole(command: CommandName, args: readonly string[]): Role {
  return command === 'away' && args.length > 1 ? 'admin' : LEAST_ROLE[command];
}

/**
 * Is a command taken in such a place? Where others read the answer nobody's own state is shown, and outside the security
 * conversation nothing but help, and its id to an admin who is setting it up.
 */
export function isTakenIn(place: Place, command: CommandName, args: readonly string[] = []): boolean {
  switch (place) {
    case 'private':
      return true;
    case 'security_conversation':
      return command === 'help' || leastRole(command, args) !== 'everyone';
    case 'other_group':
      return command === 'help' || command === 'here';
    default:
      return place satisfies never;
  }
}

/** May somebody of this role give this command? */
export function mayUse(role: Role, command: CommandName, args: readonly string[] = []): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(leastRole(command, args));
}
