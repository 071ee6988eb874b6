import type { ChildProcess } from 'node:child_process';

/** What the process says next. @throws {Error} when it ends before */
export function nextWord(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const exited = (code: number | null) => reject(new Error(`The process ended with ${code}`));
    child.once('exit', exited);
    child.once('message', (word) => {
      child.off('exit', exited);
      resolve(word);
    });
  });
}
