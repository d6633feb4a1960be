import { describe, expect, test } from 'vitest';
import { outcomeWords } from '../../activities/outcome-wording.ts';
import type { Decision } from '../../domain/referral/state.ts';
import { REFERRER_KINDS, type ReferrerKind } from '../../domain/referrer-kind.ts';
import { OUTCOMES, type Outcome } from '../../domain/vocabulary.ts';
import { MONDAY_TEN } from '../support/people.ts';

const seal = { id: 'sealed', digest: '0'.repeat(64) };

function decision(outcome: Outcome, no = 1): Decision {
  return {
    no,
    outcome,
    level: 2,
    rationale: seal,
    evidenceConsidered: seal,
    agreement: 'GIVEN',
    agenciesMissing: ['POLICE'],
    decidedAt: MONDAY_TEN,
    decidedBy: 'synthetic-team-manager',
  };
}

const letter = (outcome: Outcome, kind: ReferrerKind, no?: number) =>
  outcomeWords('C-TEST-0001', decision(outcome, no), kind);

/** Words that would tell somebody what follows for a family. */
const STEPS =
  /no further action|advice|signpost|early help|assessment|social worker|agency|agencies|strategy|partner|officer|adult services|authority|council|section|worker|service/i;

describe.each(REFERRER_KINDS)('the outcome for %s', (kind) => {
  test.each(OUTCOMES)('%s has words of its own length, with the reference of the contact', (outcome) => {
    const words = letter(outcome, kind).split('\n');
    expect(words[0]).toBe('The hub has decided on your contact C-TEST-0001.');
    expect(words.length).toBeGreaterThanOrEqual(3);
    for (const line of words) expect(line).toMatch(/[.!]$/);
  });

  test.each(OUTCOMES)('%s, of a later decision, says that the outcome has changed', (outcome) => {
    expect(letter(outcome, kind, 2)).toContain('The outcome of your contact C-TEST-0001 has changed.');
  });

  test.each(OUTCOMES)('%s holds nothing of the decision but its outcome', (outcome) => {
    const words = letter(outcome, kind);
    for (const inside of ['sealed', 'synthetic', 'POLICE', 'GIVEN', outcome]) {
      expect(words).not.toContain(inside);
    }
    expect(words).not.toMatch(/level|threshold|rating|harm|abuse|neglect|section 47|undefined/i);
  });
});

describe('never allowed: a member of the public learns what follows for a family', () => {
  test.each(OUTCOMES)('%s', (outcome) => {
    expect(letter(outcome, 'PUBLIC')).not.toMatch(STEPS);
    expect(letter(outcome, 'PUBLIC')).toBe(letter('NFA', 'PUBLIC'));
  });

  test('and the words that would give it away are those professionals do read', () => {
    for (const outcome of OUTCOMES) {
      const step = letter(outcome, 'PROFESSIONAL').split('\n')[1] ?? '';
      if (outcome !== 'STRATEGY_S47') expect(step, outcome).toMatch(STEPS);
    }
  });
});

describe('who is no professional has words of their own', () => {
  test.each(OUTCOMES.flatMap((outcome) => REFERRER_KINDS.map((kind) => [outcome, kind] as const)))(
    '%s for %s',
    (outcome, kind) => {
      if (kind === 'PROFESSIONAL') return;
      const [, step] = letter(outcome, kind).split('\n');
      const [, professional] = letter(outcome, 'PROFESSIONAL').split('\n');
      expect(step).not.toBe(professional);
      expect(letter(outcome, kind)).toContain('call 999');
    },
  );

  test('professionals are told of the escalation procedure, nobody else is', () => {
    const told = REFERRER_KINDS.filter((kind) => letter('NFA', kind).includes('escalation procedure'));
    expect(told).toEqual(['PROFESSIONAL']);
  });

  test('E21: a young person is told where to turn, and neither they nor a parent of a strategy discussion', () => {
    expect(letter('NFA', 'YOUNG_PERSON')).toContain('Childline on 0800 1111');
    for (const kind of ['YOUNG_PERSON', 'FAMILY'] as const) {
      expect(letter('STRATEGY_S47', kind)).not.toMatch(/partner agencies|police|concern/i);
    }
  });

  test('each outcome is told apart where it may be told', () => {
    for (const kind of ['PROFESSIONAL', 'FAMILY', 'YOUNG_PERSON'] as const) {
      expect(new Set(OUTCOMES.map((outcome) => letter(outcome, kind))).size).toBe(OUTCOMES.length);
    }
  });
});
