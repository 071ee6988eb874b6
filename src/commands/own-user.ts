import { contactOf } from '../contacts/contact-of.ts';
import { isContact, rulesWithin } from '../contacts/resolve-contact.ts';
import { wasWrittenTo } from '../store/notices.ts';
import type { CommandCall } from './command.ts';
import { answerToSeveral, byName, type FindUserDeps, type KnownUser, type UserSearch } from './find-user.ts';

/** A RAM user the caller is the contact of, or was written to about. Of others nothing is said, not even that they exist. */
export async function findOwnUser(deps: FindUserDeps, call: CommandCall, typed: string): Promise<UserSearch> {
  const own: KnownUser[] = [];
  for (const known of await byName(deps, typed)) {
    const concern = await concernOf(deps, call, known);
    if (concern === 'unreadable') {
      return { kind: 'answer', message: call.texts.reply.couldNotLook(), suggestions: null };
    }
    if (concern === 'own') own.push(known);
  }
  const [only, ...others] = own;
  if (only !== undefined && others.length === 0) return { kind: 'found', known: only };
  return only === undefined
    ? { kind: 'answer', message: call.texts.reply.notYours({ typed }), suggestions: null }
    : answerToSeveral(call, typed, own);
}

async function concernOf(
  deps: FindUserDeps,
  call: CommandCall,
  { user }: KnownUser,
): Promise<'own' | 'foreign' | 'unreadable'> {
  if (await wasWrittenTo(deps.db, user, call.actor)) return 'own';
  const contactRules = rulesWithin(deps.contactRules, [call.actor.chat]);
  const contact = await contactOf({ ...deps, contactRules }, user, call.signal);
  if (contact.kind === 'unreadable') return 'unreadable';
  return isContact(contact, call.actor) ? 'own' : 'foreign';
}
