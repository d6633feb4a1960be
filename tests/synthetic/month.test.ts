import { beforeAll, describe, expect, it } from 'vitest';
import { wallMinute } from '../../dev/synthetic/arrivals.ts';
import { DECIDED_IN_TIME, OUTCOME_SHARES } from '../../dev/synthetic/figures.ts';
import { type ContactLine, type Month, readMonth, writeMonth } from '../../dev/synthetic/month-file.ts';
import { synthesiseMonth } from '../../dev/synthetic/month.ts';
import { inShares, randomFrom } from '../../dev/synthetic/random.ts';
import { addMs, DAY_MS, type Instant } from '../../domain/instant.ts';
import { completenessMarks } from '../../domain/completeness.ts';
import type { ContactForm } from '../../domain/contact.ts';
import { defaultRules } from '../../policy/editions.ts';

const rules = defaultRules();
/** Clocks go forward on 28 March; Good Friday is the 26th and Easter Monday the 29th. */
const WISH = { seed: 7, month: '2027-03', contacts: 1_000 };

describe('a synthetic month', () => {
  let month: Month;
  beforeAll(() => {
    month = synthesiseMonth(WISH, rules);
  });

  it('is the same, byte for byte, whenever it is made', () => {
    expect(writeMonth(synthesiseMonth(WISH, rules))).toBe(writeMonth(month));
    expect(writeMonth(synthesiseMonth({ ...WISH, seed: 8 }, rules))).not.toBe(writeMonth(month));
  });

  it('is read back as it was written', () => {
    expect(readMonth(writeMonth(month))).toEqual(month);
  });

  it('says of a file that was cut off that it was', () => {
    const lines = writeMonth(month).split('\n').slice(0, 20).join('\n');
    expect(() => readMonth(lines)).toThrow('cut off');
  });

  it('runs in order of time, inside the month', () => {
    const instants = month.steps.map(({ at }) => at);
    expect(instants).toEqual([...instants].sort());
    expect((instants[0] ?? '') >= month.header.at).toBe(true);
    expect((instants.at(-1) ?? '') < month.check.at).toBe(true);
  });

  it('hands nothing in before it was received', () => {
    for (const { at, body } of contactsOf(month)) {
      expect(String(body['receivedAt']) <= at).toBe(true);
    }
  });

  it.each([
    ['15:00', 46],
    ['15:30', 41],
    ['16:00', 27],
    ['16:30', 23],
    ['17:00', 18],
  ])('has schools arrive after %s as often as published', (time, percent) => {
    const [hours = 0, minutes = 0] = time.split(':').map(Number);
    const arrivals = contactsOf(month)
      .filter(({ who }) => who === 'demo-school')
      .map(({ body }) => wallMinute(body['receivedAt'] as Instant, rules));
    const after = arrivals.filter((minute) => minute >= hours * 60 + minutes).length;
    expect(Math.abs((after / arrivals.length) * 100 - percent)).toBeLessThan(1.5);
  });

  it('decides the published share within one working day', () => {
    const children = Object.values(month.check.expect);
    const inTime = children.filter((child) => child.decidedInTime === true).length;
    const late = children.filter(
      ({ decidedInTime, overdue }) => decidedInTime === false || overdue.includes('DECISION'),
    ).length;
    expect(Math.abs((inTime / (inTime + late)) * 100 - DECIDED_IN_TIME)).toBeLessThan(2);
  });

  it.each(['NFA', 'EARLY_HELP', 'SINGLE_AGENCY'] as const)('ends in %s as often as published', (outcome) => {
    const decided = Object.values(month.check.expect).filter((child) => child.outcome !== null);
    const share = decided.filter((child) => child.outcome === outcome).length / decided.length;
    expect(Math.abs(share * 100 - OUTCOME_SHARES[outcome])).toBeLessThan(2);
  });

  it('talks once about each child whom a decision sends to a strategy discussion, with brothers and sisters', () => {
    const decided = month.steps.flatMap((step) => (step.do === 'decision' ? [step] : []));
    const sent = decided.filter(({ child, body }) => {
      const last = decided.findLast((step) => step.child === child);
      return body['outcome'] === 'STRATEGY_S47' && last?.body === body;
    });
    const discussions = month.steps.flatMap((step) => (step.do === 'discussion' ? [step] : []));
    for (const { child, at } of sent) {
      const about = discussions.filter(({ children }) => children.includes(child));
      // Decided in the last hour of the month, it is talked about in the next.
      if (about.length === 0) expect(at >= addMs(month.check.at, -DAY_MS)).toBe(true);
      else expect(about).toHaveLength(1);
      for (const discussion of about) expect(String(discussion.body['startedAt']) > at).toBe(true);
    }
    const children = discussions.flatMap((discussion) => discussion.children);
    expect(children.length).toBeGreaterThan(100);
    expect(discussions.length).toBeLessThan(children.length);
    expect(children.every((child) => sent.some((step) => step.child === child))).toBe(true);
  });

  it('has families, anonymous referrers, calls written up later and forms that are not complete', () => {
    const contacts = contactsOf(month);
    const incomplete = contacts.filter(({ body }) => {
      const form = { familyAgreement: undefined, ...body } as unknown as ContactForm;
      return completenessMarks(form, '2027-03-31').length > 0;
    });
    expect(contacts.filter(({ children }) => children > 1).length).toBeGreaterThan(300);
    expect(contacts.filter(({ body }) => body['sourceCode'] === '9').length).toBeGreaterThan(20);
    expect(contacts.filter(({ at, body }) => body['receivedAt'] !== at).length).toBeGreaterThan(80);
    expect(incomplete.length).toBeGreaterThan(120);
  });
});

describe('shares', () => {
  it('are kept to the nearest whole number', () => {
    const drawn = inShares({ a: 50, b: 30, c: 20 }, 10, randomFrom(1));
    expect(drawn.filter((item) => item === 'a')).toHaveLength(5);
    expect(drawn.filter((item) => item === 'b')).toHaveLength(3);
    expect(drawn.filter((item) => item === 'c')).toHaveLength(2);
  });

  it('of nothing are nothing', () => {
    expect(inShares({ a: 1 }, 0, randomFrom(1))).toEqual([]);
  });
});

function contactsOf({ steps }: Month): ContactLine[] {
  return steps.filter((step) => step.do === 'contact');
}
