import { AlibabaError, type LoginProfiles } from '../alibaba/accounts.ts';
import type { PeopleDirectory, PersonLookup } from '../chat/chat.ts';
import type { ChatName } from '../domain/chats.ts';
import { aftermathOf } from '../domain/delivery.ts';
import type { AspectName } from '../domain/part.ts';
import type { LiveCheck } from './live-check.ts';
import { type PartBoard, WORKED } from './part-board.ts';

/** Nobody waited for the answer any more: it says nothing of the chat. */
const STOPPED = 'aborted';

/** The same directory; whether it answers is noted. */
export function watchedDirectory(
  directory: PeopleDirectory,
  { chat, board }: { readonly chat: ChatName; readonly board: PartBoard },
): PeopleDirectory {
  const noted = async (asked: Promise<PersonLookup>): Promise<PersonLookup> => {
    const answer = await asked;
    const about = { part: chat, aspect: 'lookup' } as const;
    if (answer.kind !== 'unreadable') board.report(about, WORKED);
    else if (answer.code !== STOPPED) {
      const isPermanent = aftermathOf(answer.reason).reportedAs === 'stopped_chat';
      board.report(about, { kind: 'failed', code: answer.code, isPermanent, clearedBy: 'check' });
    }
    return answer;
  };
  return {
    byMemberId: (memberId, signal) => noted(directory.byMemberId(memberId, signal)),
    byEmail: (email, signal) => noted(directory.byEmail(email, signal)),
    byMobile: (mobile, signal) => noted(directory.byMobile(mobile, signal)),
    managerOf: (memberId, signal) => noted(directory.managerOf(memberId, signal)),
    everybody: (signal) => directory.everybody(signal),
  };
}

/** The same look; whether the account lets itself be read between audits is noted. */
export function watchedCheck(check: LiveCheck, board: PartBoard): LiveCheck {
  return async (key, signal) => {
    const checked = await check(key, signal);
    const code = checked.kind === 'unreadable' ? checked.code : null;
    note(board, { part: `account:${key.accountId}`, aspect: 'lookup' }, code);
    return checked;
  };
}

/** The same profiles; whether the enforcer can do its work is noted. */
export function watchedProfiles(profiles: LoginProfiles, board: PartBoard): LoginProfiles {
  const noted = async <Answer>(asked: Promise<Answer>): Promise<Answer> => {
    try {
      const answer = await asked;
      board.report(ENFORCEMENT, WORKED);
      return answer;
    } catch (error) {
      if (error instanceof AlibabaError) noteRefusal(board, error);
      throw error;
    }
  };
  return {
    ownUserIds: (signal) => noted(profiles.ownUserIds(signal)),
    read: (target, signal) => noted(profiles.read(target, signal)),
    setMfaRequired: (target, required, signal) => noted(profiles.setMfaRequired(target, required, signal)),
  };
}

const ENFORCEMENT = { part: 'enforcement', aspect: 'whole' } as const;

function noteRefusal(board: PartBoard, { reason, code }: AlibabaError): void {
  // A user without a login profile is an answer.
  if (reason === 'not_found') return;
  const isPermanent = reason === 'credentials' || reason === 'root_key' || reason === 'no_permission';
  board.report(ENFORCEMENT, { kind: 'failed', code, isPermanent, clearedBy: 'check' });
}

function note(board: PartBoard, about: AspectName, code: string | null): void {
  if (code === null) board.report(about, WORKED);
  else board.report(about, { kind: 'failed', code, isPermanent: false, clearedBy: 'check' });
}
