import { answerDueAt, type RequestWords } from '../../api/request-reading.ts';
import { textOf } from '../../api/request-answer.ts';
import type { CalendarEdition } from '../../domain/calendar-edition.ts';
import { isLate } from '../../domain/clock.ts';
import { openPauses } from '../../domain/clock-pausing.ts';
import { answerClock } from '../../domain/information-request/pausing.ts';
import { type InformationRequest, isEnded } from '../../domain/information-request/state.ts';
import type { Instant } from '../../domain/instant.ts';
import { dueWords } from '../../domain/words.ts';
import type { Agencies } from '../../policy/agencies.ts';
import { ANSWER_FIELDS, PAUSE_FIELD, WITHDRAWAL_FIELD } from '../forms/answer.ts';
import type { Field, FormBody, Problem } from '../forms/fields.ts';
import { ANSWER_LABELS, DISCLOSED_LABELS, REQUEST_STAGE_LABELS } from './request-labels.ts';
import { BASIS_LABELS, codeWords } from './labels.ts';

/** What was typed before, sent or kept as a draft. */
export type AnswerAttempt = {
  readonly values: FormBody;
  readonly problems?: readonly Problem[];
  /** When it was kept. */
  readonly savedAt?: Instant;
};

type Shown = {
  readonly request: InformationRequest;
  readonly words: RequestWords;
  readonly calendar: CalendarEdition;
  readonly agencies: Agencies;
  readonly now: Instant;
  /** Where the page is, and its forms are sent. */
  readonly address: string;
  /** Whether the words of earlier answers are shown, and not only what they come to. */
  readonly showsDetail: boolean;
  readonly mayAnswer: boolean;
  readonly attempt?: AnswerAttempt;
};

/** The page on which an agency answers one request, or sees how it was answered. */
export function answerView(shown: Shown) {
  const { request, words, calendar, agencies, now, mayAnswer, attempt } = shown;
  const due = answerDueAt(request);
  const last = request.answers.at(-1);
  const clock = answerClock(request);
  const pauses = openPauses(clock);
  return {
    address: shown.address,
    agency: agencies.get(request.agency)?.name ?? codeWords(request.agency),
    reference: request.contactRef,
    stage: REQUEST_STAGE_LABELS[request.stage],
    isEnded: isEnded(request),
    due: {
      instant: due,
      words: dueWords(due, calendar),
      isLate: isLate(clock, now) && request.stage === 'AWAITED',
    },
    pauses: pauses.map(({ no, from, reason }) => ({
      no,
      from: { instant: from, words: dueWords(from, calendar) },
      reason: textOf(words, reason),
      submit: pauses.length > 1 ? `End pause ${no}` : 'Let the time run on',
    })),
    basis: BASIS_LABELS[request.basis],
    questions:
      textOf(words, request.questions) ?? 'The questions have been erased. Ring the hub to hear them.',
    children: words.disclosure.children.map(({ facts }) => facts.map(labelled)),
    family: words.disclosure.family.map(labelled),
    answers: request.answers.map(({ no, answer, partial, corrects, answeredAt, detail }) => ({
      no,
      words: ANSWER_LABELS[answer],
      partial,
      corrects,
      when: { instant: answeredAt, words: dueWords(answeredAt, calendar) },
      detail: shown.showsDetail ? textOf(words, detail) : undefined,
    })),
    mayAnswer,
    corrects: request.stage === 'ANSWERED' ? last?.no : undefined,
    fields: ANSWER_FIELDS.map((field) => fieldView(field, attempt)),
    withdrawal: fieldView(WITHDRAWAL_FIELD, attempt),
    pause: fieldView(PAUSE_FIELD, attempt),
    problems: attempt?.problems ?? [],
    savedAt: attempt?.savedAt && dueWords(attempt.savedAt, calendar),
  };
}

function labelled({ field, value }: RequestWords['disclosure']['family'][number]) {
  return { label: DISCLOSED_LABELS[field], value };
}

function fieldView(field: Field, attempt: AnswerAttempt | undefined) {
  const given = attempt?.values[field.name];
  const problem = attempt?.problems?.find(({ field: name }) => name === field.name);
  return {
    ...field,
    value: typeof given === 'string' ? given : '',
    values: [given ?? []].flat(),
    error: problem && { text: problem.words },
  };
}
