import type { LocalInstant } from '../../clock.ts';
import { type Message, person, type Text } from '../../message.ts';
import type { UserLabel } from '../../ram-user.ts';
import { buttons, compose, paragraph, type Sentence } from '../compose.ts';
import type { Words } from '../words.ts';
import { nobodyDecides, userText } from './in-words.ts';

interface ExemptionPostModel {
  readonly user: UserLabel;
  readonly event: 'requested' | 'approved' | 'declined' | 'lost_phone';
  readonly until: LocalInstant;
  /** Of a request. */
  readonly lapses: LocalInstant;
  readonly reason: string;
  readonly requestedBy: string;
  readonly decidedBy: string | null;
  /** How often the user has been exempt before. */
  readonly renewals: number;
  readonly code: string | null;
  readonly singleAdmin: boolean;
  readonly subjectKnown: boolean;
  /** Of a request: there is no admin but who asks. */
  readonly isDecidedAlone: boolean;
  /** Of a request that no admin there is may decide: where another is named. */
  readonly adminVariables: readonly string[] | null;
}

/** Everything about exemptions is said where others see it. */
export function exemption(words: Words, model: ExemptionPostModel): Message {
  const w = words.exemptions.post;
  const { user, event, reason, renewals, code } = model;
  return compose(words.language, w.summaries[event](user.userName), [
    paragraph(what(words, model)),
    reason === '' ? null : paragraph(w.reason(reason)),
    paragraph(
      renewals > 0 ? w.renewals(renewals) : null,
      model.subjectKnown ? null : w.subjectUnknown,
      model.singleAdmin ? words.exemptions.decided.singleAdmin : null,
      ...(event === 'requested' ? whoDecides(words, model) : []),
    ),
    event === 'requested' && code !== null
      ? buttons(
          { label: w.approve, command: `approve ${code}` },
          { label: w.decline, command: `decline ${code}` },
        )
      : null,
  ]);
}

function whoDecides(words: Words, model: ExemptionPostModel): readonly Sentence[] {
  const { exemptions, grammar } = words;
  const at = grammar.when(model.lapses);
  if (model.adminVariables !== null)
    return [...nobodyDecides(words, model.adminVariables), exemptions.requested.lapses(at)];
  return [model.isDecidedAlone ? exemptions.post.decidesAlone(at) : exemptions.post.otherDecides(at)];
}

function what(words: Words, model: ExemptionPostModel): Text {
  const { exemptions, grammar } = words;
  const w = exemptions.post;
  const user = userText(words, model.user);
  const until = grammar.whenWithZone(model.until);
  const who = person(model.requestedBy);
  switch (model.event) {
    case 'requested':
      return w.requested(who, user, until);
    case 'lost_phone':
      return w.lostPhone(who, user, until);
    case 'approved':
      return w.approved(person(model.decidedBy ?? model.requestedBy), user, until);
    case 'declined':
      return w.declined(person(model.decidedBy ?? model.requestedBy), user);
    default:
      return model.event satisfies never;
  }
}
