import type { ComponentChildren } from 'preact';
import { describe, expect, test } from 'vitest';
import { drawDingtalkMessage } from '../../playground/page/dingtalk/dingtalk-message.ts';
import { drawMarkdown } from '../../playground/page/dingtalk/markdown-drawing.ts';
import { readMarkdown } from '../../sandbox/dingtalk/markdown.ts';
import { type MessageContent, newContent } from '../../sandbox/dingtalk/message.ts';
import { templateContent } from '../../sandbox/dingtalk/robot-templates.ts';
import { messageMarkdown } from '../../src/chat/dingtalk/message-markdown.ts';
import { textsFor } from '../../src/domain/texts/texts.ts';
import { SAMPLES } from '../domain/texts/samples.ts';
import { elementsOf, press, textIn } from './drawn.ts';

const draw = (markup: string) => drawMarkdown(markup, { link: null });

describe('DingTalk’s Markdown is drawn as DingTalk draws it', () => {
  test.each<readonly [string, string, string, readonly string[]]>([
    ['a heading, beneath those of the page', '# Big', 'h3', ['Big']],
    ['bold', 'it is **so**', 'strong', ['so']],
    ['italic', 'it is *so*', 'em', ['so']],
    ['a link', '[page](https://corp.example/(a))', 'a', ['page']],
    ['a plain address', 'see https://corp.example/x', 'a', ['https://corp.example/x']],
    ['a quote of two lines', '> one\n> two', 'blockquote', ['one two']],
    ['bullets', '- one\n- two', 'li', ['one', 'two']],
    ['two paragraphs', 'one\n\ntwo', 'p', ['one', 'two']],
    ['a line break that is none', 'one\ntwo', 'p', ['one two']],
    ['a line break that is one', 'one  \ntwo', 'p', ['one\ntwo']],
    ['an item that goes on in the next line', '- one\nmore', 'li', ['one more']],
    ['escaped marks', '\\*\\*no\\*\\* \\[x\\]\\(y\\)', 'p', ['**no** [x](y)']],
    ['a blank that does not break', 'a&nbsp;b', 'p', ['a\u00A0b']],
    ['a table, which it does not know', '| a | b |', 'p', ['| a | b |']],
    ['a code span, which it does not know', 'type `x`', 'p', ['type `x`']],
  ])('%s', (_what, markup, tag, words) => {
    expect(elementsOf(draw(markup), tag).map(textIn)).toEqual(words);
  });

  test('a numbered list counts from where it begins', () => {
    expect(elementsOf(draw('3. c\n4. d'), 'ol')[0]?.props.start).toBe(3);
  });

  test('an address that runs something is no link', () => {
    expect(elementsOf(draw('[x](javascript:alert) [y](data:text/html,z)'), 'a')).toEqual([]);
  });
});

describe('all messages of the bot', () => {
  const messages = SAMPLES.flatMap((sample) =>
    (['en', 'zh'] as const).flatMap((language) =>
      (['direct', 'group'] as const).map(
        (place) => [sample.from, sample.title, language, place, sample] as const,
      ),
    ),
  );
  // A list draws its marks by itself.
  const MARKS = /^\s*(?:[-*+]|\d+[.)])\s+/gm;

  test.each(messages)(
    '%s: %s (%s, %s): read as the sandbox reads it',
    (_from, _title, language, place, sample) => {
      const { text } = messageMarkdown(sample.of(textsFor(language)), { place, links: 'clickable' });
      const { shownText, links } = readMarkdown(text);
      const drawing = draw(text);
      const squeezed = (words: string) => words.replace(/[\s\u200B]/g, '');
      expect(squeezed(textIn(drawing))).toBe(squeezed(shownText.replace(MARKS, '')));
      const web = links.flatMap((link) => (link.kind === 'web' ? [link.url] : []));
      expect(elementsOf(drawing, 'a').map(({ props }) => props.href)).toEqual(web);
    },
  );
});

describe('a message in its conversation', () => {
  const followed: string[] = [];
  const around = {
    bot: { name: 'RAM MFA Bot' },
    viewerId: 'wangfang',
    timeZone: 'Asia/Shanghai',
    nameOf: () => '王芳',
    follow: (_message: unknown, label: string) => void followed.push(label),
  };
  const message = (content: MessageContent, author: string | null = null) =>
    drawDingtalkMessage(
      { ...content, id: 'msg1', conversationId: 'cid1', author, processQueryKey: null, sentAt: 0 },
      around,
    );
  const markdown = (text: string) => templateContent('sampleMarkdown', JSON.stringify({ title: 't', text }));

  test('a link that says something is pressed', () => {
    const drawing = message(markdown('[重新检查](dtmd://dingtalkclient/sendMessage?content=%2Fmfa%20me)'));
    const [button] = elementsOf(drawing, 'button');
    expect(textIn(button)).toBe('重新检查');
    press(button);
    expect(followed).toEqual(['重新检查']);
  });

  test('a link that DingTalk opens in a browser leads where it opens', () => {
    const inBrowser = 'dingtalk://dingtalkclient/page/link?url=https%3A%2F%2Fcorp.example%2Fx&pc_slide=false';
    expect(elementsOf(message(markdown(`[x](${inBrowser})`)), 'a')[0]?.props.href).toBe(
      'https://corp.example/x',
    );
  });

  test('own words stand on the other side', () => {
    const own = message(newContent({ msgKey: 'text', text: '/mfa me', shownText: '/mfa me' }), 'wangfang');
    expect(own.props).toMatchObject({ class: 'message own' });
    expect(textIn(own as ComponentChildren)).toContain('/mfa me');
  });

  test('a card has its buttons', () => {
    const param = {
      title: 't',
      text: 'x',
      actionTitle1: 'A',
      actionURL1: 'https://corp.example/a',
      actionTitle2: 'B',
      actionURL2: 'https://corp.example/b',
    };
    const drawing = message(templateContent('sampleActionCard2', JSON.stringify(param)));
    expect(elementsOf(drawing, 'a').map(({ props }) => props.href)).toEqual([
      'https://corp.example/a',
      'https://corp.example/b',
    ]);
  });
});
