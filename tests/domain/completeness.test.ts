import { describe, expect, test } from 'vitest';
import { completenessMarks } from '../../domain/completeness.ts';
import type { ChildForm, ContactForm, HouseholdMember } from '../../domain/contact.ts';
import { contactForm } from '../support/people.ts';

const RECEIVED_ON = '2028-06-05';
const marksOf = (overrides: Partial<ContactForm>) =>
  completenessMarks(contactForm(overrides), RECEIVED_ON).map(({ pointer, rule }) => `${pointer} ${rule}`);
const about = (child: ChildForm) => marksOf({ children: [child] });
const household = (member: HouseholdMember) => marksOf({ household: [member] });
const named = { givenName: 'Quillon', familyName: 'Testpaper' };

describe('identifiers are flagged', () => {
  test.each<[string, ChildForm, string[]]>([
    ['a pupil number with a slip', { upn: 'A800000000001' }, ['/children/0/upn UPN_ODD']],
    ['a right pupil number', { upn: 'G800000000001' }, []],
    ['a postcode that is none', { postcode: 'TS1 9XXX' }, ['/children/0/postcode POSTCODE_ODD']],
    ['a postcode in small letters', { postcode: 'ts181au' }, []],
    ['no postcode known', { postcode: 'not known' }, []],
    ['the 30th of February', { dateOfBirth: '2019-02-30' }, ['/children/0/dateOfBirth DATE_ODD']],
    ['18 today', { dateOfBirth: '2010-06-05' }, ['/children/0/dateOfBirth CHILD_IS_ADULT']],
    ['18 tomorrow', { dateOfBirth: '2010-06-06' }, []],
  ])('%s', (_case, child, expected) => {
    expect(about({ ...named, dateOfBirth: '2019-02-28', ...child })).toEqual(expected);
  });
});

describe('E9 unborn', () => {
  test.each<[string, ChildForm, string[]]>([
    ['280 days before birth', { ...named, expectedDateOfBirth: '2029-03-12' }, []],
    [
      '281 days before birth',
      { ...named, expectedDateOfBirth: '2029-03-13' },
      ['/children/0/expectedDateOfBirth BIRTH_TOO_FAR'],
    ],
    ['the mother is the key person', { motherName: 'Mara Madeup', expectedDateOfBirth: '2028-09-01' }, []],
    ['sex U', { motherName: 'Mara Madeup', expectedDateOfBirth: '2028-09-01', sex: 'U' }, []],
    [
      'another sex',
      { motherName: 'Mara Madeup', expectedDateOfBirth: '2028-09-01', sex: 'F' },
      ['/children/0/sex UNBORN_SEX'],
    ],
    ['no mother named', { expectedDateOfBirth: '2028-09-01' }, ['/children/0/motherName MOTHER_MISSING']],
  ])('E9 %s', (_case, child, expected) => {
    expect(about(child)).toEqual(expected);
  });

  test('E9 a mother of the household is the key person', () => {
    const children = [{ expectedDateOfBirth: '2028-09-01' }];
    expect(marksOf({ children, household: [{ name: 'Mara Madeup', role: 'Mother' }] })).toEqual([]);
  });
});

describe('E8 a sibling in the household who is not named', () => {
  const prompt = ['/household/0 HOUSEHOLD_CHILD_NOT_NAMED'];
  test.each<[string, HouseholdMember, string[]]>([
    ['a brother of five', { name: 'Quimby Testpaper', dateOfBirth: '2023-01-01' }, prompt],
    ['a sibling of unknown age', { name: 'Quimby Testpaper', role: 'sibling' }, prompt],
    ['a half-sister by relationship', { relationship: 'Half-sister' }, prompt],
    ['a lodger of 17', { name: 'Lodger Madeup', role: 'lodger', dateOfBirth: '2010-07-01' }, prompt],
    ['a brother of 18', { role: 'brother', dateOfBirth: '2010-06-05' }, []],
    ['a brother who lives elsewhere', { role: 'brother', inHousehold: false }, []],
    ['the mother', { name: 'Mara Madeup', role: 'mother' }, []],
    ['the child itself', { name: 'quillon  testpaper', role: 'child' }, []],
    ['the child by given name and birth', { name: 'Quillon', dateOfBirth: '2019-02-28' }, []],
    ['a namesake of another age', { name: 'Quillon', dateOfBirth: '2021-02-28' }, prompt],
  ])('E8 %s', (_case, member, expected) => {
    expect(household(member)).toEqual(expected);
  });
});

test('a reason for not asking the family takes the place of its agreement', () => {
  const { familyAgreement: _not, ...form } = contactForm();
  expect(completenessMarks({ ...form, noAgreementReason: 'It would put him at risk.' }, RECEIVED_ON)).toEqual(
    [],
  );
});

test('the situation takes the place of a single concern', () => {
  expect(marksOf({ concern: '', situation: 'Wet clothes, twice.' })).toEqual([]);
});
