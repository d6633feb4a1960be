import { isCounting } from '../domain/clock.ts';
import { followOnStream } from '../domain/follow-on/stream.ts';
import type { HubRules } from '../domain/policy.ts';
import { linksOf } from '../domain/referral/follow-on-rules.ts';
import { nextAction, waitsFor, WAITS_FOR_WORDS } from '../domain/referral/next-action.ts';
import type { Referral } from '../domain/referral/state.ts';
import { CLOCK_NAMES } from '../domain/vocabulary.ts';
import { dueWords } from '../domain/words.ts';

import type { SearchAttributeValues } from './search-attributes.ts';

function openClocks(referral: Referral) {
  return referral.clocks.filter((clock) => clock.status !== 'STOPPED');
}

/** What supervisors filter by in the Temporal UI. */
export function referralAttributes(referral: Referral): SearchAttributeValues {
  const running = openClocks(referral).filter(isCounting);
  const late = running.filter((clock) => clock.status === 'LATE');
  const nextDueAt = running.map((clock) => clock.dueAt).sort()[0];
  return {
    ...(nextDueAt !== undefined && { nextDueAt }),
    overdue: late.length > 0,
    overdueClocks: late.map((clock) => clock.id),
    runningClocks: running.map((clock) => clock.id),
    stage: referral.stage,
    ...(referral.rating && { rag: referral.rating.rag }),
    localAuthority: referral.localAuthority,
    ...(referral.agency !== undefined && { agency: referral.agency }),
    contactRef: referral.contactRef,
    referralRef: referral.referralRef,
  };
}

/** One line for the list view of the Temporal UI. */
export function referralSummary(referral: Referral, rules: HubRules): string {
  return `Referral ${referral.referralRef}, ${referral.localAuthority}, received ${dueWords(referral.receivedAt, rules.calendar)}`;
}

/** Workflow ids of the cases that follow its decisions or stand beside it. */
function ledTo(referral: Referral): string[] {
  return linksOf(referral).flatMap(({ kind, caseId }) =>
    caseId === undefined ? [] : [`Led to \`${followOnStream(kind, caseId)}\`.`],
  );
}

/** What is late, what is running, where it led and who acts next, in Markdown for the Temporal UI. */
export function referralDetails(referral: Referral, rules: HubRules): string {
  const lines = openClocks(referral).map((clock) => {
    const due = dueWords(clock.dueAt, rules.calendar);
    const name = CLOCK_NAMES[clock.kind];
    if (clock.status === 'LATE') return `- **LATE: ${name}**, was due ${due}`;
    return clock.status === 'PAUSED'
      ? `- ${name} stands still; it was due ${due} when it was paused`
      : `- ${name} due ${due}`;
  });
  const next = nextAction(referral);
  const waits = waitsFor(referral);
  return [
    `**${referral.stage}**${referral.rating ? `, rated ${referral.rating.rag}` : ''}`,
    '',
    ...(lines.length > 0 ? lines : ['- No clock is running']),
    '',
    ...ledTo(referral),
    next === undefined
      ? `${waits ? WAITS_FOR_WORDS[waits] : 'Nobody needs to act'}.`
      : `Next: **${next.by}** — ${next.words}.`,
  ].join('\n');
}
