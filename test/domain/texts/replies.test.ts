import { describe, expect, it } from 'vitest';
import { commandTable } from '../../../src/commands/table.ts';
import type { CommandName } from '../../../src/domain/command.ts';
import { code, LANGUAGES } from '../../../src/domain/message.ts';
import { textsFor } from '../../../src/domain/texts/texts.ts';
import { inlinesOf, messageText } from '../../docs/markdown.ts';
import { user } from './samples.ts';

describe.each(LANGUAGES)('in %s', (language) => {
  const { reply, admin } = textsFor(language);

  describe('here', () => {
    const here = (isDirect: boolean) =>
      reply.here({ conversationId: 'C0SECURITY', variable: 'SLACK_SECURITY_CHANNEL', isDirect });

    it.each([true, false])('prints the id and the variable to be copied (direct: %s)', (isDirect) => {
      expect(inlinesOf(here(isDirect))).toContainEqual(code('C0SECURITY'));
      expect(inlinesOf(here(isDirect))).toContainEqual(code('SLACK_SECURITY_CHANNEL'));
    });

    it('sends on from a direct conversation, and nowhere else', () => {
      expect(inlinesOf(here(true))).toContainEqual(code('/mfa here'));
      expect(inlinesOf(here(false))).not.toContainEqual(code('/mfa here'));
      expect(messageText(here(true))).toContain(language === 'en' ? 'does not belong in' : '不要填到');
    });
  });

  it('notHere points to a direct message and answers nothing', () => {
    expect(messageText(reply.notHere())).toContain(language === 'en' ? 'direct message' : '私聊');
  });

  describe('an interrupted change', () => {
    const said = (direction: 'enforce' | 'unenforce', outcome: 'verified' | 'failed') =>
      messageText(
        admin.enforcementInterrupted({ direction, results: [{ user: user('jane.doe'), outcome }] }),
      );

    it('says whether requiring or undoing was interrupted', () => {
      const undoing = language === 'en' ? /undoing the MFA requirement/ : /取消/;
      for (const outcome of ['verified', 'failed'] as const) {
        expect(said('unenforce', outcome)).toMatch(undoing);
        expect(said('enforce', outcome)).not.toMatch(undoing);
      }
    });

    it('says what holds now', () => {
      const [required, notRequired] =
        language === 'en' ? ['is required now', 'no longer required'] : ['已强制开启', '已取消 MFA 强制'];
      expect(said('enforce', 'verified')).toContain(required);
      expect(said('unenforce', 'verified')).toContain(notRequired);
    });

    it.each(['enforce', 'unenforce'] as const)(
      'offers to %s again only where it did not work',
      (direction) => {
        const again = `/mfa ${direction} <user>`;
        expect(said(direction, 'failed')).toContain(again);
        expect(said(direction, 'verified')).not.toContain(again);
      },
    );
  });
});

it('says in Chinese what to put in a usage, for every command there is', () => {
  const commands = Object.entries(commandTable()).map(([name, { usage }]) => ({
    name: name as CommandName,
    usage,
  }));
  const said = messageText(textsFor('zh').reply.help({ commands, version: '1.2.3' }));
  expect(said).toContain('/mfa history <用户>');
  expect(said).toContain('/mfa confirm <确认码>');
  expect(said).not.toMatch(/<[a-z]+>/);
});
