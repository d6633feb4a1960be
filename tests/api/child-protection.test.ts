import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readStream } from '../../db/streams.ts';
import { chair, familyOf, health, housing, police } from '../support/child-protection.ts';
import { actor, contactOfficer, MONDAY_TEN, referrer, socialWorker, teamManager } from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { Api } from './support/api.ts';

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

const CAUSE = '2028-06-05T08:00:00+01:00';

/** A strategy discussion that a social worker convenes: the child's referral, and where the case is. */
async function convened(): Promise<{ readonly ref: string; readonly at: string; readonly stream: string }> {
  const [ref = ''] = await familyOf(stack.services);
  const body = { referralRef: ref, reason: 'A burn that nobody explains.', reasonableCauseAt: CAUSE };
  const opened = await api.post('/v1/child-protection', body, { as: socialWorker });
  expect(opened.statusCode).toBe(201);
  return { ref, at: `/v1/child-protection/${ref}.P1`, stream: `child-protection:${ref}.P1` };
}

const there = (agency: string, information = `What ${agency} knows.`) => ({
  agency,
  kind: agency,
  attendance: 'PRESENT',
  information,
});

/** A whole record of a meeting that begins enquiries about the child. */
function record(ref: string, overrides: Readonly<Record<string, unknown>> = {}) {
  return {
    heldAs: 'MEETING',
    mode: 'VIDEO',
    startedAt: '2028-06-05T09:00:00+01:00',
    endedAt: '2028-06-05T09:30:00+01:00',
    chair: chair.userId,
    chairRole: 'STRATEGY_CHAIR',
    attendance: ['SOCIAL_CARE', 'POLICE', 'HEALTH'].map((agency) => there(agency)),
    children: [{ referralRef: ref, decision: 'START_S47', enquiry: 'JOINT' }],
    thresholdAnalysis: 'Significant harm is likely.',
    criminalInvestigation: 'After the visit.',
    medical: { needed: true, when: 'At noon.' },
    whatFamilyIsTold: 'That the child is seen today.',
    toldBy: 'The social worker.',
    safetyPlan: 'With the grandmother.',
    siblingsConsidered: true,
    dissent: 'NONE',
    enquiryPlan: 'A joint visit today.',
    actions: [{ what: 'Speak with the school.', agency: 'POLICE', dueOn: '2028-06-06' }],
    ...overrides,
  };
}

async function plannedFor(at: string, ref: string) {
  const body = {
    startsAt: '2028-06-05T16:00:00+01:00',
    mode: 'VIDEO',
    place: 'https://meet.invalid/1',
    invited: [{ agency: 'POLICE', kind: 'POLICE' }, { agency: 'HEALTH' }],
    covers: [ref],
  };
  const planned = await api.post(`${at}/discussions`, body, { as: contactOfficer });
  expect(planned.json()).toMatchObject({ stage: 'STRATEGY_PLANNING', facts: { discussions: [{ no: 1 }] } });
}

describe('child protection over HTTP', () => {
  test('transition 13 is convened, planned, held and recorded; then enquiries run', async () => {
    const { ref, at } = await convened();
    const read = await api.get(at, teamManager);
    expect(read.json()).toMatchObject({
      stage: 'STRATEGY_PLANNING',
      owner: { team: 'HUB' },
      next: { action: 'planDiscussion' },
      facts: {
        reasonableCauseAt: '2028-06-05T07:00:00.000Z',
        reason: 'A burn that nobody explains.',
        children: [{ referralRef: ref, isAdjourned: false }],
      },
    });
    await plannedFor(at, ref);
    const body = record(ref, { dissent: 'Health would have waited for the medical.' });
    const held = await api.post(`${at}/discussion-record`, body, { as: chair });
    expect(held.json()).toMatchObject({
      stage: 'S47_ENQUIRY',
      facts: {
        discussions: [
          {},
          {
            no: 2,
            held: {
              isQuorate: true,
              dissent: 'Health would have waited for the medical.',
              medical: { needed: true, when: 'At noon.' },
              children: [{ referralRef: ref, decision: 'START_S47', enquiry: 'JOINT' }],
            },
          },
        ],
        plan: [{ no: 1, agency: 'POLICE', what: 'Speak with the school.', dueOn: '2028-06-06' }],
      },
    });
    const clock = await api.get(`${at}/clocks/ICPC.${ref}`, teamManager);
    expect(clock.json()).toMatchObject({
      clock: { dueAt: '2028-06-26T16:00:00.000Z' },
      sentence: expect.stringContaining('because a strategy discussion started enquiries'),
    });
    const seen = await api.post(
      `${at}/child-seen`,
      { referralRef: ref, alone: true, note: 'Spoke freely.' },
      { as: socialWorker },
    );
    expect(seen.json()).toMatchObject({ facts: { children: [{ sightings: [{ note: 'Spoke freely.' }] }] } });
  });

  test('that all agree is a code; what an agency says against it is sealed as words', async () => {
    const { ref, at, stream } = await convened();
    expect((await api.post(`${at}/discussion-record`, record(ref), { as: chair })).statusCode).toBe(200);
    const rows = await readStream(stack.services.db, stream);
    const recorded = rows.find(({ event }) => event.type === 'DiscussionRecorded');
    expect(recorded?.event).toMatchObject({
      record: {
        dissent: 'NONE',
        safetyPlan: { digest: expect.any(String) },
        medical: { when: { digest: expect.any(String) } },
        attendance: [{ information: { digest: expect.any(String) } }, {}, {}],
      },
    });
    expect(JSON.stringify(rows.map(({ event }) => event))).not.toContain('grandmother');
  });

  test('E29 without its quorum it begins nothing, and the refusal names field and rule', async () => {
    const { ref, at } = await convened();
    const two = { attendance: [there('SOCIAL_CARE'), there('POLICE')], mode: 'PHONE' };
    const silent = await api.post(`${at}/discussion-record`, record(ref, two), { as: chair });
    expect(silent.json()).toMatchObject({
      status: 422,
      code: 'MISSING_FIELD',
      errors: [{ pointer: '/inquorateReason' }],
    });
    const said = { ...two, inquorateReason: 'Health could not be reached.' };
    const refused = await api.post(`${at}/discussion-record`, record(ref, said), { as: chair });
    expect(refused.json()).toMatchObject({
      status: 409,
      code: 'INQUORATE',
      errors: [{ pointer: '/children' }],
    });
    expect(refused.body).not.toContain('could not be reached');
  });

  test.each([
    ['a chair who is no manager', { chairRole: 'SOCIAL_WORKER' }, 403, 'NOT_PERMITTED'],
    [
      'an agency that shared nothing',
      { attendance: [{ ...there('POLICE'), information: undefined }] },
      422,
      'MISSING_FIELD',
    ],
    ['a discussion that has not ended', { endedAt: '2029-01-01T00:00:00Z' }, 422, 'INVALID_INSTANT'],
    ['enquiries without a plan', { enquiryPlan: undefined }, 422, 'MISSING_FIELD'],
    ['an end without the words on dissent', { dissent: undefined }, 422, 'INVALID_FIELD'],
  ])('%s is refused', async (_case, overrides, status, code) => {
    const { ref, at } = await convened();
    const answer = await api.post(`${at}/discussion-record`, record(ref, overrides), { as: chair });
    expect(answer.json()).toMatchObject({ status, code });
  });

  test('not to begin takes a team manager with the chair', async () => {
    const { ref, at } = await convened();
    const not = { referralRef: ref, decision: 'NO_S47', wayOn: 'NFA', rationale: 'Explained.' };
    const { enquiryPlan: _plan, ...body } = record(ref, { children: [not] });
    const refused = await api.post(`${at}/discussion-record`, body, { as: chair });
    expect(refused.json()).toMatchObject({ status: 403, code: 'NOT_PERMITTED' });
    const done = await api.post(`${at}/discussion-record`, body, { as: teamManager });
    expect(done.json()).toMatchObject({ facts: { children: [{ end: { stage: 'CLOSED_NFA' } }] } });
  });
});

describe('an agency that is asked', () => {
  test('reads the discussion, answers and sends what it knows; nobody else does', async () => {
    const { ref, at } = await convened();
    expect((await api.get(at, police)).statusCode).toBe(404);
    await plannedFor(at, ref);
    const read = await api.get(at, police);
    const asked = read.json<{ facts: Record<string, unknown>; allowedActions: string[] }>();
    expect(asked.facts).toEqual({
      discussions: [
        {
          no: 1,
          covers: [ref],
          planned: {
            startsAt: '2028-06-05T15:00:00.000Z',
            mode: 'VIDEO',
            place: 'https://meet.invalid/1',
            invited: [{ agency: 'POLICE', kind: 'POLICE' }, { agency: 'HEALTH' }],
          },
          answers: [],
          information: [],
        },
      ],
    });
    expect(asked.allowedActions).toEqual(['answerInvitation', 'sendInformation']);
    expect(read.json()).toMatchObject({ clocks: [] });
    const drift = await api.get(`${at}/clocks/STRATEGY_DRIFT`, police);
    expect(drift.json()).toMatchObject({ status: 404, code: 'CLOCK_UNKNOWN' });
    expect((await api.get(at, housing)).statusCode).toBe(404);
    expect((await api.get(at, referrer)).statusCode).toBe(404);

    const answer = await api.post(`${at}/invitation-answer`, { no: 1, attendance: 'COMING' }, { as: police });
    expect(answer.json()).toMatchObject({
      facts: { discussions: [{ answers: [{ agency: 'POLICE', answer: 'COMING' }] }] },
    });
    await api.post(`${at}/information`, { no: 1, information: 'Called there in May.' }, { as: police });
    expect((await api.get(at, health)).body).not.toContain('Called there in May.');
    expect((await api.get(at, teamManager)).body).toContain('Called there in May.');
    const list = await api.get('/v1/child-protection?limit=200', police);
    expect(list.json<{ cases: { id: string }[] }>().cases.map(({ id }) => id)).toContain(`${ref}.P1`);
  });

  test('reads what was decided at once, and the words of the minutes once they are sent', async () => {
    const { ref, at } = await convened();
    await api.post(`${at}/discussion-record`, record(ref), { as: chair });
    const before = await api.get(at, police);
    expect(before.json()).toMatchObject({
      facts: {
        discussions: [
          {
            held: {
              isQuorate: true,
              attendance: [{ agency: 'SOCIAL_CARE', attendance: 'PRESENT' }, {}, {}],
              children: [{ decision: 'START_S47' }],
            },
          },
        ],
        plan: [{ agency: 'POLICE', what: 'Speak with the school.' }],
      },
    });
    expect(before.body).not.toMatch(/grandmother|What HEALTH knows|Significant harm/);
    const sent = await api.post(`${at}/minutes`, { no: 1 }, { as: contactOfficer });
    expect(sent.statusCode).toBe(200);
    const after = await api.get(at, police);
    expect(after.body).toMatch(/With the grandmother/);
    expect(after.body).toMatch(/What HEALTH knows/);
    expect(after.json()).not.toHaveProperty('facts.children');
    expect(after.json()).not.toHaveProperty('links.family');
  });

  test('agrees to what it is to do, and nothing for another', async () => {
    const { ref, at } = await convened();
    await api.post(`${at}/discussion-record`, record(ref), { as: chair });
    const other = await api.post(`${at}/plan-agreement`, { no: 1 }, { as: health });
    expect(other.json()).toMatchObject({ status: 403, code: 'NOT_PERMITTED' });
    const agreed = await api.post(`${at}/plan-agreement`, { no: 1 }, { as: police });
    expect(agreed.json()).toMatchObject({ facts: { plan: [{ answer: { agreed: true } }] } });
  });
});

test('E33 enquiries end in a conference that turns out not to be needed, and Early Help is asked', async () => {
  const { ref, at } = await convened();
  await api.post(`${at}/discussion-record`, record(ref), { as: chair });
  const lacks = await api.post(
    `${at}/enquiry-outcome`,
    { referralRef: ref, outcome: 'ICPC', rationale: 'Not safe.', notSeenReason: 'Abroad.' },
    { as: teamManager },
  );
  expect(lacks.json()).toMatchObject({
    code: 'MISSING_FIELD',
    errors: [{ pointer: '/interimProtectionPlan' }],
  });
  const came = await api.post(
    `${at}/enquiry-outcome`,
    {
      referralRef: ref,
      outcome: 'ICPC',
      rationale: 'Not safe.',
      notSeenReason: 'Abroad.',
      interimProtectionPlan: 'With the grandmother.',
      conferenceAt: '2028-06-20T10:00:00+01:00',
    },
    { as: teamManager },
  );
  expect(came.json()).toMatchObject({ stage: 'ICPC_BOOKED' });
  const none = await api.post(
    `${at}/conference-not-required`,
    { referralRef: ref, reason: 'The family has changed.', wayOn: 'EARLY_HELP', familyAgreed: true },
    { as: teamManager },
  );
  expect(none.json()).toMatchObject({
    stage: 'HANDING_ON',
    facts: { children: [{ handedOn: { to: 'EARLY_HELP', isStepDown: true, familyAgreed: true } }] },
  });
});

test('C20 police protection and an order are recorded, and seen with their clocks', async () => {
  const { ref, at } = await convened();
  const from = '2028-06-05T07:00:00+01:00';
  const kept = await api.post(
    `${at}/police-protection`,
    { referralRef: ref, from, reason: 'Found alone.' },
    { as: socialWorker },
  );
  expect(kept.json()).toMatchObject({
    clocks: expect.arrayContaining([
      expect.objectContaining({ id: `POLICE_PROTECTION.${ref}`, dueAt: '2028-06-08T06:00:00.000Z' }),
    ]),
  });
  const ended = await api.post(
    `${at}/police-protection-end`,
    { referralRef: ref, how: 'EPO', endedAt: '2028-06-05T08:30:00+01:00' },
    { as: socialWorker },
  );
  expect(ended.statusCode).toBe(200);
  const order = await api.post(
    `${at}/emergency-protection-order`,
    { referralRef: ref, madeAt: '2028-06-05T08:30:00+01:00', expiresAt: '2028-06-15T08:30:00+01:00' },
    { as: socialWorker },
  );
  expect(order.json()).toMatchObject({ code: 'INVALID_INSTANT', errors: [{ pointer: '/expiresAt' }] });
  const made = await api.post(
    `${at}/emergency-protection-order`,
    { referralRef: ref, madeAt: '2028-06-05T08:30:00+01:00' },
    { as: socialWorker },
  );
  expect(made.json()).toMatchObject({
    clocks: expect.arrayContaining([expect.objectContaining({ id: `EPO.${ref}`, status: 'RUNNING' })]),
  });
});

test('who may not: another authority sees no case, an auditor changes none', async () => {
  const { at, ref } = await convened();
  const elsewhere = actor('TEAM_MANAGER', { localAuthority: 'MOCKTON' });
  expect((await api.get(at, elsewhere)).statusCode).toBe(404);
  const body = { referralRefs: [ref], enquiry: 'JOINT', reason: 'Now.', action: 'Now.' };
  const byAuditor = await api.post(`${at}/emergency-enquiries`, body, { as: actor('AUDITOR') });
  expect(byAuditor.json()).toMatchObject({ status: 403, code: 'NOT_PERMITTED' });
  const byWorker = await api.post(`${at}/emergency-enquiries`, body, { as: socialWorker });
  expect(byWorker.json()).toMatchObject({ status: 403, code: 'NOT_PERMITTED' });
});
