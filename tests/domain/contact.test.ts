import { describe, expect, test } from 'vitest';
import { completenessMarks } from '../../domain/completeness.ts';
import { type ContactForm, referrerReach } from '../../domain/contact.ts';
import { isNhsNumber } from '../../domain/identifiers.ts';
import { MARK_RULES } from '../../domain/marks.ts';
import { anonymousReferrer, childForm, contactForm, phoneReferrer, referrerForm } from '../support/people.ts';

const RECEIVED_ON = '2028-06-05';
const marksOf = (overrides: Partial<ContactForm>) =>
  completenessMarks(contactForm(overrides), RECEIVED_ON).map(({ pointer, rule }) => `${pointer} ${rule}`);

/** A form about one child of whom only this is known. */
const about = (child: Parameters<typeof childForm>[0]) => ({ children: [child ?? {}] });
const named = { givenName: 'Quillon' };
const born = { dateOfBirth: '2019-02-28' };

describe('marks of an incomplete contact', () => {
  test.each<[string, Partial<ContactForm>, string[]]>([
    ['a full form has none', {}, []],
    ['no concern', { concern: ' \n' }, ['/concern CONCERN_MISSING']],
    ['no child', { children: [] }, ['/children CHILD_MISSING']],
    ['nobody to answer to', { referrer: { anonymous: false } }, ['/referrer REFERRER_MISSING']],
    ['anonymous on purpose', { referrer: anonymousReferrer }, []],
    ['reached by phone only', { referrer: phoneReferrer }, []],
    [
      'a child nothing is known of',
      about({}),
      ['/children/0 NAME_MISSING', '/children/0/dateOfBirth BIRTH_MISSING'],
    ],
    ['a child by family name only', about({ familyName: 'Testpaper', ...born }), []],
    ['an unborn child', about({ ...named, expectedDateOfBirth: '2028-11-01' }), []],
    [
      'born and expected',
      about({ ...named, ...born, expectedDateOfBirth: '2028-11-01' }),
      ['/children/0/dateOfBirth BIRTH_BOTH'],
    ],
    ['a date in words', about({ ...named, dateOfBirth: 'last May' }), ['/children/0/dateOfBirth DATE_ODD']],
    [
      'a thirteenth month',
      about({ ...named, dateOfBirth: '2019-13-01' }),
      ['/children/0/dateOfBirth DATE_ODD'],
    ],
    ['born on the day of receipt', about({ ...named, dateOfBirth: RECEIVED_ON }), []],
    [
      'born the day after',
      about({ ...named, dateOfBirth: '2028-06-06' }),
      ['/children/0/dateOfBirth BIRTH_IN_FUTURE'],
    ],
    [
      'an NHS number with a slip of the pen',
      about({ ...named, ...born, nhsNumber: '9434765918' }),
      ['/children/0/nhsNumber NHS_NUMBER_ODD'],
    ],
    [
      'the second of two children without a name',
      { children: [childForm(), born] },
      ['/children/1 NAME_MISSING'],
    ],
  ])('%s', (_case, overrides, expected) => {
    expect(marksOf(overrides)).toEqual(expected);
  });

  test('the family not asked', () => {
    const { familyAgreement: _unknown, ...form } = contactForm();
    expect(completenessMarks(form, RECEIVED_ON)).toEqual([
      { pointer: '/familyAgreement', rule: 'AGREEMENT_MISSING' },
    ]);
  });

  test('every rule tells a person what to do', () => {
    for (const words of Object.values(MARK_RULES)) expect(words).toMatch(/^[A-Z].{10,}[^.]$/);
  });
});

describe('how the hub can answer', () => {
  test.each([
    ['by email', referrerForm(), 'ELECTRONIC'],
    ['by phone', phoneReferrer, 'BY_HAND'],
    ['a name at a known place', { anonymous: false, organisation: 'Specimen School' }, 'BY_HAND'],
    ['not at all', { anonymous: false }, 'UNREACHABLE'],
    ['anonymous, even with an address', referrerForm({ anonymous: true }), 'UNREACHABLE'],
  ] as const)('%s', (_case, referrer, reach) => {
    expect(referrerReach(referrer)).toBe(reach);
  });
});

describe('NHS numbers', () => {
  test.each([
    ['9434765919', true],
    ['9876543210', true],
    ['943 476 5919', true],
    ['943-476-5919', true],
    ['9434765918', false],
    ['943476591', false],
    ['94347659190', false],
    ['943476591x', false],
    ['', false],
  ])('%s', (number, valid) => {
    expect(isNhsNumber(number)).toBe(valid);
  });

  test('123456789 has a check value of ten, so no tenth digit makes it valid', () => {
    for (let digit = 0; digit < 10; digit += 1) expect(isNhsNumber(`123456789${digit}`)).toBe(false);
  });

  test('a check value of eleven is written 0', () => {
    expect(isNhsNumber('0000000000')).toBe(true);
  });
});
