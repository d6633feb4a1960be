import type { Actor } from '../actor.ts';
import type { Letter } from '../case.ts';
import { DomainError } from '../errors.ts';
import { type Instant, isCivilDate } from '../instant.ts';
import { daysBetween, localTimeOf } from '../local-time.ts';
import { DECIDING_ROLES } from '../referral/outcomes.ts';
import type { Role } from '../vocabulary.ts';
import { startLimited, stopClocks } from './clock-keeping.ts';
import type { CommonCommand, PLAN_ACTIONS } from './commands.ts';
import type { CommonEvent, PlanEvent } from './events.ts';
import type { Context, NextStep } from './kind.ts';
import { type AnyFollowOn, ownerNow, type PlanAction } from './state.ts';
import { followOnStream } from './stream.ts';

export type PlanCommand = Extract<CommonCommand, { type: (typeof PLAN_ACTIONS)[number] }>;

const CO_ORDINATORS: readonly Role[] = [
  'SOCIAL_WORKER',
  ...DECIDING_ROLES,
  'STRATEGY_CHAIR',
  'EARLY_HELP_MANAGER',
  'EARLY_HELP_PRACTITIONER',
];
const ALL: readonly Role[] = [...CO_ORDINATORS, 'AGENCY_REPRESENTATIVE'];

/** Roles that may give each command of the plan. */
export const PLAN_PERMITTED: Readonly<Record<PlanCommand['type'], readonly Role[]>> = {
  proposePlanAction: CO_ORDINATORS,
  agreePlanAction: ALL,
  declinePlanAction: ALL,
  reportPlanAction: ALL,
};

/** Whether an agency has something to do in the plan. */
export function isInPlan({ plan = [] }: AnyFollowOn, agency: string): boolean {
  return plan.some((action) => action.agency === agency);
}

export function planObstacle(
  { plan = [] }: AnyFollowOn,
  action: PlanCommand['type'],
): DomainError | undefined {
  const refuse = () => new DomainError('NO_PLAN_ACTION', 'No action of the plan waits for this');
  switch (action) {
    case 'proposePlanAction':
      return undefined;
    case 'agreePlanAction':
    case 'declinePlanAction':
      return plan.some(({ answer }) => answer === undefined) ? undefined : refuse();
    case 'reportPlanAction':
      return plan.some(isAgreedAndOpen) ? undefined : refuse();
  }
}

function isAgreedAndOpen({ answer, report }: PlanAction): boolean {
  return answer?.agreed === true && report === undefined;
}

/**
 * What a command makes of the plan. An agency answers for itself; those who keep the case write down what they were
 * told.
 * @throws DomainError NO_PLAN_ACTION, NOT_PERMITTED, INVALID_INSTANT
 */
export function acceptPlan(state: AnyFollowOn, command: PlanCommand, context: Context): CommonEvent[] {
  const { actor, now: occurredAt, rules } = context;
  switch (command.type) {
    case 'proposePlanAction': {
      const days = daysAhead(command.dueOn, context);
      const { type: _type, ...content } = command;
      const no = (state.plan?.length ?? 0) + 1;
      const limit = { amount: days, unit: 'CD' } as const;
      return [
        { type: 'PlanActionProposed', occurredAt, no, ...content, proposedBy: actor.userId },
        startLimited(state, 'PLAN_ACTION', limit, { startedAt: occurredAt, now: occurredAt }, rules, `${no}`),
      ];
    }
    case 'agreePlanAction': {
      const { no } = openAction(state, command.no, actor, ({ answer }) => answer === undefined);
      return [{ type: 'PlanActionAgreed', occurredAt, no, agreedBy: actor.userId }];
    }
    case 'declinePlanAction': {
      const { no } = openAction(state, command.no, actor, ({ answer }) => answer === undefined);
      return [
        { type: 'PlanActionDeclined', occurredAt, no, reason: command.reason, declinedBy: actor.userId },
        ...stopClocks(state, { kinds: ['PLAN_ACTION'], about: `${no}` }, 'ANSWERED', occurredAt, rules),
      ];
    }
    case 'reportPlanAction': {
      const { no } = openAction(state, command.no, actor, isAgreedAndOpen);
      const { done, note } = command;
      return [
        {
          type: 'PlanActionReported',
          occurredAt,
          no,
          done,
          ...(note && { note }),
          reportedBy: actor.userId,
        },
        ...stopClocks(state, { kinds: ['PLAN_ACTION'], about: `${no}` }, 'CONFIRMED', occurredAt, rules),
      ];
    }
  }
}

function openAction(
  { plan = [] }: AnyFollowOn,
  no: number,
  { role, agency }: Actor,
  isOpen: (action: PlanAction) => boolean,
): PlanAction {
  const action = plan.find((one) => one.no === no && isOpen(one));
  if (action === undefined) {
    throw new DomainError('NO_PLAN_ACTION', 'No action of the plan of this number waits for this', 'no');
  }
  if (role === 'AGENCY_REPRESENTATIVE' && action.agency !== agency) {
    throw new DomainError('NOT_PERMITTED', 'This action of the plan is for another agency', 'no');
  }
  return action;
}

/** A year ahead at most, so that the case's calendar reaches it. */
const MOST_DAYS = 366;

function daysAhead(dueOn: string, { now, rules }: Context): number {
  if (!isCivilDate(dueOn)) {
    throw new DomainError('INVALID_INSTANT', 'Write the day as a date, such as 2027-03-25', 'dueOn');
  }
  const days = daysBetween(localTimeOf(now, rules.calendar).date, dueOn);
  if (days < 0 || days > MOST_DAYS) {
    throw new DomainError('INVALID_INSTANT', 'An action is due today or within a year', 'dueOn');
  }
  return days;
}

/** Each agency is asked once for what it is to do. */
export function planLetters({ id, kind, contactRef, plan = [] }: AnyFollowOn): Letter[] {
  return plan.map(({ no, agency }) => ({
    key: `${id}/PLAN_ACTION_ASKED/${no}`,
    message: 'LETTER',
    contactRef,
    from: followOnStream(kind, id),
    template: 'PLAN_ACTION_ASKED',
    recipient: { kind: 'AGENCY', agency },
    no,
  }));
}

/** What was declined or not done is planned another way; nothing more to do once something was proposed after it. */
export function planStep(state: AnyFollowOn): NextStep | undefined {
  const failed = toPlanAgain(state)[0];
  if (failed === undefined) return undefined;
  const { role } = ownerNow(state);
  return {
    action: 'proposePlanAction',
    by: CO_ORDINATORS.includes(role) ? role : 'TEAM_MANAGER',
    words: `Plan another way: action ${failed.no} of the plan was ${failed.report ? 'not done' : 'declined'}`,
  };
}

/** Actions that were declined or not done, and nothing has been proposed since. */
export function toPlanAgain({ plan = [] }: Pick<AnyFollowOn, 'plan'>): PlanAction[] {
  return plan.filter((action) => {
    const at = failedAt(action);
    return at !== undefined && !plan.some(({ proposedAt }) => proposedAt >= at);
  });
}

function failedAt({ answer, report }: PlanAction): Instant | undefined {
  if (report?.done === false) return report.at;
  return answer?.agreed === false ? answer.at : undefined;
}

/** The plan after one of its events. */
export function evolvePlan(plan: readonly PlanAction[] = [], event: PlanEvent): readonly PlanAction[] {
  const { occurredAt: at } = event;
  const change = (to: (action: PlanAction) => PlanAction) =>
    plan.map((action) => (action.no === event.no ? to(action) : action));
  switch (event.type) {
    case 'PlanActionProposed': {
      const { type: _type, occurredAt: proposedAt, ...content } = event;
      return [...plan, { ...content, proposedAt }];
    }
    case 'PlanActionAgreed':
      return change((action) => ({ ...action, answer: { agreed: true, at, by: event.agreedBy } }));
    case 'PlanActionDeclined': {
      const { reason, declinedBy: by } = event;
      return change((action) => ({ ...action, answer: { agreed: false, at, by, reason } }));
    }
    case 'PlanActionReported': {
      const { done, note, reportedBy: by } = event;
      return change((action) => ({ ...action, report: { done, at, by, ...(note && { note }) } }));
    }
  }
}
