import type { Person, PersonLookup } from '../chat/chat.ts';
import { findMember } from '../contacts/find-member.ts';
import { isSameMember } from '../domain/contact.ts';
import type { Message } from '../domain/message.ts';
import { nameContact } from '../outreach/name-contact.ts';
import { awayByAdmin } from '../store/absences.ts';
import { recordActivity } from '../store/activity.ts';
import type { Command, CommandCall, CommandDeps } from './command.ts';
import { findUser, type KnownUser } from './find-user.ts';

const PEOPLE_MAX = 20;

type LinkDeps = Pick<CommandDeps, 'db' | 'clock' | 'contactRules' | 'policy' | 'wakeDelivery'>;

/** Says who is behind a RAM user, before any rule: one, or several who share it; `none`: nobody is. */
export const link: Command = {
  usage: 'link <user> <person>|none',
  words: { min: 2, max: PEOPLE_MAX + 1 },
  async run(deps: LinkDeps, call) {
    const [typed = '', ...named] = call.args;
    const isNobody = named.length === 1 && named[0]?.toLowerCase() === 'none';
    const search = await findUser(deps, call, typed);
    if (search.kind === 'answer') return search.message;
    const people: Person[] = [];
    for (const one of isNobody ? [] : named) {
      const found = await lookUp(deps, call, one);
      if (found.kind !== 'found')
        return call.texts.reply.personNotFound({ typed: one, chat: call.actor.chat, why: found });
      if (!people.some((person) => isSameMember(person, found.person))) people.push(found.person);
    }
    return save(deps, call, { known: search.known, people });
  },
};

async function lookUp(
  { contactRules }: LinkDeps,
  { actor: { chat }, signal }: CommandCall,
  named: string,
): Promise<PersonLookup> {
  const directory = contactRules.directories.get(chat);
  return directory === undefined ? { kind: 'none' } : findMember(named, { chat, directory }, signal);
}

interface Linked {
  readonly known: KnownUser;
  readonly people: readonly Person[];
}

async function save(deps: LinkDeps, call: CommandCall, { known, people }: Linked): Promise<Message> {
  const { user, label } = known;
  const { accountId, userId } = user;
  const at = deps.clock.now();
  const members = people.map(({ chat, memberId }) => ({ chat, memberId }));
  const detail = people.map(({ memberId }) => memberId).join(' ') || 'none';
  await deps.db.inTransaction(async (trx) => {
    const links = { people: members, managers: [], owners: [] };
    await nameContact(trx, user, { links, now: at, policy: deps.policy });
    await recordActivity(trx, at, [{ kind: 'linked', actor: call.actor, accountId, userId, detail }]);
  });
  deps.wakeDelivery();
  const away = await awayByAdmin(deps.db, user);
  const awayUntil = away === null ? null : { at: away.untilAt - 1, zone: away.zone };
  return call.texts.reply.linked({ user: label, people, awayUntil });
}
