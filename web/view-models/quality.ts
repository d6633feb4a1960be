import type { AgencyQuality } from '../../api/agency-quality.ts';
import { QUALITY_WORDS } from '../../domain/quality.ts';
import { codeWords } from './labels.ts';

export const SORTS = ['agency', 'contacts', 'score', 'wellFormed'] as const;
type Sort = (typeof SORTS)[number];
type Order = 'asc' | 'desc';

const COLUMNS: readonly { readonly key: Sort; readonly words: string }[] = [
  { key: 'agency', words: 'Agency' },
  { key: 'contacts', words: 'Contacts' },
  { key: 'score', words: 'Mean score' },
  { key: 'wellFormed', words: 'Well formed' },
];
const GAPS_SHOWN = 3;

type Question = { readonly from: string; readonly to: string; readonly sort: Sort; readonly order: Order };

/** The table of agencies; `from` and `to` are civil dates, both included. */
export function qualityPage(agencies: readonly AgencyQuality[], question: Question) {
  const { from, to, sort, order } = question;
  const rows = agencies.map(rowView).toSorted((a, b) => compare(a.sort[sort], b.sort[sort]));
  return {
    from,
    to,
    sort,
    order,
    columns: COLUMNS.map(({ key, words }) => columnView(key, words, question)),
    rows: order === 'asc' ? rows : rows.toReversed(),
  };
}

function rowView({ agency, contacts, meanScore, wellFormed, gaps }: AgencyQuality) {
  const name = agency === undefined ? 'Members of the public and others' : codeWords(agency);
  const share = contacts === 0 ? 0 : wellFormed / contacts;
  return {
    agency: name,
    contacts,
    score: meanScore.toFixed(1),
    wellFormed: `${wellFormed} of ${contacts}`,
    gaps: gaps.slice(0, GAPS_SHOWN).map((gap) => `${QUALITY_WORDS[gap.point]} (${gap.contacts})`),
    sort: { agency: name, contacts, score: meanScore, wellFormed: share },
  };
}

function compare(a: string | number, b: string | number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function columnView(key: Sort, words: string, { from, to, sort, order }: Question) {
  const isSorted = sort === key;
  const next = isSorted && order === 'asc' ? 'desc' : 'asc';
  return {
    words,
    address: `/quality?${new URLSearchParams({ from, to, sort: key, order: next }).toString()}`,
    sorted: isSorted ? (order === 'asc' ? 'ascending' : 'descending') : undefined,
  };
}
