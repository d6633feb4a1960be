import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tellLeads } from '../../activities/lead-messages.ts';
import { bounced, type Messenger, outboxMessenger } from '../../activities/messenger.ts';
import { caseStarts, messages, referrals } from '../../db/schema.ts';
import { openSealed } from '../../db/sealed-contents.ts';
import { readStream } from '../../db/streams.ts';
import { projectionChecksums, rebuildProjections } from '../../db/rebuild.ts';
import { enquiryStream, notificationStream } from '../../domain/streams.ts';
import {
  actor,
  contactOfficer,
  MONDAY_TEN,
  PERSONAL_WORDS,
  referrer,
  socialWorker,
  teamManager,
} from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { Api, contactBody } from './support/api.ts';

let stack: TestStack;
let api: Api;

beforeAll(async () => {
  stack = await testStack({ at: MONDAY_TEN });
  api = await Api.over(stack.services);
});
afterAll(async () => {
  await api?.app.close();
  await stack?.close();
});

const police = actor('AGENCY_REPRESENTATIVE', { userId: 'synthetic-officer', agency: 'POLICE' });
const stranger = actor('REFERRER', { userId: 'synthetic-stranger', agency: 'OTHER_SCHOOL' });

const aQuestion = {
  channel: 'PHONE',
  localAuthority: 'SPECIMENSHIRE',
  name: 'Ambrosia Placeholder',
  question: 'Quillon is often late. Which level is that?',
};
const anEncompass = {
  type: 'ENCOMPASS',
  channel: 'POLICE_FEED',
  localAuthority: 'SPECIMENSHIRE',
  summary: 'Argument between the adults; Quillon was in bed.',
  childName: 'Quillon Testpaper',
};

async function enquire(body: unknown = aQuestion, as = referrer): Promise<string> {
  const response = await api.post('/v1/enquiries', body, { as });
  expect(response.statusCode).toBe(201);
  return response.json<{ enquiryRef: string }>().enquiryRef;
}

async function notify(body: unknown = anEncompass, as = police): Promise<string> {
  const response = await api.post('/v1/notifications', body, { as });
  expect(response.statusCode).toBe(201);
  return response.json<{ notificationRef: string }>().notificationRef;
}

const cases = async () => [await stack.db.$count(referrals), await stack.db.$count(caseStarts)];

describe('an enquiry for advice', () => {
  test('is logged and answered, read by whoever asked, and never a case', async () => {
    const before = await cases();
    const ref = await enquire();
    const waiting = await api.get(`/v1/enquiries/${ref}`, referrer);
    expect(waiting.json()).toMatchObject({ status: 'OPEN', form: { question: aQuestion.question } });
    const answer = { answer: 'Speak with the family; this reads like level 2.' };
    const answered = await api.post(`/v1/enquiries/${ref}/answer`, answer, { as: contactOfficer });
    expect(answered.statusCode).toBe(200);
    expect((await api.get(`/v1/enquiries/${ref}`, referrer)).json()).toMatchObject({
      status: 'ANSWERED',
      ...answer,
      answeredAt: expect.stringMatching(/^2028-06-05/),
      agency: 'SPECIMEN_SCHOOL',
    });
    expect(await cases()).toEqual(before);
  });

  test('is answered once, by staff of the hub', async () => {
    const ref = await enquire();
    const answer = { answer: 'Level 2.' };
    const byReferrer = await api.post(`/v1/enquiries/${ref}/answer`, answer, { as: referrer });
    const byAuditor = await api.post(`/v1/enquiries/${ref}/answer`, answer, { as: actor('AUDITOR') });
    const first = await api.post(`/v1/enquiries/${ref}/answer`, answer, { as: socialWorker });
    const second = await api.post(`/v1/enquiries/${ref}/answer`, answer, { as: teamManager });
    expect([byReferrer, byAuditor, first, second].map(({ statusCode }) => statusCode)).toEqual([
      404, 403, 200, 409,
    ]);
    expect(second.json()).toMatchObject({ code: 'ENQUIRY_ANSWERED' });
  });

  test('repeated with its key is the same enquiry', async () => {
    const call = { as: referrer, key: randomUUID() };
    const [one, two] = await Promise.all([1, 2].map(() => api.post('/v1/enquiries', aQuestion, call)));
    expect(one?.body).toBe(two?.body);
    const other = await api.post('/v1/enquiries', { ...aQuestion, question: 'Another?' }, call);
    expect(other.json()).toMatchObject({ code: 'KEY_REUSED' });
  });

  test('is hidden from others, and listed to staff', async () => {
    const ref = await enquire();
    expect((await api.get(`/v1/enquiries/${ref}`, stranger)).statusCode).toBe(404);
    const elsewhere = actor('SOCIAL_WORKER', { localAuthority: 'MOCKTON' });
    expect((await api.get(`/v1/enquiries/${ref}`, elsewhere)).statusCode).toBe(404);
    const listed = async (as: typeof referrer, query = '') =>
      (await api.get(`/v1/enquiries${query}`, as))
        .json<{ enquiries: { enquiryRef: string }[] }>()
        .enquiries.map(({ enquiryRef }) => enquiryRef);
    expect(await listed(socialWorker)).toContain(ref);
    expect(await listed(socialWorker, '?status=ANSWERED')).not.toContain(ref);
    expect(await listed(referrer, '?status=OPEN')).toContain(ref);
    expect(await listed(stranger)).not.toContain(ref);
    expect(await listed(elsewhere)).not.toContain(ref);
    expect((await api.get('/v1/enquiries', actor('ADMINISTRATOR'))).statusCode).toBe(403);
  });

  test('that turns out to be a worry becomes a contact, and both know of each other', async () => {
    const ref = await enquire();
    const contact = await api.post('/v1/contacts', contactBody({ follows: ref }), { as: contactOfficer });
    const { contactRef, marks } = contact.json<{ contactRef: string; marks: unknown[] }>();
    expect(marks).toEqual([]);
    expect((await api.get(`/v1/contacts/${contactRef}`, socialWorker)).json()).toMatchObject({
      follows: ref,
    });
    expect((await api.get(`/v1/enquiries/${ref}`, socialWorker)).json()).toMatchObject({
      contacts: [{ contactRef }],
    });
  });

  test.each([
    ['unknown', 'E-0000-0000'],
    ['no reference', 'the one of Monday'],
  ])('a link to one that is %s is marked, and the contact kept', async (_case, follows) => {
    const contact = await api.post('/v1/contacts', contactBody({ follows }), { as: contactOfficer });
    expect(contact.json()).toMatchObject({ marks: [{ pointer: '/follows', rule: 'LINK_UNKNOWN' }] });
  });

  test('of others cannot be followed from outside', async () => {
    const ref = await enquire();
    const contact = await api.post('/v1/contacts', contactBody({ follows: ref }), { as: stranger });
    expect(contact.json()).toMatchObject({ marks: [{ rule: 'LINK_UNKNOWN' }] });
    expect((await api.get(`/v1/enquiries/${ref}`, socialWorker)).json()).toMatchObject({ contacts: [] });
  });
});

describe('a notification', () => {
  test.each([
    ['ENCOMPASS', 'EDUCATION_LEAD'],
    ['MISSING', 'MISSING_AND_EXPLOITATION_LEAD'],
    ['CSE', 'MISSING_AND_EXPLOITATION_LEAD'],
    ['CCE', 'MISSING_AND_EXPLOITATION_LEAD'],
    ['PREVENT', 'PREVENT_LEAD'],
    ['FGM', 'FGM_LEAD'],
    ['PRIVATE_FOSTERING', 'PRIVATE_FOSTERING_LEAD'],
    ['NRM', 'NRM_LEAD'],
    ['UNBORN', 'PRE_BIRTH_LEAD'],
    ['BIRTH', 'PRE_BIRTH_LEAD'],
    ['OTHER', 'TEAM_MANAGER'],
  ])('E39 of %s goes to the named lead of the policy, and is no case', async (type, lead) => {
    const before = await cases();
    const response = await api.post('/v1/notifications', { ...anEncompass, type }, { as: police });
    expect([response.statusCode, response.json()]).toMatchObject([201, { type, lead, marks: [] }]);
    expect(await cases()).toEqual(before);
  });

  test('its lead is told once, without a word of it, though the hub fell over in between', async () => {
    const ref = await notify({ ...anEncompass, type: 'PREVENT' });
    const about = async () =>
      (await stack.db.select().from(messages)).filter(({ contactRef }) => contactRef === ref);
    const tell = (messenger: Messenger) =>
      tellLeads({ db: stack.db, messenger, clock: stack.services.clock });
    expect(await about()).toEqual([]);
    const kept = outboxMessenger(stack.db);
    const fallsOver: Messenger = {
      send: async (message) => {
        if (message.contactRef !== ref) return;
        await kept.send(message);
        throw new Error('the worker is gone');
      },
    };
    await expect(tell(fallsOver)).rejects.toThrow('the worker is gone');
    expect(await tell(kept)).toBe(1);
    expect(await tell(kept)).toBe(0);
    const [message, ...others] = await about();
    expect(others).toEqual([]);
    expect(message).toMatchObject({
      key: `notification/${ref}/lead`,
      template: 'NOTIFICATION_LEAD',
      recipient: 'PREVENT_LEAD',
    });
    expect(PERSONAL_WORDS.filter((word) => message?.body.includes(word))).toEqual([]);
  });

  test('a message that cannot arrive is not sent for ever, and one that is delayed is', async () => {
    const [lost, late] = [await notify(), await notify()];
    const sent: string[] = [];
    const messenger: Messenger = {
      send: ({ contactRef }) => {
        sent.push(contactRef);
        return contactRef === lost
          ? Promise.reject(bounced('The address does not exist'))
          : Promise.reject(ApplicationFailure.create({ type: 'NOT_DELIVERED_YET' }));
      },
    };
    const tell = () => tellLeads({ db: stack.db, messenger, clock: stack.services.clock });
    await tell();
    await tell();
    expect(sent.filter((ref) => ref === lost)).toHaveLength(1);
    expect(sent.filter((ref) => ref === late)).toHaveLength(2);
  });

  test('E39 Encompass alone stays a notification; where the threshold is met a contact follows it', async () => {
    const ref = await notify();
    const contact = await api.post('/v1/contacts', contactBody({ follows: ref, sourceCode: '6' }), {
      as: socialWorker,
    });
    const { contactRef } = contact.json<{ contactRef: string }>();
    expect((await api.get(`/v1/notifications/${ref}`, socialWorker)).json()).toMatchObject({
      type: 'ENCOMPASS',
      contacts: [{ contactRef }],
      form: { summary: anEncompass.summary },
    });
  });

  test('E39 exploitation is acknowledged only with what came of considering the NRM', async () => {
    const ref = await notify({ ...anEncompass, type: 'CCE' });
    const address = `/v1/notifications/${ref}/acknowledgement`;
    const without = await api.post(address, {}, { as: socialWorker });
    expect([without.statusCode, without.json()]).toMatchObject([
      422,
      { code: 'MISSING_FIELD', errors: [{ pointer: '/nrm' }] },
    ]);
    const taken = await api.post(address, { nrm: 'REFERRED', note: 'Sent today.' }, { as: socialWorker });
    expect(taken.statusCode).toBe(200);
    expect((await api.get(`/v1/notifications/${ref}`, socialWorker)).json()).toMatchObject({
      status: 'ACKNOWLEDGED',
      nrm: 'REFERRED',
      note: 'Sent today.',
    });
    const again = await api.post(address, { nrm: 'REFERRED' }, { as: teamManager });
    expect(again.json()).toMatchObject({ code: 'ALREADY_ACKNOWLEDGED' });
  });

  test('is acknowledged by the role of its lead, or a manager in their place', async () => {
    const [one, two] = [await notify({ ...anEncompass, type: 'PREVENT' }), await notify()];
    const give = (ref: string, as: typeof referrer) =>
      api.post(`/v1/notifications/${ref}/acknowledgement`, {}, { as });
    expect((await give(one, socialWorker)).statusCode).toBe(403);
    expect((await give(one, teamManager)).statusCode).toBe(200);
    expect((await give(two, contactOfficer)).statusCode).toBe(200);
  });

  test('shows whoever handed it in how it stands, and nothing more', async () => {
    const ref = await notify();
    const own = (await api.get(`/v1/notifications/${ref}`, police)).json<Record<string, unknown>>();
    expect(own).toMatchObject({ status: 'OPEN', lead: 'EDUCATION_LEAD' });
    expect(own).not.toHaveProperty('form');
    expect((await api.get(`/v1/notifications/${ref}`, stranger)).statusCode).toBe(404);
    const listed = async (query: string) =>
      (await api.get(`/v1/notifications${query}`, socialWorker))
        .json<{ notifications: { notificationRef: string }[] }>()
        .notifications.map(({ notificationRef }) => notificationRef);
    expect(await listed('?type=ENCOMPASS&status=OPEN&lead=EDUCATION_LEAD')).toContain(ref);
    expect(await listed('?type=PREVENT')).not.toContain(ref);
  });
});

describe('both kinds', () => {
  test.each(['/v1/enquiries', '/v1/notifications'])('%s is refused for nothing it says', async (address) => {
    for (const body of [{}, { question: 7, summary: [], type: 'PIGEON', channel: 3, agency: 'x y' }]) {
      const response = await api.post(address, body, { as: police });
      expect(response.statusCode).toBe(201);
      expect(response.json<{ marks: unknown[] }>().marks.length).toBeGreaterThan(1);
    }
    expect((await api.post(address, '[]', { as: police })).json()).toMatchObject({ code: 'NOT_AN_OBJECT' });
    expect((await api.post(address, {}, { as: actor('AUDITOR') })).statusCode).toBe(403);
  });

  test('keep no personal word in the ledger, the whole text as it came, and are rebuilt from the record', async () => {
    const enquiryRef = await enquire();
    const notificationRef = await notify();
    await api.post(
      `/v1/enquiries/${enquiryRef}/answer`,
      { answer: 'About Quillon: level 2.' },
      { as: socialWorker },
    );
    const rows = [
      ...(await readStream(stack.db, enquiryStream(enquiryRef))),
      ...(await readStream(stack.db, notificationStream(notificationRef))),
    ];
    expect(rows).toHaveLength(3);
    expect(JSON.stringify(rows)).not.toMatch(/Quillon|Placeholder|Testpaper/);
    expect(await openSealed(stack.db, `${enquiryRef}/as-received`)).toBe(JSON.stringify(aQuestion));
    const before = await projectionChecksums(stack.db);
    await rebuildProjections(stack.db);
    expect(await projectionChecksums(stack.db)).toEqual(before);
  });
});
