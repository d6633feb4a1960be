import type { listFeedback } from '../../api/feedback.ts';
import type { CalendarEdition } from '../../domain/calendar-edition.ts';
import type { AgencyCounts, AppropriatenessCounts } from '../../domain/figures/agency-counts.ts';
import { parseInstant } from '../../domain/instant.ts';
import type { ReferrerReach } from '../../domain/referral/state.ts';
import type { ReferrerKind } from '../../domain/referrer-kind.ts';
import { dueWords } from '../../domain/words.ts';
import type { Agencies } from '../../policy/agencies.ts';
import { NOT_DONE_WORDS } from '../follow-ons/agency-action.ts';
import { codeWords, METHOD_LABELS, OUTCOME_LABELS, WITHHOLDING_LABELS } from './labels.ts';

type Row = Awaited<ReturnType<typeof listFeedback>>[number];

const KIND_WORDS: Readonly<Record<ReferrerKind, string>> = {
  PROFESSIONAL: 'Somebody who works with children',
  YOUNG_PERSON: 'The young person',
  FAMILY: 'A parent or relative',
  PUBLIC: 'A member of the public: not what follows',
};

const REACH_WORDS: Readonly<Record<ReferrerReach, string>> = {
  ELECTRONIC: 'By email',
  BY_HAND: 'By telephone, by letter or in person',
  UNREACHABLE: 'Not at all',
};

const STATUS_WORDS: Readonly<Record<Row['status'], string>> = {
  OUTSTANDING: 'To be told',
  REQUESTED: 'On its way',
  SENT: 'Told',
  WITHHELD: 'Withheld',
};

type Counted = {
  readonly rows: readonly Row[];
  readonly actions: readonly AgencyCounts[];
  readonly answers: readonly AppropriatenessCounts[];
};

type Shown = {
  readonly status: 'outstanding' | 'settled';
  /** Civil dates, both included. */
  readonly from: string;
  readonly to: string;
  readonly calendar: CalendarEdition;
  readonly agencies: Agencies;
};

/** The page of what referrers were told, or have yet to be told, with the counts of each agency. */
export function feedbackPage({ rows, actions, answers }: Counted, shown: Shown) {
  const { status, from, to, agencies } = shown;
  const nameOf = (code: string) => agencies.get(code)?.name ?? codeWords(code);
  const link = (one: string) => `/feedback?${new URLSearchParams({ status: one, from, to }).toString()}`;
  return {
    status,
    from,
    to,
    parts: [
      { words: 'To be told', address: link('outstanding'), isCurrent: status === 'outstanding' },
      { words: 'Settled', address: link('settled'), isCurrent: status === 'settled' },
    ],
    rows: rows.map((row) => rowView(row, shown)),
    counts: [
      {
        heading: 'What agencies say of their own referrals',
        lead: 'Of referrals that came to no further action or to advice, each agency is asked whether, looking back, it was right to refer. The share is of those it judged.',
        columns: ['Agency', 'Asked', 'Appropriate', 'Not appropriate', 'No reply', 'Awaited', 'Share'],
        rows: answers.map(
          ({ agency, returned, appropriate, inappropriate, noReply, awaited, appropriatePercent }) => [
            nameOf(agency),
            ...[returned, appropriate, inappropriate, noReply, awaited].map(String),
            percentWords(appropriatePercent),
          ],
        ),
      },
      {
        heading: 'What agencies did of what they were asked',
        lead: 'Actions asked of one agency. The share is of those asked that were confirmed as done.',
        columns: ['Agency', 'Asked', 'Done', 'Not done', 'Awaited', 'No longer asked', 'Share'],
        rows: actions.map(({ agency, asked, done, notDone, awaited, ended, confirmedPercent }) => [
          nameOf(agency),
          `${asked}`,
          `${done}`,
          notDoneWords(notDone),
          ...[awaited, ended].map(String),
          percentWords(confirmedPercent),
        ]),
      },
    ],
  };
}

function rowView(row: Row, { calendar, agencies }: Shown) {
  const { referralRef, decisionNo, outcome, agency, toldAs, reach, status, dueAt, isOverdue } = row;
  const isOwed = status === 'OUTSTANDING';
  return {
    reference: referralRef,
    address: `/referrals/${referralRef}`,
    task: isOwed ? `/referrals/${referralRef}/feedback` : undefined,
    isAmended: decisionNo > 1,
    outcome: OUTCOME_LABELS[outcome],
    referrer: agency === undefined ? 'No agency' : (agencies.get(agency)?.name ?? codeWords(agency)),
    toldAs: KIND_WORDS[toldAs],
    stands: standing(row, calendar),
    how: isOwed ? REACH_WORDS[reach] : undefined,
    due: dueAt === undefined ? undefined : { instant: dueAt, words: dueWords(parseInstant(dueAt), calendar) },
    isLate: isOverdue,
    question: row.links.appropriateness?.replace(/^\/v1/, ''),
  };
}

function standing({ status, settledAt, method, withheldFor }: Row, calendar: CalendarEdition): string {
  const when = settledAt === undefined ? '' : `, ${dueWords(parseInstant(settledAt), calendar)}`;
  if (withheldFor !== undefined) return `${STATUS_WORDS[status]}${when}: ${WITHHOLDING_LABELS[withheldFor]}`;
  return `${STATUS_WORDS[status]}${method === undefined ? '' : ` ${METHOD_LABELS[method]}`}${when}`;
}

function notDoneWords(notDone: AgencyCounts['notDone']): string {
  const words: Readonly<Record<string, string>> = NOT_DONE_WORDS;
  const reasons = Object.entries(notDone).map(
    ([code, count]) => `${words[code] ?? codeWords(code)}: ${count}`,
  );
  return reasons.length === 0 ? '0' : reasons.join('\n');
}

/** Whole numbers, half up, as the published tables have them. */
function percentWords(percent: number | null): string {
  return percent === null ? 'n/a' : `${Math.round(percent)}%`;
}
