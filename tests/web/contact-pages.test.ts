import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSealed } from '../../db/sealed-contents.ts';
import { actor, MONDAY_TEN } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { Api } from '../api/support/api.ts';
import { axeViolations } from './support/axe.ts';
import { boardApp, colleagues } from './support/board-stack.ts';
import { type Page, Visitor, wordsIn } from './support/visitor.ts';

let stack: TestStack;
let app: FastifyInstance;
let manager: Visitor;

beforeAll(async () => {
  stack = await testStack({ at: MONDAY_TEN });
  app = await boardApp(stack.services);
  manager = await Visitor.signedIn(app, colleagues.manager.userId);
});
afterAll(async () => {
  await app?.close();
  await stack?.close();
});

const NEW = '/contacts/new';
const bodyOf = ({ response }: Page) => response.body;
const refIn = (page: Page) => /C-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(wordsIn(page, 'h1'))?.[0] ?? '';

const call = {
  channel: 'PHONE',
  sourceCode: '1A',
  localAuthority: 'SPECIMENSHIRE',
  'referrer-name': 'Mara <Madeup>',
  'referrer-phone': '01632 960000',
  'safe-method': 'phone',
  'safe-leaveNoMessage': 'true',
  situation: 'Quillon was in wet clothes.',
  familyAgreement: 'NOT_SOUGHT',
  noAgreementReason: 'It would put him at risk.',
  'children-0-givenName': 'Quillon',
  'children-0-dateOfBirth': '2019-02-28',
  'household-0-name': 'Quimby',
  'household-0-dateOfBirth': '2022-01-01',
  'household-0-inHousehold': 'true',
};

describe('writing a contact up', () => {
  test('is a form without faults of access, for staff only', async () => {
    const page = await manager.open(NEW);
    expect(page.response.statusCode).toBe(200);
    expect(await axeViolations(bodyOf(page))).toEqual([]);
    expect(wordsIn(page, 'nav[aria-label=Main]')).toContain('New contact');
    for (const outsider of [colleagues.health, colleagues.school, colleagues.administrator]) {
      const visitor = await Visitor.signedIn(app, outsider.userId);
      expect((await visitor.open(NEW)).response.statusCode).toBe(403);
    }
  });

  test('receives what was written, with its marks and score, and begins the referral', async () => {
    const page = await manager.send(await manager.open(NEW), NEW, call);
    expect(wordsIn(page, '.govuk-notification-banner')).toContain('The contact is received');
    expect(wordsIn(page, 'main')).toContain('A child of this household is not among the children');
    expect(wordsIn(page, 'main')).toMatch(/Quality of the contact: \d+ of 100/);
    expect(await axeViolations(bodyOf(page))).toEqual([]);
    expect(await openSealed(stack.db, `${refIn(page)}/form`)).toMatchObject({
      situation: call.situation,
      referrer: {
        name: 'Mara <Madeup>',
        anonymous: false,
        safeContact: { method: 'phone', leaveNoMessage: true },
      },
      children: [{ givenName: 'Quillon', dateOfBirth: '2019-02-28' }],
      household: [{ name: 'Quimby', dateOfBirth: '2022-01-01', inHousehold: true }],
    });
    const link = page.document.querySelector('main a[href^="/referrals/"]')?.getAttribute('href') ?? '';
    const referral = await manager.open(link);
    expect(wordsIn(referral, '#main-content')).toContain('phone; leave no message');
    expect(bodyOf(referral)).not.toContain('<Madeup>');
    expect(await axeViolations(bodyOf(referral))).toEqual([]);
  });

  test('another row keeps all that was written, without script', async () => {
    const first = await manager.open(NEW);
    const page = await manager.send(first, NEW, { ...call, add: 'household' });
    const value = (name: string) => page.document.querySelector(`[name="${name}"]`)?.value;
    expect([value('household-0-name'), value('household-1-name'), value('situation')]).toEqual([
      'Quimby',
      '',
      call.situation,
    ]);
    const both = await manager.send(page, NEW, {
      ...call,
      'household-1-name': 'Mara Madeup',
      'household-1-role': 'mother',
    });
    const form = await openSealed<{ household: unknown[] }>(stack.db, `${refIn(both)}/form`);
    expect(form?.household).toHaveLength(2);
  });

  test('sent twice is one contact', async () => {
    const page = await manager.open(NEW);
    const [one, two] = [await manager.send(page, NEW, call), await manager.send(page, NEW, call)];
    expect(refIn(one)).toBe(refIn(two));
  });

  test('empty, or with a moment that is none, is shown again with what was written', async () => {
    const empty = await manager.send(await manager.open(NEW), NEW, { channel: 'PHONE' });
    expect([empty.response.statusCode, wordsIn(empty, '.govuk-error-summary')]).toEqual([
      422,
      expect.stringContaining('Write down the worry'),
    ]);
    const odd = await manager.send(await manager.open(NEW), NEW, { ...call, 'receivedAt-day': '40' });
    expect([odd.response.statusCode, wordsIn(odd, '.govuk-error-summary')]).toEqual([
      422,
      expect.stringContaining('real day'),
    ]);
    expect(odd.document.querySelector('[name=situation]')?.value).toBe(call.situation);
    const future = await manager.send(await manager.open(NEW), NEW, {
      ...call,
      'receivedAt-day': '5',
      'receivedAt-month': '6',
      'receivedAt-year': '2029',
      'receivedAt-time': '10:00',
    });
    expect(wordsIn(future, '.govuk-error-summary')).toContain('in the future');
    expect(await axeViolations(bodyOf(odd))).toEqual([]);
  });

  test('E47 entered after a limit had passed is flagged on the board and tells why', async () => {
    const moment = {
      'receivedAt-day': '31',
      'receivedAt-month': '5',
      'receivedAt-year': '2028',
      'receivedAt-time': '10:00',
    };
    const page = await manager.send(await manager.open(NEW), NEW, {
      ...call,
      ...moment,
      sourceCode: '6',
      backdatingReason: 'The note lay in a tray.',
    });
    expect(wordsIn(page, 'main')).toContain('Entered later because: The note lay in a tray.');
    expect(wordsIn(await manager.open('/'), '.fd-board')).toContain('Entered after a limit had passed');
  });

  test('E7 a late school referral stands out in the queue', async () => {
    await manager.send(await manager.open(NEW), NEW, {
      ...call,
      sourceCode: '2A',
      'receivedAt-day': '4',
      'receivedAt-month': '6',
      'receivedAt-year': '2028',
      'receivedAt-time': '18:00',
    });
    expect(wordsIn(await manager.open('/'), '.fd-board')).toContain('Late school referral');
  });
});

test('E9 the birth of an unborn child is recorded on a page of its own, once', async () => {
  const contact = await manager.send(await manager.open(NEW), NEW, {
    ...call,
    'children-0-givenName': '',
    'children-0-dateOfBirth': '',
    'children-0-motherName': 'Mara Madeup',
    'children-0-expectedDateOfBirth': '2028-06-03',
  });
  expect(wordsIn(contact, 'main')).toContain('Unborn child of Mara Madeup');
  const address = contact.document.querySelector('main a[href$="/birth"]')?.getAttribute('href') ?? '';
  const page = await manager.open(address);
  expect(await axeViolations(bodyOf(page))).toEqual([]);
  const without = await manager.send(page, address, { givenName: 'Odo' });
  expect([without.response.statusCode, wordsIn(without, '.govuk-error-summary')]).toEqual([
    409,
    expect.stringContaining('date of birth'),
  ]);
  const born = await manager.send(without, address, {
    givenName: 'Odo',
    familyName: 'Madeup',
    dateOfBirth: '2028-06-04',
  });
  expect(wordsIn(born, '.fd-identity')).toContain('Odo Madeup');
  expect((await manager.open(address)).response.statusCode).toBe(404);
});

describe('enquiries on the board', () => {
  test('are logged, answered, and turned into a contact that knows of them', async () => {
    const logged = await manager.send(await manager.open('/enquiries/new'), '/enquiries/new', {
      question: 'Quillon is <often> late. What now?',
      channel: 'PHONE',
      localAuthority: 'SPECIMENSHIRE',
    });
    const ref = /E-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(wordsIn(logged, 'h1'))?.[0] ?? '';
    expect(wordsIn(logged, '.govuk-notification-banner')).toContain('The enquiry is logged');
    expect(await axeViolations(bodyOf(logged))).toEqual([]);
    const empty = await manager.send(logged, `/enquiries/${ref}/answer`, { answer: ' ' });
    expect(empty.response.statusCode).toBe(422);
    const answered = await manager.send(empty, `/enquiries/${ref}/answer`, { answer: 'Level 2.' });
    expect(wordsIn(answered, 'main')).toContain('Level 2.');
    const form = await manager.open(`${NEW}?follows=${ref}`);
    expect(form.document.querySelector('[name=situation]')?.value).toBe('Quillon is <often> late. What now?');
    const contact = await manager.send(form, NEW, call);
    expect(wordsIn(contact, 'main')).toContain(`It comes out of ${ref}`);
    expect(wordsIn(await manager.open(`/enquiries/${ref}`), 'main')).toContain(refIn(contact));
    const list = await manager.open('/enquiries');
    expect(wordsIn(list, 'table')).toContain(ref);
    expect(await axeViolations(bodyOf(list))).toEqual([]);
  });

  test('are for staff', async () => {
    const school = await Visitor.signedIn(app, colleagues.school.userId);
    for (const address of [
      '/enquiries',
      '/enquiries/new',
      '/notifications',
      '/notifications/new',
      '/quality',
    ]) {
      expect((await school.open(address)).response.statusCode, address).toBe(403);
    }
    for (const address of ['/enquiries/E-0000-0000', '/notifications/N-0000-0000', '/contacts/C-0000-0000']) {
      expect((await manager.open(address)).response.statusCode, address).toBe(404);
    }
  });
});

describe('notifications on the board', () => {
  test('go to their lead, who takes them up with what came of considering the NRM', async () => {
    const kept = await manager.send(await manager.open('/notifications/new'), '/notifications/new', {
      type: 'CSE',
      summary: 'Seen in a car with adults.',
      channel: 'PHONE',
      localAuthority: 'SPECIMENSHIRE',
    });
    const ref = /N-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(wordsIn(kept, 'h1'))?.[0] ?? '';
    expect(wordsIn(kept, 'main')).toContain('for the Missing and exploitation lead');
    expect(await axeViolations(bodyOf(kept))).toEqual([]);
    const address = `/notifications/${ref}/acknowledgement`;
    const without = await manager.send(kept, address, { note: 'Strategy meeting asked for.' });
    expect([without.response.statusCode, wordsIn(without, '.govuk-error-summary')]).toEqual([
      409,
      expect.stringContaining('National Referral Mechanism'),
    ]);
    expect(without.document.querySelector('[name=note]')?.value).toBe('Strategy meeting asked for.');
    expect(await axeViolations(bodyOf(without))).toEqual([]);
    const taken = await manager.send(without, address, { nrm: 'REFERRED', note: 'Sent.' });
    expect(wordsIn(taken, 'main')).toContain('Taken up');
    const list = await manager.open('/notifications');
    expect(wordsIn(list, 'table')).toMatch(/Child sexual exploitation.*Taken up/);
    expect(await axeViolations(bodyOf(list))).toEqual([]);
  });
});

describe('quality on the board', () => {
  test('is a table that sorts by each column', async () => {
    const api = new Api(app);
    const children = [{ givenName: 'Quillon' }];
    const from = (agency: string) => actor('AGENCY_REPRESENTATIVE', { userId: agency, agency });
    await api.contact(
      { sourceCode: '2A', channel: 'FORM', concern: 'Cold.', children },
      from('AARDVARK_SCHOOL'),
    );
    await api.contact({ sourceCode: '6', channel: 'PHONE', children }, from('ZEBRA_POLICE'));
    const page = await manager.open('/quality?sort=agency');
    expect(await axeViolations(bodyOf(page))).toEqual([]);
    const agencies = (shown: Page) =>
      [...shown.document.querySelectorAll('tbody th')].map(({ textContent }) => textContent.trim());
    const ascending = agencies(page);
    expect(ascending).toEqual(ascending.toSorted());
    expect(ascending).toEqual(expect.arrayContaining(['Aardvark school', 'Zebra police']));
    expect(agencies(await manager.open('/quality?sort=agency&order=desc'))).toEqual(ascending.toReversed());
    const byScore = agencies(await manager.open('/quality?sort=score'));
    expect(byScore.indexOf('Zebra police')).toBeLessThan(byScore.indexOf('Aardvark school'));
    expect(page.document.querySelector('th[aria-sort=ascending]')?.textContent).toContain('Agency');
    expect((await manager.open('/quality?from=never&to=9999-01-01&sort=x')).response.statusCode).toBe(200);
    const none = await manager.open('/quality?from=2027-01-01&to=2027-01-02');
    expect(wordsIn(none, 'main')).toContain('No contact with a score');
  });
});
