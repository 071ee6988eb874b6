import type { LocalInstant } from '../../clock.ts';
import type { StartRefusal } from '../../hold.ts';
import { type Block, bold, code, type Message, person, type Text, text } from '../../message.ts';
import type { AccountLabel } from '../../ram-user.ts';
import type { StartPreviewModel, StartResultModel } from '../catalogue.ts';
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
} from '../compose.ts';
import { accountTag, command, userTag } from '../labels.ts';
import { andMore, HOLD_REASONS, plural, when, whenWithZone } from './words.ts';

const SHOWN_MAX = 15;

export function startPreview(model: StartPreviewModel): Message {
  const { confirmation, notReleasable, pausedSince } = model;
  return compose('en', text`Nothing has happened yet: please look and confirm`, [
    heading(
      text`${model.pilot === null ? 'Start: this is what would happen' : 'Pilot: this is what would happen'}`,
    ),
    paragraph(
      [bold('Nothing has happened yet.')],
      text`Please look at the numbers and at the message, then confirm.`,
    ),
    pausedSince === null
      ? null
      : paragraph(
          text`The pause since ${when(pausedSince)} ends, and every deadline moves by its length; nobody has less than 48 hours.`,
        ),
    model.pilot === null ? null : pilot(model.pilot),
    bullets(firstLines(model.accounts, { max: SHOWN_MAX, line: accountLine, more: andMore })),
    notReleasable.length === 0
      ? null
      : paragraph(
          text`${bold('Not released')}, because they were never read completely:`,
          listed(notReleasable.map(accountTag), { max: SHOWN_MAX, separator: ', ', more: andMore }),
          ['.'],
        ),
    paragraph(
      text`At most ${model.maxFirstPerDay} first messages a day. Each user is checked once more right before the message, and nobody is written to outside their working hours.`,
    ),
    ...sample(model.sample),
    buttons({ label: 'Start', command: `confirm ${confirmation.code}`, style: 'primary' }),
    note(
      text`Or type ${command(`confirm ${confirmation.code}`)}. Valid once, for you, for ${plural(confirmation.validMinutes, 'minute')}. To stop again at any time: ${command('pause')}.`,
    ),
  ]);
}

function pilot({ users, wouldMessage }: NonNullable<StartPreviewModel['pilot']>): Block {
  return paragraph(
    text`Only ${plural(users.length, 'user')} would be released:`,
    listed(users.map(userTag), { max: SHOWN_MAX, separator: ', ', more: andMore }),
    ['.'],
    text`${plural(wouldMessage, 'person', 'people')} would get a message. Everybody else stays held back.`,
  );
}

function accountLine(account: StartPreviewModel['accounts'][number]): Text {
  const { wouldMessage, notReached, openCases } = account;
  return joined(
    text`${accountTag(account.account)}: ${plural(wouldMessage, 'person', 'people')} would get a message. ${plural(openCases, 'user is', 'users are')} without MFA${notReached === 0 ? '.' : `, ${notReached} of them with nobody who can be reached.`}`,
    text`Held since ${when(account.since)} because ${HOLD_REASONS[account.reason]}${account.reason === 'mass_change' ? ':' : '.'}`,
    account.reason === 'mass_change' ? changes(account) : null,
  );
}

/** What one run wanted to change at once. */
function changes({ opened, closed, absent }: StartPreviewModel['accounts'][number]): Text {
  return joined(
    text`${opened} opened, ${closed} closed,`,
    absent > 0
      ? text`${bold(`${absent} gone from the list, to be closed on start`)}.`
      : text`none gone from the list.`,
  );
}

/** The real message, without its buttons: they would be about the admin. */
function sample(message: Message | null): readonly Block[] {
  if (message === null) return [paragraph(text`Nobody would get a message now, so there is none to show.`)];
  return [
    DIVIDER,
    paragraph([bold('The message, as the first of them would get it:')]),
    ...message.blocks.filter((block) => block.kind !== 'buttons'),
    DIVIDER,
  ];
}

export function started(model: StartResultModel): Message {
  const { releasedAccounts, releasedUsers, pauseEnded, closedAbsent, messagingOff } = model;
  const names = [...releasedAccounts.map(accountTag), ...releasedUsers.map(userTag)];
  const lines = [
    names.length === 0
      ? null
      : joined(text`Released:`, listed(names, { max: SHOWN_MAX, separator: ', ', more: andMore }), ['.']),
    pauseEnded ? text`The pause is over.` : null,
    closedAbsent > 0 ? text`${plural(closedAbsent, 'case')} closed, because the user is gone.` : null,
  ];
  return compose('en', text`${messagingOff ? 'Started, but messages are switched off' : 'Started'}`, [
    paragraph([bold('Started.')], ...lines),
    paragraph(
      messagingOff
        ? text`${bold('Nobody is messaged:')} ${code('MESSAGING=off')} wins. Set it to ${code('on')} and restart to send.`
        : text`What is due goes out within minutes, in each person’s working hours. To stop: ${command('pause')}.`,
    ),
  ]);
}

const REFUSALS: Record<StartRefusal, { readonly why: string; readonly instead: Text }> = {
  security_contact_missing: {
    why: 'people would not know whom to ask',
    instead: text`Please set ${code('SECURITY_CONTACT')} and restart.`,
  },
  nothing_held: {
    why: 'nothing is held back, and there is no pause',
    instead: text`There is nothing to do: what is due goes out by itself.`,
  },
  pilot_during_pause: {
    why: 'single users cannot be released during a pause',
    instead: text`Please end the pause first with ${command('start')}.`,
  },
  pilot_nobody_held: {
    why: 'none of these users is held back',
    instead: text`Who is: ${command('status held')}.`,
  },
  never_complete: {
    why: 'these accounts were never read completely',
    instead: text`Please see what is missing with ${command('status')}, put it right, then ${command('audit')}.`,
  },
};

export function startRefused(model: {
  readonly reason: StartRefusal;
  readonly accounts: readonly AccountLabel[];
}): Message {
  const { why, instead } = REFUSALS[model.reason];
  return compose('en', text`Not started: ${why}`, [
    paragraph(
      text`${bold('Not started:')} ${why}`,
      model.accounts.length === 0
        ? null
        : joined(
            [':'],
            listed(model.accounts.map(accountTag), { max: SHOWN_MAX, separator: ', ', more: andMore }),
          ),
      ['.'],
      instead,
    ),
  ]);
}

export function paused({
  since,
  already,
}: {
  readonly since: LocalInstant;
  readonly already: boolean;
}): Message {
  const line = already ? 'Messages were paused already' : 'Messages are paused';
  return compose('en', text`${line}: nobody is messaged`, [
    paragraph(
      text`${bold(`${line}.`)} Since ${whenWithZone(since)} nobody is messaged, and every deadline waits.`,
      text`Audit, report and commands go on. To go on with messages: ${command('start')}.`,
    ),
  ]);
}

export function previewSent({ memberId }: { readonly memberId: string }): Message {
  return compose('en', text`A sample is on its way to you`, [
    paragraph(
      text`I have sent a sample to ${person(memberId)} by direct message. It is about a user who does not exist, and nobody else got it.`,
    ),
  ]);
}

export function previewFailed({ code: chatCode }: { readonly code: string }): Message {
  return compose('en', text`The sample could not be sent (${chatCode})`, [
    paragraph(
      text`The sample could not be sent: the chat answered ${code(chatCode)}.`,
      text`It may be the same for everybody else. Please run ${code('npm run doctor')} where the bot runs: it names what is missing.`,
    ),
  ]);
}
