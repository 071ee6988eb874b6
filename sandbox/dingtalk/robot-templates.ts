import { isRecord, parseJson } from '../json.ts';
import { badRequest } from './dingtalk-error.ts';
import { automaticLinks, linkTo } from './link.ts';
import { readMarkdown } from './markdown.ts';
import { type MessageContent, type MessageLink, newContent } from './message.ts';
import type { Organisation } from './organisation.ts';

/** Field → error code where it is missing; `null`: may be left out. */
type Template = Readonly<Record<string, string | null>>;

const CARD = {
  title: 'miss.param.actionCardTotitle',
  text: 'miss.param.actionCardTotext',
} as const;
const BUTTON_TITLE = 'miss.param.actionCardTobtnsTotitle';
const BUTTON_URL = 'miss.param.actionCardTobtnsToactionUrl';

function cardWithButtons(count: number, titleField: string, urlField: string): Template {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const buttons = numbers.flatMap((number) => [
    [`${titleField}${number}`, BUTTON_TITLE],
    [`${urlField}${number}`, BUTTON_URL],
  ]);
  return { ...CARD, ...Object.fromEntries(buttons) };
}

/** https://open.dingtalk.com/document/development/robot-message-type, without audio and video */
const TEMPLATES: ReadonlyMap<string, Template> = new Map(
  Object.entries<Template>({
    sampleText: { content: 'miss.param.contentOfText' },
    sampleMarkdown: { title: 'miss.param.markdownTotitle', text: 'miss.param.markdownTotext' },
    sampleImageMsg: { photoURL: 'miss.param.photoTophotoUrl' },
    sampleFile: {
      mediaId: 'miss.param.mediaIdOfFile',
      fileName: 'miss.param.fileNameOfFile',
      fileType: 'miss.param.fileTypeOfFile',
    },
    sampleLink: {
      title: 'miss.param.titleOfLink',
      text: 'miss.param.textOfLink',
      messageUrl: 'miss.param.messageUrlOfLink',
      picUrl: null,
    },
    sampleActionCard: {
      ...CARD,
      singleTitle: 'miss.param.actionCardTosingleTitle',
      singleURL: 'miss.param.actionCardTosingleUrl',
    },
    sampleActionCard2: cardWithButtons(2, 'actionTitle', 'actionURL'),
    sampleActionCard3: cardWithButtons(3, 'actionTitle', 'actionURL'),
    sampleActionCard4: cardWithButtons(4, 'actionTitle', 'actionURL'),
    sampleActionCard5: cardWithButtons(5, 'actionTitle', 'actionURL'),
    // Two side by side, and with names of their own.
    sampleActionCard6: cardWithButtons(2, 'buttonTitle', 'buttonUrl'),
  }),
);

const MSG_PARAM_BYTES_MAX = 15_000;

/** A file in it must have been uploaded before. @throws {OpenApiError} */
export function requireMedia({ media }: Organisation, { mediaId }: MessageContent): void {
  if (mediaId === undefined || media.has(mediaId)) return;
  throw badRequest('invalidParameter.msgParam.invalid', '无效的mediaId');
}

/** A message by the robot's API. @throws {OpenApiError} */
export function templateContent(msgKey: unknown, msgParam: unknown): MessageContent {
  if (msgKey === undefined || msgKey === '') throw badRequest('invalidParameter.msgKey.empty', '缺少msgKey');
  const template = TEMPLATES.get(String(msgKey));
  if (typeof msgKey !== 'string' || template === undefined) {
    throw badRequest('invalidParameter.msgKey.invalid', 'msgKey无效');
  }
  return filledIn(msgKey, parameters(template, msgParam));
}

function parameters(template: Template, msgParam: unknown): Readonly<Record<string, string>> {
  const invalid = badRequest('invalidParameter.msgParam.invalid', 'msgParam必须是json格式');
  if (typeof msgParam !== 'string') throw invalid;
  const given = parseJson(msgParam);
  if (!isRecord(given)) throw invalid;
  for (const [field, code] of Object.entries(template)) {
    const value = given[field];
    if (code !== null && (typeof value !== 'string' || value.trim() === '')) {
      throw badRequest(code, `消息内容不合法，需要${field}属性`);
    }
  }
  const strange = Object.entries(given).find(
    ([field, value]) => !Object.hasOwn(template, field) || typeof value !== 'string',
  );
  if (strange !== undefined) throw invalid;
  if (Buffer.byteLength(msgParam) > MSG_PARAM_BYTES_MAX) throw messageTooLong();
  return given as Readonly<Record<string, string>>;
}

export function messageTooLong(): Error {
  return badRequest('invalidParameter.msgParam.tooLong', '消息内容太长');
}

function filledIn(msgKey: string, given: Readonly<Record<string, string>>): MessageContent {
  const { title = null, text = '', content, photoURL, messageUrl, picUrl, mediaId, fileName } = given;
  if (mediaId !== undefined) return newContent({ msgKey, text: '', shownText: fileName ?? '', mediaId });
  if (content !== undefined) {
    return newContent({ msgKey, text: content, shownText: content, links: automaticLinks(content) });
  }
  if (photoURL !== undefined) {
    const image: MessageLink = { kind: 'image', label: '', url: photoURL };
    return newContent({ msgKey, text: '', shownText: '', links: [image] });
  }
  if (messageUrl !== undefined) {
    const picture: MessageLink[] = picUrl === undefined ? [] : [{ kind: 'image', label: '', url: picUrl }];
    const buttons = [linkTo(messageUrl, title ?? '')];
    return newContent({ msgKey, title, text, shownText: text, links: picture, buttons });
  }
  return newContent({ msgKey, title, text, ...readMarkdown(text), buttons: cardButtons(given) });
}

const BUTTON_FIELD = /^(single|action|button)Title(\d?)$/;

function cardButtons(given: Readonly<Record<string, string>>): readonly MessageLink[] {
  return Object.keys(given).flatMap((field) => {
    const [, family = '', number = ''] = BUTTON_FIELD.exec(field) ?? [];
    const url = given[`${family}URL${number}`] ?? given[`${family}Url${number}`];
    return url === undefined ? [] : [linkTo(url, given[field] ?? '')];
  });
}
