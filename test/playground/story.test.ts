import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium } from '../../docs/pictures/chromium.ts';
import type { Act } from '../../playground/acts.ts';
import { type Playground, startPlayground } from '../../playground/playground.ts';
import { startWebServer } from '../../playground/web/web-server.ts';
import { slackMessage, view } from './sample-view.ts';

const WITHIN_MS = 240_000;
const ON_THE_PAGE_WITHIN_MS = 60_000;
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 390, height: 844 };

const executablePath = findChromium();
const because =
  executablePath === null ? ' – skipped: no Chromium on the PATH (on Debian: apt-get install chromium)' : '';
if (because !== '') process.stderr.write(`test/playground/story.test.ts${because}\n`);

let browser: Browser;
let playground: Playground;

describe.skipIf(executablePath === null)(`the page in Chromium${because}`, () => {
  beforeAll(async () => {
    browser = await launchChromium(executablePath ?? '');
  }, WITHIN_MS);
  afterAll(() => browser?.close());

  describe('a whole story, by clicks and typing alone', () => {
    let visitor: PageVisitor;
    beforeAll(async () => {
      playground = await startPlayground(0);
      visitor = await PageVisitor.open(playground.url);
    }, WITHIN_MS);
    afterAll(async () => {
      await visitor?.leave();
      await playground?.stop();
    });

    test(
      'the first morning: both channels have the digest, and nobody was written to',
      async () => {
        expect(await visitor.lastMessage('slack').textContent()).toContain('2 Mar 2026');
        expect(await visitor.lastMessage('dingtalk').textContent()).toContain('2026年3月2日');
        await visitor.press('Next step');
        await visitor.sees('Nothing falls due before the bot is started');
      },
      WITHIN_MS,
    );

    test(
      'an admin starts it',
      async () => {
        await visitor.press('an admin');
        await visitor.types('slack', '/mfa start');
        await visitor.pressesLastButton('slack');
        await visitor.hasNews('Jane Doe', '王芳', 'Tom Hill');
      },
      WITHIN_MS,
    );

    test(
      'somebody without MFA reads what to do, in either chat',
      async () => {
        await visitor.press('somebody without MFA');
        const slack = visitor.lastMessage('slack');
        await slack.getByText('jane.doe', { exact: true }).waitFor();
        expect(await slack.locator('ol > li').count()).toBeGreaterThanOrEqual(5);
        await slack.getByText('16 Mar 2026').first().waitFor();
        const dingtalk = visitor.lastMessage('dingtalk');
        expect(await dingtalk.textContent()).toMatch(/wang\.fang[\s\S]*2026年3月16日/);
        expect(await dingtalk.locator('ol > li').count()).toBeGreaterThanOrEqual(5);
      },
      WITHIN_MS,
    );

    test(
      '王芳 presses the link under her message: she says it, and is answered',
      async () => {
        await visitor.lastMessage('dingtalk').locator('button.link', { hasText: '重新检查' }).click();
        await visitor.messages('dingtalk').nth(2).waitFor();
        expect(await visitor.messages('dingtalk').nth(1).locator('.own .bubble').textContent()).toBe(
          '/mfa me',
        );
        expect(await visitor.lastMessage('dingtalk').textContent()).toContain('wang.fang');
      },
      WITHIN_MS,
    );

    test(
      'Jane follows the link to the console, binds a device, and is thanked',
      async () => {
        await visitor.lastMessage('slack').locator('a[href^="https://signin."]').first().click();
        await visitor.page.locator('.console select:focus').waitFor();
        await visitor.press('Enable the device');
        await visitor.page.locator('.console .bound').getByText('Virtual MFA device').waitFor();
        await visitor.messages('slack').locator('.button', { hasText: 'Check again' }).press('Enter');
        await visitor.page.locator('.slack .alone').waitFor();
        await visitor.messages('slack').nth(2).waitFor();
        await visitor.messages('slack').first().locator('.edited').waitFor();
        // The button is gone, and she is where it was.
        expect(await visitor.focused()).toBe('Messages in RAM MFA Bot, Slack');
      },
      WITHIN_MS,
    );

    test(
      'three days later there are reminders, and none to her',
      async () => {
        await visitor.movesTo('Next step', '5 Mar 2026, 09:30');
        await visitor.hasNews('Tom Hill', 'Max Roe');
        expect(await visitor.news('Jane Doe').count()).toBe(0);
        await visitor.looksAtNews('Tom Hill');
        expect(await visitor.messages('slack').count()).toBe(2);
        expect(await visitor.page.locator('.slack .whose option:checked').textContent()).toContain(
          'Tom Hill',
        );
      },
      WITHIN_MS,
    );

    test(
      'a week later the manager hears of it, in DingTalk, which knows who reports to whom',
      async () => {
        await visitor.movesTo('Next step', '9 Mar 2026, 09:30');
        await visitor.hasNews('赵敏');
        await visitor.press('a manager');
        expect(await visitor.lastMessage('dingtalk').textContent()).toContain('王芳');
      },
      WITHIN_MS,
    );

    test(
      'past the deadline the security channel sees who is overdue, and the trend',
      async () => {
        await visitor.movesTo('Next step', '16 Mar 2026, 09:30');
        await visitor.movesTo('Next working day', '17 Mar 2026, 09:30');
        await visitor.press('in the security channel');
        const digest = visitor.lastMessage('slack');
        await digest.getByText('tom.hill@corp.onaliyun.com').first().waitFor();
        await digest.locator('figure.chart svg .dot').last().waitFor();
        expect(await digest.locator('figure.chart td').last().textContent()).toMatch(/^\d+(\.\d)?$/);
        expect(await visitor.lastMessage('dingtalk').textContent()).toContain('wang.fang');
      },
      WITHIN_MS,
    );

    test.each([
      ['slack', 'corp', 'tom.hill'],
      ['dingtalk', 'corp-cn', 'wang.fang'],
    ] as const)(
      'an admin enforces by %s, sees what it does first, and RAM requires it',
      async (chat, alias, userName) => {
        await visitor.press('an admin');
        await visitor.signsInAs(alias, userName);
        expect(await visitor.requirement()).toBe('Not required');
        await visitor.types(chat, `/mfa enforce ${userName}`);
        await visitor.lastMessage(chat).getByText(userName).first().waitFor();
        expect(await visitor.requirement()).toBe('Not required');
        await visitor.pressesLastButton(chat);
        await visitor.page.locator('.console dd').getByText('Required', { exact: true }).waitFor();
        await visitor.hasNews(chat === 'slack' ? '#security' : '安全');
      },
      WITHIN_MS,
    );

    test(
      'the guide is through, and the page asked nobody but the playground',
      async () => {
        await visitor.page.locator('.guide li.taken').nth(5).waitFor();
        expect(visitor.complaints).toEqual([]);
        expect(visitor.foreignRequests).toEqual([]);
      },
      WITHIN_MS,
    );

    test(
      'all over again',
      async () => {
        await visitor.press('Start over');
        await visitor.page.locator('.clock time').getByText('2 Mar 2026, 09:40').waitFor();
        await visitor.press('somebody without MFA');
        await visitor.page.locator('.slack .empty').waitFor();
      },
      WITHIN_MS,
    );
  });

  describe('everybody can use it', () => {
    let axe: string;
    beforeAll(async () => {
      axe = await readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
      playground = await startPlayground(0);
      const starter = await PageVisitor.open(playground.url);
      await starter.press('an admin');
      await starter.types('slack', '/mfa start');
      await starter.pressesLastButton('slack');
      await starter.hasNews('Jane Doe');
      await starter.types('slack', '/mfa status held');
      await starter.leave();
    }, WITHIN_MS);
    afterAll(() => playground?.stop());

    // Each pair of choices once.
    const LOOKS = [
      { colorScheme: 'light', viewport: WIDE, locale: 'en-US' },
      { colorScheme: 'dark', viewport: WIDE, locale: 'zh-CN' },
      { colorScheme: 'light', viewport: NARROW, locale: 'zh-CN' },
      { colorScheme: 'dark', viewport: NARROW, locale: 'en-US' },
    ] as const;

    test.each(LOOKS)(
      'nothing to complain of: $colorScheme, $viewport.width pixels, $locale',
      async (look) => {
        const visitor = await PageVisitor.open(playground.url, look);
        const words =
          look.locale === 'zh-CN'
            ? { persona: '未开启 MFA 的人', faults: '故障' }
            : { persona: 'somebody without MFA', faults: 'Faults' };
        await visitor.press(words.persona);
        await visitor.press(words.faults);
        await visitor.page.evaluate(axe);
        for (const pane of await visitor.panes()) {
          await pane?.click();
          // What floats over the page is in nobody's way, and of the vendors' own colours none is ours to choose.
          const { violations } = (await visitor.page.evaluate(
            'axe.run(document, { resultTypes: ["violations"] })',
          )) as AxeResult;
          expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
        }
        expect(await visitor.page.evaluate('document.scrollingElement.scrollWidth')).toBe(
          look.viewport.width,
        );
        await visitor.leave();
      },
      WITHIN_MS,
    );

    test(
      'by keyboard alone: who one is, a command, a button, the clock',
      async () => {
        const visitor = await PageVisitor.open(playground.url);
        await visitor.tabsTo('an admin');
        await visitor.page.keyboard.press('Enter');
        await visitor.page.locator('[aria-pressed="true"]').getByText('an admin').waitFor();
        await visitor.tabsTo('Type in RAM MFA Bot, Slack');
        await visitor.page.keyboard.type('/mfa pause');
        const count = await visitor.messages('slack').count();
        await visitor.page.keyboard.press('Enter');
        await visitor.messages('slack').nth(count).waitFor();
        const summary = await visitor.page.locator('p.for-screen-readers[role="status"]').textContent();
        expect(summary).not.toBe('');
        await visitor.tabsTo('Next hour', 'Shift+Tab');
        await visitor.page.keyboard.press('Enter');
        await visitor.page.locator('.clock time').getByText('10:40').waitFor();
        expect(await visitor.focused()).toBe('Next hour');
        await visitor.leave();
      },
      WITHIN_MS,
    );

    test(
      'where there is room for one pane, tabs lead to the others',
      async () => {
        const visitor = await PageVisitor.open(playground.url, { viewport: NARROW });
        expect(await visitor.visiblePanes()).toEqual(['Slack']);
        for (const [tab, heading] of [
          ['DingTalk', 'DingTalk'],
          ['RAM console', 'RAM console'],
          ['Guide', 'Try this'],
        ]) {
          await visitor.page
            .locator('nav.tabs')
            .getByRole('button', { name: tab ?? '', exact: true })
            .click();
          await visitor.page.getByRole('heading', { name: heading ?? '', exact: true }).waitFor();
          expect(await visitor.visiblePanes()).toEqual([heading]);
        }
        await visitor.leave();
      },
      WITHIN_MS,
    );

    test(
      'Slack asks first where a button says so, and the answer is passed on',
      async () => {
        const acts: Act[] = [];
        const perform = async (act: Act) => {
          acts.push(act);
          return { kind: 'done' } as const;
        };
        const server = await startWebServer({ view: viewWithQuestion(), revision: '', perform }, 0);
        const visitor = await PageVisitor.open(server.url);
        for (const answer of ['No', 'Yes'] as const) {
          await visitor.press('Require');
          await visitor.page.getByRole('dialog', { name: 'Sure?' }).getByText('All of them').waitFor();
          await visitor.press(answer);
          await visitor.page.getByRole('dialog').waitFor({ state: 'detached' });
        }
        await visitor.press('Require');
        await visitor.page.keyboard.press('Escape');
        await visitor.page.getByRole('dialog').waitFor({ state: 'detached' });
        await expect.poll(() => acts.length).toBe(3);
        const answers = acts.map(
          (act) => act.kind === 'slack_press' && [act.memberId, act.actionId, act.answer],
        );
        expect(answers).toEqual(['deny', 'confirm', 'deny'].map((answer) => ['U0ADMIN', 'require', answer]));
        await visitor.leave();
        await server.stop();
      },
      WITHIN_MS,
    );

    test(
      'a playground that has ended is told',
      async () => {
        const ending = await startPlayground(0);
        const visitor = await PageVisitor.open(ending.url);
        await ending.stop();
        await visitor.press('Next hour');
        await visitor.sees('The playground has ended.');
        await visitor.leave();
      },
      WITHIN_MS,
    );
  });
});

/** In the security channel, where the page begins. */
function viewWithQuestion() {
  const plain = (text: string) => ({ type: 'plain_text', text });
  const confirm = {
    title: plain('Sure?'),
    text: plain('All of them'),
    confirm: plain('Yes'),
    deny: plain('No'),
  };
  const button = { type: 'button', action_id: 'require', text: plain('Require'), confirm };
  return view({ security: [slackMessage(1, 'x', { blocks: [{ type: 'actions', elements: [button] }] })] });
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

type ChatOnPage = 'slack' | 'dingtalk';

/** Somebody before the page: every wait is for something to be seen. */
class PageVisitor {
  readonly page: Page;
  readonly complaints: string[] = [];
  readonly foreignRequests: string[] = [];
  readonly #context: BrowserContext;

  private constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.page = page;
  }

  static async open(url: string, look: Parameters<Browser['newContext']>[0] = {}): Promise<PageVisitor> {
    const context = await browser.newContext({
      viewport: WIDE,
      locale: 'en-US',
      reducedMotion: 'reduce',
      ...look,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(ON_THE_PAGE_WITHIN_MS);
    const visitor = new PageVisitor(context, page);
    page.on('console', (message) => visitor.complaints.push(message.text()));
    page.on('pageerror', ({ message }) => visitor.complaints.push(message));
    page.on('request', (request) => {
      if (!request.url().startsWith(new URL(url).origin)) visitor.foreignRequests.push(request.url());
    });
    await page.goto(url);
    await page.locator('main').waitFor();
    return visitor;
  }

  leave(): Promise<void> {
    return this.#context.close();
  }

  press(name: string): Promise<void> {
    return this.page.getByRole('button', { name, exact: true }).click();
  }

  async sees(words: string): Promise<void> {
    await this.page.getByText(words).first().waitFor();
  }

  messages(chat: ChatOnPage): Locator {
    return this.page.locator(`.messages[data-chat="${chat}"] li[data-key]`);
  }

  lastMessage(chat: ChatOnPage): Locator {
    return this.messages(chat).last();
  }

  /** And waits for the answer. */
  async types(chat: ChatOnPage, words: string): Promise<void> {
    await this.#answered(chat, async () => {
      await this.page.locator(`#${chat}-typed`).fill(words);
      await this.page.locator(`#${chat}-typed`).press('Enter');
    });
  }

  /** Of all the messages that have one; in DingTalk the link that says something. Waits for the answer. */
  async pressesLastButton(chat: ChatOnPage): Promise<void> {
    const kind = chat === 'slack' ? '.button' : 'button.link';
    const buttons = this.messages(chat).locator(kind);
    await this.#answered(chat, () => buttons.last().click());
  }

  async #answered(chat: ChatOnPage, doing: () => Promise<void>): Promise<void> {
    const count = await this.messages(chat).count();
    await doing();
    // In DingTalk one’s own words stand before the answer.
    await this.messages(chat)
      .nth(chat === 'slack' ? count : count + 1)
      .waitFor();
    await this.page.locator('main[aria-busy="false"]').waitFor();
  }

  news(name: string): Locator {
    return this.page.locator('.news li').filter({ has: this.page.getByText(name, { exact: true }) });
  }

  async hasNews(...names: readonly string[]): Promise<void> {
    for (const name of names) await this.news(name).waitFor();
  }

  looksAtNews(name: string): Promise<void> {
    return this.news(name).getByRole('button').click();
  }

  /** Presses it until the clock shows this time. */
  async movesTo(button: string, time: string): Promise<void> {
    const clock = this.page.locator('.clock time');
    for (let tries = 0; tries < 10 && !(await clock.textContent())?.includes(time); tries += 1) {
      const before = await clock.textContent();
      await this.press(button);
      await clock.filter({ hasNotText: before ?? '' }).waitFor();
      await this.page.locator('main[aria-busy="false"]').waitFor();
    }
    expect(await clock.textContent()).toContain(time);
  }

  async signsInAs(alias: string, userName: string): Promise<void> {
    const select = this.page.locator('.console select');
    const value = await select
      .locator(`optgroup[label^="${alias} ("] option`)
      .filter({ hasText: userName })
      .getAttribute('value');
    await select.selectOption(value);
  }

  requirement(): Promise<string | null> {
    return this.page.locator('.console dd').last().textContent();
  }

  /** The tabs, or null for where there are none. */
  async panes(): Promise<readonly (Locator | null)[]> {
    const tabs = this.page.locator('nav.tabs button');
    return (await tabs.first().isVisible()) ? await tabs.all() : [null];
  }

  visiblePanes(): Promise<readonly string[]> {
    return this.page.locator('.panes section:visible h2').allInnerTexts();
  }

  async tabsTo(name: string, key = 'Tab'): Promise<void> {
    for (let stops = 0; stops < 60; stops += 1) {
      if ((await this.focused()) === name) return;
      await this.page.keyboard.press(key);
    }
    throw new Error(`${key} does not lead to ${name}`);
  }

  focused(): Promise<string> {
    return this.page.evaluate(
      'document.activeElement?.ariaLabel || document.activeElement?.textContent || ""',
    ) as Promise<string>;
  }
}
