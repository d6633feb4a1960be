import { evolve } from '../../domain/referral/evolve.ts';
import type { Referral } from '../../domain/referral/state.ts';
import type { Field, FormBody, Problem } from '../forms/fields.ts';
import { MOMENT_PARTS } from '../forms/moment.ts';
import type { Task } from '../forms/task.ts';
import { newsView } from './agency-checks.ts';
import { type CaseFile, identityView } from './case.ts';
import { clocksView } from './clocks.ts';
import { concernView } from './contact.ts';
import { decisionsView } from './decisions.ts';
import { timelineView } from './timeline.ts';
import { proposalView } from './triage.ts';
import { wordsOf } from './words-written.ts';

/** What was sent before, so that nothing has to be typed twice. */
export type Attempt = {
  readonly values: FormBody;
  readonly problems: readonly Problem[];
  /** The version the sender had before them, when the case has moved on since. */
  readonly seenVersion?: number;
};

/** The page of one task. `requestKey` names this rendering of the form, so that sending it twice counts once. */
export function taskView(
  task: Task,
  file: CaseFile,
  { requestKey, attempt }: { readonly requestKey: string; readonly attempt?: Attempt },
) {
  const { referral, rows, rules, written, people } = file;
  const context = { calendar: rules.calendar, written, people };
  const fields = task.fields(referral, rules, file).map((field) => fieldView(field, attempt));
  const [decision] = decisionsView(referral, rows, context);
  const changes = attempt?.seenVersion === undefined ? [] : changesSince(attempt.seenVersion, file);
  const elsewhere = changes.length > 0 ? 'changes' : undefined;
  return {
    identity: identityView(file),
    address: `/referrals/${referral.referralRef}/${task.path}`,
    path: task.path,
    title: task.title(referral),
    lead: task.lead,
    submit: task.submit,
    fields,
    problems: (attempt?.problems ?? []).map((problem) => ({
      ...problem,
      field: anchorOf(problem, fields) ?? elsewhere,
    })),
    changes,
    version: referral.version,
    supersedes: decision?.no,
    requestKey,
    decision,
    news: task.path === 'late-answer-review' ? newsView(file) : [],
    concern: concernView(file.form),
    clocks: clocksView(referral.clocks, file),
    proposal: proposalView(file),
    withdrawalReason: referral.withdrawalRequest && wordsOf(referral.withdrawalRequest.reason, written),
  };
}

/** What made the versions of the case after the one somebody saw. */
function changesSince(version: number, { rows, rules, written, people }: CaseFile) {
  let state: Referral | undefined;
  const newer = rows.filter(({ event }) => {
    const before = state?.version ?? 0;
    state = evolve(state, event);
    return state.version > Math.max(before, version);
  });
  return timelineView(rows, { calendar: rules.calendar, written, people }, newer);
}

function fieldView(field: Field, attempt: Attempt | undefined) {
  const given = attempt?.values[field.name];
  const problem = attempt?.problems.find(({ field: name }) => name === field.name);
  return {
    ...field,
    value: typeof given === 'string' ? given : attempt === undefined ? startOf(field) : '',
    values: [given ?? []].flat(),
    parts: MOMENT_PARTS.map((part) => ({
      part,
      value: String(attempt?.values[`${field.name}-${part}`] ?? ''),
    })),
    error: problem && { text: problem.words },
  };
}

/** What a question begins with before anybody has written. */
function startOf(field: Field): string {
  return 'start' in field ? (field.start ?? '') : '';
}

/** The id of the control a problem is about; a question of several controls is entered at its first. */
function anchorOf({ field }: Problem, fields: readonly Field[]): string | undefined {
  const asked = fields.find(({ name }) => name === field);
  return asked?.kind === 'moment' ? `${asked.name}-day` : asked?.name;
}
