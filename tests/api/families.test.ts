import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandsFor, give, receive, tellByPhone, untilReferral } from '../support/cases.ts';
import { type SteppedUpFamily, steppedUpFamily } from '../support/families.ts';
import { followOnOf, giveFollowOn } from '../support/follow-ons.ts';
import {
  actor,
  childForm,
  contactForm,
  earlyHelpManager,
  MONDAY_TEN,
  phoneReferrer,
  referrer,
  teamManager,
} from '../support/people.ts';
import { asked } from '../support/requests.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { Api } from './support/api.ts';

let stack: TestStack;
let api: Api;
let steppedUp: SteppedUpFamily;

beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
  api = await Api.over(stack.services);
  steppedUp = await steppedUpFamily(stack.services);
});
afterAll(async () => {
  await api?.app.close();
  await stack?.close();
});

const housing = actor('AGENCY_REPRESENTATIVE', { agency: 'HOUSING' });

function idOf(stream: string): string {
  return stream.slice(stream.indexOf(':') + 1);
}

describe('a family in one place', () => {
  test('names two siblings, what agencies were asked, and what came out of which decision', async () => {
    const { services } = stack;
    const form = contactForm({
      referrer: phoneReferrer,
      children: [childForm(), childForm({ givenName: 'Ottoline', dateOfBirth: '2021-05-04' })],
    });
    const { contactRef, referralRefs } = await receive(services, { form });
    const [elder, younger = ''] = referralRefs;
    const requestId = await asked(services, elder);
    const commands = commandsFor(services, elder);
    await give(services, elder, await commands.decide({ outcome: 'ASSESSMENT_S17', level: 3 }));
    const assessment = idOf(await followOnOf(services, elder, 'ASSESSMENT'));

    const answer = await api.get(`/v1/families/${contactRef}`, teamManager);
    expect(answer.statusCode).toBe(200);
    const family = answer.json<{ referrals: { referralRef: string }[] }>();
    expect(family).toMatchObject({
      contactRef,
      localAuthority: 'SPECIMENSHIRE',
      informationRequests: [{ requestId, agency: 'POLICE', links: { self: expect.any(String) } }],
      cases: [
        {
          id: assessment,
          kind: 'ASSESSMENT',
          owner: { team: expect.any(String) },
          nextDueAt: expect.any(String),
          from: `/v1/referrals/${elder}`,
          children: [],
          links: { self: `/v1/assessments/${assessment}` },
        },
      ],
      steppedUpFrom: [],
      steppedUpInto: [],
      links: { self: `/v1/families/${contactRef}`, contact: `/v1/contacts/${contactRef}` },
    });
    const byRef = (ref: string) => family.referrals.find(({ referralRef }) => referralRef === ref);
    expect(byRef(elder)).toMatchObject({
      stage: 'DECIDED',
      outcome: 'ASSESSMENT_S17',
      owner: { team: 'HUB' },
      children: [{ id: assessment, kind: 'ASSESSMENT', links: { self: `/v1/assessments/${assessment}` } }],
    });
    expect(byRef(younger)).toMatchObject({ owner: { team: 'HUB' }, children: [] });
    expect(byRef(younger)).not.toHaveProperty('outcome');
  });

  test('E47 a family that Early Help steps up is found from both of its contacts', async () => {
    const { contactRef, referralRef, earlyHelp, newContactRef, newReferralRef, protection } = steppedUp;
    const before = await api.get(`/v1/families/${contactRef}`, teamManager);
    expect(before.json()).toMatchObject({
      referrals: [{ referralRef, stage: 'CLOSED_EH' }],
      cases: [{ id: idOf(earlyHelp), stage: 'STEPPED_UP', children: [] }],
      steppedUpFrom: [],
      steppedUpInto: [
        {
          contactRef: newContactRef,
          referralRef: newReferralRef,
          caseId: idOf(earlyHelp),
          links: { family: `/v1/families/${newContactRef}`, referral: `/v1/referrals/${newReferralRef}` },
        },
      ],
    });
    const after = await api.get(`/v1/families/${newContactRef}`, teamManager);
    expect(after.json()).toMatchObject({
      referrals: [{ referralRef: newReferralRef }],
      cases: [{ id: idOf(protection), kind: 'CHILD_PROTECTION', referralRefs: [newReferralRef] }],
      steppedUpFrom: [{ contactRef, referralRef, caseId: idOf(earlyHelp) }],
      steppedUpInto: [],
    });
  });

  test('is read by whoever reads the contact, and by nobody else', async () => {
    const { contactRef } = steppedUp;
    const url = `/v1/families/${contactRef}`;
    expect((await api.get(url, actor('AUDITOR'))).statusCode).toBe(200);
    for (const other of [referrer, housing, earlyHelpManager, actor('STRATEGY_CHAIR')]) {
      expect((await api.get(url, other)).json()).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    }
    const elsewhere = actor('TEAM_MANAGER', { localAuthority: 'MOCKTON' });
    expect((await api.get(url, elsewhere)).statusCode).toBe(404);
    expect((await api.get('/v1/families/C-0000-0000', teamManager)).statusCode).toBe(404);
  });

  test('is kept from who may not read one of its children', async () => {
    const [ref] = await api.contact();
    const read = await api.get(`/v1/referrals/${ref}`, teamManager);
    const { contactRef } = read.json<{ contactRef: string }>();
    const reason = 'The parent works at the hub.';
    const body = { action: 'RESTRICT', readers: [teamManager.userId], reason };
    const restricted = await api.post(`/v1/referrals/${ref}/restriction`, body, { as: teamManager });
    expect(restricted.statusCode).toBe(200);
    expect((await api.get(`/v1/families/${contactRef}`, teamManager)).statusCode).toBe(200);
    const other = actor('TEAM_MANAGER', { userId: 'synthetic-other-manager' });
    expect((await api.get(`/v1/families/${contactRef}`, other)).json()).toMatchObject({ code: 'RESTRICTED' });
  });
});

describe('a referral and what came of it', () => {
  test('names its cases as they stand, also once it has closed and hears no news any more', async () => {
    const { services } = stack;
    const [ref] = await api.contact();
    const commands = commandsFor(services, ref);
    await give(
      services,
      ref,
      await commands.decide({ outcome: 'SINGLE_AGENCY', level: 2, receiver: 'HOUSING' }),
    );
    await give(services, ref, tellByPhone);
    const stream = await followOnOf(services, ref, 'AGENCY_ACTION');
    await giveFollowOn(services, stream, { type: 'acceptAction' }, { actor: housing });
    await untilReferral(services, ref, ({ stage }) => stage === 'CLOSED_SINGLE_AGENCY');
    await giveFollowOn(services, stream, { type: 'reportAction', done: true }, { actor: housing });
    await services.temporal.workflow.getHandle(stream).result();

    const read = await api.get(`/v1/referrals/${ref}`, teamManager);
    expect(read.json()).toMatchObject({
      followOns: [
        {
          kind: 'AGENCY_ACTION',
          caseId: idOf(stream),
          decisionNo: 1,
          agency: 'HOUSING',
          openedAt: expect.any(String),
          acceptedAt: expect.any(String),
          endedAt: expect.any(String),
          outcome: 'DONE',
          links: { self: `/v1/agency-actions/${idOf(stream)}` },
        },
      ],
    });
    expect(read.json()).not.toHaveProperty('followOns[0].key');
    const links = read.json<{ links: { family: string } }>().links;
    expect((await api.get(links.family, teamManager)).statusCode).toBe(200);
  });

  test('E49 says that a new decision is called for, why, and by which case', async () => {
    const { services } = stack;
    const [ref] = await api.contact();
    const commands = commandsFor(services, ref);
    await give(
      services,
      ref,
      await commands.decide({ outcome: 'SINGLE_AGENCY', level: 2, receiver: 'HOUSING' }),
    );
    const stream = await followOnOf(services, ref, 'AGENCY_ACTION');
    const at = `/v1/agency-actions/${idOf(stream)}`;
    const report = { done: false, reason: 'DECLINED' };
    expect((await api.post(`${at}/report`, report, { as: housing })).statusCode).toBe(200);
    const review = { decision: 'DECIDE_AGAIN', rationale: 'The child still needs something.' };
    expect((await api.post(`${at}/review`, review, { as: teamManager })).statusCode).toBe(200);
    await untilReferral(services, ref, ({ decisionCall }) => decisionCall !== undefined);
    const read = await api.get(`/v1/referrals/${ref}`, teamManager);
    expect(read.json()).toMatchObject({
      decisionCall: { because: 'FOLLOW_ON_RETURNED', caseId: idOf(stream), at: expect.any(String) },
      followOns: [{ returnedAt: expect.any(String) }],
    });
  });
});
