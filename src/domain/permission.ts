import type { CommandName } from './texts/catalogue.ts';

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

/** May somebody of this role give this command? */
export function mayUse(role: Role, command: CommandName): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(LEAST_ROLE[command]);
}
