import { isRecord } from '../../json.ts';
import { checkHomeBlocks } from '../block-kit.ts';
import type { Block } from '../message.ts';
import { SlackApiError } from '../slack-api-error.ts';
import { invalidArguments } from '../web-api-arguments.ts';
import type { WebApiMethod } from '../web-api-method.ts';

const VIEW_FIELDS = new Set(['type', 'blocks', 'private_metadata', 'callback_id', 'external_id']);
const PRIVATE_METADATA_MAX = 3000;
// https://docs.slack.dev/reference/methods/views.publish: `view_too_large` beyond 250 kB.
const VIEW_BYTES_MAX = 250_000;

/** https://docs.slack.dev/reference/methods/views.publish */
export const viewsPublish: WebApiMethod = {
  name: 'views.publish',
  tier: 'tier4',
  token: 'bot',
  scopes: [],
  handle({ workspace, rules }, args) {
    const memberId = args.required('user_id');
    if (!rules.homeTab) throw new SlackApiError('not_enabled');
    const member = workspace.members.get(memberId);
    if (member === undefined || member.deleted === true || member.isBot === true)
      throw invalidArguments(`invalid user id: ${memberId}`);
    if (args.required('view').length > VIEW_BYTES_MAX) throw new SlackApiError('view_too_large');
    const blocks = homeBlocks(args.json('view', 'invalid_arguments'));
    const known = workspace.homes.get(memberId);
    const hash = args.text('hash');
    if (hash !== null && hash !== known?.hash) throw new SlackApiError('hash_conflict');
    const view = { id: known?.id ?? `V${memberId}`, hash: workspace.nextTimestamp(), blocks };
    workspace.homes.set(memberId, view);
    return { view: { ...view, type: 'home', team_id: workspace.team.id, app_id: workspace.app.appId } };
  },
};

function homeBlocks(view: unknown): readonly Block[] {
  if (!isRecord(view) || view.type !== 'home') throw invalidArguments('view must be of type `home`');
  const strange = Object.keys(view).find((field) => !VIEW_FIELDS.has(field));
  if (strange !== undefined) throw invalidArguments(`invalid additional property: ${strange}`);
  if (typeof view.private_metadata === 'string' && view.private_metadata.length > PRIVATE_METADATA_MAX)
    throw invalidArguments(`private_metadata must be less than ${PRIVATE_METADATA_MAX + 1} characters`);
  const problems = checkHomeBlocks(view.blocks, '/view/blocks');
  if (problems.length === 0) return view.blocks as readonly Block[];
  throw new SlackApiError('invalid_arguments', {
    response_metadata: {
      messages: problems.map(({ pointer, message }) => `[ERROR] ${message} [json-pointer:${pointer}]`),
    },
  });
}
