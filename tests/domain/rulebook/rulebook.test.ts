import { describe, expect, it, test } from 'vitest';
import { SYSTEM_ACTOR } from '../../../domain/actor.ts';
import type { DomainError } from '../../../domain/errors.ts';
import { type LocalDate, parseInstant } from '../../../domain/instant.ts';
import { decideRules, type RulebookCommand } from '../../../domain/rulebook/decide.ts';
import { editionsFor, standingEditions } from '../../../domain/rulebook/in-force.ts';
import { type EditionRef, foldRulebook, type RulebookEvent } from '../../../domain/rulebook/rulebook.ts';
import { actor } from '../../support/people.ts';

const NOW = parseInstant('2028-06-05T10:00:00+01:00');
const ana = actor('ADMINISTRATOR', { userId: 'synthetic-ana' });
const ben = actor('ADMINISTRATOR', { userId: 'synthetic-ben' });

const calendarRef = (edition: string): EditionRef => ({ kind: 'CALENDAR', edition, sha256: `of ${edition}` });
const policyRef = (edition: string, effectiveFrom = '2024-01-01'): EditionRef => ({
  kind: 'POLICY',
  edition,
  sha256: `of ${edition}`,
  effectiveFrom: effectiveFrom as LocalDate,
});

const OPENED: RulebookEvent = {
  type: 'RulebookOpened',
  occurredAt: NOW,
  editions: [policyRef('p0'), calendarRef('c0')],
};
const publish = (edition: EditionRef): RulebookCommand => ({
  type: 'propose',
  change: { type: 'PUBLISH', edition },
});
const withdraw = (publication: number): RulebookCommand => ({
  type: 'propose',
  change: { type: 'WITHDRAW', publication },
});
const agree = (proposal: number): RulebookCommand => ({ type: 'agree', proposal });
const reject = (proposal: number): RulebookCommand => ({ type: 'reject', proposal });

type Step = readonly [who: typeof ana, command: RulebookCommand];

function after(...steps: Step[]): RulebookEvent[] {
  const events: RulebookEvent[] = [OPENED];
  for (const [who, command] of steps) {
    events.push(...decideRules(rulebookOf(events), command, { actor: who, now: NOW }));
  }
  return events;
}

function rulebookOf(events: readonly RulebookEvent[]) {
  const rulebook = foldRulebook(events);
  if (rulebook === undefined) throw new Error('opened');
  return rulebook;
}

function refusal(...steps: Step[]): DomainError['code'] | undefined {
  try {
    after(...steps);
    return undefined;
  } catch (error) {
    return (error as DomainError).code;
  }
}

const c1 = publish(calendarRef('c1'));

describe('two people', () => {
  test.each<[string, Step[], DomainError['code'] | undefined]>([
    [
      'one proposes and another agrees',
      [
        [ana, c1],
        [ben, agree(1)],
      ],
      undefined,
    ],
    [
      'one proposes and agrees',
      [
        [ana, c1],
        [ana, agree(1)],
      ],
      'SECOND_PERSON_NEEDED',
    ],
    ['a manager proposes', [[actor('TEAM_MANAGER'), c1]], 'NOT_PERMITTED'],
    [
      'a head of service agrees',
      [
        [ana, c1],
        [actor('HEAD_OF_SERVICE'), agree(1)],
      ],
      'NOT_PERMITTED',
    ],
    [
      'the system agrees',
      [
        [ana, c1],
        [SYSTEM_ACTOR, agree(1)],
      ],
      'NOT_PERMITTED',
    ],
    ['a proposal nobody made is agreed to', [[ana, agree(1)]], 'PROPOSAL_UNKNOWN'],
    [
      'agreed twice over',
      [
        [ana, c1],
        [ben, agree(1)],
        [ana, agree(1)],
      ],
      'PROPOSAL_SETTLED',
    ],
    [
      'rejected, then agreed to',
      [
        [ana, c1],
        [ben, reject(1)],
        [ben, agree(1)],
      ],
      'PROPOSAL_SETTLED',
    ],
    [
      'the proposer takes it back',
      [
        [ana, c1],
        [ana, reject(1)],
      ],
      undefined,
    ],
    ['what is in force is proposed', [[ana, publish(calendarRef('c0'))]], 'EDITION_IN_FORCE'],
    [
      'another edition under a known name',
      [[ana, publish({ kind: 'CALENDAR', edition: 'c0', sha256: 'of something else' })]],
      'EDITION_KNOWN',
    ],
    ['the same name in the other kind', [[ana, publish(policyRef('c0'))]], undefined],
    ['a publication that never was is withdrawn', [[ana, withdraw(1)]], 'PUBLICATION_NOT_IN_FORCE'],
    [
      'a publication is withdrawn twice',
      [
        [ana, c1],
        [ben, agree(1)],
        [ana, withdraw(1)],
        [ben, agree(2)],
        [ana, withdraw(1)],
      ],
      'PUBLICATION_NOT_IN_FORCE',
    ],
    [
      'two proposals of one edition, both agreed to',
      [
        [ana, c1],
        [ana, c1],
        [ben, agree(1)],
        [ben, agree(2)],
      ],
      'EDITION_IN_FORCE',
    ],
  ])('%s', (_case, steps, expected) => {
    expect(refusal(...steps)).toBe(expected);
  });

  it('what the system proposes needs two beside it', () => {
    const one = after([SYSTEM_ACTOR, c1], [ana, agree(1)]);
    expect(one.map(({ type }) => type)).not.toContain('RulesChanged');
    const two = after([SYSTEM_ACTOR, c1], [ana, agree(1)], [ben, agree(1)]);
    expect(two.at(-1)).toMatchObject({ type: 'RulesChanged', publication: 1, proposal: 1 });
  });
});

describe('what is in force', () => {
  const inForce = (events: readonly RulebookEvent[], on: string) => {
    const { policy, calendar, publication } = editionsFor(rulebookOf(events), on as LocalDate);
    return [policy.edition, calendar.edition, publication];
  };
  const both = after(
    [ana, c1],
    [ben, agree(1)],
    [ana, publish(policyRef('p1', '2028-07-01'))],
    [ben, agree(2)],
  );

  test.each([
    ['before anything was published', after(), '2028-06-05', ['p0', 'c0', 0]],
    ['received before the policy takes effect', both, '2028-06-30', ['p0', 'c1', 2]],
    ['received the day it takes effect', both, '2028-07-01', ['p1', 'c1', 2]],
    ['received before every policy', both, '2020-01-01', ['p0', 'c1', 2]],
  ])('%s', (_case, events, on, expected) => {
    expect(inForce(events, on)).toEqual(expected);
  });

  it('is what stood before, once a publication is withdrawn, whatever came after it', () => {
    const events = after(
      [ana, c1],
      [ben, agree(1)],
      [ana, publish(calendarRef('c2'))],
      [ben, agree(2)],
      [ben, withdraw(2)],
      [ana, agree(3)],
    );
    expect(inForce(events, '2028-06-05')).toEqual(['p0', 'c1', 3]);
    expect(standingEditions(rulebookOf(events)).map(({ edition }) => edition)).toEqual(['p0', 'c0', 'c1']);
    const again = [...events];
    for (const [who, command] of [
      [ana, publish(calendarRef('c2'))],
      [ben, agree(4)],
    ] as const) {
      again.push(...decideRules(rulebookOf(again), command, { actor: who, now: NOW }));
    }
    expect(inForce(again, '2028-06-05')).toEqual(['p0', 'c2', 4]);
  });
});
