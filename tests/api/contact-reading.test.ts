import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readContact } from '../../api/contact-reading.ts';
import { readEnquiryBody, readNotificationBody } from '../../api/intake-reading.ts';
import { completenessMarks } from '../../domain/completeness.ts';
import { MARK_RULES } from '../../domain/marks.ts';
import { QUALITY_POINTS, qualityOf, type QualityWeights } from '../../domain/quality.ts';
import { defaultEditions } from '../../policy/editions.ts';
import { contactBody } from './support/api.ts';

const RECEIVED_ON = '2028-06-05';
const HERE = ['SPECIMENSHIRE'] as const;

const rulesOf = (body: Readonly<Record<string, unknown>>) =>
  readContact(contactBody(body), HERE).marks.map(({ pointer, rule }) => `${pointer} ${rule}`);

describe('the structured form', () => {
  test('is understood part by part', () => {
    const parts = {
      situation: 'Wet clothes, three days.',
      familyCircumstances: 'An aunt helps.',
      expectedResponse: 'Heating.',
      familyAgreement: 'NOT_SOUGHT',
      noAgreementReason: 'She would move away.',
      thresholdDocument: 'Continuum of need 2026',
      thresholdLevel: '3',
      interpreter: 'British Sign Language',
      backdatingReason: 'Written down by hand first.',
    };
    const household = [
      { name: 'Mara Testpaper', role: 'mother', dateOfBirth: '1990-01-01', inHousehold: true },
      { name: 'Otto Testpaper', role: 'father', relationship: 'not married', inHousehold: false },
    ];
    const children = [
      {
        givenName: 'Quillon',
        school: 'Specimen School',
        locationNow: 'At school',
        voice: 'Says he is cold.',
        communicationNeed: 'Deaf',
      },
    ];
    const safeContact = { method: 'phone', times: 'before 9:00', leaveNoMessage: true, note: 'Shared phone' };
    const referrer = { name: 'Bartleby Madeup', role: 'Aunt', phone: '01632 960000', safeContact };
    const read = readContact(
      contactBody({ ...parts, household, children, referrer, sourceAgencyId: 'SCHOOL-17' }),
      HERE,
    );
    expect(read.form).toEqual({
      concern: 'Quillon arrived at school in wet clothes.',
      ...parts,
      household,
      children,
      referrer: { anonymous: false, ...referrer },
    });
    expect([read.sourceAgencyId, read.marks]).toEqual(['SCHOOL-17', []]);
  });

  test.each<[string, Record<string, unknown>, string[]]>([
    ['a household that is one person', { household: { name: 'Mara' } }, ['/household FIELD_ODD']],
    ['a household of words', { household: ['Mara'] }, ['/household/0 FIELD_ODD']],
    [
      'yes in words',
      { household: [{ role: 'mother', inHousehold: 'yes' }] },
      ['/household/0/inHousehold FIELD_ODD'],
    ],
    [
      'more people than live anywhere',
      { household: Array.from({ length: 101 }, () => ({})) },
      ['/household FIELD_ODD'],
    ],
    ['a code with blanks', { sourceAgencyId: 'School 17' }, ['/sourceAgencyId FIELD_ODD']],
    [
      'a safe way in one word',
      { referrer: { name: 'Mara', safeContact: 'phone' } },
      ['/referrer/safeContact FIELD_ODD'],
    ],
    ['an ambulance notice', { channel: 'AMBULANCE', sourceCode: '3F' }, []],
    ['an out-of-hours team', { channel: 'EDT', sourceCode: '5B' }, []],
  ])('%s', (_case, body, expected) => {
    expect(rulesOf(body)).toEqual(expected);
  });

  test('an email alone is a contact by email, its text the concern', () => {
    const read = readContact({ email: { subject: 'Quillon', text: 'Wet clothes.' }, sourceCode: '2A' }, HERE);
    expect([read.channel, read.form.concern]).toEqual(['EMAIL', 'Quillon\n\nWet clothes.']);
    expect(read.marks).toContainEqual({ pointer: '/email', rule: 'EMAIL_ONLY' });
  });

  test.each<[string, string, unknown, boolean]>([
    ['a relative with a phone', '1A', { name: 'Mara', phone: '01632 960000' }, true],
    ['the child itself', '1C', { name: 'Quillon', email: 'quillon@home.example' }, true],
    ['a relative who said how', '1A', { phone: '01632 960000', safeContact: { method: 'phone' } }, false],
    ['a relative without a name', '1A', { anonymous: true, phone: '01632 960000' }, false],
    ['a school', '2A', { phone: '01632 960000' }, false],
  ])('E21 %s is asked how to be reached safely: %s', (_case, sourceCode, referrer, isAsked) => {
    const expected = isAsked ? ['/referrer/safeContact SAFE_CONTACT_MISSING'] : [];
    expect(rulesOf({ sourceCode, referrer })).toEqual(expected);
  });
});

describe('nothing is refused', () => {
  const weights = defaultEditions().policy.quality?.weights as QualityWeights;
  const field = fc.constantFrom(
    'referrer',
    'concern',
    'situation',
    'children',
    'household',
    'email',
    'channel',
    'sourceCode',
    'follows',
    'familyAgreement',
    'agency',
    'sourceAgencyId',
  );
  const part = fc.oneof(
    fc.jsonValue(),
    fc.dictionary(
      fc.constantFrom('name', 'email', 'anonymous', 'safeContact', 'dateOfBirth', 'subject', 'text', 'role'),
      fc.jsonValue(),
    ),
    fc.array(
      fc.dictionary(
        fc.constantFrom('givenName', 'upn', 'postcode', 'dateOfBirth', 'expectedDateOfBirth', 'sex', 'role'),
        fc.oneof(fc.string(), fc.constantFrom('2019-02-28', '9999-12-31', '0000-01-01', 'U'), fc.jsonValue()),
      ),
    ),
  );

  test('whatever a contact says, it is read, marked by known rules, and scored from 0 to 100', () => {
    fc.assert(
      fc.property(fc.dictionary(field, part), (body) => {
        const { form, marks: odd, channel, sourceCode } = readContact(body, ['SPECIMENSHIRE']);
        const marks = [...odd, ...completenessMarks(form, RECEIVED_ON)];
        for (const { rule } of marks) expect(MARK_RULES).toHaveProperty(rule);
        const { score, missing } = qualityOf({ form, channel, sourceCode, marks }, weights);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
        expect(QUALITY_POINTS.filter((point) => missing.includes(point))).toEqual(missing);
        expect(missing.length === 0).toBe(score === 100);
      }),
      { numRuns: 500 },
    );
  });

  test('whatever an enquiry or a notification says', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('question', 'summary', 'type', 'channel', 'email'), part),
        (body) => {
          const { marks } = readEnquiryBody(body, HERE);
          const { notificationType, marks: others } = readNotificationBody(body, HERE);
          expect(notificationType).toMatch(/^[A-Z_]+$/);
          for (const { rule } of [...marks, ...others]) expect(MARK_RULES).toHaveProperty(rule);
        },
      ),
    );
  });
});
