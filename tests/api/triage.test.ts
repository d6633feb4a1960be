import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messages } from '../../db/schema.ts';
import { eq } from 'drizzle-orm';
import { addMs, HOUR_MS } from '../../domain/instant.ts';
import { actor, contactOfficer, MONDAY_TEN, referrer, socialWorker, teamManager } from '../support/people.ts';
import { isAcknowledged, untilReferral } from '../support/cases.ts';
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

const otherManager = actor('TEAM_MANAGER', { userId: 'synthetic-second-manager' });
const byEmail = contactBody({
  referrer: { name: 'Ambrosia Placeholder', email: 'ambrosia.placeholder@specimen-school.example' },
});
const question = { question: 'Where does Quillon sleep tonight?' };
const agreed = { status: 'GIVEN', givenBy: 'PARENTAL_RESPONSIBILITY', method: 'PHONE' };

/** Posts below a referral. */
const to =
  (ref: string) =>
  (path: string, body: unknown, as = socialWorker, version?: number) =>
    api.post(`/v1/referrals/${ref}/${path}`, body, { as, ...(version !== undefined && { version }) });

/** A question goes out by itself; after that only people change the case. */
const questionSent = (ref: string) =>
  untilReferral(stack.services, ref, ({ clarifications }) => clarifications?.[0]?.sentAt !== undefined);

describe('questions to the referrer', () => {
  test('E35 a question is sent, the referrer answers it, and the time it took is theirs', async () => {
    const [ref] = await api.contact(byEmail);
    await untilReferral(stack.services, ref, isAcknowledged);
    const asked = await to(ref)('clarifications', question, contactOfficer);
    expect([asked.statusCode, asked.json()]).toMatchObject([200, { stage: 'AWAITING_REFERRER' }]);
    await questionSent(ref);
    const sent = await stack.services.db.select().from(messages).where(eq(messages.referralRef, ref));
    const message = sent.find(({ template }) => template === 'QUESTION');
    expect(message).toMatchObject({ recipient: 'ambrosia.placeholder@specimen-school.example' });
    expect(message?.body).toContain(question.question);

    await stack.travel(addMs(await stack.now(), HOUR_MS));
    const seen = await api.get(`/v1/referrals/${ref}`, referrer);
    expect(seen.json()).toMatchObject({
      question: { no: 1, question: question.question },
      allowedActions: expect.arrayContaining(['recordReferrerAnswer']),
    });
    const answered = await to(ref)('clarifications/answer', { answer: 'At her aunt’s.' }, referrer);
    expect(answered.statusCode).toBe(200);
    const read = await api.get(`/v1/referrals/${ref}`, socialWorker);
    const { clarifications, timeLost, clocks } = read.json<{
      clarifications: unknown[];
      timeLost: { workingMinutes: number }[];
      clocks: { kind: string; status: string; pauses?: unknown[] }[];
    }>();
    expect(clarifications).toMatchObject([
      { no: 1, question: question.question, answer: 'At her aunt’s.', end: 'ANSWERED', attemptsNeeded: 2 },
    ]);
    expect(timeLost).toMatchObject([{ questionNo: 1, attributedTo: 'REFERRER' }]);
    expect(timeLost[0]?.workingMinutes).toBeGreaterThanOrEqual(60);
    expect(clocks.find(({ kind }) => kind === 'DECISION')).toMatchObject({ status: 'RUNNING' });
  });

  test('only the referrer who handed it in answers; the hub’s words are for nobody else outside', async () => {
    const [ref] = await api.contact();
    await to(ref)('clarifications', question);
    const other = actor('REFERRER', { userId: 'someone-else' });
    expect((await to(ref)('clarifications/answer', { answer: 'Mine.' }, other)).statusCode).toBe(403);
    expect((await api.get(`/v1/referrals/${ref}`, other)).statusCode).toBe(404);
  });

  test('E35 an incomplete contact is kept, and the template asks for what it lacks', async () => {
    const [ref] = await api.contact(contactBody({ concern: undefined, familyAgreement: undefined }));
    const read = await api.get(`/v1/referrals/${ref}`, contactOfficer);
    const { questionTemplate } = read.json<{ questionTemplate: string }>();
    expect(questionTemplate).toContain('- Say what you are worried about');
    const asked = await to(ref)('clarifications', { question: questionTemplate }, contactOfficer);
    expect(asked.json()).toMatchObject({ stage: 'AWAITING_REFERRER' });
    const again = await api.get(`/v1/referrals/${ref}`, contactOfficer);
    expect(again.json()).toMatchObject({ clarifications: [{ question: questionTemplate }] });
  });

  test('E36 after two attempts a manager goes on with what is known, not before', async () => {
    const [ref] = await api.contact();
    const post = to(ref);
    await post('clarifications', question);
    const attempt = { method: 'PHONE', reached: false };
    const one = await post('clarifications/attempts', attempt);
    expect(one.json()).toMatchObject({
      nextAction: { action: 'logAttempt', words: 'Reach the referrer: 1 attempt to make' },
    });
    const early = await post('clarifications/end', { reason: 'No time.' }, teamManager);
    expect([early.statusCode, early.json()]).toMatchObject([409, { code: 'ATTEMPTS_OUTSTANDING' }]);
    const two = await post('clarifications/attempts', attempt);
    expect(two.json()).toMatchObject({ nextAction: { action: 'decideOnWhatIsKnown', by: 'TEAM_MANAGER' } });
    const ended = await post('clarifications/end', { reason: 'Two calls, no answer.' }, teamManager);
    expect(ended.json()).toMatchObject({
      clarifications: [{ end: 'DECIDED_ON_WHAT_IS_KNOWN', attempts: { length: 2 } }],
      nextAction: { action: 'rate' },
    });
  });
});

describe('ratings', () => {
  test('say whether agencies are asked, with the rule and its source; a suggestion waits for them', async () => {
    const [ref] = await api.contact();
    const post = to(ref);
    const proposed = await post('rating-proposal', { rag: 'AMBER', reason: 'Second time.' }, contactOfficer);
    expect(proposed.json()).toMatchObject({ ratingProposal: { rag: 'AMBER' }, stage: 'RECEIVED' });
    const low = await post('rating', { rag: 'GREEN', reason: 'Known and safe.' });
    expect(low.json()).toMatchObject({ rating: { rag: 'GREEN' }, check: { opens: false } });
    expect(low.json<{ ratingProposal?: unknown }>().ratingProposal).toBeUndefined();
    const { check } = low.json<{ check: { rule: string; source: string } }>();
    expect(check.rule).toContain('partners lack the capacity');
    expect(check.source).toContain('Stockton Cabinet');
    const high = await post('rating', { rag: 'RED', reason: 'A new injury.' });
    expect(high.json()).toMatchObject({ check: { opens: true } });
    const read = await api.get(`/v1/referrals/${ref}`, socialWorker);
    expect(read.json()).toMatchObject({ check: { opens: true } });
  });
});

describe('agreement and lawful basis', () => {
  test('are two records with who, when and how; consent as a basis is answered with a warning', async () => {
    const [ref] = await api.contact();
    const post = to(ref);
    await post('agreement', agreed);
    const basis = { basis: 'CONSENT', purpose: 'To decide.', necessity: 'Little is known.' };
    const answer = await post('lawful-basis', basis);
    expect(answer.json()).toMatchObject({
      agreements: [{ ...agreed, isInForce: true, recordedBy: socialWorker.userId }],
      lawfulBases: [{ basis: 'CONSENT', warning: expect.stringContaining('rarely the right lawful basis') }],
    });
    const read = await api.get(`/v1/referrals/${ref}`, socialWorker);
    expect(read.json()).toMatchObject({
      lawfulBases: [{ purpose: 'To decide.', necessity: 'Little is known.' }],
    });
  });

  test('E22 a refusal at section 17 level keeps an assessment from being decided, by rule and source', async () => {
    const [ref] = await api.contact();
    const post = to(ref);
    await post('agreement', { ...agreed, status: 'REFUSED', reason: 'The mother says no.' });
    const refused = await post('decision', { ...aDecision, agreement: 'REFUSED' }, teamManager, 2);
    expect([refused.statusCode, refused.json()]).toMatchObject([
      409,
      { code: 'AGREEMENT_NEEDED', errors: [{ pointer: '/agreement' }] },
    ]);
    expect(refused.json<{ detail: string }>().detail).toContain('Rule: ');
    const s47 = { ...aDecision, outcome: 'STRATEGY_S47', level: 4, agreement: 'REFUSED' };
    expect((await post('decision', s47, teamManager, 2)).json()).toMatchObject({ stage: 'DECIDED' });
  });

  test('E23 a withdrawal asks for the lawful basis anew and keeps what was recorded', async () => {
    const [ref] = await api.contact();
    const post = to(ref);
    await post('agreement', agreed);
    const basis = { basis: 'PUBLIC_TASK', purpose: 'To decide.', necessity: 'Little is known.' };
    await post('lawful-basis', basis);
    const withdrawn = { ...agreed, status: 'WITHDRAWN', reason: 'The mother changed her mind.' };
    expect((await post('agreement', withdrawn)).json()).toMatchObject({
      basisNeedsReview: true,
      agreements: [{ isInForce: false }, { status: 'WITHDRAWN', isInForce: true }],
    });
    expect((await post('lawful-basis', basis)).json()).toMatchObject({ basisNeedsReview: false });
  });

  test('checks without the family’s knowledge are a manager’s to authorise, with the reason', async () => {
    const [ref] = await api.contact();
    const post = to(ref);
    const body = { reason: 'Asking first would put the child at risk.' };
    expect((await post('checks-without-knowledge', body)).statusCode).toBe(403);
    expect((await post('checks-without-knowledge', {}, teamManager)).statusCode).toBe(422);
    expect((await post('checks-without-knowledge', body, teamManager)).json()).toMatchObject({
      checksWithoutKnowledge: { authorisedBy: teamManager.userId },
    });
    const read = await api.get(`/v1/referrals/${ref}`, socialWorker);
    expect(read.json()).toMatchObject({ checksWithoutKnowledge: body });
  });
});

describe('decisions', () => {
  test('E26 the dissent of an agency and the interim safety stay on the decision', async () => {
    const [ref] = await api.contact();
    const dissenting = { ...aDecision, dissent: 'Police see a higher risk.' };
    const refused = await to(ref)('decision', dissenting, teamManager, 1);
    expect([refused.statusCode, refused.json()]).toMatchObject([422, { code: 'MISSING_FIELD' }]);
    const whole = { ...dissenting, interimSafety: 'Stays with the aunt.' };
    expect((await to(ref)('decision', whole, teamManager, 1)).statusCode).toBe(200);
    const read = await api.get(`/v1/referrals/${ref}`, teamManager);
    expect(read.json()).toMatchObject({
      decisions: [{ dissent: 'Police see a higher risk.', interimSafety: 'Stays with the aunt.' }],
    });
  });

  test('E27 two managers decide at once: one decision stands, the other hears which', async () => {
    const [ref] = await api.contact();
    const answers = await Promise.all([
      to(ref)('decision', aDecision, teamManager, 1),
      to(ref)('decision', { ...aDecision, outcome: 'NFA' }, otherManager, 1),
    ]);
    const done = answers.find(({ statusCode }) => statusCode === 200);
    const conflict = answers.find(({ statusCode }) => statusCode === 412);
    const [made] = done?.json<{ decisions: { outcome: string; decidedBy: string }[] }>().decisions ?? [];
    expect(conflict?.json()).toMatchObject({
      code: 'STALE_VERSION',
      current: { decision: { outcome: made?.outcome, decidedBy: made?.decidedBy } },
    });
    const read = await api.get(`/v1/referrals/${ref}`, teamManager);
    expect(read.json<{ decisions: unknown[] }>().decisions).toHaveLength(1);
  });
});
