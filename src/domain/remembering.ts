/** Enough for the days and zones of one look at everybody. */
const ANSWERS_MAX = 5_000;

/**
 * `compute`, which keeps its latest answers: of ten thousand people most ask the same of the calendar. It must follow from
 * its arguments alone.
 */
export function remembering<Arguments extends readonly (string | number)[], Answer>(
  compute: (...asked: Arguments) => Answer,
): (...asked: Arguments) => Answer {
  const known = new Map<string, Answer>();
  return (...asked) => {
    const key = asked.join('|');
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size >= ANSWERS_MAX) known.clear();
    const answer = compute(...asked);
    known.set(key, answer);
    return answer;
  };
}
