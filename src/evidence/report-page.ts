import { DateTime } from 'luxon';
import type { EpochMs } from '../domain/clock.ts';
import { LANGUAGES, type Language } from '../domain/message.ts';
import type { Period } from '../domain/period.ts';
import type { Store } from '../store/database.ts';
import { VERSION } from '../version.ts';
import { exemptionRows, type Row } from './concepts.ts';
import { type Bar, barChart, escaped, lineChart } from './report-charts.ts';
import { type ReportFigures, reportFigures } from './report-figures.ts';
import type { ReportWords } from './report-words.ts';
import { REPORT_EN } from './report-words-en.ts';
import { REPORT_ZH } from './report-words-zh.ts';

interface ReportRequest {
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  readonly period: Period;
}

const WORDS: Readonly<Record<Language, ReportWords>> = { en: REPORT_EN, zh: REPORT_ZH };
const LANGUAGE_WORDS = LANGUAGES.map((language) => WORDS[language]);
/** More than that is a table for a program, and stands in its own file. */
const MOST_ROWS = 40;

/** One page that needs nothing but itself: no script, no network, and prints to A4. */
export async function reportPage(store: Store, request: ReportRequest): Promise<string> {
  const { period, timeZone } = request;
  const figures = await reportFigures(store, period, timeZone);
  const exceptions: Row[] = [];
  for await (const row of exemptionRows(store, period)) exceptions.push(row);
  const parts = LANGUAGE_WORDS.map((words) => inLanguage(words, { request, figures, exceptions }));
  const links = LANGUAGE_WORDS.map(
    ({ language, name }) => `<a href="#${language}" lang="${language}">${name}</a>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(LANGUAGE_WORDS.map(({ title }) => title).join(' · '))}</title>
<style>${STYLE}</style>
</head>
<body>
<nav aria-label="Languages 语言">${links.join(' · ')}</nav>
${parts.join('\n')}
</body>
</html>
`;
}

interface Material {
  readonly request: ReportRequest;
  readonly figures: ReportFigures;
  readonly exceptions: readonly Row[];
}

function inLanguage(words: ReportWords, material: Material): string {
  const { request, figures } = material;
  const { from, to, timeZone } = request;
  const accounts = figures.accountIds.join(', ') || '–';
  return `<article id="${words.language}" lang="${words.language}">
<header><h1>${escaped(words.title)}</h1>
<p class="period">${escaped(words.period(from, to, timeZone))}</p>
<p>${escaped(words.rule)}</p></header>
${sectionsOf(words, material).join('\n')}
<footer><p>${escaped(words.source(accounts))} ram-mfa-bot ${VERSION}</p></footer>
</article>`;
}

function sectionsOf(words: ReportWords, { request, figures, exceptions }: Material): readonly string[] {
  return [
    section(words.share, shareSection(words, figures)),
    section(words.funnel, funnelSection(words, figures)),
    section(words.open, openSection(words, figures)),
    section(words.factors, factorSection(words, figures)),
    section(words.exceptions, exceptionSection(words, exceptions, request.timeZone)),
    section(words.incomplete, incompleteSection(words, figures)),
    section(words.admins, adminSection(words, figures, request.timeZone)),
  ];
}

const section = (heading: string, inside: string) =>
  `<section><h2>${escaped(heading)}</h2>\n${inside}\n</section>`;
const paragraph = (text: string, style = 'note') => `<p class="${style}">${escaped(text)}</p>`;

function shareSection(words: ReportWords, { shares }: ReportFigures): string {
  const [first, last] = [shares.at(0), shares.at(-1)];
  if (first === undefined || last === undefined) return paragraph(words.noShare, 'said');
  const said = words.shareOf(first, last);
  const chart = lineChart({ id: `${words.language}-share`, title: words.share, description: said }, shares);
  return `${paragraph(said, 'said')}\n${chart}\n${paragraph(words.shareMeans)}`;
}

function funnelSection(words: ReportWords, { funnel, untold }: ReportFigures): string {
  const steps = ['told', 'reminded', 'warned', 'enrolled'] as const;
  const chart = bars(
    words,
    'funnel',
    steps.map((step) => ({ label: words.steps[step], total: funnel[step] })),
  );
  const median = funnel.medianMs === null ? words.noMedian : words.median(daysOf(funnel.medianMs));
  const others = untold === 0 ? '' : `\n${paragraph(words.untold(untold))}`;
  return `${paragraph(median, 'said')}\n${chart}\n${paragraph(words.funnelMeans)}${others}`;
}

const DAY_MS = 86_400_000;
const daysOf = (ms: number) => String(Math.round((ms * 10) / DAY_MS) / 10);

function openSection(words: ReportWords, { open }: ReportFigures): string {
  if (open.length === 0) return `${paragraph(words.nothingOpen, 'said')}\n${paragraph(words.openAt)}`;
  const named = open.map(({ name, total }) => ({ label: wordOf(words.reasons, name), total }));
  return `${bars(words, 'open', named)}\n${paragraph(words.openAt)}`;
}

function factorSection(words: ReportWords, { factors, bound }: ReportFigures): string {
  const chart = bars(
    words,
    'factors',
    factors.map(({ name, total }) => ({ label: wordOf(words.devices, name), total })),
  );
  if (bound.total === 0) return chart;
  return `${paragraph(words.required(bound.total, bound.notRequired), 'said')}\n${chart}\n${paragraph(words.openAt)}`;
}

/** A kind without a word is shown by its code. */
const wordOf = (words: Readonly<Record<string, string>>, code: string) => words[code] ?? code;

function bars(words: ReportWords, name: 'funnel' | 'open' | 'factors', all: readonly Bar[]): string {
  if (all.length === 0) return paragraph(words.none, 'said');
  const description = all.map(({ label, total }) => words.counted(label, total)).join('; ');
  return barChart({ id: `${words.language}-${name}`, title: words[name], description }, all);
}

function exceptionSection(words: ReportWords, exceptions: readonly Row[], zone: string): string {
  const rows = exceptions.map((row) => [
    `${row.accountId} / ${row.userId}`,
    ...[wordOf(words.kinds, String(row.kind)), wordOf(words.states, String(row.state))],
    dayIn(zone, Date.parse(String(row.until))),
    ...[row.requestedBy, row.decidedBy].map((one) => String(one ?? '–')),
  ]);
  const { exceptionColumns: columns } = words;
  return `${table(words, { columns, rows, file: 'exemptions' })}\n${paragraph(words.exceptionMeans)}`;
}

const dayIn = (zone: string, at: EpochMs) => DateTime.fromMillis(at, { zone }).toISODate() ?? '';

function incompleteSection(words: ReportWords, { incomplete }: ReportFigures): string {
  const rows = incomplete.map(({ day, lastDay, accountId, why }) => [
    day === lastDay ? day : `${day} – ${lastDay}`,
    accountId ?? (why === null ? '–' : words.notListed),
    why ?? words.noAudit,
  ]);
  return table(words, { columns: words.incompleteColumns, rows, file: 'audits' });
}

function adminSection(words: ReportWords, { admins }: ReportFigures, zone: string): string {
  const rows = admins.map(({ actorChat, actorMemberId, firstAt, lastAt }) => [
    ...[actorChat ?? '–', actorMemberId ?? words.erased],
    ...[dayIn(zone, Number(firstAt)), dayIn(zone, Number(lastAt))],
  ]);
  return `${table(words, { columns: words.adminColumns, rows, file: 'activity' })}\n${paragraph(words.adminMeans)}`;
}

interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly file: string;
}

function table(words: ReportWords, { columns, rows, file }: Table): string {
  if (rows.length === 0) return paragraph(words.none, 'said');
  const head = columns.map((column) => `<th scope="col">${escaped(column)}</th>`).join('');
  const body = rows
    .slice(0, MOST_ROWS)
    .map(
      (cells) =>
        `<tr>${cells.map((cell, index) => `<td data-label="${escaped(columns[index] ?? '')}">${escaped(cell)}</td>`).join('')}</tr>`,
    );
  const more = rows.length > MOST_ROWS ? paragraph(words.more(rows.length - MOST_ROWS, file)) : '';
  return `<table><thead><tr>${head}</tr></thead>\n<tbody>\n${body.join('\n')}\n</tbody></table>${more}`;
}

const STYLE = `
:root { color: #111; background: #fff; font: 1rem/1.5 system-ui, "Noto Sans", "Noto Sans CJK SC", "PingFang SC", sans-serif; }
body { max-width: 46rem; margin: 0 auto; padding: 1rem; }
article + article { margin-top: 3rem; border-top: 2px solid #111; padding-top: 1rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
a { color: #0b4a8f; }
.period, .said { font-weight: 600; }
.note, footer { color: #444; font-size: .9rem; }
svg { display: block; width: 100%; max-width: 40rem; height: auto; }
svg text { font-size: 15px; fill: #111; }
svg .value { font-weight: 600; }
svg .grid { stroke: #bbb; stroke-dasharray: 2 3; }
svg .line { fill: none; stroke: #0b4a8f; stroke-width: 2; }
svg circle, svg rect { fill: #0b4a8f; }
table { border-collapse: collapse; width: 100%; font-size: .85rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #bbb; overflow-wrap: anywhere; }
@media screen and (max-width: 34rem) {
  thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  tr { display: block; padding: .4rem 0; border-bottom: 1px solid #bbb; }
  td { display: block; padding: 0; border: 0; }
  td::before { content: attr(data-label) ": "; font-weight: 600; }
}
@media print {
  @page { size: A4; margin: 16mm; }
  :root { font-size: 10.5pt; }
  body { max-width: none; padding: 0; }
  nav { display: none; }
  svg { max-width: 13cm; }
  h2 { break-after: avoid; }
  svg, tr { break-inside: avoid; }
  article + article { break-before: page; border: 0; margin: 0; padding: 0; }
}
`;
