import type { RequestRow } from '../../api/request-list.ts';
import type { CalendarEdition } from '../../domain/calendar-edition.ts';
import type { Instant } from '../../domain/instant.ts';
import { dueWords } from '../../domain/words.ts';
import type { Agencies } from '../../policy/agencies.ts';
import { agencyName } from './agency-checks.ts';
import { codeWords } from './labels.ts';
import { ANSWER_LABELS, REQUEST_STAGE_LABELS } from './request-labels.ts';

const STATUSES = ['open', 'overdue', 'closed'] as const;
type RequestStatus = (typeof STATUSES)[number];

const STATUS_LABELS: Readonly<Record<RequestStatus, string>> = {
  open: 'Open',
  overdue: 'Overdue',
  closed: 'Closed',
};

/** The part of the list an address asks for; what is open unless it says otherwise. */
export function requestStatusIn(text: string | undefined): RequestStatus {
  return STATUSES.find((status) => status === text) ?? 'open';
}

type Shown = {
  readonly status: RequestStatus;
  readonly now: Instant;
  readonly calendar: CalendarEdition;
  readonly agencies: Agencies;
  readonly mostShown: number;
};

/** The list of requests. It names no child: whom a request is about stands on its own page. */
export function requestListView(
  rows: readonly RequestRow[],
  { status, now, calendar, agencies, mostShown }: Shown,
) {
  return {
    heading: `${STATUS_LABELS[status]} requests`,
    parts: STATUSES.map((one) => ({
      words: STATUS_LABELS[one],
      address: `/information-requests?status=${one}`,
      isCurrent: one === status,
    })),
    isCut: rows.length >= mostShown,
    mostShown,
    rows: rows.map((row) => {
      const isLate = row.stage === 'AWAITED' && row.dueAt < now && !row.isPaused;
      return {
        address: `/information-requests/${row.requestId}`,
        reference: row.requestId,
        agency: agencyName(agencies, row.agency),
        authority: codeWords(row.localAuthority),
        due: { instant: row.dueAt, words: dueWords(row.dueAt, calendar) },
        isLate,
        stands: isLate ? 'Late' : row.isPaused ? 'Paused' : REQUEST_STAGE_LABELS[row.stage],
        answer: row.answer === null ? undefined : ANSWER_LABELS[row.answer],
      };
    }),
  };
}
