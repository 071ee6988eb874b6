import { isRecord } from '../json.ts';
import { OapiError } from './dingtalk-error.ts';
import type { Fields } from './incoming-call.ts';
import { automaticLinks, linkTo } from './link.ts';
import { readMarkdown } from './markdown.ts';
import { type MessageContent, type MessageLink, newContent } from './message.ts';

/** A message by webhook, before anybody is mentioned; null for `empty`. @throws {OapiError} */
export function webhookContent(fields: Fields): MessageContent | null {
  const { msgtype } = fields;
  switch (msgtype) {
    case 'empty':
      return null;
    case 'text': {
      const text = required(fields, 'text', 'content');
      return newContent({ msgKey: msgtype, text, shownText: text, links: automaticLinks(text) });
    }
    case 'markdown':
      return newContent({ msgKey: msgtype, ...markdownPart(fields, msgtype) });
    case 'actionCard':
      return newContent({ msgKey: msgtype, ...markdownPart(fields, msgtype), buttons: cardButtons(fields) });
    case 'link': {
      const title = required(fields, msgtype, 'title');
      const text = required(fields, msgtype, 'text');
      const buttons = [linkTo(required(fields, msgtype, 'messageUrl'), title)];
      return newContent({ msgKey: msgtype, title, text, shownText: text, buttons });
    }
    case undefined:
    case '':
      throw new OapiError(40_035, '缺少参数 json');
    default:
      throw new OapiError(400_105, '不支持的消息类型');
  }
}

function markdownPart(
  fields: Fields,
  part: string,
): Pick<MessageContent, 'title' | 'text' | 'shownText' | 'links'> {
  const text = required(fields, part, 'text');
  return { title: required(fields, part, 'title'), text, ...readMarkdown(text) };
}

function cardButtons(fields: Fields): readonly MessageLink[] {
  const card = isRecord(fields.actionCard) ? fields.actionCard : {};
  if (card.btns === undefined) {
    return [
      linkTo(required(fields, 'actionCard', 'singleURL'), required(fields, 'actionCard', 'singleTitle')),
    ];
  }
  if (!Array.isArray(card.btns)) throw missing('actionCard', 'btns');
  return card.btns.map((button: unknown) => {
    const wrapped = { btns: button };
    return linkTo(required(wrapped, 'btns', 'actionURL'), required(wrapped, 'btns', 'title'));
  });
}

function required(fields: Fields, part: string, name: string): string {
  const inner = fields[part];
  const value = isRecord(inner) ? inner[name] : undefined;
  if (typeof value !== 'string' || value.trim() === '') throw missing(part, name);
  return value;
}

function missing(part: string, name: string): OapiError {
  return new OapiError(400_402, `参数 ${part} --》 ${name} 缺失，或者参数格式不正确`);
}
