import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { and, eq } from 'drizzle-orm';
import { messages } from '../../db/schema.ts';
import type { Actor } from '../../domain/actor.ts';
import { actor, contactOfficer, MONDAY_TEN, referrer, socialWorker, teamManager } from '../support/people.ts';
import { disputeManager, objection, otherManager, serviceManager } from '../support/disputes.ts';
import { untilReferral } from '../support/cases.ts';
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

const housing = actor('AGENCY_REPRESENTATIVE', { userId: 'synthetic-landlord', agency: 'HOUSING' });
const police = actor('AGENCY_REPRESENTATIVE', { agency: 'POLICE' });
const PEOPLE = [{ agency: 'HOUSING', role: 'SAFEGUARDING_LEAD' }];

/** Decided for housing, which is part of a case then. */
async function decided(): Promise<string> {
  const [ref] = await api.contact();
  await decidedForHousing(ref);
  return ref;
}

async function decidedForHousing(ref: string): Promise<void> {
  const decision = { ...aDecision, outcome: 'SINGLE_AGENCY', level: 2, receiver: 'HOUSING' };
  await api.decide(ref, decision);
  await untilReferral(stack.services, ref, ({ followOns = [] }) => followOns[0]?.caseId !== undefined);
}

const open = (ref: string, as: Actor, body: object = {}) =>
  api.post('/v1/disputes', { referralRef: ref, ...objection, ...body }, { as });

async function opened(as: Actor = referrer): Promise<{ ref: string; at: string }> {
  const ref = await decided();
  const answer = await open(ref, as);
  expect(answer.statusCode).toBe(201);
  return { ref, at: `/v1/disputes/${answer.json<{ id: string }>().id}` };
}

describe('transition 27: who opens a dispute', () => {
  test.each<[string, Actor]>([
    ['the referrer', referrer],
    ['an agency that is part of a case of the family', housing],
    ['a social worker', socialWorker],
    ['the designated officer', actor('LADO')],
    ['the out-of-hours team', actor('EMERGENCY_DUTY_TEAM')],
  ])('%s', async (_case, as) => {
    const ref = await decided();
    const answer = await open(ref, as);
    expect(answer.json()).toMatchObject({
      kind: 'DISPUTE',
      stage: 'OPEN',
      referralRefs: [ref],
      owner: { team: 'HUB', role: 'TEAM_MANAGER' },
      next: { action: 'respondToDispute', by: 'TEAM_MANAGER' },
      facts: { subject: 'DECISION', lane: 'ORDINARY', decisionNo: 1, level: 1 },
      clocks: [{ kind: 'DISPUTE_STAGE', dueAt: '2028-06-08T16:00:00.000Z', isLate: false }],
    });
  });

  test.each<[string, Actor]>([
    ['a contact officer', contactOfficer],
    ['an auditor', actor('AUDITOR')],
    ['an administrator', actor('ADMINISTRATOR')],
    ['who decides disputes', disputeManager],
  ])('not %s, by their role', async (_case, as) => {
    const refused = await open(await decided(), as);
    expect(refused.json()).toMatchObject({ status: 403, code: 'NOT_PERMITTED' });
    expect(refused.body).not.toContain(objection.reason);
  });

  test.each<[string, Actor]>([
    ['an agency that nobody asked', police],
    ['another referrer', actor('REFERRER', { userId: 'somebody-else' })],
    ['staff of another authority', actor('SOCIAL_WORKER', { localAuthority: 'MOCKTON' })],
  ])('for %s there is nothing to dispute', async (_case, as) => {
    expect((await open(await decided(), as)).json()).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  test('what keeps the child safe meanwhile, and what is disputed, have to be said', async () => {
    const ref = await decided();
    const { interimSafety: _left, ...rest } = objection;
    const lacks = await api.post('/v1/disputes', { referralRef: ref, ...rest }, { as: referrer });
    expect(lacks.json()).toMatchObject({ status: 422, errors: [{ pointer: '/interimSafety' }] });
    const both = await open(ref, referrer, { caseId: `${ref}.S1` });
    expect(both.json()).toMatchObject({ status: 422, errors: [{ pointer: '/referralRef' }] });
    expect(both.body).not.toContain('hungry');
  });

  test('a repeated key opens it once; another objector has the same dispute', async () => {
    const ref = await decided();
    const body = { referralRef: ref, ...objection };
    const first = await api.post('/v1/disputes', body, { as: referrer, key: 'disputed-once' });
    const again = await api.post('/v1/disputes', body, { as: referrer, key: 'disputed-once' });
    expect([first.statusCode, again.body]).toEqual([201, first.body]);
    const joined = await open(ref, housing, { interimSafety: 'The warden calls every evening.' });
    expect([joined.statusCode, joined.json<{ id: string }>().id]).toEqual([
      201,
      first.json<{ id: string }>().id,
    ]);
    expect(joined.json<{ facts: { objectors: unknown[] } }>().facts.objectors).toHaveLength(2);
  });

  test('a referrer who objects is written to at the address they gave with the contact', async () => {
    const email = 'ambrosia@specimen-school.example';
    const [ref] = await api.contact(contactBody({ referrer: { name: 'Ambrosia Placeholder', email } }));
    // The acknowledgement is sent first.
    await untilReferral(stack.services, ref, ({ version }) => version === 2);
    await decidedForHousing(ref);
    expect((await open(ref, referrer)).statusCode).toBe(201);
    const sent = () =>
      stack.services.db
        .select({ recipient: messages.recipient })
        .from(messages)
        .where(and(eq(messages.referralRef, ref), eq(messages.template, 'DISPUTE_OPENED')));
    await expect.poll(sent).toEqual([{ recipient: email }]);
  });

  test('a step of a case that follows a decision: each step has a dispute of its own', async () => {
    const ref = await decided();
    const caseId = `${ref}.S1`;
    const about = (subject: string) =>
      api.post('/v1/disputes', { caseId, subject, ...objection }, { as: housing });
    const threshold = (await about('THRESHOLD')).json<{ id: string; facts: object; links: object }>();
    expect(threshold).toMatchObject({ facts: { subject: 'THRESHOLD', decisionNo: 1 } });
    const step = (await about('OTHER_STEP')).json<{ id: string; facts: object }>();
    expect(step.id).not.toBe(threshold.id);
    expect(step.facts).not.toHaveProperty('decisionNo');
    expect((await about('OTHER_STEP')).json<{ id: string }>().id).toBe(step.id);
    const disputeOfDispute = await api.post(
      '/v1/disputes',
      { caseId: step.id, ...objection },
      { as: housing },
    );
    expect(disputeOfDispute.statusCode).toBe(404);
    const read = await api.get(`/v1/disputes/${threshold.id}`, teamManager);
    expect(read.json()).toMatchObject({
      facts: { decidedBy: teamManager.userId },
      links: { from: `/v1/agency-actions/${caseId}` },
    });
  });
});

describe('a dispute over HTTP', () => {
  test('answered, raised, made urgent, its interim position changed, resolved by who may', async () => {
    const { ref, at } = await opened();
    const respond = await api.post(
      `${at}/positions`,
      { position: 'The threshold is met.' },
      { as: teamManager },
    );
    expect(respond.json()).toMatchObject({ next: { action: 'resolveDispute' } });
    const raised = await api.post(`${at}/raising`, { reason: 'We do not agree.' }, { as: referrer });
    expect(raised.json()).toMatchObject({ facts: { level: 2 }, owner: { role: 'SERVICE_MANAGER' } });
    const urgent = await api.post(
      `${at}/child-safety`,
      { reason: 'He is home again.' },
      { as: socialWorker },
    );
    expect(urgent.json()).toMatchObject({ facts: { lane: 'CHILD_SAFETY', level: 3 } });
    const twice = await api.post(`${at}/child-safety`, { reason: 'Again.' }, { as: socialWorker });
    expect(twice.json()).toMatchObject({ status: 409, code: 'NOT_AT_THIS_STAGE' });
    const interim = { interimSafety: 'Quillon stays with an aunt.' };
    expect((await api.post(`${at}/interim-position`, interim, { as: socialWorker })).statusCode).toBe(403);
    const changed = await api.post(`${at}/interim-position`, interim, { as: serviceManager });
    expect(changed.json()).toMatchObject({
      facts: {
        interim: [
          { words: objection.interimSafety, until: expect.any(String) },
          { words: interim.interimSafety },
        ],
      },
    });

    const found = { outcome: 'NOT_UPHELD', rationale: 'The threshold is met.', people: PEOPLE };
    const below = await api.post(`${at}/resolution`, found, { as: serviceManager });
    expect(below.json()).toMatchObject({ status: 403, code: 'NOT_PERMITTED' });
    const nobody = await api.post(`${at}/resolution`, { ...found, people: [] }, { as: disputeManager });
    expect(nobody.json()).toMatchObject({ code: 'MISSING_FIELD', errors: [{ pointer: '/people' }] });
    const done = await api.post(`${at}/resolution`, found, { as: disputeManager });
    expect(done.json()).toMatchObject({
      stage: 'NOT_UPHELD',
      facts: { resolution: { outcome: 'NOT_UPHELD', level: 3, people: PEOPLE } },
      allowedActions: [],
    });
    const late = await api.post(`${at}/raising`, { reason: 'Further.' }, { as: referrer });
    expect(late.json()).toMatchObject({ status: 409, code: 'CASE_CLOSED' });
    const counts = await api.get('/v1/disputes/counts', teamManager);
    expect(counts.json<{ disputes: object[] }>().disputes).toContainEqual({
      stageReached: 3,
      lane: 'CHILD_SAFETY',
      outcome: 'NOT_UPHELD',
      disputes: 1,
    });
    expect((await api.get(`/v1/referrals/${ref}`, teamManager)).json()).toMatchObject({ stage: 'DECIDED' });
  });

  test('K13: open ones are counted by the stage they have reached', async () => {
    await opened();
    const counts = await api.get('/v1/disputes/counts', teamManager);
    const [first] = counts.json<{ disputes: object[] }>().disputes;
    expect(first).toMatchObject({ stageReached: 1, lane: 'ORDINARY' });
  });

  test('never allowed: whoever decided judges the dispute, or its objector does', async () => {
    const { ref, at } = await opened();
    const found = { outcome: 'UPHELD', rationale: 'The school is right.', people: PEOPLE };
    const own = await api.post(`${at}/resolution`, found, { as: teamManager });
    expect(own.json()).toMatchObject({ status: 409, code: 'OTHER_DECIDER_NEEDED' });
    await open(ref, otherManager);
    const objector = await api.post(`${at}/resolution`, found, { as: otherManager });
    expect(objector.json()).toMatchObject({ status: 409, code: 'OTHER_DECIDER_NEEDED' });
  });

  test('one objector lets go; whoever let go still reads what comes of it', async () => {
    const { ref, at } = await opened();
    await open(ref, housing);
    const gone = await api.post(`${at}/withdrawal`, { reason: 'We have talked.' }, { as: referrer });
    expect(gone.json()).toMatchObject({ stage: 'OPEN' });
    expect((await api.post(`${at}/withdrawal`, { reason: 'x' }, { as: referrer })).statusCode).toBe(403);
    const last = await api.post(`${at}/withdrawal`, { reason: 'We, too.' }, { as: housing });
    expect(last.json()).toMatchObject({ stage: 'WITHDRAWN', stageWords: 'Withdrawn' });
    expect((await api.get(at, referrer)).json()).toMatchObject({ stage: 'WITHDRAWN' });
  });
});

describe('who reads what of a dispute', () => {
  test('the referrer: how far it has come, and their own words; an agency: every side, nobody by name', async () => {
    const { ref, at } = await opened();
    await open(ref, housing, {
      reason: 'The flat is unsafe.',
      interimSafety: 'The warden calls every evening.',
    });
    await api.post(`${at}/positions`, { position: 'The threshold is met.' }, { as: teamManager });

    const school = await api.get(at, referrer);
    expect(school.json()).toMatchObject({
      facts: {
        level: 1,
        objectors: [{ agency: 'SPECIMEN_SCHOOL', objections: [{ reason: objection.reason }] }],
        interim: [{ words: objection.interimSafety }],
        levels: [{ level: 1, how: 'OPENED', positions: [] }],
      },
      allowedActions: [
        'joinDispute',
        'respondToDispute',
        'raiseDispute',
        'makeChildSafety',
        'withdrawDispute',
      ],
    });
    expect(school.json()).not.toHaveProperty('links.family');
    for (const unseen of ['The flat is unsafe', 'warden', 'The threshold is met', teamManager.userId]) {
      expect(school.body).not.toContain(unseen);
    }

    const agency = await api.get(at, housing);
    for (const seen of [objection.reason, 'The flat is unsafe', 'warden', 'The threshold is met']) {
      expect(agency.body).toContain(seen);
    }
    for (const person of [referrer.userId, teamManager.userId]) expect(agency.body).not.toContain(person);
    expect((await api.get(at, police)).statusCode).toBe(404);
    expect((await api.get(at, teamManager)).json()).toMatchObject({
      facts: {
        decidedBy: teamManager.userId,
        objectors: [{ userId: referrer.userId }, { userId: housing.userId }],
      },
    });
  });

  test('lists: objectors see theirs, whoever decides disputes all of the authority, others none', async () => {
    const { at } = await opened();
    const id = at.split('/').at(-1);
    const idsFor = async (as: Actor) =>
      (await api.get('/v1/disputes?limit=200', as))
        .json<{ cases: { id: string }[] }>()
        .cases.map((one) => one.id);
    for (const as of [referrer, disputeManager, teamManager]) expect(await idsFor(as)).toContain(id);
    expect(await idsFor(police)).toEqual([]);
    expect(await idsFor(actor('DISPUTE_MANAGER', { localAuthority: 'MOCKTON' }))).toEqual([]);
    const clock = await api.get(`${at}/clocks/DISPUTE_STAGE.1`, teamManager);
    expect(clock.json()).toMatchObject({
      sentence: expect.stringContaining('because the dispute came to this stage'),
    });
  });
});
