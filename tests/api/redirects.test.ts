import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMs, HOUR_MS } from '../../domain/instant.ts';
import { actor, MONDAY_TEN, referrer, socialWorker, teamManager } from '../support/people.ts';
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

const lado = actor('LADO', { localAuthority: 'WORKSHIRE' });
const adultServices = actor('AGENCY_REPRESENTATIVE', { agency: 'ADULT_SERVICES' });
const police = actor('AGENCY_REPRESENTATIVE', { agency: 'POLICE' });
const allegation = { reason: 'Alleged against a coach.' };
const toLado = { to: 'LADO', worksIn: 'WORKSHIRE', reason: 'Alleged against a coach.' };
const toAdults = { to: 'ADULTS', noChildNeedsHub: true, reason: 'The grandfather only.' };

describe('sending on', () => {
  test('E15 an allegation is sent on, the child is decided here, and both answers are kept', async () => {
    const [ref] = await api.contact();
    const at = `/v1/referrals/${ref}`;
    const known = await api.post(`${at}/allegation`, allegation, { as: socialWorker });
    expect(known.json()).toMatchObject({
      restricted: true,
      nextAction: { action: 'redirect', by: 'SOCIAL_WORKER' },
      clocks: expect.arrayContaining([expect.objectContaining({ id: 'LADO_REFERRAL', status: 'RUNNING' })]),
    });
    await api.post(`${at}/redirects`, toLado, { as: socialWorker });
    await api.post(
      `${at}/decision`,
      { ...aDecision, outcome: 'NFA', level: 1 },
      { as: teamManager, version: 3 },
    );
    await api.post(`${at}/feedback`, { method: 'PHONE' }, { as: socialWorker });
    const waiting = await api.get(at, teamManager);
    expect(waiting.json()).toMatchObject({
      stage: 'DECIDED',
      nextAction: { action: 'acknowledgeRedirect', by: 'LADO' },
    });

    const acknowledged = await api.post(`${at}/redirects/1/acknowledgement`, {}, { as: lado });
    expect(acknowledged.statusCode).toBe(200);
    expect((await api.get(at, teamManager)).json()).toMatchObject({
      stage: 'CLOSED_NFA',
      redirects: [{ to: 'LADO', worksIn: 'WORKSHIRE', acknowledgedBy: lado.userId, reason: toLado.reason }],
    });
  });

  test('E16 is taken over by adult services, and acknowledging twice changes nothing', async () => {
    const [ref] = await api.contact();
    const at = `/v1/referrals/${ref}`;
    const unchecked = await api.post(
      `${at}/redirects`,
      { ...toAdults, noChildNeedsHub: false },
      { as: socialWorker },
    );
    expect(unchecked.json()).toMatchObject({
      code: 'CHILD_NEEDS_HUB',
      errors: [{ pointer: '/noChildNeedsHub' }],
    });
    await api.post(`${at}/redirects`, toAdults, { as: socialWorker });
    const stranger = await api.post(`${at}/redirects/1/acknowledgement`, {}, { as: police });
    expect(stranger.statusCode).toBe(403);

    const key = randomUUID();
    const first = await api.post(`${at}/redirects/1/acknowledgement`, {}, { as: adultServices, key });
    const again = await api.post(`${at}/redirects/1/acknowledgement`, {}, { as: adultServices, key });
    expect([first.statusCode, again.statusCode]).toEqual([200, 200]);
    expect(again.body).toBe(first.body);
    expect((await api.get(at, teamManager)).json()).toMatchObject({
      stage: 'REDIRECTED_ADULTS',
      owner: { team: 'RECEIVER', receiver: 'ADULT_SERVICES' },
    });
  });

  test('E17 hub staff record the written acceptance of the home authority', async () => {
    const [ref] = await api.contact();
    const at = `/v1/referrals/${ref}`;
    const note = 'The police stay with the child.';
    const sent = { to: 'OTHER_LA', receiver: 'ELSEWHERESHIRE', reason: 'Is visiting here.', note };
    const redirected = await api.post(`${at}/redirects`, sent, { as: socialWorker });
    expect(redirected.json()).toMatchObject({ stage: 'RECEIVED', owner: { team: 'HUB' } });
    const unwritten = await api.post(`${at}/redirects/1/acknowledgement`, {}, { as: socialWorker });
    expect(unwritten.json()).toMatchObject({ code: 'MISSING_FIELD', errors: [{ pointer: '/note' }] });
    const written = { note: 'Accepted by their duty manager by email.' };
    const accepted = await api.post(`${at}/redirects/1/acknowledgement`, written, { as: socialWorker });
    expect(accepted.json()).toMatchObject({ stage: 'REDIRECTED_OTHER_LA' });
  });
});

describe('moves and ends', () => {
  test('E45 a referral goes on under the other authority of the hub once its manager accepts', async () => {
    const [ref] = await api.contact();
    const at = `/v1/referrals/${ref}`;
    const asked = { to: 'MOCKTON', withinHub: true, rationale: 'The family moved.' };
    const specimenshire = actor('TEAM_MANAGER', { localAuthority: 'SPECIMENSHIRE' });
    const mockton = actor('TEAM_MANAGER', { userId: 'synthetic-mockton', localAuthority: 'MOCKTON' });
    expect((await api.get(at, mockton)).statusCode).toBe(404);
    await api.post(`${at}/transfer`, asked, { as: specimenshire });
    expect((await api.post(`${at}/transfer/acceptance`, {}, { as: specimenshire })).statusCode).toBe(403);
    const accepted = await api.post(`${at}/transfer/acceptance`, {}, { as: mockton });
    expect(accepted.json()).toMatchObject({
      localAuthority: 'MOCKTON',
      transfers: [{ from: 'SPECIMENSHIRE' }],
    });
    expect((await api.get(at, mockton)).statusCode).toBe(200);
    expect((await api.get(at, specimenshire)).statusCode).toBe(404);
  });

  test('E18 a child who leaves the hub is gone on the written acceptance, with the referrer told', async () => {
    const [ref] = await api.contact();
    const at = `/v1/referrals/${ref}`;
    const asked = { to: 'FARAWAYSHIRE', withinHub: false, rationale: 'The family moved.' };
    const silent = await api.post(`${at}/transfer`, asked, { as: teamManager });
    expect(silent.json()).toMatchObject({ code: 'MISSING_FIELD', errors: [{ pointer: '/told' }] });
    await api.post(`${at}/transfer`, { ...asked, told: 'PHONE' }, { as: teamManager });
    const gone = await api.post(`${at}/transfer/acceptance`, { note: 'By letter.' }, { as: teamManager });
    expect(gone.json()).toMatchObject({
      stage: 'CLOSED_TRANSFERRED_OUT',
      owner: { receiver: 'FARAWAYSHIRE' },
    });
  });

  test('E20 turned 18, and E42 died: clocks stop for that reason, and the record of a child who died is frozen', async () => {
    const [adult, dead] = [await api.contact(), await api.contact()].map(([ref]) => `/v1/referrals/${ref}`);
    const eighteen = { ending: 'CHILD_TURNED_18', rationale: 'Is 18 today.', handedTo: 'TRANSITION_TEAM' };
    expect((await api.post(`${adult}/ending`, eighteen, { as: teamManager })).json()).toMatchObject({
      stage: 'CHILD_TURNED_18',
      clocks: expect.arrayContaining([
        expect.objectContaining({ id: 'DECISION', stoppedBy: 'CHILD_TURNED_18' }),
      ]),
    });
    const died = { ending: 'CHILD_DIED', rationale: 'Told by the hospital.', routes: ['CHILD_DEATH_REVIEW'] };
    expect((await api.post(`${dead}/ending`, died, { as: teamManager })).json()).toMatchObject({
      stage: 'CHILD_DIED',
      legalHold: true,
    });
    const rating = await api.post(`${dead}/rating`, { rag: 'RED', reason: 'Late.' }, { as: socialWorker });
    expect(rating.json()).toMatchObject({ code: 'RECORD_FROZEN' });
  });

  test('E19 a withdrawal without the risk assessed is refused with the rule', async () => {
    const [ref] = await api.contact(contactBody(), referrer);
    const at = `/v1/referrals/${ref}/withdrawal`;
    await api.post(at, { action: 'REQUEST', reason: 'Sent twice.' }, { as: referrer });
    const approval = { action: 'APPROVE', rationale: 'The other one stands.' };
    const refused = await api.post(at, approval, { as: teamManager, version: 2 });
    expect(refused.json()).toMatchObject({
      code: 'RISK_NOT_ASSESSED',
      errors: [{ pointer: '/noDutyArises' }],
    });
  });
});

test('a redirect nobody acknowledges is late, and the hub still has the child', async () => {
  const [ref] = await api.contact();
  await api.post(`/v1/referrals/${ref}/redirects`, toAdults, { as: socialWorker });
  await stack.travel(addMs(MONDAY_TEN, 30 * HOUR_MS));
  expect((await api.get(`/v1/referrals/${ref}`, teamManager)).json()).toMatchObject({
    owner: { team: 'HUB' },
    clocks: expect.arrayContaining([
      expect.objectContaining({ id: 'REDIRECT_ACKNOWLEDGEMENT', status: 'LATE' }),
    ]),
  });
});
