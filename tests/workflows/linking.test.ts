import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMs, DAY_MS, HOUR_MS } from '../../domain/instant.ts';
import { messages } from '../../db/schema.ts';
import { projectionChecksums, rebuildProjections } from '../../db/rebuild.ts';
import { Api, aDecision, contactBody } from '../api/support/api.ts';
import { eventsOf, ledgerOf, referralOf, untilReferral } from '../support/cases.ts';
import { actor, MONDAY_TEN, referrer, socialWorker, teamManager } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';

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

const email = { name: 'Ambrosia Placeholder', email: 'ambrosia.placeholder@specimen-school.example' };
const police = actor('REFERRER', { userId: 'synthetic-police', agency: 'POLICE' });
const allocated = actor('SOCIAL_WORKER', { userId: 'w-1042', localAuthority: 'MOCKTON' });
const openCase = { worker: 'w-1042', manager: 'm-0077', team: 'ASSESSMENT_TEAM', caseReference: 'CS-20311' };

async function contactOf(overrides: Record<string, unknown> = {}, as = referrer): Promise<string> {
  const [ref] = await api.contact(contactBody({ receivedAt: await stack.now(), ...overrides }), as);
  return ref;
}

async function post(ref: string, path: string, body: unknown, as = socialWorker) {
  const answer = await api.post(`/v1/referrals/${ref}/${path}`, body, { as });
  return [answer.statusCode, answer.json<Record<string, unknown>>()] as const;
}

async function decide(ref: string, overrides: Record<string, unknown> = {}) {
  const { version } = await referralOf(stack.services, ref);
  return api.post(
    `/v1/referrals/${ref}/decision`,
    { ...aDecision, ...overrides },
    { as: teamManager, version },
  );
}

const closedAs = (stage: string) => (referral: { readonly stage: string }) => referral.stage === stage;

describe('E14 open case', () => {
  test('E14 open case: sent to the allocated worker, late after one working day, closed when they confirm', async () => {
    const ref = await contactOf({ referrer: email });
    expect(await post(ref, 'open-case', openCase, actor('CONTACT_OFFICER'))).toMatchObject([
      200,
      { nextAction: { action: 'confirmReceipt' } },
    ]);
    const linked = await referralOf(stack.services, ref);
    const clock = linked.clocks.find(({ kind }) => kind === 'OPEN_CASE_CONFIRMATION');
    expect(clock).toMatchObject({ status: 'RUNNING' });
    const told = async () =>
      (await stack.db.select().from(messages))
        .filter(({ referralRef, template }) => referralRef === ref && template.startsWith('OPEN_CASE'))
        .map(({ recipient, body }) => ({ recipient, isWithoutNames: !/Quillon|Testpaper/.test(body) }))
        .toSorted((a, b) => (a.recipient < b.recipient ? -1 : 1));
    await expect.poll(told).toEqual([
      { recipient: 'm-0077', isWithoutNames: true },
      { recipient: 'w-1042', isWithoutNames: true },
    ]);
    // The hub stays responsible: the time for the decision runs on.
    expect(linked.clocks.find(({ kind }) => kind === 'DECISION')?.status).toBe('RUNNING');
    await stack.travel(addMs(await stack.now(), DAY_MS + HOUR_MS));
    const events = await eventsOf(stack.services, ref);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'ClockBreached', clock: clock?.id, told: 'TEAM_MANAGER' }),
    );

    expect(await post(ref, 'open-case/confirmation', {}, socialWorker)).toMatchObject([403, {}]);
    expect(await post(ref, 'open-case/confirmation', {}, allocated)).toMatchObject([200, {}]);
    const closed = await untilReferral(stack.services, ref, closedAs('LINKED_TO_OPEN_CASE'));
    expect(closed.clocks.every(({ status }) => status === 'STOPPED')).toBe(true);
    expect(closed.openCaseLink).toMatchObject({ ...openCase, confirmedBy: 'w-1042' });
  });

  test('E14 a referrer who is told by hand is acknowledged before the case closes', async () => {
    const ref = await contactOf();
    await post(ref, 'open-case', openCase);
    await post(ref, 'open-case/confirmation', {}, teamManager);
    expect(await referralOf(stack.services, ref)).toMatchObject({ stage: 'RECEIVED' });
    await post(ref, 'acknowledgement', { method: 'PHONE' });
    expect(await referralOf(stack.services, ref)).toMatchObject({ stage: 'LINKED_TO_OPEN_CASE' });
  });

  test('E14 a wrong link is taken back and the hub decides', async () => {
    const ref = await contactOf();
    await post(ref, 'open-case', openCase);
    expect(await post(ref, 'duplicate', { of: 'R-0000-0000', reason: 'Same.' })).toMatchObject([
      409,
      { code: 'ALREADY_LINKED' },
    ]);
    expect(await post(ref, 'open-case/withdrawal', { reason: 'Another child.' })).toMatchObject([
      200,
      { nextAction: { action: 'rate' } },
    ]);
    expect((await decide(ref)).statusCode).toBe(200);
  });
});

describe('E10 duplicates', () => {
  test('E10 duplicate of the same source: closed by a person, acknowledged all the same', async () => {
    const first = await contactOf({ agency: 'SPECIMEN_SCHOOL' });
    const ref = await contactOf({ agency: 'SPECIMEN_SCHOOL', referrer: email });
    expect(await post(ref, 'duplicate', { of: ref, reason: 'Same.' })).toMatchObject([
      422,
      { code: 'OTHER_REFERRAL_NEEDED' },
    ]);
    expect(await post(ref, 'duplicate', { of: first, reason: 'The same form twice.' })).toMatchObject([
      200,
      {},
    ]);
    const closed = await untilReferral(stack.services, ref, closedAs('DUPLICATE'));
    expect(closed).toMatchObject({ acknowledgement: { status: 'SENT' }, duplicate: { of: first } });
    expect((await referralOf(stack.services, first)).stage).not.toBe('DUPLICATE');
  });

  test('E10 another source is refused as a duplicate: it joins', async () => {
    const first = await contactOf();
    const ref = await contactOf({ sourceCode: '6' }, police);
    expect(await post(ref, 'duplicate', { of: first, reason: 'Same evening.' })).toMatchObject([
      409,
      { code: 'OTHER_SOURCE' },
    ]);
  });
});

describe('E11 several sources of one incident', () => {
  test('E11 same incident, several sources: one decision, each source acknowledged and told for itself', async () => {
    const first = await contactOf({ referrer: email });
    await stack.travel(addMs(await stack.now(), HOUR_MS));
    const ref = await contactOf({ sourceCode: '6', referrer: email }, police);
    expect(await post(first, 'join', { to: ref, reason: 'Same evening.' })).toMatchObject([
      422,
      { code: 'OTHER_REFERRAL_NEEDED' },
    ]);
    expect(await post(ref, 'join', { to: first, reason: 'Same evening.' })).toMatchObject([200, {}]);
    await untilReferral(stack.services, ref, ({ joined }) => joined?.admittedAt !== undefined);
    const decision = await referralOf(stack.services, first);
    const joined = await referralOf(stack.services, ref);
    const due = (referral: typeof joined) =>
      referral.clocks.find(({ kind }) => kind === 'DECISION')?.dueAt ?? '';
    expect(due(decision) < due(joined)).toBe(true);
    expect((await decide(ref)).json()).toMatchObject({ code: 'JOINED_TO_OTHER' });

    expect((await decide(first)).statusCode).toBe(200);
    const told = await untilReferral(stack.services, ref, closedAs('DECIDED'));
    expect(told).toMatchObject({
      decisions: [{ outcome: 'ASSESSMENT_S17', decidedBy: teamManager.userId }],
      handover: { status: 'NOT_NEEDED' },
      acknowledgement: { status: 'SENT' },
    });
    await post(ref, 'feedback', { method: 'ELECTRONIC' });
    await untilReferral(stack.services, ref, closedAs('DUPLICATE'));
    await untilReferral(stack.services, first, ({ contributors }) => contributors?.[0]?.toldNo === 1);
    // The first goes its own way: its referrer and the receiving team are still to come.
    expect(await referralOf(stack.services, first)).toMatchObject({
      stage: 'DECIDED',
      handover: { status: 'AWAITED' },
    });
  });

  test('E11 when the first ends without a decision the other is decided by itself', async () => {
    const first = await contactOf({ referrer: email, agency: 'SPECIMEN_SCHOOL' });
    const ref = await contactOf({ sourceCode: '6', referrer: email }, police);
    await post(ref, 'join', { to: first, reason: 'Same evening.' });
    await untilReferral(stack.services, ref, ({ joined }) => joined?.admittedAt !== undefined);
    await post(first, 'open-case', openCase);
    await post(first, 'open-case/confirmation', {}, teamManager);
    await untilReferral(stack.services, ref, ({ joined }) => joined === undefined);
    expect((await decide(ref)).statusCode).toBe(200);
    const types = (await ledgerOf(stack.services, ref)).map(({ event }) => event.type);
    expect(types).toContain('JoinEnded');
  });
});

describe('E8 siblings', () => {
  test('E8 siblings: one contact, a referral and a decision for each, one added late with its own receipt', async () => {
    const children = [
      { givenName: 'Quillon', familyName: 'Testpaper', dateOfBirth: '2019-02-28' },
      { givenName: 'Ottoline', familyName: 'Testpaper', dateOfBirth: '2016-04-09' },
    ];
    const refs = await api.contact(contactBody({ receivedAt: await stack.now(), children }));
    const { contactRef } = await referralOf(stack.services, refs[0]);
    await stack.travel(addMs(await stack.now(), 2 * HOUR_MS));
    const late = {
      child: { givenName: 'Peregrine', familyName: 'Testpaper' },
      receivedAt: await stack.now(),
    };
    const url = `/v1/contacts/${contactRef}/children`;
    const answer = await api.post(url, late, { as: socialWorker, key: `late-${contactRef}` });
    expect(answer.statusCode).toBe(201);
    const { referralRef } = answer.json<{ referralRef: string }>();
    const again = await api.post(url, late, { as: socialWorker, key: `late-${contactRef}` });
    expect(again.json()).toEqual(answer.json());
    const added = await referralOf(stack.services, referralRef);
    expect(added).toMatchObject({ contactRef, receivedAt: late.receivedAt, marks: ['BIRTH_MISSING'] });

    const contact = await api.get(`/v1/contacts/${contactRef}`, teamManager);
    const named = contact.json<{ referrals: { referralRef: string }[] }>().referrals;
    expect(named.map((it) => it.referralRef)).toEqual([...refs, referralRef]);
    const page = await api.get(`/v1/referrals/${referralRef}`, teamManager);
    expect(page.json()).toMatchObject({ child: { displayName: 'Peregrine Testpaper' } });

    expect((await decide(refs[0])).statusCode).toBe(200);
    expect((await decide(refs[1] ?? '', { outcome: 'NFA', level: 1 })).statusCode).toBe(200);
    expect((await decide(referralRef, { outcome: 'ADVICE_SIGNPOST', level: 2 })).statusCode).toBe(200);
    const outcomes = await Promise.all([...refs, referralRef].map((ref) => referralOf(stack.services, ref)));
    expect(outcomes.map((it) => ('decisions' in it ? it.decisions?.[0].outcome : undefined))).toEqual([
      'ASSESSMENT_S17',
      'NFA',
      'ADVICE_SIGNPOST',
    ]);
    const outsider = actor('REFERRER', { userId: 'synthetic-other' });
    expect((await api.post(url, late, { as: outsider })).statusCode).toBe(404);
  });
});

describe('E8 siblings decided together', () => {
  test('E8 siblings: one reasoning for several, each confirmed; what is refused for one undoes no other', async () => {
    const children = ['Quillon', 'Ottoline', 'Peregrine'].map((givenName) => ({
      givenName,
      familyName: 'Testpaper',
    }));
    const [one, two = '', three = ''] = await api.contact(
      contactBody({ receivedAt: await stack.now(), children }),
    );
    const { contactRef } = await referralOf(stack.services, one);
    const url = `/v1/contacts/${contactRef}/decisions`;
    const seen = async (referralRef: string, confirmed: unknown = true) => ({
      referralRef,
      version: (await referralOf(stack.services, referralRef)).version,
      confirmed,
    });
    const decision = { ...aDecision, outcome: 'NFA', level: 1 };
    const silent = { decision, children: [await seen(one), await seen(two, false)] };
    expect((await api.post(url, silent, { as: teamManager })).statusCode).toBe(422);
    expect((await referralOf(stack.services, one)).stage).not.toBe('DECIDED');

    const stale = { ...(await seen(three)), version: 99 };
    const elsewhere = await seen(await contactOf());
    const body = { decision, children: [await seen(one), stale, await seen(two), elsewhere] };
    const key = `siblings-${contactRef}`;
    const answer = await api.post(url, body, { as: teamManager, key });
    expect([answer.statusCode, answer.json()]).toMatchObject([
      200,
      {
        children: [
          { referralRef: one, status: 'RECORDED' },
          { referralRef: three, status: 'REFUSED', refusal: { code: 'STALE_VERSION' } },
          { referralRef: two, status: 'RECORDED' },
          { referralRef: elsewhere.referralRef, status: 'NOT_FOUND' },
        ],
      },
    ]);
    await api.post(url, body, { as: teamManager, key });
    const decided = await Promise.all([one, two, three].map((ref) => referralOf(stack.services, ref)));
    expect(decided.map((it) => ('decisions' in it ? it.decisions?.length : 0))).toEqual([1, 1, 0]);

    const rest = { decision, children: [await seen(three)] };
    const byWorker = await api.post(url, rest, { as: socialWorker });
    expect(byWorker.json()).toMatchObject({ children: [{ refusal: { code: 'NOT_PERMITTED' } }] });
    const last = await api.post(url, rest, { as: teamManager, key: `${key}-rest` });
    expect(last.json()).toMatchObject({ children: [{ status: 'RECORDED' }] });
    const again = await api.post(url, rest, { as: teamManager, key: `${key}-rest` });
    expect(again.json()).toEqual(last.json());
  });
});

test('rebuilding gives linked, joined and late-named children row for row', async () => {
  const before = await projectionChecksums(stack.db);
  await rebuildProjections(stack.db);
  expect(await projectionChecksums(stack.db)).toEqual(before);
});
