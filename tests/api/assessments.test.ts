import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../domain/actor.ts';
import { receivingManager, worker } from '../support/assessments.ts';
import { followOnOf, untilFollowOn } from '../support/follow-ons.ts';
import {
  actor,
  contactOfficer,
  earlyHelpManager,
  MONDAY_TEN,
  referrer,
  socialWorker,
  teamManager,
} from '../support/people.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { aDecision, Api } from './support/api.ts';

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

const police = actor('AGENCY_REPRESENTATIVE', { agency: 'POLICE' });

type Answer = {
  stage: string;
  version: number;
  openedAt: string;
  allowedActions: string[];
  clocks: { id: string; status: string; dueAt: string }[];
  facts: Record<string, unknown>;
  links: { ledTo?: string[] };
};

/** A child passed on for assessment, and where the assessment is read. */
async function passedOn(): Promise<{ ref: string; at: string; stream: string }> {
  const [ref] = await api.contact();
  const decided = await api.post(`/v1/referrals/${ref}/decision`, aDecision, { as: teamManager, version: 1 });
  expect(decided.statusCode).toBe(200);
  const stream = await followOnOf(stack.services, ref, 'ASSESSMENT');
  return { ref, stream, at: `/v1/assessments/${stream.slice('assessment:'.length)}` };
}

async function done(url: string, body: object, as: Actor = receivingManager): Promise<Answer> {
  const response = await api.post(url, body, { as });
  expect({ url, answer: response.json() }).toMatchObject({ answer: { kind: 'ASSESSMENT' } });
  return response.json<Answer>();
}

async function refused(url: string, body: object, as: Actor = receivingManager) {
  const response = await api.post(url, body, { as });
  expect(response.statusCode).toBeGreaterThanOrEqual(400);
  // A refusal names fields and rules, and repeats nothing that somebody wrote.
  expect(response.body).not.toContain('PRIVATE');
  const { status, code, errors } = response.json<{ status: number; code: string; errors?: object[] }>();
  return { status, code, ...(errors && { errors }) };
}

/** Accepted, allocated and seen at the instant the case began. */
async function seen(at: string): Promise<void> {
  const { openedAt } = await done(`${at}/acceptance`, { threshold: 'AGREED' });
  await done(`${at}/allocation`, { worker: worker.userId });
  await done(`${at}/child-seen`, { seenAt: openedAt, alone: true, note: 'Spoke freely.' }, worker);
}

const authorisation = {
  outcome: 'TO_TEAM',
  factors: ['16A', '3B'],
  primaryNeed: 'N1',
  rationale: 'The needs are complex.',
  familyInformed: true,
  childsVoice: 'I want to stay at home.',
};

describe('an assessment over HTTP', () => {
  test('transitions 12 and 19 is accepted, carried out, reviewed and authorised', async () => {
    const { ref, at, stream } = await passedOn();
    const read = await api.get(at, receivingManager);
    expect(read.json()).toMatchObject({
      kind: 'ASSESSMENT',
      stage: 'AWAITING_ACCEPTANCE',
      stageWords: 'Passed on, not accepted yet',
      owner: { team: 'HUB', role: 'TEAM_MANAGER' },
      next: { action: 'acceptAssessment', by: 'TEAM_MANAGER' },
      facts: { receiver: 'ASSESSMENT_TEAM', withS47: false, reason: aDecision.rationale },
      links: { referrals: [`/v1/referrals/${ref}`], from: `/v1/referrals/${ref}` },
    });
    expect(read.json<Answer>().clocks.map(({ id }) => id)).toEqual([
      'HANDOVER_ACCEPTANCE',
      'ASSESSMENT',
      'ASSESSMENT_CHECKPOINT',
    ]);
    expect(read.json<Answer>().allowedActions).toEqual([
      'acceptAssessment',
      'returnToHub',
      'recordAgreement',
      'reportNewRisk',
      'endForChild',
      'proposePlanAction',
    ]);

    await seen(at);
    const { owner } = (await done(
      `${at}/agreement`,
      { status: 'GIVEN', givenBy: 'YOUNG_PERSON' },
      worker,
    )) as Answer & {
      owner: object;
    };
    expect(owner).toMatchObject({ team: 'ASSESSMENT_TEAM', userId: worker.userId });
    await done(`${at}/checkpoint`, { note: 'The school has answered.' });
    const timed = await done(`${at}/timescale`, { workingDays: 20, reason: 'Little is open.' });
    expect(timed.clocks.find(({ id }) => id === 'ASSESSMENT')?.dueAt).toBe('2028-07-03T16:00:00.000Z');
    await done(`${at}/overrun`, { reason: 'A report is awaited.', newDate: '2028-07-10' }, worker);
    const ended = await done(`${at}/authorisation`, authorisation);
    expect(ended).toMatchObject({
      stage: 'CLOSED_TO_TEAM',
      allowedActions: [],
      facts: {
        authorisation: {
          factors: ['16A', '3B'],
          primaryNeed: 'N1',
          childsVoice: 'I want to stay at home.',
          by: receivingManager.userId,
        },
        outcomes: [{ no: 1, outcome: 'TO_TEAM', rationale: 'The needs are complex.' }],
        overruns: [{ newDate: '2028-07-10', givenLate: false, reason: 'A report is awaited.' }],
        timescale: { workingDays: 20, limitDueAt: '2028-08-07T16:00:00.000Z' },
      },
    });
    expect(await refused(`${at}/authorisation`, authorisation)).toEqual({ status: 409, code: 'CASE_CLOSED' });
    await untilFollowOn(stack.services, stream, ({ settled }) => Object.keys(settled).length === 2);
  });

  test('each clock explains itself, also after a time was set for the child', async () => {
    const { at } = await passedOn();
    await done(`${at}/acceptance`, { threshold: 'AGREED' });
    await done(`${at}/timescale`, { workingDays: 20, reason: 'Little is open.' });
    const clock = await api.get(`${at}/clocks/ASSESSMENT`, socialWorker);
    const { sentence } = clock.json<{ sentence: string }>();
    expect(sentence).toContain('because the referral was received');
    expect(sentence).toContain('because a manager set a time for this child');
  });

  test('4.2, 4.4, 4.5: the codes of the census are checked, and every refusal names its field and no words', async () => {
    const { at } = await passedOn();
    await seen(at);
    const words = { rationale: 'PRIVATE', childsVoice: 'PRIVATE' };
    const cases: readonly [object, string, string | undefined][] = [
      [{ factors: [] }, 'CENSUS_RULE', '/factors'],
      [{ factors: ['16A', '16A'] }, 'CENSUS_RULE', '/factors'],
      [{ factors: ['21', '16A'] }, 'CENSUS_RULE', '/factors'],
      [{ factors: ['21'] }, 'CENSUS_RULE', '/factors'],
      [{ factors: ['18A'] }, 'INVALID_FIELD', '/factors/0'],
      [{ primaryNeed: 'N10' }, 'INVALID_FIELD', '/primaryNeed'],
      [{ outcome: 'NFA' }, 'CENSUS_RULE', '/closureCode'],
      [{ outcome: 'NFA', closureCode: 'RC9' }, 'CENSUS_RULE', '/closureCode'],
      [{ closureCode: 'RC7' }, 'CENSUS_RULE', '/closureCode'],
      [{ familyInformed: false }, 'MISSING_FIELD', '/familyInformed'],
      [{ authorisedAt: '2031-01-01T10:00:00Z' }, 'INVALID_INSTANT', '/authorisedAt'],
    ];
    for (const [given, code, pointer] of cases) {
      const body = { ...authorisation, ...words, ...given };
      expect(await refused(`${at}/authorisation`, body), JSON.stringify(given)).toMatchObject({
        status: 422,
        code,
        errors: [{ pointer }],
      });
    }
    const { childsVoice: _, ...silent } = authorisation;
    expect(await refused(`${at}/authorisation`, silent)).toMatchObject({
      code: 'MISSING_FIELD',
      errors: [{ pointer: '/childsVoice' }],
    });
  });

  test('four eyes: whoever carried it out does not decide on it', async () => {
    const { at } = await passedOn();
    await done(`${at}/acceptance`, { threshold: 'AGREED' });
    await done(`${at}/allocation`, { worker: receivingManager.userId });
    const body = { ...authorisation, notSeenReason: 'PRIVATE' };
    const answer = await api.post(`${at}/authorisation`, body, { as: receivingManager });
    expect(answer.json()).toMatchObject({
      status: 409,
      code: 'OTHER_DECIDER_NEEDED',
      title: 'Somebody else has to decide this',
      detail: expect.stringContaining('another manager does'),
    });
    expect((await done(`${at}/authorisation`, body, teamManager)).stage).toBe('CLOSED_TO_TEAM');
  });

  test('E22 a refusal binds, and what is closed before an assessment has offered help', async () => {
    const { at } = await passedOn();
    await done(`${at}/acceptance`, { threshold: 'AGREED' });
    const refusal = { status: 'REFUSED', givenBy: 'PARENTAL_RESPONSIBILITY' };
    expect(await refused(`${at}/agreement`, refusal, worker)).toMatchObject({
      code: 'MISSING_FIELD',
      errors: [{ pointer: '/reason' }],
    });
    await done(`${at}/agreement`, { ...refusal, reason: 'They say no.' }, worker);
    await done(`${at}/allocation`, { worker: worker.userId });
    const body = { ...authorisation, notSeenReason: 'PRIVATE' };
    expect(await refused(`${at}/authorisation`, body)).toMatchObject({ code: 'AGREEMENT_NEEDED' });
    const closure = { rationale: 'PRIVATE', unmetNeed: false };
    expect(await refused(`${at}/closure-before-assessment`, closure)).toMatchObject({
      code: 'MISSING_FIELD',
      errors: [{ pointer: '/helpOffered' }],
    });
    const closed = await done(`${at}/closure-before-assessment`, {
      ...closure,
      helpOffered: 'A family centre.',
    });
    expect(closed.stage).toBe('CLOSED_NFA_BEFORE_ASSESSMENT');
    const list = await api.get('/v1/assessments?status=closed&limit=200', teamManager);
    const { cases } = list.json<{ cases: { id: string; outcome: string }[] }>();
    const id = at.split('/').at(-1);
    expect(cases.find((one) => one.id === id)?.outcome).toBe('CLOSED_NFA_BEFORE_ASSESSMENT');
  });

  test('a disputed threshold says why and what keeps the child safe, and names the dispute it led to', async () => {
    const { ref, at, stream } = await passedOn();
    expect(await refused(`${at}/acceptance`, { threshold: 'DISPUTED' })).toMatchObject({
      code: 'MISSING_FIELD',
      errors: [{ pointer: '/reason' }],
    });
    const disputed = { threshold: 'DISPUTED', reason: 'Level 2.', interimSafety: 'The school calls daily.' };
    await done(`${at}/acceptance`, disputed);
    await untilFollowOn(stack.services, stream, ({ settled }) => `${ref}.A1/DISPUTE` in settled);
    const answer = (await api.get(at, receivingManager)).json<Answer>();
    expect(answer).toMatchObject({
      stage: 'ASSESSMENT',
      facts: { acceptance: { threshold: 'DISPUTED', dispute: { reason: 'Level 2.' } } },
      links: { ledTo: [`/v1/disputes/${ref}.D1`] },
    });
    const dispute = await api.get(`/v1/disputes/${ref}.D1`, receivingManager);
    expect(dispute.json()).toMatchObject({ stage: 'OPEN', links: { from: at } });
  });

  test('transition 18 a new risk begins child protection, one at a time', async () => {
    const { ref, at } = await passedOn();
    await seen(at);
    const { openedAt } = (await api.get(at, worker)).json<Answer>();
    const risk = { reason: 'PRIVATE', urgency: 'SAME_DAY', reasonableCauseAt: openedAt };
    await done(`${at}/new-risk`, risk, worker);
    const protection = await followOnOf(stack.services, ref, 'CHILD_PROTECTION');
    expect(protection).toBe(`child-protection:${ref}.P1`);
    expect(await refused(`${at}/new-risk`, risk, worker)).toEqual({ status: 409, code: 'NOT_AT_THIS_STAGE' });
    const nothing = { ...authorisation, outcome: 'NFA', closureCode: 'RC8' };
    expect(await refused(`${at}/authorisation`, nothing)).toMatchObject({ code: 'NOT_AT_THIS_STAGE' });
  });

  test('E49 a step-down waits for Early Help, which may read it, and is called off by a manager', async () => {
    const { ref, at } = await passedOn();
    await seen(at);
    expect((await api.get(at, earlyHelpManager)).statusCode).toBe(404);
    const down = { ...authorisation, outcome: 'STEP_DOWN', closureCode: 'RC9' };
    expect((await done(`${at}/authorisation`, down)).stage).toBe('STEP_DOWN_PENDING');
    const read = await api.get(at, earlyHelpManager);
    expect(read.json()).toMatchObject({
      stage: 'STEP_DOWN_PENDING',
      allowedActions: ['proposePlanAction'],
    });
    const earlyHelp = await followOnOf(stack.services, ref, 'EARLY_HELP');
    const decided = { rationale: 'The family needs a plan.', familyInformed: true };
    expect(
      await refused(`${at}/new-outcome`, { ...decided, outcome: 'STEP_DOWN', closureCode: 'RC9' }),
    ).toMatchObject({ code: 'NOT_AT_THIS_STAGE', errors: [{ pointer: '/outcome' }] });
    expect((await done(`${at}/new-outcome`, { ...decided, outcome: 'TO_TEAM' })).stage).toBe(
      'CLOSED_TO_TEAM',
    );
    await untilFollowOn(stack.services, earlyHelp, ({ stage }) => stage === 'SUPERSEDED');
  });

  test.each<[string, object, string]>([
    ['E20 at 18 names the service that goes on', { how: 'CHILD_TURNED_18' }, '/handedTo'],
    ['E42 a death names who was told', { how: 'CHILD_DIED', routes: ['SERIOUS_INCIDENT'] }, '/routes'],
    ['E18 a transfer names the authority', { how: 'TRANSFERRED_OUT' }, '/handedTo'],
    [
      'E18 a transfer has its acceptance in writing',
      { how: 'TRANSFERRED_OUT', handedTo: 'ELSEWHERESHIRE' },
      '/acceptedBy',
    ],
  ])('%s', async (_rule, body, pointer) => {
    const { at } = await passedOn();
    expect(await refused(`${at}/ending`, { ...body, reason: 'PRIVATE' })).toMatchObject({
      code: 'MISSING_FIELD',
      errors: [{ pointer }],
    });
  });
});

describe('whose business an assessment is', () => {
  const accepts = { threshold: 'AGREED' };

  test.each<[string, Actor, number, number]>([
    ['a social worker reads it and accepts no child', socialWorker, 200, 403],
    ['a contact officer reads it alone', contactOfficer, 200, 403],
    [
      'a manager of another authority sees none',
      actor('TEAM_MANAGER', { localAuthority: 'MOCKTON' }),
      404,
      404,
    ],
    ['an agency outside its plan sees none', police, 404, 404],
    ['whoever referred sees none', referrer, 404, 404],
  ])('%s', async (_case, as, reads, gives) => {
    const { at } = await passedOn();
    expect((await api.get(at, as)).statusCode).toBe(reads);
    expect((await api.post(`${at}/acceptance`, accepts, { as })).statusCode).toBe(gives);
  });

  test('an agency of its plan reads its own part of it and nothing the family said', async () => {
    const { at } = await passedOn();
    await seen(at);
    const action = { agency: 'POLICE', what: 'Check the address.', dueOn: '2028-06-20' };
    await done(`${at}/plan`, action);
    const read = await api.get(at, police);
    expect(read.json<Answer>().facts).toMatchObject({
      receiver: 'ASSESSMENT_TEAM',
      plan: [{ no: 1, what: 'Check the address.' }],
    });
    expect(Object.keys(read.json<Answer>().facts).toSorted()).toEqual(['plan', 'receiver']);
    expect(read.json()).not.toHaveProperty('links.ledTo');
    const agreed = await api.post(`${at}/plan-agreement`, { no: 1 }, { as: police });
    expect(agreed.statusCode).toBe(200);
  });

  test('a repeated key is answered and not done again; a version that is old is refused', async () => {
    const { at } = await passedOn();
    const key = 'one-key';
    const first = await api.post(`${at}/acceptance`, accepts, { as: receivingManager, key });
    const again = await api.post(`${at}/acceptance`, accepts, { as: receivingManager, key });
    expect([first.statusCode, again.body]).toEqual([200, first.body]);
    const stale = await api.post(
      `${at}/allocation`,
      { worker: worker.userId },
      { as: receivingManager, version: 1 },
    );
    expect(stale.json()).toMatchObject({ status: 412, code: 'STALE_VERSION' });
  });
});
