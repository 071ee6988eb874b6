import { isRecord } from '../../json.ts';
import { checkMessageBlocks } from '../block-kit.ts';
import { SlackApiError } from '../slack-api-error.ts';
import { type CallArguments, invalidArguments } from '../web-api-arguments.ts';
import type { WebApiMethod } from '../web-api-method.ts';

const INPUT_CHARACTERS_MAX = 100_000;
const INPUTS = ['blocks', 'message', 'view'] as const;

/** Needs no token. Views are not modelled here. https://docs.slack.dev/reference/methods/blocks.validate */
export const blocksValidate: WebApiMethod = {
  name: 'blocks.validate',
  tier: 'special',
  token: 'none',
  scopes: [],
  handle({ rules }, args) {
    const input = chosenInput(args);
    const isMessage = input === 'message';
    const payload = args.json(input, 'invalid_arguments');
    const blocks = isMessage ? messageBlocks(payload) : payload;
    const verdict = checkMessageBlocks(blocks, rules.blockKit, isMessage ? '/blocks' : '');
    if (verdict.ok) return {};
    throw new SlackApiError(isMessage ? 'invalid_message' : 'invalid_blocks', {
      errors: verdict.problems.map((problem) => ({ code: 'failed_constraint', ...problem })),
    });
  },
};

function chosenInput(args: CallArguments): 'blocks' | 'message' {
  const given = INPUTS.filter((name) => args.text(name) !== null);
  const [input] = given;
  if (input === undefined || given.length > 1) {
    throw invalidArguments('must provide exactly one of `blocks`, `view`, or `message`');
  }
  if (args.required(input).length > INPUT_CHARACTERS_MAX) {
    throw invalidArguments(`must be less than ${INPUT_CHARACTERS_MAX + 1} characters`);
  }
  if (input === 'view') throw invalidArguments('this sandbox models no views');
  return input;
}

function messageBlocks(message: unknown): unknown {
  if (!isRecord(message)) throw invalidArguments('message must be an object');
  return message.blocks ?? [];
}
