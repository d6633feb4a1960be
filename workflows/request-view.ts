import { isCounting } from '../domain/clock.ts';
import type { InformationRequest } from '../domain/information-request/state.ts';
import type { HubRules } from '../domain/policy.ts';
import { CLOCK_NAMES } from '../domain/vocabulary.ts';
import { dueWords } from '../domain/words.ts';
import type { SearchAttributeValues } from './search-attributes.ts';

/** What supervisors filter by in the Temporal UI. A request shared by siblings belongs to no one referral. */
export function requestAttributes(request: InformationRequest): SearchAttributeValues {
  const running = request.clocks.filter(isCounting);
  const late = running.filter(({ status }) => status === 'LATE');
  const nextDueAt = running.map(({ dueAt }) => dueAt).toSorted()[0];
  const [referralRef, ...siblings] = request.referralRefs;
  return {
    ...(nextDueAt !== undefined && { nextDueAt }),
    overdue: late.length > 0,
    overdueClocks: late.map(({ id }) => id),
    runningClocks: running.map(({ id }) => id),
    stage: request.stage,
    rag: request.rag,
    localAuthority: request.localAuthority,
    agency: request.agency,
    contactRef: request.contactRef,
    ...(siblings.length === 0 && { referralRef }),
  };
}

/** One line for the list view of the Temporal UI. */
export function requestSummary(request: InformationRequest, rules: HubRules): string {
  return `Request ${request.requestId} to ${request.agency}, ${request.localAuthority}, asked ${dueWords(request.openedAt, rules.calendar)}`;
}

/** What is late, what was said, and who acts next, in Markdown for the Temporal UI. */
export function requestDetails(request: InformationRequest, { calendar }: HubRules): string {
  const clocks = request.clocks
    .filter(({ status }) => status !== 'STOPPED')
    .map(({ kind, status, dueAt }) => {
      const due = dueWords(dueAt, calendar);
      if (status === 'PAUSED') return `- Paused: ${CLOCK_NAMES[kind]}`;
      return status === 'LATE'
        ? `- **LATE: ${CLOCK_NAMES[kind]}**, was due ${due}`
        : `- ${CLOCK_NAMES[kind]} due ${due}`;
    });
  const answers = request.answers.map(({ no, answer, partial, answeredAt, corrects }) =>
    [
      `- Answer ${no}: ${answer}`,
      partial ? ', more to come' : '',
      corrects === undefined ? '' : `, corrects answer ${corrects}`,
      `, ${dueWords(answeredAt, calendar)}`,
    ].join(''),
  );
  const listed =
    request.listedMissingAt === undefined
      ? []
      : [`- Listed as missing ${dueWords(request.listedMissingAt, calendar)}`];
  return [
    `**${request.stage}**, ${request.referralRefs.length === 1 ? 'one child' : `${request.referralRefs.length} children`}`,
    '',
    ...clocks,
    ...answers,
    ...listed,
    '',
    request.stage === 'AWAITED' ? `Next: **${request.agency}** — answer the hub.` : 'Nobody needs to act.',
  ].join('\n');
}
