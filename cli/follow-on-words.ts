import type { LedgerRow } from '../db/streams.ts';
import { type ClockEvent, clockIdOf, isClockEvent } from '../domain/clock.ts';
import type { FollowOn } from '../domain/follow-on/kinds.ts';
import { type AnyEvent, kindOf } from '../domain/follow-on/run.ts';
import { ownerNow } from '../domain/follow-on/state.ts';
import type { HubRules } from '../domain/policy.ts';
import { dueWords } from '../domain/words.ts';
import { namedLines, rowLine, typeWords } from './case-lines.ts';

/** What a case is that follows a decision, where it stands, and everybody who has answered for it. */
export function followOnFacts(state: FollowOn, { calendar }: HubRules): string[] {
  const { id, contactRef, referralRefs, localAuthority, stage, version, openedAt, closedAt, from } = state;
  const { words, stageWords } = kindOf(state);
  const owner = ownerNow(state);
  const since = ({ team, role, since: at }: FollowOn['owners'][number]) =>
    `${team}, ${role}, since ${dueWords(at, calendar)}`;
  return [
    ...namedLines([
      ['Case', `${id}: ${words.toLowerCase()}, ${localAuthority}`],
      ['About', `${referralRefs.join(', ')} of contact ${contactRef}`],
      ['From', from],
      ['Began', dueWords(openedAt, calendar)],
      ['Stage', `${stage}: ${stageWords[stage] ?? stage}; version ${version}`],
      ['Owner', closedAt === undefined ? since(owner) : undefined],
      ['Ended', closedAt && dueWords(closedAt, calendar)],
    ]),
    '',
    'Owners',
    ...state.owners.map((one) => `  ${since(one)}`),
  ];
}

/** One row of its ledger in a line. */
export function followOnLine(row: LedgerRow, state: FollowOn, { calendar }: HubRules): string {
  const event = row.event as AnyEvent;
  const said = isClockEvent(event) ? clockSaid(event) : eventSaid(event, state);
  return rowLine(row, said, calendar);
}

function clockSaid(event: ClockEvent): string {
  const told = 'told' in event ? `, told ${event.told}` : '';
  return `${typeWords(event.type)}: ${clockIdOf(event)}${told}`;
}

function eventSaid(event: AnyEvent, state: FollowOn): string {
  if (event.type === 'DeliverySettled') return `Delivery settled: ${event.key}`;
  return kindOf(state).stageWords[event.type] ?? typeWords(event.type);
}
