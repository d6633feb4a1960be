import { describe, expect, test } from 'vitest';
import { blockingKeys } from '../../../domain/matching/blocking-keys.ts';
import { type Description, personOf } from '../../../domain/matching/person.ts';
import { soundOf } from '../../../domain/matching/phonetic.ts';
import { scoreOf } from '../../../domain/matching/score.ts';

/** Nobody of this name exists. */
const quillon: Description = {
  givenName: 'Quillon',
  familyName: 'Testpaper',
  dateOfBirth: '2019-02-08',
  address: '1 Nowhere Specimen Street',
  postcode: 'ZZ99 9ZZ',
};
const withoutHome: Description = { ...quillon, address: 'Moved', postcode: 'ZZ98 1AA' };

function against(other: Description, one: Description = quillon) {
  return scoreOf(personOf(one), personOf(other));
}

describe('E10 how well two descriptions fit one person, and why', () => {
  test.each<[string, Description, string | undefined, readonly string[]]>([
    ['everything the same', quillon, 'SAME', ['NAME_SAME', 'BIRTH_SAME', 'ADDRESS_SAME']],
    ['moved house', withoutHome, 'LIKELY', ['NAME_SAME', 'BIRTH_SAME']],
    [
      'capitals, accents and spaces',
      { ...quillon, givenName: ' QUILLÓN ', familyName: 'test-paper', postcode: 'zz999zz' },
      'SAME',
      ['NAME_SAME', 'BIRTH_SAME', 'ADDRESS_SAME'],
    ],
    [
      'given and family name changed round',
      { ...withoutHome, givenName: 'Testpaper', familyName: 'Quillon' },
      'LIKELY',
      ['NAMES_SWAPPED', 'BIRTH_SAME'],
    ],
    [
      'day and month changed round',
      { ...withoutHome, dateOfBirth: '2019-08-02' },
      'LIKELY',
      ['NAME_SAME', 'BIRTH_DAY_MONTH_SWAPPED'],
    ],
    [
      'one digit of the date off',
      { ...withoutHome, dateOfBirth: '2018-02-08' },
      'LIKELY',
      ['NAME_SAME', 'BIRTH_ONE_DIGIT_OFF'],
    ],
    [
      'half of a double name',
      { ...withoutHome, familyName: 'Testpaper-Madeup' },
      'LIKELY',
      ['GIVEN_SAME', 'FAMILY_PART_SAME', 'BIRTH_SAME'],
    ],
    [
      'a twin of the same home',
      { ...quillon, givenName: 'Ottoline' },
      'POSSIBLE',
      ['GIVEN_DIFFERENT', 'FAMILY_SAME', 'BIRTH_SAME', 'ADDRESS_SAME'],
    ],
    [
      'a sibling of another age',
      { ...quillon, givenName: 'Ottoline', dateOfBirth: '2014-11-30' },
      undefined,
      ['GIVEN_DIFFERENT', 'FAMILY_SAME', 'BIRTH_DIFFERENT', 'ADDRESS_SAME'],
    ],
    ['the name alone', { givenName: 'Quillon', familyName: 'Testpaper' }, 'POSSIBLE', ['NAME_SAME']],
    [
      'nothing in common',
      { givenName: 'Bartleby', familyName: 'Madeup' },
      undefined,
      ['GIVEN_DIFFERENT', 'FAMILY_DIFFERENT'],
    ],
    ['nothing known', {}, undefined, []],
  ])('%s', (_case, other, band, reasons) => {
    const score = against(other);
    expect(score.reasons).toEqual(reasons);
    expect(score.band).toBe(band);
  });

  test('a short form is the name it stands for', () => {
    const beth = { ...withoutHome, givenName: 'Beth' };
    const found = against({ ...beth, givenName: 'Elizabeth' }, beth);
    expect(found).toMatchObject({
      band: 'SAME',
      reasons: ['GIVEN_SHORT_FORM', 'FAMILY_SAME', 'BIRTH_SAME', 'ADDRESS_SAME'],
    });
  });

  test('the same NHS number is looked at even when all else speaks against it', () => {
    const one = { ...quillon, nhsNumber: '999 000 0018' };
    const other = {
      givenName: 'Bartleby',
      familyName: 'Madeup',
      dateOfBirth: '2011-12-31',
      nhsNumber: '9990000018',
    };
    expect(against(other, one)).toMatchObject({ band: 'POSSIBLE', score: 15 });
  });

  test('different NHS numbers keep two of one name and date apart', () => {
    const other = { ...withoutHome, nhsNumber: '9990000026' };
    expect(against(other, { ...quillon, nhsNumber: '9990000018' }).band).toBe('POSSIBLE');
  });
});

describe('how a name sounds', () => {
  test.each([
    ['catherine', 'kathryn'],
    ['stephen', 'steven'],
    ['philip', 'filip'],
    ['shaun', 'shawn'],
    ['sophie', 'sofie'],
    ['johnson', 'jonson'],
    ['wright', 'right'],
    ['smith', 'smyth'],
  ])('%s like %s', (one, other) => {
    expect(soundOf(one)).toBe(soundOf(other));
  });

  test.each([
    ['smith', 'jones'],
    ['mia', 'ella'],
    ['taylor', 'walker'],
  ])('%s unlike %s', (one, other) => {
    expect(soundOf(one)).not.toBe(soundOf(other));
  });

  test('a name of other letters sounds like itself', () => {
    expect(soundOf('юлия')).toBe('ЮЛИЯ');
    expect(soundOf('')).toBe('');
  });
});

describe('what is found', () => {
  const keys = (described: Description) => new Set(blockingKeys(personOf(described)));

  test.each<[string, Description]>([
    ['another spelling', { ...withoutHome, givenName: 'Kwillon', familyName: 'Tespaper' }],
    ['names changed round', { ...withoutHome, givenName: 'Testpaper', familyName: 'Quillon' }],
    ['half of a double name', { ...withoutHome, familyName: 'Madeup-Testpaper' }],
    ['day and month changed round', { ...withoutHome, dateOfBirth: '2019-08-02' }],
    ['another year', { ...withoutHome, dateOfBirth: '2018-02-08' }],
    ['another month', { ...withoutHome, dateOfBirth: '2019-03-08' }],
    ['no date', { givenName: 'Quillon', familyName: 'Testpaper' }],
    ['another name in the same street', { ...quillon, givenName: 'Ottoline' }],
  ])('%s shares a key', (_case, other) => {
    const mine = keys(quillon);
    expect([...keys(other)].some((key) => mine.has(key))).toBe(true);
  });

  test('keys are short whatever was written', () => {
    const long = 'x'.repeat(100_000);
    const found = keys({
      givenName: `𐐀𐐁 ${long}`,
      familyName: long,
      address: `1 ${'2 '.repeat(9999)}`,
      postcode: long,
    });
    expect(found.size).toBeGreaterThan(0);
    expect([...found].every((key) => key.length < 200 && key.isWellFormed())).toBe(true);
  });
});
