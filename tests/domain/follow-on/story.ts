import type { Actor } from '../../../domain/actor.ts';
import type { FollowOnDelivery } from '../../../domain/case.ts';
import type { FollowOn, Opening } from '../../../domain/follow-on/kinds.ts';
import {
  type AnyCommand,
  type AnyEvent,
  decide,
  evolve,
  fold,
  openFollowOn,
  owedDeliveries,
  settled,
  tick,
} from '../../../domain/follow-on/run.ts';
import type { Settled } from '../../../domain/follow-on/state.ts';
import { type Instant, parseInstant } from '../../../domain/instant.ts';
import type { HubRules } from '../../../domain/policy.ts';
import { followOnPolicy } from '../../../policy/case-policy.ts';
import { defaultEditions } from '../../../policy/editions.ts';
import { actor } from '../../support/people.ts';

const { policy, calendar } = defaultEditions();
/** What the hub ships with, as a case takes it along that follows a decision. */
export const rules: HubRules = { policy: followOnPolicy(policy), calendar };

/** `Mon 10:00` of the week from 5 June 2028, `+1 Tue 10:00` of the week after, and so on. Summer time, no holiday. */
export function on(text: string): Instant {
  const [, weeks = '0', day = '', time = ''] = /^(?:\+(\d+) )?(\w{3}) ([\d:.]+)$/.exec(text) ?? [];
  const days = Number(weeks) * 7 + ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(day);
  const [date = ''] = new Date(Date.UTC(2028, 5, 5 + days)).toISOString().split('T');
  return parseInstant(`${date}T${time}+01:00`);
}

export const system = actor('SYSTEM');

/** What happens to a case: a command and who gives it, time that passes, or all it owes done. */
export type Step = readonly [
  at: string,
  what: AnyCommand | 'tick' | 'settle' | { readonly settle: (owed: FollowOnDelivery) => Settled },
  by?: Actor,
];

export type Told<State> = {
  readonly state: State;
  readonly events: readonly AnyEvent[];
  /** Of the last step alone. */
  readonly last: readonly AnyEvent[];
};

/**
 * Begins a case and takes the steps in order, ticking before each as the workflow does. `settle` has everything that
 * is owed done and taken, a case begun under the id `<key>`.
 */
export function story<State extends FollowOn = FollowOn>(
  opening: Opening & { readonly id: string },
  openedAt: string,
  steps: readonly Step[] = [],
): Told<State> {
  const events: AnyEvent[] = openFollowOn(opening, { now: on(openedAt), rules });
  let last: readonly AnyEvent[] = events;
  for (const [at, what, by = system] of steps) {
    const now = on(at);
    const late = tick(folded(events), { now, rules });
    last = [...late, ...taken(late.reduce<FollowOn>(evolve, folded(events)), what, by, now)];
    events.push(...last);
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the test says which kind it begins
  return { state: folded(events) as State, events, last };
}

function taken(state: FollowOn, what: Step[1], actor: Actor, now: Instant): AnyEvent[] {
  if (what === 'tick') return [];
  if (what === 'settle' || 'settle' in what) {
    const outcome =
      what === 'settle'
        ? ({ key, message }: FollowOnDelivery): Settled => ({
            isTaken: true,
            ...(message === 'CASE_TO_OPEN' && { caseId: key }),
            ...(message === 'CONTACT_TO_BEGIN' && { caseId: 'R-TEST-0009' }),
          })
        : what.settle;
    const events: AnyEvent[] = [];
    let current = state;
    for (const owed of owedDeliveries(state)) {
      const done = settled(current, owed, outcome(owed), { now, rules });
      events.push(...done);
      current = done.reduce<FollowOn>(evolve, current);
    }
    return events;
  }
  return decide(state, what, { actor, now, rules });
}

export function folded(events: readonly AnyEvent[]): FollowOn {
  const state = fold(events);
  if (state === undefined) throw new Error('a story begins with an opening');
  return state;
}

/** `ClockBreached ICPC`, `AssessmentAccepted` and the like, in order. */
export function outline(events: readonly AnyEvent[]): string[] {
  return events.map((event) => {
    if ('clock' in event) return `${event.type} ${event.clock}`;
    return 'terms' in event ? `${event.type} ${event.terms.id}` : event.type;
  });
}
