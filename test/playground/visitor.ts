import { onTestFinished } from 'vitest';
import type { Act, Outcome } from '../../playground/acts.ts';
import type { View } from '../../playground/view.ts';

/** Whoever has the page open, without a browser: gets the views as they come, and acts. */
export interface Visitor {
  readonly view: View;
  /** Resolves with the first view, the present one too, of which this is true. */
  until(isSo: (view: View) => boolean): Promise<View>;
  act(act: Act): Promise<Outcome>;
  leave(): void;
}

export async function visit(url: string): Promise<Visitor> {
  const leaving = new AbortController();
  const response = await fetch(`${url}view`, { signal: leaving.signal });
  const waiting = new Set<() => void>();
  const first = Promise.withResolvers<void>();
  let view: View | null = null;
  const follow = async () => {
    for await (const event of eventsIn(response)) {
      view = JSON.parse(event);
      first.resolve();
      for (const look of [...waiting]) look();
    }
  };
  follow().catch(first.reject);
  await first.promise;
  const present = (): View => {
    if (view === null) throw new Error('There is no view yet');
    return view;
  };
  return {
    get view() {
      return present();
    },
    until(isSo) {
      return new Promise((resolve) => {
        const look = () => {
          if (!isSo(present())) return;
          waiting.delete(look);
          resolve(present());
        };
        waiting.add(look);
        look();
      });
    },
    async act(act) {
      const { origin } = new URL(url);
      const headers = { 'Content-Type': 'application/json', Origin: origin };
      const answer = await fetch(`${url}acts`, { method: 'POST', headers, body: JSON.stringify(act) });
      if (!answer.ok) throw new Error(await answer.text());
      return (await answer.json()) as Outcome;
    },
    leave: () => leaving.abort(),
  };
}

/** The same, gone after the test. */
export async function visitDuringTest(url: string): Promise<Visitor> {
  const visitor = await visit(url);
  onTestFinished(() => visitor.leave());
  return visitor;
}

async function* eventsIn(response: Response): AsyncGenerator<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) yield event.replace(/^data: /, '');
  }
}
