import { isRecord } from '../json.ts';
import { array, boolean, byType, type Check, every, object, oneOf, string, url } from './block-kit-checks.ts';

/** Limits: https://docs.slack.dev/reference/block-kit/block-elements and …/composition-objects */
const ACTION_ID = string({ max: 255 });

export function plainText(max: number): Check {
  return byType({
    plain_text: object({ required: { text: string({ max }) }, optional: { emoji: boolean } }),
  });
}

export function text(max: number): Check {
  return byType({
    plain_text: object({ required: { text: string({ max }) }, optional: { emoji: boolean } }),
    mrkdwn: object({ required: { text: string({ max }) }, optional: { verbatim: boolean } }),
  });
}

const CONFIRM = object({
  required: { title: plainText(100), text: text(300), confirm: plainText(30), deny: plainText(30) },
  optional: { style: oneOf(['primary', 'danger']) },
});

const BUTTON = object({
  required: { text: plainText(75) },
  optional: {
    action_id: ACTION_ID,
    value: string({ min: 0, max: 2000 }),
    url: url(3000),
    style: oneOf(['primary', 'danger']),
    confirm: CONFIRM,
    accessibility_label: string({ max: 75 }),
  },
});

const OPTION_FIELDS = { text: plainText(75), value: string({ max: 150 }) };
const OPTION = object({ required: OPTION_FIELDS, optional: { description: plainText(75) } });
const OVERFLOW_OPTION = object({
  required: OPTION_FIELDS,
  optional: { description: plainText(75), url: url(3000) },
});

const OVERFLOW = object({
  required: { options: array(OVERFLOW_OPTION, { min: 1, max: 5 }) },
  optional: { action_id: ACTION_ID, confirm: CONFIRM },
});

const STATIC_SELECT = object({
  required: { options: array(OPTION, { min: 1, max: 100 }) },
  optional: {
    action_id: ACTION_ID,
    placeholder: plainText(150),
    initial_option: OPTION,
    confirm: CONFIRM,
    focus_on_load: boolean,
  },
});

const SLACK_FILE = object({ optional: { id: string(), url: url(3000) } });
export const hasPicture: Check = (value, pointer, report) => {
  if (!isRecord(value) || (value.image_url === undefined) !== (value.slack_file === undefined)) return;
  const message = 'must define either `image_url` or `slack_file`';
  report({ pointer, message, constraint: { type: 'required', field: 'image_url' } });
};

export const IMAGE_ELEMENT = every(
  object({
    required: { alt_text: string({ max: 2000 }) },
    optional: { image_url: url(3000), slack_file: SLACK_FILE },
  }),
  hasPicture,
);
export const IMAGE_BLOCK_FIELDS = { image_url: url(3000), slack_file: SLACK_FILE, title: plainText(2000) };

const INTERACTIVE = { button: BUTTON, overflow: OVERFLOW, static_select: STATIC_SELECT };
export const ACTIONS_ELEMENT = byType(INTERACTIVE);
export const SECTION_ACCESSORY = byType({ ...INTERACTIVE, image: IMAGE_ELEMENT });
