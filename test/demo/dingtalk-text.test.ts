import { describe, expect, test } from 'vitest';
import { dingtalkText } from '../../demo/dingtalk-text.ts';

const shown = (text: string) => dingtalkText({ text }, 40);

describe('a message from DingTalk', () => {
  test('marks are carried out, and escaped ones are words', () => {
    expect(shown('### Report\n\n**bold** and \\*not\\* 1\\.5').lines).toEqual([
      'REPORT',
      '',
      'bold and *not* 1.5',
    ]);
  });

  test('list items are marked, and go on under their first word; notes have a bar', () => {
    const text = '- one is so long that it needs a second line\n1. two\n\n> three';
    expect(shown(text).lines).toEqual([
      '• one is so long that it needs a second',
      '  line',
      '1. two',
      '',
      '┃ three',
    ]);
  });

  test('a link is numbered, and the same one keeps its number', () => {
    const { lines, links } = shown('[a\\-b](https://corp.example/x) or [c](https://corp.example/x)');
    expect(lines).toEqual(['a-b [1] or c [1]']);
    expect(links).toEqual(['https://corp.example/x']);
  });

  test('of a link that says something, one sees what', () => {
    const { lines, links } = shown('[Check](dtmd://dingtalkclient/sendMessage?content=%2Fmfa%20me)');
    expect(lines).toEqual(['Check [1]']);
    expect(links).toEqual(['says “/mfa me”']);
  });
});
