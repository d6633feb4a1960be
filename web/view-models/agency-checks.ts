import { answerDueAt } from '../../api/request-reading.ts';
import type { AgencyCheck, NotedAnswer } from '../../domain/referral/agency-checks.ts';
import { openReviews } from '../../domain/referral/agency-checks.ts';
import { isLate } from '../../domain/clock.ts';
import { answerClock } from '../../domain/information-request/pausing.ts';
import { dueWords } from '../../domain/words.ts';
import type { Agencies } from '../../policy/agencies.ts';
import type { CaseFile } from './case.ts';
import { codeWords } from './labels.ts';
import { ANSWER_LABELS } from './request-labels.ts';

const STATUS_LABELS: Readonly<Record<AgencyCheck['status'], string>> = {
  OPEN: 'Waiting for an answer',
  ANSWERED: 'Answered',
  WITHDRAWN: 'No longer asked',
  NO_ANSWER: 'Never answered',
};

/** What an agency is called. */
export function agencyName(agencies: Agencies, code: string): string {
  return agencies.get(code)?.name ?? codeWords(code);
}

/** Agencies asked about the child, in order, each with how it stands and what it said. */
export function checksView(file: CaseFile) {
  const { referral, agencies, requests, now, rules } = file;
  return (referral.agencyChecks ?? []).map((check) => {
    const request = requests.requests.get(check.requestId);
    const due = request && answerDueAt(request);
    const clock = request && answerClock(request);
    const isOverdue = clock !== undefined && isLate(clock, now);
    return {
      agency: agencyName(agencies, check.agency),
      isCritical: check.critical,
      status:
        check.status === 'OPEN' && clock?.status === 'PAUSED' ? 'Paused' : statusWords(check, isOverdue),
      isLate: check.status === 'OPEN' && isOverdue,
      due: due && { instant: due, words: dueWords(due, rules.calendar) },
      isMissing: check.listedMissingAt !== undefined,
      answers: check.answers.map((answer) => answerView(file, check, answer)),
      address: request && `/information-requests/${request.requestId}`,
    };
  });
}

function statusWords({ status, openedAt }: AgencyCheck, isLate: boolean): string {
  if (status !== 'OPEN') return STATUS_LABELS[status];
  if (openedAt === undefined) return 'Being sent';
  return isLate ? 'Late' : STATUS_LABELS.OPEN;
}

/** Late answers that wait for a manager, with what is new in them. */
export function newsView(file: CaseFile) {
  return openReviews(file.referral).map(({ check, answer }) => ({
    id: newsId(check, answer),
    agency: agencyName(file.agencies, check.agency),
    ...answerView(file, check, answer),
  }));
}

/** Names one answer of one request in a form. */
export function newsId({ requestId }: AgencyCheck, { answerNo }: NotedAnswer): string {
  return `${requestId}/${answerNo}`;
}

function answerView({ requests, rules }: CaseFile, { requestId }: AgencyCheck, answer: NotedAnswer) {
  const said = requests.requests.get(requestId)?.answers.find(({ no }) => no === answer.answerNo);
  const detail = requests.details.get(said?.detail?.id ?? '');
  return {
    words: ANSWER_LABELS[answer.answer],
    partial: answer.partial,
    corrects: answer.corrects,
    when: { instant: answer.answeredAt, words: dueWords(answer.answeredAt, rules.calendar) },
    detail: typeof detail === 'string' ? detail : undefined,
  };
}
