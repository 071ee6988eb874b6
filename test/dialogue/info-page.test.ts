import { expect, test } from 'vitest';
import { EACH_CHAT, idIn, JANE, person, rehearseIn } from './rehearsal.ts';

const PAGE = 'https://intranet.corp.example/mfa';

test.each(EACH_CHAT)(
  'in %s, each message names the page of one’s own, and links to it nowhere',
  async (chat) => {
    const rehearsal = await rehearseIn(chat)({ users: [person('jane.doe')], variables: { INFO_URL: PAGE } });
    await rehearsal.start();
    const [first] = rehearsal.hands(chat).messagesTo(idIn(chat, JANE));
    expect(first?.words).toContain(PAGE);
    const wire = JSON.stringify(first?.wire.message);
    expect(wire).not.toContain(`<${PAGE}`);
    expect(wire).not.toContain(`](${PAGE}`);
  },
);
