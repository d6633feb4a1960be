import type { DeliveredMessage } from '../../../domain/case.ts';
import type { Actor } from '../../../domain/actor.ts';
import { type Instant, parseInstant } from '../../../domain/instant.ts';
import type { ReferralCommand } from '../../../domain/referral/commands.ts';
import type { RequestEvent } from '../../../domain/information-request/events.ts';
import { decide, observe } from '../../../domain/referral/decide.ts';
import { receive } from '../../../domain/referral/receive.ts';
import type { Receipt, ReferralEvent } from '../../../domain/referral/events.ts';
import { fold } from '../../../domain/referral/evolve.ts';
import { latestDecision, type Referral } from '../../../domain/referral/state.ts';
import type { SealedText } from '../../../domain/sealed-text.ts';
import { nineToFive } from '../../policy/hubs.ts';
import { teamManager } from '../../support/people.ts';

export const rules = nineToFive;

/** `Mon 10:00` of the week from 5 June 2028, `+1 Tue 10:00` of the week after. All summer time, no bank holiday. */
export function on(text: string): Instant {
  const [, weeks = '0', day = '', time = ''] = /^(?:\+(\d) )?(\w{3}) ([\d:.]+)$/.exec(text) ?? [];
  const date = 5 + Number(weeks) * 7 + ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(day);
  return parseInstant(`2028-06-${String(date).padStart(2, '0')}T${time}+01:00`);
}

export const MON_TEN = on('Mon 10:00');

/** Words a person wrote, sealed. */
export function sealed(id: string): SealedText {
  return { id, digest: '0'.repeat(64) };
}

export function receipt(overrides: Partial<Receipt> = {}): Receipt {
  return {
    referralRef: 'R-TEST-0001',
    contactRef: 'C-TEST-0001',
    localAuthority: 'SPECIMENSHIRE',
    agency: 'SPECIMEN_SCHOOL',
    submittedBy: 'synthetic-referrer',
    channel: 'FORM',
    sourceCode: '2A',
    receivedAt: MON_TEN,
    referrerReach: 'ELECTRONIC',
    marks: [],
    ...overrides,
  };
}

/** What happens to a referral: at an instant, a command with its actor, or something the system sees. */
export type Step = readonly [
  at: string,
  what: ReferralCommand | DeliveredMessage | 'tick' | DeliveredMessage['message'],
  actor?: Actor,
];

/** A referral and all its events, the last step's apart. */
export type Told = {
  readonly referral: Referral;
  readonly events: readonly ReferralEvent[];
  readonly last: readonly ReferralEvent[];
};

/** Receives a referral at ten on Monday and takes the steps in order, ticking before each as the workflow does. */
export function story(steps: readonly Step[], from: Partial<Receipt> = {}, enteredAt = MON_TEN): Told {
  const events = receive(receipt(from), enteredAt, rules);
  let last: readonly ReferralEvent[] = events;
  for (const step of steps) {
    const now = on(step[0]);
    const late = observe(folded(events), { type: 'tick' }, { now, rules });
    last = [...late, ...taken(folded([...events, ...late]), step, now)];
    events.push(...last);
  }
  return { referral: folded(events), events, last };
}

function taken(referral: Referral, [, what, actor = teamManager]: Step, now: Instant): ReferralEvent[] {
  switch (what) {
    case 'tick':
      return [];
    case 'ACKNOWLEDGEMENT':
    case 'OUTCOME':
    case 'QUESTION':
      return observe(referral, { type: 'delivered', ...messageOf(referral, what) }, { now, rules });
    default:
      if ('message' in what) return observe(referral, { type: 'delivered', ...what }, { now, rules });
      return decide(referral, what, { actor, now, rules });
  }
}

/** The message of that kind about the decision in force, or the last question. */
export function messageOf(referral: Referral, message: DeliveredMessage['message']): DeliveredMessage {
  switch (message) {
    case 'ACKNOWLEDGEMENT':
      return { message };
    case 'OUTCOME':
      return { message, decisionNo: latestDecision(referral)?.no ?? 1 };
    case 'QUESTION':
      return { message, questionNo: referral.clarifications?.length ?? 1 };
  }
}

export function folded(events: readonly ReferralEvent[]): Referral {
  const referral = fold(events);
  if (referral === undefined) throw new Error('a story begins with a receipt');
  return referral;
}

/** `ClockBreached DECISION` and the like, in order. */
export function outline(events: readonly (ReferralEvent | RequestEvent)[]): string[] {
  return events.map((event) => {
    if ('clock' in event) return `${event.type} ${event.clock}`;
    return 'terms' in event ? `${event.type} ${event.terms.id}` : event.type;
  });
}

export const rateRed: ReferralCommand = { type: 'rate', rag: 'RED', reason: sealed('r') };
export const rateAmber: ReferralCommand = { type: 'rate', rag: 'AMBER', reason: sealed('r') };
export const rateBlue: ReferralCommand = { type: 'rate', rag: 'BLUE', reason: sealed('r') };
export const rateGreen: ReferralCommand = { type: 'rate', rag: 'GREEN', reason: sealed('r') };

type Decide = Extract<ReferralCommand, { type: 'decide' }>;

/** A decision for an assessment unless it says otherwise. */
export function decision(overrides: Partial<Decide> = {}): Decide {
  return {
    type: 'decide',
    outcome: 'ASSESSMENT_S17',
    level: 3,
    rationale: sealed('rationale'),
    evidenceConsidered: sealed('evidence'),
    agreement: 'GIVEN',
    agenciesMissing: [],
    ...overrides,
  };
}

export const byPhone: ReferralCommand = { type: 'giveFeedback', method: 'PHONE' };
export const acceptHandover: ReferralCommand = { type: 'acceptHandover' };
export const askToWithdraw: ReferralCommand = { type: 'requestWithdrawal', reason: sealed('w') };
export const approveWithdrawal: ReferralCommand = {
  type: 'approveWithdrawal',
  rationale: sealed('w'),
  noDutyArises: true,
};
export const refuseWithdrawal: ReferralCommand = { type: 'refuseWithdrawal', rationale: sealed('w') };
