import { type Contact, isContact, resolveContact, rulesWithin } from '../contacts/resolve-contact.ts';
import { type ContactRecord, isSameMember, type MemberKey } from '../domain/contact.ts';
import { textsFor } from '../domain/texts/texts.ts';
import { recordActivity } from '../store/activity.ts';
import { denyContact, findContactRecord } from '../store/contact-records.ts';
import { planAdminPosts } from '../store/posts.ts';
import type { Command, CommandCall, CommandDeps } from './command.ts';
import type { KnownUser } from './find-user.ts';
import { findOwnUser } from './own-user.ts';

type NotMeDeps = Pick<CommandDeps, 'db' | 'clock' | 'contactRules' | 'audiences' | 'newId' | 'wakeDelivery'>;

/** That person is never taken for this user again; whose turn it is then, an admin says. */
export const notMe: Command = {
  usage: 'not-me <user>',
  words: { min: 1, max: 1 },
  async run(deps: NotMeDeps, call) {
    const [typed = ''] = call.args;
    const search = await findOwnUser(deps, call, typed);
    if (search.kind === 'answer') return search.message;
    const { known } = search;
    const record = await findContactRecord(deps.db, known.user);
    const contact = await resolveContact({ user: known.user, record }, deps.contactRules, call.signal);
    const isNews = isContact(contact, call.actor) || !record.denied.some((one) => isSame(one, call));
    if (isNews) await deny(deps, call, { known, record, contact });
    return call.texts.reply.notMe({ user: known.label });
  },
};

const isSame = (member: MemberKey, { actor }: CommandCall) => isSameMember(member, actor);

interface Denied {
  readonly known: KnownUser;
  readonly record: ContactRecord;
  readonly contact: Contact;
}

async function deny(deps: NotMeDeps, call: CommandCall, denied: Denied): Promise<void> {
  const { known, contact } = denied;
  const { accountId, userId } = known.user;
  const at = deps.clock.now();
  const members = await alsoKnownAs(deps, call, denied);
  // Whoever else is written to anyway needs nobody to say who it is.
  const isSettled = contact.kind === 'found' && (!isOneOf(members, contact) || contact.further.length > 0);
  const { displayName } = call.request.actor;
  await deps.db.inTransaction(async (trx) => {
    await denyContact(trx, known.user, { members, at, isSettled });
    await recordActivity(trx, at, [{ kind: 'not_me', actor: call.actor, accountId, userId }]);
    await planAdminPosts(trx, deps, {
      kind: 'disputed',
      subject: `${accountId}/${userId}/${at}`,
      at,
      message: (language) =>
        textsFor(language).admin.disputed({
          user: known.label,
          by: { ...call.actor, displayName },
          isSuspended: !isSettled,
        }),
    });
  });
  deps.wakeDelivery();
}

function isOneOf(members: readonly MemberKey[], contact: Contact): boolean {
  return members.some((member) => isContact(contact, member));
}

/** The caller, and whom the same rules take for the caller in the other chats. */
async function alsoKnownAs(
  deps: NotMeDeps,
  call: CommandCall,
  { known: { user }, record }: Denied,
): Promise<readonly MemberKey[]> {
  const { chat, memberId } = call.actor;
  const members: MemberKey[] = [{ chat, memberId }];
  const within = (one: typeof chat) =>
    resolveContact({ user, record }, rulesWithin(deps.contactRules, [one]), call.signal);
  const here = await within(chat);
  // Of several who share it only one has spoken, and of somebody else nothing follows.
  if (here.kind !== 'found' || here.further.length > 0 || !isContact(here, call.actor)) return members;
  for (const other of deps.contactRules.directories.keys()) {
    const there = other === chat ? null : await within(other);
    if (there?.kind === 'found' && there.further.length === 0) {
      members.push({ chat: other, memberId: there.person.memberId });
    }
  }
  return members;
}
