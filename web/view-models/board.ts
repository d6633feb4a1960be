import { CLOCK_NAMES } from '../../domain/vocabulary.ts';
import type { Instant } from '../../domain/instant.ts';
import type { HubRules } from '../../domain/policy.ts';
import { nextAction, waitsFor, WAITS_FOR_WORDS } from '../../domain/referral/next-action.ts';
import type { Referral } from '../../domain/referral/state.ts';
import { RAGS, STAGES } from '../../domain/vocabulary.ts';
import { dueWords, timeLeftWords } from '../../domain/words.ts';
import { boardAddress, type BoardFilter, type SortKey } from './board-filter.ts';
import type { BoardEntry, BoardSelection } from './board-selection.ts';
import { codeWords, FLAG_LABELS, RAG_LABELS, ROLE_LABELS, STAGE_LABELS } from './labels.ts';
import { besideMark, unitOf, URGENCIES, URGENCY_LABELS } from './urgency.ts';

type Context = { readonly now: Instant; readonly rules: HubRules };

/** The board as its template shows it. `referrals` holds the whole state of each entry on the page. */
export function boardView(
  selection: BoardSelection,
  referrals: ReadonlyMap<string, Referral>,
  filter: BoardFilter,
  { now, rules, authorities }: Context & { readonly authorities: readonly string[] },
) {
  return {
    asOf: dueWords(now, rules.calendar),
    counts: countLinks(selection, filter),
    rows: selection.entries.map((entry) =>
      rowView(entry, referrals.get(entry.referral.referralRef), { now, rules }),
    ),
    matching: selection.matching,
    columns: COLUMNS.map(({ key, words }) => columnView(key, words, filter)),
    filters: filterFields(filter, authorities),
    sort: filter.sort,
    order: filter.order,
    isFiltered: [filter.urgency, filter.stage, filter.rag, filter.authority].some((it) => it !== undefined),
    clearAddress: boardAddress({ sort: filter.sort, order: filter.order, page: 1 }),
    paging: pagingView(selection, filter),
  };
}

function countLinks({ counts, open }: BoardSelection, filter: BoardFilter) {
  const unfiltered: BoardFilter = { sort: filter.sort, order: filter.order, page: 1 };
  const links = URGENCIES.map((urgency) => ({
    urgency,
    count: counts[urgency],
    words: URGENCY_LABELS[urgency].toLowerCase(),
    address: boardAddress(unfiltered, { urgency }),
    isCurrent: filter.urgency === urgency,
  }));
  const all = { urgency: 'ALL', count: open, words: 'open in all', address: boardAddress(unfiltered) };
  return [...links, { ...all, isCurrent: filter.urgency === undefined }];
}

function rowView(
  { referral, urgency, next }: BoardEntry,
  state: Referral | undefined,
  { now, rules }: Context,
) {
  const action = state && nextAction(state);
  const waits = state && waitsFor(state);
  const rag = referral.rag;
  return {
    referralRef: referral.referralRef,
    childName: referral.childName,
    urgency: { code: urgency, words: URGENCY_LABELS[urgency] },
    due: next && {
      words: dueWords(next.dueAt, rules.calendar),
      instant: next.dueAt,
      left: besideMark(timeLeftWords(now, next.dueAt, unitOf(next.kind, rag ?? undefined, rules), rules)),
      clocks: referral.clocks
        .filter((clock) => clock.dueAt === next.dueAt)
        .map((clock) => CLOCK_NAMES[clock.kind])
        .join(', '),
    },
    rag: rag === null ? undefined : { code: rag, words: RAG_LABELS[rag] },
    stage: STAGE_LABELS[referral.stage],
    flags: referral.flags.map((flag) => FLAG_LABELS[flag]),
    received: dueWords(referral.receivedAt, rules.calendar),
    authority: codeWords(referral.localAuthority),
    next: action && { words: action.words, by: ROLE_LABELS[action.by] },
    waits: waits && WAITS_FOR_WORDS[waits],
  };
}

const COLUMNS: readonly { readonly key: SortKey | undefined; readonly words: string }[] = [
  { key: 'due', words: 'Due' },
  { key: 'child', words: 'Child' },
  { key: 'rag', words: 'Rating' },
  { key: 'stage', words: 'Stage' },
  { key: undefined, words: 'Next action' },
  { key: 'received', words: 'Received' },
  { key: 'authority', words: 'Authority' },
];

function columnView(key: SortKey | undefined, words: string, filter: BoardFilter) {
  if (key === undefined) return { words };
  const isSorted = filter.sort === key;
  const order = isSorted && filter.order === 'asc' ? 'desc' : 'asc';
  return {
    words,
    address: boardAddress(filter, { sort: key, order }),
    sorted: isSorted ? (filter.order === 'asc' ? 'ascending' : 'descending') : undefined,
  };
}

type Option = { readonly value: string; readonly text: string; readonly selected: boolean };

function filterFields(filter: BoardFilter, authorities: readonly string[]) {
  const options = (
    chosen: string | undefined,
    every: string,
    choices: readonly (readonly [string, string])[],
  ): Option[] =>
    [['', every] as const, ...choices].map(([value, text]) => ({
      value,
      text,
      selected: value === (chosen ?? ''),
    }));
  const openStages = STAGES.slice(0, STAGES.indexOf('DECIDED') + 1);
  const fields = [
    {
      name: 'urgency',
      label: 'Time',
      items: options(
        filter.urgency,
        'Any',
        URGENCIES.map((it) => [it, URGENCY_LABELS[it]]),
      ),
    },
    {
      name: 'rag',
      label: 'Rating',
      items: options(filter.rag, 'Any', [
        ...RAGS.map((it) => [it, RAG_LABELS[it]] as const),
        ['NONE', 'Not rated'],
      ]),
    },
    {
      name: 'stage',
      label: 'Stage',
      items: options(
        filter.stage,
        'Any',
        openStages.map((it) => [it, STAGE_LABELS[it]]),
      ),
    },
  ];
  const authority = {
    name: 'authority',
    label: 'Authority',
    items: options(
      filter.authority,
      'Any',
      authorities.map((it) => [it, codeWords(it)]),
    ),
  };
  return authorities.length > 1 ? [...fields, authority] : fields;
}

function pagingView({ page, pages }: BoardSelection, filter: BoardFilter) {
  if (pages === 1) return undefined;
  return {
    page,
    pages,
    previous: page > 1 ? boardAddress(filter, { page: page - 1 }) : undefined,
    next: page < pages ? boardAddress(filter, { page: page + 1 }) : undefined,
  };
}
