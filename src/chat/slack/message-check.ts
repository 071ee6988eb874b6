import { type CheckLine, failed, ok, warning } from '../../domain/check-line.ts';
import type { SampleMessage } from '../chat.ts';
import { DeliveryError } from '../delivery-error.ts';
import { markBlocks } from './delivery-mark.ts';
import { sendRendered } from './renderings.ts';
import { answered } from './slack-error.ts';
import type { WebAccess } from './web-client.ts';

const WHAT = 'Slack messages';

/** Has Slack look at messages without sending them. https://docs.slack.dev/reference/methods/blocks.validate */
export async function checkMessages(
  web: WebAccess,
  samples: readonly SampleMessage[],
  signal: AbortSignal,
): Promise<readonly CheckLine[]> {
  const lines: CheckLine[] = [];
  for (const sample of samples) {
    const verdict = await validate(web, sample, signal);
    if (verdict.kind === 'unavailable') return [notAvailable(verdict.code)];
    if (verdict.kind === 'refused') lines.push(refused(sample, verdict.code));
    if (verdict.kind === 'older_form') lines.push(olderForm(sample));
  }
  return lines.length > 0 ? lines : [ok(WHAT, `valid: ${samples.map(({ name }) => name).join(', ')}`)];
}

type Verdict =
  | { readonly kind: 'valid' }
  /** Its newer blocks are refused, and it is taken without them. */
  | { readonly kind: 'older_form' }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'unavailable'; readonly code: string };

async function validate(web: WebAccess, { message }: SampleMessage, signal: AbortSignal): Promise<Verdict> {
  let forms = 0;
  try {
    await sendRendered(message, async ({ blocks }) => {
      forms += 1;
      const validating = web.bot(signal).blocks.validate({ blocks: markBlocks(blocks, 'doctor') });
      await answered(validating, 'channel');
    });
    return { kind: forms === 1 ? 'valid' : 'older_form' };
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    const isRefusal = error.reason === 'message_rejected' && error.code !== 'unknown_method';
    return { kind: isRefusal ? 'refused' : 'unavailable', code: error.code };
  }
}

function notAvailable(code: string): CheckLine {
  return warning(
    WHAT,
    `not checked: blocks.validate is not available (${code})`,
    'nothing to do; /mfa preview shows the message',
  );
}

function refused({ name }: SampleMessage, code: string): CheckLine {
  return failed(WHAT, `Slack refuses ${name} (${code})`, 'please report it as a defect of the bot');
}

function olderForm({ name }: SampleMessage): CheckLine {
  return warning(
    WHAT,
    `${name} is sent in a simpler form: this workspace does not take its tables or charts yet`,
    'nothing to do',
  );
}
