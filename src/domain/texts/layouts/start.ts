import type { LocalInstant } from '../../clock.ts';
import type { Told } from '../../contact.ts';
import type { HoldReason, StartRefusal } from '../../hold.ts';
import { type Block, bold, code, type Message, person, type Text } from '../../message.ts';
import type { AccountLabel, UserLabel } from '../../ram-user.ts';
import {
  bullets,
  buttons,
  compose,
  DIVIDER,
  firstLines,
  heading,
  joined,
  listed,
  note,
  paragraph,
  section,
} from '../compose.ts';
import { command } from '../labels.ts';
import type { Words } from '../words.ts';
import { accountTag, toldText, userText } from './in-words.ts';

/** What the caller types to go on. */
export interface Confirmation {
  readonly code: string;
  readonly validMinutes: number;
}

export interface StartPreviewModel {
  /** Just these people (a pilot), or null: everything held. */
  readonly pilot: { readonly users: readonly UserLabel[]; readonly wouldMessage: number } | null;
  readonly pausedSince: LocalInstant | null;
  readonly accounts: readonly {
    readonly account: AccountLabel;
    readonly reason: HoldReason;
    readonly since: LocalInstant;
    readonly openCases: number;
    /** People: one message each, however many users they have. */
    readonly wouldMessage: number;
    /** Users without somebody in chat who can be written to. */
    readonly notReached: number;
    readonly opened: number;
    readonly closed: number;
    readonly absent: number;
  }[];
  /** Never complete, so they cannot be released. */
  readonly notReleasable: readonly AccountLabel[];
  /** Of each user about whom something is due. */
  readonly told: readonly { readonly user: UserLabel; readonly told: Told }[];
  readonly maxFirstPerDay: number;
  readonly sample: Message | null;
  readonly confirmation: Confirmation;
}

export interface StartResultModel {
  readonly releasedAccounts: readonly AccountLabel[];
  readonly releasedUsers: readonly UserLabel[];
  readonly pauseEnded: boolean;
  readonly closedAbsent: number;
  readonly messagingOff: boolean;
}

const SHOWN_MAX = 15;

export function startPreview(words: Words, model: StartPreviewModel): Message {
  const { grammar, start } = words;
  const w = start.preview;
  const { pilot, confirmation, notReleasable, pausedSince } = model;
  const typed = `confirm ${confirmation.code}`;
  const line = (account: HeldAccount) => accountLine(words, account);
  return compose(words.language, w.summary, [
    heading(pilot === null ? w.title : w.pilotTitle),
    paragraph(w.nothingYet),
    pausedSince === null ? null : paragraph(w.pauseEnds(grammar.when(pausedSince))),
    pilot === null ? null : pilotLine(words, pilot),
    bullets(firstLines(grammar, model.accounts, { max: SHOWN_MAX, line })),
    notReleasable.length === 0
      ? null
      : paragraph(
          w.notReleased(
            listed(
              grammar,
              notReleasable.map((account) => accountTag(words, account)),
              SHOWN_MAX,
            ),
          ),
        ),
    ...section(w.told, toldLines(words, model)),
    paragraph(w.pace(model.maxFirstPerDay)),
    ...sample(words, model.sample),
    buttons({ label: w.button, command: typed, style: 'primary' }),
    note(w.orType(command(typed), confirmation.validMinutes)),
  ]);
}

function pilotLine(words: Words, pilot: NonNullable<StartPreviewModel['pilot']>): Block {
  const { users, wouldMessage } = pilot;
  const { grammar, start, vocabulary } = words;
  const names = listed(
    grammar,
    users.map((user) => userText(words, user)),
    SHOWN_MAX,
  );
  return paragraph(
    start.preview.pilot(users.length, names),
    start.preview.pilotPeople(vocabulary.wouldGetMessage(wouldMessage)),
  );
}

function toldLines(words: Words, { told }: StartPreviewModel): readonly Text[] {
  const line = (one: StartPreviewModel['told'][number]) =>
    joined(userText(words, one.user), toldText(words, one.told));
  return firstLines(words.grammar, told, { max: SHOWN_MAX, line });
}

type HeldAccount = StartPreviewModel['accounts'][number];

function accountLine(words: Words, held: HeldAccount): Text {
  const { grammar, start, vocabulary } = words;
  const w = start.preview;
  const { account, wouldMessage, openCases, notReached, reason, since } = held;
  const isMassChange = reason === 'mass_change';
  return joined(
    w.account(accountTag(words, account), vocabulary.wouldGetMessage(wouldMessage), openCases),
    notReached === 0 ? grammar.stop : w.notReached(notReached),
    w.held(grammar.when(since), vocabulary.holdReasons[reason]),
    isMassChange ? grammar.colon : grammar.stop,
    isMassChange ? changes(words, held) : null,
  );
}

/** What one run wanted to change at once. */
function changes({ start }: Words, { opened, closed, absent }: HeldAccount): Text {
  const w = start.preview;
  return joined(w.changes(opened, closed), absent > 0 ? w.absent(absent) : w.noneAbsent);
}

/** The real message, without its buttons: they would be about the admin. */
function sample({ start }: Words, message: Message | null): readonly Block[] {
  if (message === null) return [paragraph(start.preview.noSample)];
  return [
    DIVIDER,
    paragraph(bold(start.preview.sample)),
    ...message.blocks.filter((block) => block.kind !== 'buttons'),
    DIVIDER,
  ];
}

export function started(words: Words, model: StartResultModel): Message {
  const { grammar, start: w } = words;
  const { releasedAccounts, releasedUsers, pauseEnded, closedAbsent, messagingOff } = model;
  const names = [
    ...releasedAccounts.map((account) => accountTag(words, account)),
    ...releasedUsers.map((user) => userText(words, user)),
  ];
  return compose(words.language, messagingOff ? w.startedButOff : w.startedSummary, [
    paragraph(
      w.started,
      names.length === 0 ? null : w.released(listed(grammar, names, SHOWN_MAX)),
      pauseEnded ? w.pauseOver : null,
      closedAbsent > 0 ? w.closedAbsent(closedAbsent) : null,
    ),
    paragraph(messagingOff ? w.messagesOff : w.goesOut),
  ]);
}

export function startRefused(
  words: Words,
  { reason, accounts }: { readonly reason: StartRefusal; readonly accounts: readonly AccountLabel[] },
): Message {
  const { grammar, start: w } = words;
  const { why, instead } = w.refusals[reason];
  const names =
    accounts.length === 0
      ? null
      : listed(
          grammar,
          accounts.map((account) => accountTag(words, account)),
          SHOWN_MAX,
        );
  return compose(words.language, w.refusedSummary(why), [
    paragraph(w.refused(why), names === null ? null : grammar.colon, names, grammar.stop, instead),
  ]);
}

export function paused(
  words: Words,
  { since, already }: { readonly since: LocalInstant; readonly already: boolean },
): Message {
  const { grammar, start: w } = words;
  const line = already ? w.pausedAlready : w.paused;
  return compose(words.language, w.pausedSummary(line), [
    paragraph(w.pausedSince(line, grammar.whenWithZone(since))),
  ]);
}

export function previewSent({ language, start: w }: Words, model: { readonly memberId: string }): Message {
  return compose(language, w.sampleSentSummary, [paragraph(w.sampleSent(person(model.memberId)))]);
}

export function previewFailed({ language, start: w }: Words, model: { readonly code: string }): Message {
  return compose(language, w.sampleFailedSummary(model.code), [paragraph(w.sampleFailed(code(model.code)))]);
}
