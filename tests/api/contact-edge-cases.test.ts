import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectionChecksums, rebuildProjections } from '../../db/rebuild.ts';
import { children, messages, people, referrals } from '../../db/schema.ts';
import { addMs, HOUR_MS } from '../../domain/instant.ts';
import type { ReferralEvent } from '../../domain/referral/events.ts';
import { readEvents } from '../../db/streams.ts';
import { referralStream } from '../../domain/streams.ts';
import { referralOf } from '../support/cases.ts';
import { actor, contactOfficer, MONDAY_TEN, referrer, socialWorker, teamManager } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { aDecision, Api, contactBody } from './support/api.ts';

let stack: TestStack;
let api: Api;

beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
  api = await Api.over(stack.services);
});
afterAll(async () => {
  await api?.app.close();
  await stack?.close();
});

type Receipt = {
  contactRef: string;
  decisionDueAt: string;
  referrals: [{ referralRef: string }];
  marks: { pointer: string; rule: string }[];
  quality: { score: number; words: string[]; missing: string[] };
  urgent?: { words: string[] };
};

async function submit(body: unknown, as = referrer): Promise<Receipt & { ref: string }> {
  const response = await api.post('/v1/contacts', body, { as });
  expect(response.statusCode).toBe(201);
  const receipt = response.json<Receipt>();
  return { ...receipt, ref: receipt.referrals[0].referralRef };
}

async function rowOf(ref: string) {
  const [row] = await stack.db.select().from(referrals).where(eq(referrals.referralRef, ref));
  return row;
}

async function messageTo(contactRef: string) {
  const find = () => stack.db.select().from(messages).where(eq(messages.contactRef, contactRef));
  await expect.poll(async () => (await find()).length, { timeout: 20_000 }).toBeGreaterThan(0);
  return (await find())[0];
}

const byEmail = { name: 'Ambrosia Placeholder', email: 'head@specimen-school.example' };
const SUNDAY_EVENING = '2028-06-04T18:00:00+01:00';

test('E7 a late school referral is flagged, and told 999 and the out-of-hours team at once', async () => {
  const late = await submit(contactBody({ receivedAt: SUNDAY_EVENING, referrer: byEmail }));
  expect(late.urgent?.words.join(' ')).toMatch(/999.*emergency duty team/);
  expect((await rowOf(late.ref))?.flags).toContain('LATE_SCHOOL_REFERRAL');
  expect((await messageTo(late.contactRef))?.body).toMatch(/The hub is shut.*999/);
  const police = await submit(contactBody({ receivedAt: SUNDAY_EVENING, sourceCode: '6' }));
  expect(police.urgent).toBeUndefined();
  expect((await rowOf(police.ref))?.flags).not.toContain('LATE_SCHOOL_REFERRAL');
});

test('E9 an unborn child is received under its mother, with the day it is expected', async () => {
  const child = { motherName: 'Mara Testpaper', expectedDateOfBirth: '2028-11-01', sex: 'U' };
  const { ref, marks } = await submit(contactBody({ children: [child] }));
  expect(marks).toEqual([]);
  const [row] = await stack.db.select().from(children).where(eq(children.referralRef, ref));
  expect(row).toMatchObject({ displayName: 'Unborn child of Mara Testpaper', dateOfBirth: null });
});

test('E9 at birth the child is described anew, under the same referral, and found by its own name', async () => {
  const unborn = { motherName: 'Mara Testpaper', expectedDateOfBirth: '2028-06-03', postcode: 'TS18 1AU' };
  const { ref, contactRef } = await submit(contactBody({ children: [unborn] }));
  const born = {
    givenName: 'Odo',
    familyName: 'Testpaper',
    dateOfBirth: '2028-06-04',
    nhsNumber: '9434765918',
  };
  const address = `/v1/referrals/${ref}/birth`;
  const early = await api.post(address, { child: { dateOfBirth: '2029-01-01' } }, { as: socialWorker });
  expect(early.json()).toMatchObject({ code: 'MISSING_FIELD', errors: [{ pointer: '/dateOfBirth' }] });
  expect((await api.post(address, { child: born }, { as: referrer })).statusCode).toBe(404);
  const recorded = await api.post(address, { child: born }, { as: socialWorker });
  expect([recorded.statusCode, recorded.json()]).toMatchObject([
    200,
    { referralRef: ref, marks: [{ pointer: '/child/nhsNumber', rule: 'NHS_NUMBER_ODD' }] },
  ]);
  const [row] = await stack.db.select().from(children).where(eq(children.referralRef, ref));
  expect(row).toMatchObject({ contactRef, displayName: 'Odo Testpaper', dateOfBirth: '2028-06-04' });
  const [person] = await stack.db.select().from(people).where(eq(people.referralRef, ref));
  expect(person).toMatchObject({ displayName: 'Odo Testpaper', dateOfBirth: '2028-06-04' });
  const again = await api.post(address, { child: born }, { as: socialWorker });
  expect(again.json()).toMatchObject({ code: 'NOT_UNBORN' });
  const before = await projectionChecksums(stack.db);
  await rebuildProjections(stack.db);
  expect(await projectionChecksums(stack.db)).toEqual(before);
});

describe('E21 a parent who refers', () => {
  const parent = { name: 'Mara Testpaper', email: 'home@shared.example', phone: '01632 960000' };

  test('E21 is written to only where they said that is safe', async () => {
    const safeContact = { method: 'phone', times: 'school hours', leaveNoMessage: true };
    const body = (wish: unknown) =>
      contactBody({ sourceCode: '1A', referrer: { ...parent, safeContact: wish } });
    const byPhone = await submit(body(safeContact));
    const written = await submit(body({ method: 'email' }));
    expect((await referralOf(stack.services, byPhone.ref)).referrerReach).toBe('BY_HAND');
    expect((await messageTo(written.contactRef))?.recipient).toBe(parent.email);
    const electronic = await api.post(`/v1/referrals/${byPhone.ref}/decision`, aDecision, {
      as: teamManager,
      version: (await referralOf(stack.services, byPhone.ref)).version,
    });
    expect(electronic.statusCode).toBeLessThan(300);
    const feedback = await api.post(
      `/v1/referrals/${byPhone.ref}/feedback`,
      { method: 'ELECTRONIC' },
      { as: socialWorker, version: (await referralOf(stack.services, byPhone.ref)).version },
    );
    expect(feedback.json()).toMatchObject({ code: 'REFERRER_NOT_REACHABLE' });
    const sent = await stack.db.select().from(messages).where(eq(messages.contactRef, byPhone.contactRef));
    expect(sent).toEqual([]);
  });

  test('E21 is told nothing of the family by the submission page, and neither is anybody else', async () => {
    const mother = actor('REFERRER', { userId: 'synthetic-mother', agency: 'PUBLIC' });
    const father = actor('REFERRER', { userId: 'synthetic-father', agency: 'PUBLIC' });
    const { contactRef } = await submit(contactBody({ sourceCode: '1A', referrer: parent }), mother);
    expect((await api.get(`/v1/contacts/${contactRef}`, mother)).json()).not.toHaveProperty('form');
    expect((await api.get(`/v1/contacts/${contactRef}`, father)).statusCode).toBe(404);
  });
});

test('E35 a short email is received incomplete, says what is missing, and its decision clock runs', async () => {
  const email = { subject: 'Worried', text: 'Quillon was in wet clothes again.' };
  const { ref, contactRef, marks, quality, decisionDueAt } = await submit({
    email,
    sourceCode: '2A',
    localAuthority: 'SPECIMENSHIRE',
    referrer: byEmail,
  });
  expect(marks.map(({ rule }) => rule)).toEqual(['EMAIL_ONLY', 'AGREEMENT_MISSING', 'CHILD_MISSING']);
  expect(quality.missing).toEqual(
    expect.arrayContaining(['ON_FORM', 'HOUSEHOLD_NAMED', 'AGREEMENT_STATED', 'CHILD_LOCATION']),
  );
  expect(quality.score).toBeLessThan(50);
  expect(quality.words).toHaveLength(quality.missing.length);
  expect(decisionDueAt).toBe((await rowOf(ref))?.decisionDueAt);
  const referral = await referralOf(stack.services, ref);
  expect(referral.clocks.find(({ kind }) => kind === 'DECISION')?.status).toBe('RUNNING');
  const { body } = (await messageTo(contactRef)) ?? { body: '' };
  expect(body).toContain('what is still missing');
  expect(body).toMatch(/- Name everyone who lives with the child[^]*- Say whether the family[^]*- Say where/);
  expect(body).not.toContain('- Say what happened');
});

test('E37 an anonymous contact weighs alike: same clocks, same route, no feedback owed', async () => {
  const body = { sourceCode: '9', referrer: { anonymous: true }, channel: 'PHONE' };
  const { ref, marks, decisionDueAt } = await submit(contactBody(body), contactOfficer);
  const named = await submit(contactBody({ sourceCode: '1B', channel: 'PHONE' }), contactOfficer);
  expect(marks).toEqual([]);
  expect(Date.parse(named.decisionDueAt) - Date.parse(decisionDueAt)).toBeLessThan(60_000);
  const referral = await referralOf(stack.services, ref);
  expect(referral.acknowledgement.status).toBe('NOT_POSSIBLE');
  expect(referral.clocks.map(({ kind }) => kind)).toEqual(['DECISION']);
});

test('E38 a contact that reads as malicious is received like any other, and ended by a manager only', async () => {
  const spiteful = contactBody({ concern: 'He is a liar and so is his mother, as I said last week.' });
  const { ref, marks } = await submit(spiteful);
  expect(marks).toEqual([]);
  const version = (await referralOf(stack.services, ref)).version;
  const nfa = { ...aDecision, outcome: 'NFA', level: 1, rationale: 'Known dispute; child seen and well.' };
  const byOfficer = await api.post(`/v1/referrals/${ref}/decision`, nfa, { as: contactOfficer, version });
  const byManager = await api.post(`/v1/referrals/${ref}/decision`, nfa, { as: teamManager, version });
  expect([byOfficer.statusCode, byManager.statusCode]).toEqual([403, 200]);
});

describe('E47 a contact entered later', () => {
  test('E47 runs from its receipt, keeps entry, author and reason, and shows that a limit had passed', async () => {
    const receivedAt = addMs(MONDAY_TEN, -100 * HOUR_MS);
    const backdatingReason = 'The out-of-hours note lay in a tray.';
    const { ref, contactRef } = await submit(
      contactBody({ receivedAt, backdatingReason, sourceCode: '6' }),
      contactOfficer,
    );
    const kept = (await api.get(`/v1/contacts/${contactRef}`, teamManager)).json();
    expect(kept).toMatchObject({
      receivedAt,
      submittedBy: contactOfficer.userId,
      form: { backdatingReason },
    });
    expect(kept.recordedAt >= MONDAY_TEN).toBe(true);
    expect((await rowOf(ref))?.flags).toEqual(['ENTERED_AFTER_BREACH']);
    const [received] = await readEvents<ReferralEvent>(stack.db, referralStream(ref));
    expect(received).toMatchObject({ occurredAt: receivedAt, receipt: { flags: ['ENTERED_AFTER_BREACH'] } });
    expect(JSON.stringify(received)).not.toContain('tray');
  });

  test('E47 in time is no matter', async () => {
    const { ref } = await submit(
      contactBody({ receivedAt: addMs(MONDAY_TEN, -HOUR_MS / 2) }),
      contactOfficer,
    );
    expect((await rowOf(ref))?.flags).toEqual([]);
  });
});

test('E48 an interpreter and a communication need are kept, and the decision is due no later', async () => {
  const needs = {
    interpreter: 'Polish',
    children: [{ givenName: 'Quillon', dateOfBirth: '2019-02-28', communicationNeed: 'Deaf, signs' }],
  };
  const [without, withNeeds] = [await submit(contactBody()), await submit(contactBody(needs))];
  expect(Date.parse(withNeeds.decisionDueAt) - Date.parse(without.decisionDueAt)).toBeLessThan(60_000);
  const kept = await api.get(`/v1/contacts/${withNeeds.contactRef}`, socialWorker);
  expect(kept.json()).toMatchObject({ form: needs });
});

describe('quality by agency', () => {
  const period = `from=${encodeURIComponent('2028-06-01T00:00:00Z')}&to=${encodeURIComponent('2028-07-01T00:00:00Z')}`;
  type Row = {
    agency?: string;
    contacts: number;
    meanScore: number;
    wellFormed: number;
    gaps: { point: string; words: string; contacts: number }[];
  };
  const figures = async (as = teamManager, query = period) =>
    (await api.get(`/v1/quality?${query}`, as)).json<{ agencies: Row[] }>().agencies;

  test('counts contacts, their mean and what was missing most', async () => {
    const agency = `SCHOOL_${randomUUID().slice(0, 8).toUpperCase()}`;
    const head = actor('AGENCY_REPRESENTATIVE', { userId: 'synthetic-head', agency });
    const first = await submit(contactBody(), head);
    const second = await submit(contactBody({ household: [{ name: 'Mara', role: 'mother' }] }), head);
    const row = (await figures()).find((one) => one.agency === agency);
    expect(row).toMatchObject({
      contacts: 2,
      meanScore: (first.quality.score + second.quality.score) / 2,
      wellFormed: 1,
    });
    expect(row?.gaps.map(({ contacts }) => contacts)).toEqual(
      row?.gaps.map(({ contacts }) => contacts).toSorted((a, b) => b - a),
    );
    expect(row?.gaps.at(-1)).toMatchObject({ point: 'HOUSEHOLD_NAMED', contacts: 1 });
    expect(row?.gaps.at(-1)?.words).toMatch(/^Name everyone/);
  });

  test('counts only its period and authority, for those who read contacts', async () => {
    expect(await figures(teamManager, 'from=2027-01-01T00:00:00Z&to=2027-02-01T00:00:00Z')).toEqual([]);
    expect(await figures(actor('TEAM_MANAGER', { localAuthority: 'MOCKTON' }))).toEqual([]);
    expect((await api.get(`/v1/quality?${period}`, referrer)).statusCode).toBe(403);
    expect((await api.get('/v1/quality?from=monday&to=friday', teamManager)).statusCode).toBe(422);
  });
});
