import { describe, expect, test } from 'vitest';
import type { ContactForm } from '../../domain/contact.ts';
import { completenessMarks } from '../../domain/completeness.ts';
import {
  type JudgedContact,
  QUALITY_POINTS,
  qualityOf,
  type QualityWeights,
  qualityWords,
} from '../../domain/quality.ts';
import { defaultEditions } from '../../policy/editions.ts';
import { anonymousReferrer, childForm, contactForm } from '../support/people.ts';

const weights = defaultEditions().policy.quality?.weights as QualityWeights;

/** A contact that tells all the hub asks for. */
const whole: ContactForm = contactForm({
  situation: 'Wet clothes on three days.',
  familyCircumstances: 'The mother looks after him alone; his aunt helps.',
  expectedResponse: 'Help with the heating.',
  thresholdDocument: 'Continuum of need 2026',
  thresholdLevel: '3',
  household: [{ name: 'Mara Testpaper', role: 'mother', dateOfBirth: '1990-01-01', inHousehold: true }],
  children: [childForm({ locationNow: 'At school', voice: 'Says he is cold at night.' })],
});

function judged(overrides: Partial<JudgedContact> = {}): JudgedContact {
  const form = overrides.form ?? whole;
  return {
    channel: 'FORM',
    sourceCode: '2A',
    marks: completenessMarks(form, '2028-06-05'),
    ...overrides,
    form,
  };
}

describe('the quality of a contact', () => {
  test('the weights that ship add up to 100', () => {
    expect(Object.values(weights).reduce((sum, weight) => sum + weight, 0)).toBe(100);
  });

  test('all that is asked for scores 100 and leaves nothing to say', () => {
    const quality = qualityOf(judged(), weights);
    expect([quality, qualityWords(quality)]).toEqual([{ score: 100, missing: [] }, []]);
  });

  test('each missing point costs its weight and is named in words', () => {
    const { household: _gone, ...form } = whole;
    const quality = qualityOf(judged({ form }), weights);
    expect(quality).toEqual({ score: 85, missing: ['HOUSEHOLD_NAMED'] });
    expect(qualityWords(quality)[0]).toMatch(/^Name everyone who lives with the child/);
  });

  test('a household with a child not named is not all named', () => {
    const form = { ...whole, household: [{ name: 'Quimby', dateOfBirth: '2020-01-01' }] };
    expect(qualityOf(judged({ form }), weights).missing).toEqual(['COMPLETE', 'HOUSEHOLD_NAMED']);
  });

  test('E35 a short call from a school lacks most of it, in the order of the points', () => {
    const form = contactForm({ concern: '', referrer: { anonymous: false }, children: [] });
    const { familyAgreement: _not, ...bare } = form;
    const quality = qualityOf(judged({ form: bare, channel: 'PHONE' }), weights);
    expect(quality).toEqual({ score: 0, missing: [...QUALITY_POINTS] });
  });

  test('E37 an anonymous caller weighs as much as one with a name, and owes no form', () => {
    const { thresholdDocument: _document, thresholdLevel: _level, ...form } = whole;
    const caller = { channel: 'PHONE', sourceCode: '9' } as const;
    const unnamed = qualityOf(judged({ ...caller, form: { ...form, referrer: anonymousReferrer } }), weights);
    const neighbour = qualityOf(judged({ ...caller, sourceCode: '1B', form }), weights);
    expect([unnamed, neighbour]).toEqual([
      { score: 100, missing: [] },
      { score: 100, missing: [] },
    ]);
  });

  test('an unborn child is nowhere and says nothing yet', () => {
    const form = {
      ...whole,
      children: [{ motherName: 'Mara Testpaper', expectedDateOfBirth: '2028-09-01' }],
    };
    expect(qualityOf(judged({ form }), weights).score).toBe(100);
  });

  test('a point without weight is not asked for', () => {
    const { household: _gone, ...form } = whole;
    expect(qualityOf(judged({ form }), { ...weights, HOUSEHOLD_NAMED: 0 })).toEqual({
      score: 100,
      missing: [],
    });
  });
});
