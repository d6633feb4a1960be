import { like } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messages } from '../../db/schema.ts';
import type { AgencyAction } from '../../domain/agency-action/state.ts';
import { addMs, HOUR_MS } from '../../domain/instant.ts';
import type { Referral } from '../../domain/referral/state.ts';
import { untilReferral } from '../support/cases.ts';
import { followOnOf, untilFollowOn } from '../support/follow-ons.ts';
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

const NOTHING = { ...aDecision, outcome: 'NFA', level: 1 };
const school = actor('AGENCY_REPRESENTATIVE', { agency: 'SPECIMEN_SCHOOL' });
const byEmail = { name: 'Ambrosia Placeholder', email: 'ambrosia.placeholder@specimen-school.example' };

async function decided(contact = contactBody()): Promise<string> {
  const [ref] = await api.contact(contact);
  await api.decide(ref, NOTHING);
  return ref;
}

const told = (ref: string, body: object = { method: 'PHONE' }) =>
  api.post(`/v1/referrals/${ref}/feedback`, body, { as: socialWorker });

type Row = { referralRef: string } & Record<string, unknown>;

/** The row of a referral in a list of feedback; undefined where it is not in it. */
async function rowOf(ref: string, status: 'outstanding' | 'settled'): Promise<Row | undefined> {
  const listed = await api.get(`/v1/feedback?status=${status}&limit=200`, teamManager);
  expect(listed.statusCode).toBe(200);
  return listed.json<{ feedback: Row[] }>().feedback.find(({ referralRef }) => referralRef === ref);
}

describe('what referrers were told, or have yet to be told', () => {
  test('outstanding with its due instant, then settled with the method', async () => {
    const ref = await decided();
    expect(await rowOf(ref, 'outstanding')).toMatchObject({
      decisionNo: 1,
      outcome: 'NFA',
      agency: 'SPECIMEN_SCHOOL',
      toldAs: 'PROFESSIONAL',
      reach: 'BY_HAND',
      status: 'OUTSTANDING',
      dueAt: expect.stringMatching(/^2028-06-06T09:0/),
      isOverdue: false,
      links: { self: `/v1/referrals/${ref}` },
    });
    expect(await rowOf(ref, 'settled')).toBeUndefined();
    await told(ref);
    expect(await rowOf(ref, 'outstanding')).toBeUndefined();
    expect(await rowOf(ref, 'settled')).toMatchObject({ status: 'SENT', method: 'PHONE', isOverdue: false });
  });

  test.each([
    ['1A', 'FAMILY'],
    ['1B', 'PUBLIC'],
    ['1C', 'YOUNG_PERSON'],
  ])('E21: source %s is told as %s', async (sourceCode, toldAs) => {
    const ref = await decided(contactBody({ sourceCode }));
    expect(await rowOf(ref, 'outstanding')).toMatchObject({ toldAs });
  });

  test('withheld: the reason for silence is on record', async () => {
    const ref = await decided();
    await told(ref, { withhold: { reason: 'RISK_TO_CHILD', note: 'He reads her letters.' } });
    const row = await rowOf(ref, 'settled');
    expect(row).toMatchObject({ status: 'WITHHELD', withheldFor: 'RISK_TO_CHILD' });
    expect(JSON.stringify(row)).not.toContain('letters');
  });

  test('E37: nobody can be told of an anonymous contact, and nobody has to be', async () => {
    const ref = await decided(contactBody({ sourceCode: '9', referrer: { anonymous: true } }));
    expect(await rowOf(ref, 'settled')).toMatchObject({
      status: 'WITHHELD',
      withheldFor: 'ANONYMOUS_REFERRER',
      reach: 'UNREACHABLE',
    });
  });

  test('a decision that supersedes another owes the outcome once more', async () => {
    const [ref] = await api.contact();
    const first = { ...aDecision, outcome: 'EARLY_HELP', level: 2 };
    await api.decide(ref, first);
    await told(ref);
    expect(await rowOf(ref, 'settled')).toMatchObject({ decisionNo: 1, status: 'SENT' });
    const second = { ...aDecision, supersedes: 1 };
    await api.decide(ref, second);
    const amended = await rowOf(ref, 'outstanding');
    expect(amended).toMatchObject({ decisionNo: 2, outcome: 'ASSESSMENT_S17', status: 'OUTSTANDING' });
    expect(amended).not.toHaveProperty('settledAt');
  });

  test('page after page, in the order of references', async () => {
    for (let made = 0; made < 3; made += 1) await decided();
    const all = await api.get('/v1/feedback?limit=200', teamManager);
    const refs = all.json<{ feedback: Row[] }>().feedback.map(({ referralRef }) => referralRef);
    expect(refs).toEqual(refs.toSorted());
    const found: string[] = [];
    for (let next: string | undefined = '/v1/feedback?limit=2'; next !== undefined; ) {
      const page = await api.get(next, teamManager);
      const { feedback, links } = page.json<{ feedback: Row[]; links: { next?: string } }>();
      found.push(...feedback.map(({ referralRef }) => referralRef));
      next = links.next;
    }
    expect(found).toEqual(refs);
  });

  test('for staff of the authority, and for nobody else', async () => {
    await decided();
    for (const as of [referrer, school, actor('EARLY_HELP_MANAGER'), actor('ADMINISTRATOR')]) {
      expect((await api.get('/v1/feedback', as)).json()).toMatchObject({
        status: 403,
        code: 'NOT_PERMITTED',
      });
      expect((await api.get('/v1/feedback/appropriateness', as)).statusCode).toBe(403);
      expect((await api.get('/v1/agency-actions/counts', as)).statusCode).toBe(403);
      expect((await api.get('/v1/disputes/counts', as)).statusCode).toBe(403);
    }
    const elsewhere = actor('TEAM_MANAGER', { localAuthority: 'MOCKTON' });
    expect((await api.get('/v1/feedback', elsewhere)).json()).toMatchObject({ feedback: [] });
  });
});

describe('C30: an agency says whether its own referral was appropriate', () => {
  const countsOf = async (agency: string) => {
    const counted = await api.get('/v1/feedback/appropriateness', teamManager);
    return counted.json<{ agencies: { agency: string }[] }>().agencies.find((one) => one.agency === agency);
  };

  /** Referred, decided on with no further action, and told; the question is open. */
  async function asked(agency: string, contact: Readonly<Record<string, unknown>> = {}) {
    const teacher = actor('REFERRER', { agency });
    const [ref] = await api.contact(contactBody(contact), teacher);
    const heard = ({ acknowledgement, referrerReach }: Referral) =>
      referrerReach === 'BY_HAND' || acknowledgement.status === 'SENT';
    await untilReferral(stack.services, ref, heard);
    await api.decide(ref, NOTHING);
    return { ref, by: actor('AGENCY_REPRESENTATIVE', { agency }) };
  }

  test('from the outcome that was sent to the counts: judged, and silent until its time is up', async () => {
    const judged = await asked('SAMPLE_SCHOOL', { referrer: byEmail });
    await api.post(`/v1/referrals/${judged.ref}/feedback`, { method: 'ELECTRONIC' }, { as: socialWorker });
    await untilReferral(stack.services, judged.ref, ({ stage }) => stage === 'CLOSED_NFA');
    const question = await followOnOf(stack.services, judged.ref, 'AGENCY_ACTION');
    const id = question.slice('agency-action:'.length);
    await untilReferral(stack.services, judged.ref, ({ followOns = [] }) => followOns[0]?.caseId === id);
    expect(await rowOf(judged.ref, 'settled')).toMatchObject({
      appropriateness: id,
      links: { appropriateness: `/v1/agency-actions/${id}` },
    });
    // A school is none of the agencies that the hub asks: whoever referred hears for it.
    await untilFollowOn<AgencyAction>(
      stack.services,
      question,
      ({ settled }) => Object.keys(settled).length > 0,
    );
    const sent = await stack.db
      .select()
      .from(messages)
      .where(like(messages.key, `${id}/%`));
    expect(sent.map(({ template, recipient }) => [template, recipient])).toEqual([
      ['APPROPRIATENESS_ASKED', byEmail.email],
    ]);
    expect(await countsOf('SAMPLE_SCHOOL')).toMatchObject({
      returned: 1,
      awaited: 1,
      appropriatePercent: null,
    });

    const read = await api.get(`/v1/agency-actions/${id}`, judged.by);
    expect(read.json()).toMatchObject({
      allowedActions: ['judgeReferral'],
      facts: { purpose: 'APPROPRIATENESS' },
    });
    const answered = await api.post(
      `/v1/agency-actions/${id}/judgement`,
      { appropriate: true, note: 'We would refer again.' },
      { as: judged.by },
    );
    expect(answered.json()).toMatchObject({ stage: 'APPROPRIATE', owner: { team: 'HUB' } });

    const silent = await asked('SAMPLE_SCHOOL');
    await told(silent.ref);
    const unanswered = await followOnOf(stack.services, silent.ref, 'AGENCY_ACTION');
    await stack.travel(addMs(await stack.now(), 16 * 24 * HOUR_MS));
    const over = await untilFollowOn<AgencyAction>(
      stack.services,
      unanswered,
      ({ stage }) => stage === 'NO_REPLY',
    );
    expect(over.closedAt).toBe(over.clocks[0]?.dueAt);
    expect(await countsOf('SAMPLE_SCHOOL')).toEqual({
      agency: 'SAMPLE_SCHOOL',
      returned: 2,
      appropriate: 1,
      inappropriate: 0,
      noReply: 1,
      awaited: 0,
      appropriatePercent: 100,
    });
  });

  test('K12: actions asked of agencies are counted beside them, and by when they were asked', async () => {
    const from = await stack.now();
    const [ref] = await api.contact();
    const decision = { ...aDecision, outcome: 'SINGLE_AGENCY', level: 2, receiver: 'CAMHS' };
    await api.decide(ref, decision);
    const stream = await followOnOf(stack.services, ref, 'AGENCY_ACTION');
    const at = `/v1/agency-actions/${stream.slice('agency-action:'.length)}`;
    const counts = async (query = '') =>
      (await api.get(`/v1/agency-actions/counts${query}`, teamManager)).json<{ agencies: unknown[] }>()
        .agencies;
    const camhs = {
      agency: 'CAMHS',
      asked: 1,
      done: 0,
      notDone: {},
      awaited: 1,
      ended: 0,
      confirmedPercent: 0,
    };
    expect(await counts(`?from=${from}`)).toEqual([camhs]);
    await api.post(
      `${at}/report`,
      { done: true },
      { as: actor('AGENCY_REPRESENTATIVE', { agency: 'CAMHS' }) },
    );
    expect(await counts(`?from=${from}`)).toEqual([{ ...camhs, done: 1, awaited: 0, confirmedPercent: 100 }]);
    expect(await counts(`?to=${from}`)).not.toContainEqual(expect.objectContaining({ agency: 'CAMHS' }));
  });
});
