import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { tellReferral } from '../../activities/information-requests.ts';
import { addMs, parseInstant } from '../../domain/instant.ts';
import { openReferrals } from '../../web/queries/open-referrals.ts';
import { informationRequestStream } from '../../domain/streams.ts';
import {
  acceptHandover,
  commandsFor,
  eventsOf,
  give,
  receive,
  receiveReferral,
  referralOf,
  tellByPhone,
  untilReferral,
  words,
} from '../support/cases.ts';
import { actor, childForm, contactForm, MONDAY_TEN, phoneReferrer } from '../support/people.ts';
import {
  answer,
  asked,
  giveRequest,
  policeOfficer,
  requestEvents,
  requestOf,
  requestRow,
  sentTo,
  untilCheck,
  untilRequest,
} from '../support/requests.ts';
import { type TestStack, testStack } from '../support/stack.ts';
import { streamTimerLabels } from '../support/temporal-views.ts';

let stack: TestStack;
beforeEach(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
});
afterEach(() => stack?.close());

const on = (text: string) => parseInstant(`2028-06-${text}:00+01:00`);
const byPhone = contactForm({ referrer: phoneReferrer });

async function decideAndClose(ref: string): Promise<void> {
  const { services } = stack;
  const commands = commandsFor(services, ref);
  for (const command of [await commands.decide(), tellByPhone, acceptHandover]) {
    expect(await give(services, ref, command)).toMatchObject({ kind: 'RECORDED' });
  }
}

describe('an agency that is asked', () => {
  it('gets its request, and its answer reaches the referral', async () => {
    const { services } = stack;
    const ref = await receiveReferral(services);
    const requestId = await asked(services, ref);
    const { contactRef, stage } = await referralOf(services, ref);
    expect(stage).toBe('INFO_GATHERING');
    expect(requestId).toBe(`${contactRef}.POLICE`);
    expect(await sentTo(services, contactRef)).toEqual(['AGENCY_REQUEST']);
    expect(await giveRequest(services, requestId, answer())).toMatchObject({ kind: 'RECORDED' });
    const check = await untilCheck(services, ref, ({ status }) => status === 'ANSWERED');
    expect(check.answers).toMatchObject([{ answerNo: 1, answer: 'NOTHING_KNOWN', partial: false }]);
    expect((await referralOf(services, ref)).stage).toBe('DECISION_PENDING');
    expect(await requestRow(services, requestId)).toMatchObject({
      stage: 'ANSWERED',
      answer: 'NOTHING_KNOWN',
    });
  });

  it('corrects what it said without overwriting it, and another agency cannot', async () => {
    const { services } = stack;
    const ref = await receiveReferral(services);
    const requestId = await asked(services, ref);
    const firefighter = actor('AGENCY_REPRESENTATIVE', { agency: 'FIRE' });
    expect(await giveRequest(services, requestId, answer(), { actor: firefighter })).toMatchObject({
      kind: 'REFUSED',
      refusal: { code: 'NOT_PERMITTED' },
    });
    const updateId = 'pressed-twice';
    const first = await giveRequest(services, requestId, answer(), { updateId });
    expect(await giveRequest(services, requestId, answer(), { updateId })).toEqual(first);
    expect(await giveRequest(services, requestId, answer())).toMatchObject({
      refusal: { code: 'REQUEST_ANSWERED' },
    });
    await giveRequest(services, requestId, answer({ answer: 'KNOWN_RISK', corrects: 1 }));
    const { answers } = await untilCheck(services, ref, (check) => check.answers.length === 2);
    expect(answers).toMatchObject([
      { answerNo: 1, answer: 'NOTHING_KNOWN' },
      { answerNo: 2, answer: 'KNOWN_RISK', corrects: 1 },
    ]);
  });

  it('refuses with its reason, as hub staff write it down', async () => {
    const { services } = stack;
    const ref = await receiveReferral(services);
    const requestId = await asked(services, ref);
    const refused = answer({ answer: 'REFUSED', route: 'HUB_STAFF' });
    const by = { actor: actor('CONTACT_OFFICER') };
    expect(await giveRequest(services, requestId, refused, by)).toMatchObject({
      refusal: { code: 'MISSING_FIELD', field: 'detail' },
    });
    const detail = await words(services, ref, 'A criminal enquiry is under way.');
    expect(await giveRequest(services, requestId, { ...refused, detail }, by)).toMatchObject({
      kind: 'RECORDED',
    });
    await untilCheck(services, ref, ({ status }) => status === 'ANSWERED');
  });
});

test('E25 agency never answers: reminded, its lead told, listed missing, given up at the long stop', async () => {
  const { services } = stack;
  const ref = await receiveReferral(services, { form: byPhone });
  const requestId = await asked(services, ref);
  const { contactRef } = await referralOf(services, ref);
  await stack.travel(on('05T13:05'));
  await untilRequest(services, requestId, ({ sent }) => sent.includes('AGENCY_REMINDER'));
  await stack.travel(on('05T14:05'));
  await untilRequest(services, requestId, ({ sent }) => sent.includes('AGENCY_LEAD_TOLD'));
  expect(await sentTo(services, contactRef)).toEqual([
    'AGENCY_REQUEST',
    'AGENCY_REMINDER',
    'AGENCY_LEAD_TOLD',
  ]);
  await stack.travel(on('06T10:05'));
  expect(await requestRow(services, requestId)).toMatchObject({ stage: 'AWAITED' });
  expect((await requestOf(services, requestId)).listedMissingAt).toMatch(/^2028-06-06T09:00/);
  const late = await referralOf(services, ref);
  expect(late.stage).toBe('DECISION_PENDING');
  expect((await eventsOf(services, ref)).find(({ type }) => type === 'AgenciesListedMissing')).toMatchObject({
    agencies: ['POLICE'],
  });
  await decideAndClose(ref);
  const closed = await referralOf(services, ref);
  expect('decisions' in closed && closed.decisions?.[0]?.agenciesMissing).toEqual(['POLICE']);
  await stack.travel(on('09T17:05'));
  const check = await untilCheck(services, ref, ({ endedAt }) => endedAt !== undefined);
  expect(check.status).toBe('NO_ANSWER');
  const handle = services.temporal.workflow.getHandle(informationRequestStream(requestId));
  await handle.result();
  expect((await requestOf(services, requestId)).told).toEqual([`${ref}/END`]);
  expect(await requestRow(services, requestId)).toMatchObject({ stage: 'NO_ANSWER' });
  const shut = await giveRequest(services, requestId, answer());
  expect(shut).toMatchObject({ kind: 'NOT_RUNNING' });
});

describe('E43 late information after close: an answer of an agency', () => {
  it('reaches the closed referral and is reviewed, also when nothing changes', async () => {
    const { services } = stack;
    const ref = await receiveReferral(services, { form: byPhone });
    const requestId = await asked(services, ref);
    await decideAndClose(ref);
    expect((await referralOf(services, ref)).stage).toBe('CLOSED_TO_TEAM');
    await giveRequest(services, requestId, answer({ answer: 'KNOWN_RISK' }));
    await untilCheck(services, ref, ({ status }) => status === 'ANSWERED');
    const running = (await referralOf(services, ref)).clocks.filter(({ status }) => status !== 'STOPPED');
    expect(running).toMatchObject([{ kind: 'LATE_ANSWER_REVIEW' }]);
    const onBoard = async () => (await openReferrals(services.db, {})).map((row) => row.referralRef);
    expect(await onBoard()).toEqual([ref]);
    await stack.travel(on('06T17:05'));
    expect((await eventsOf(services, ref)).at(-1)).toMatchObject({ type: 'ClockBreached' });
    const rationale = await words(services, ref, 'Known before by another way.');
    const review = {
      type: 'reviewLateAnswer',
      requestId,
      answerNo: 1,
      outcome: 'NO_CHANGE',
      rationale,
    } as const;
    expect(await give(services, ref, review)).toMatchObject({ kind: 'RECORDED' });
    expect((await referralOf(services, ref)).stage).toBe('CLOSED_TO_TEAM');
    expect(await onBoard()).toEqual([]);
    // The agency may still correct itself until its request ends; only then the referral's run does.
    await stack.travel(on('12T10:00'));
    await untilCheck(services, ref, ({ endedAt }) => endedAt !== undefined);
    await services.temporal.workflow.getHandle(`referral:${ref}`).result();
  });

  it('that changes the decision opens the referral again until it is decided anew', async () => {
    const { services } = stack;
    const ref = await receiveReferral(services, { form: byPhone });
    const requestId = await asked(services, ref);
    await decideAndClose(ref);
    await giveRequest(services, requestId, answer({ answer: 'KNOWN_RISK' }));
    await untilCheck(services, ref, ({ status }) => status === 'ANSWERED');
    const rationale = await words(services, ref, 'The risk is higher than was known.');
    await give(services, ref, {
      type: 'reviewLateAnswer',
      requestId,
      answerNo: 1,
      outcome: 'CHANGED',
      rationale,
    });
    const open = await referralOf(services, ref);
    expect(open.stage).toBe('DECIDED');
    expect(open.clocks.find(({ id }) => id === 'DECISION-2')).toMatchObject({ status: 'RUNNING' });
    const commands = commandsFor(services, ref);
    await give(services, ref, await commands.decide({ outcome: 'STRATEGY_S47', level: 4, supersedes: 1 }));
    await give(services, ref, tellByPhone);
    await give(services, ref, acceptHandover);
    expect((await referralOf(services, ref)).stage).toBe('CLOSED_TO_TEAM');
  });
});

test('an answer after the decision holds the referral open until a manager has looked at it', async () => {
  const { services } = stack;
  const ref = await receiveReferral(services, { form: byPhone });
  const requestId = await asked(services, ref);
  const commands = commandsFor(services, ref);
  await give(services, ref, await commands.decide());
  await giveRequest(services, requestId, answer({ partial: true, answer: 'KNOWN_RISK' }));
  await untilCheck(services, ref, ({ answers }) => answers.length === 1);
  await give(services, ref, tellByPhone);
  await give(services, ref, acceptHandover);
  expect((await referralOf(services, ref)).stage).toBe('DECIDED');
  const rationale = await words(services, ref, 'It was weighed before.');
  const review = {
    type: 'reviewLateAnswer',
    requestId,
    answerNo: 1,
    outcome: 'NO_CHANGE',
    rationale,
  } as const;
  await give(services, ref, review);
  expect((await referralOf(services, ref)).stage).toBe('CLOSED_TO_TEAM');
});

describe('E8 siblings', () => {
  const siblings = contactForm({
    referrer: phoneReferrer,
    children: [childForm(), childForm({ givenName: 'Quillonia' })],
  });

  it('share the check of an agency, asked for both and told to both', async () => {
    const { services } = stack;
    const { contactRef, referralRefs } = await receive(services, { form: siblings });
    const [first, second = ''] = referralRefs;
    const [one, other] = await Promise.all([asked(services, first), asked(services, second)]);
    expect(other).toBe(one);
    await untilRequest(services, one, ({ sent }) => sent.includes('AGENCY_CHILD_ADDED'));
    expect((await requestOf(services, one)).referralRefs.toSorted()).toEqual([first, second].toSorted());
    expect((await sentTo(services, contactRef)).toSorted()).toEqual(['AGENCY_CHILD_ADDED', 'AGENCY_REQUEST']);
    await giveRequest(services, one, answer({ answer: 'KNOWN_NO_CONCERN' }));
    for (const ref of [first, second]) {
      const { answers } = await untilCheck(services, ref, ({ status }) => status === 'ANSWERED');
      expect(answers).toMatchObject([{ answer: 'KNOWN_NO_CONCERN' }]);
    }
  });

  it('added late hear what was said before, and shorten the time when rated higher', async () => {
    const { services } = stack;
    const { referralRefs } = await receive(services, { form: siblings });
    const [first, second = ''] = referralRefs;
    const requestId = await asked(services, first);
    await giveRequest(services, requestId, answer({ partial: true }));
    await untilCheck(services, first, ({ answers }) => answers.length === 1);
    expect(await asked(services, second, { rag: 'RED' })).toBe(requestId);
    const { answers } = await untilCheck(services, second, (check) => check.answers.length === 1);
    expect(answers).toMatchObject([{ answerNo: 1, partial: true }]);
    expect((await requestEvents(services, requestId)).map(({ type }) => type)).toContain('ClockRearmed');
    expect(await requestRow(services, requestId)).toMatchObject({
      rag: 'RED',
      referralRefs: [first, second],
    });
  });

  it('asked about after the answer are asked about in a request of their own', async () => {
    const { services } = stack;
    const { contactRef, referralRefs } = await receive(services, { form: siblings });
    const [first, second = ''] = referralRefs;
    const requestId = await asked(services, first);
    await giveRequest(services, requestId, answer());
    await untilCheck(services, first, ({ status }) => status === 'ANSWERED');
    expect(await asked(services, second)).toBe(`${contactRef}.POLICE.2`);
    expect((await requestOf(services, requestId)).referralRefs).toEqual([first]);
  });
});

test('E23 consent withdrawn in checks: the optional one is stopped, for that child alone', async () => {
  const { services } = stack;
  const form = contactForm({ children: [childForm(), childForm({ givenName: 'Quillonia' })] });
  const { referralRefs } = await receive(services, { form });
  const [first, second = ''] = referralRefs;
  const requestId = await asked(services, first);
  await asked(services, second);
  const refuse = async (ref: string) =>
    give(
      services,
      ref,
      {
        type: 'recordAgreement',
        status: 'WITHDRAWN',
        givenBy: 'PARENTAL_RESPONSIBILITY',
        method: 'PHONE',
        reason: await words(services, ref, 'Ambrosia no longer agrees.'),
      },
      { actor: actor('SOCIAL_WORKER') },
    );
  expect(await refuse(first)).toMatchObject({ kind: 'RECORDED' });
  await untilCheck(services, first, ({ status }) => status === 'WITHDRAWN');
  expect(await requestOf(services, requestId)).toMatchObject({ stage: 'AWAITED', referralRefs: [second] });
  await refuse(second);
  await untilCheck(services, second, ({ status }) => status === 'WITHDRAWN');
  expect(await requestRow(services, requestId)).toMatchObject({ stage: 'WITHDRAWN' });
});

test('a child rated higher shortens the time the agency has, and the timer follows', async () => {
  const { services } = stack;
  const ref = await receiveReferral(services, { form: byPhone });
  const requestId = await asked(services, ref, { rag: 'AMBER' });
  const dueAt = async () => (await requestOf(services, requestId)).clocks[0]?.dueAt ?? '';
  const before = await dueAt();
  await give(services, ref, await commandsFor(services, ref).rate('RED'));
  const request = await untilRequest(services, requestId, ({ rag }) => rag === 'RED');
  const after = await dueAt();
  expect(after < before).toBe(true);
  expect(request.clocks[0]).toMatchObject({ kind: 'AGENCY_CHECK', status: 'RUNNING' });
  await expect
    .poll(() => streamTimerLabels(services, informationRequestStream(requestId)))
    .toContainEqual(expect.stringContaining('answer due Mon 5 Jun 2028 12:0'));
  await untilReferral(services, ref, ({ agencyChecks }) => agencyChecks?.[0]?.toHasten === undefined);
  // A lower rating gives no time back.
  await give(services, ref, await commandsFor(services, ref).rate('AMBER'));
  expect(await dueAt()).toBe(after);
  await stack.travel(addMs(parseInstant(after), 60_000));
  await untilRequest(services, requestId, ({ clocks }) => clocks[0]?.status === 'LATE');
});

test('a paused request has no timer for its answer, and runs on with the time it had left', async () => {
  const { services } = stack;
  const ref = await receiveReferral(services, { form: byPhone });
  const requestId = await asked(services, ref, { rag: 'AMBER' });
  const reason = await words(services, ref, 'The police are asked to wait for the school.');
  const by = { actor: actor('TEAM_MANAGER') };
  expect(await giveRequest(services, requestId, { type: 'pauseClock', reason }, by)).toMatchObject({
    kind: 'RECORDED',
  });
  await stack.travel(on('05T16:30'));
  const still = await requestOf(services, requestId);
  expect(still.clocks[0]).toMatchObject({ kind: 'AGENCY_CHECK', status: 'PAUSED' });
  expect(still.sent).toEqual(['AGENCY_REQUEST']);
  await giveRequest(services, requestId, { type: 'endPause', pause: 1 }, by);
  const running = (await requestOf(services, requestId)).clocks[0];
  expect(running?.status).toBe('RUNNING');
  // Four hours were left at ten, and half an hour of the hub's day is; the decision is due at ten on Tuesday.
  expect(running?.dueAt).toBe(still.decisionDueAt);
  await stack.travel(addMs(still.decisionDueAt, 60_000));
  await untilRequest(services, requestId, ({ clocks }) => clocks[0]?.status === 'LATE');
});

test('a referral that is withdrawn asks no longer, for its own child alone', async () => {
  const { services } = stack;
  const children = [childForm(), childForm({ givenName: 'Quillonia' })];
  const { contactRef, referralRefs } = await receive(services, {
    form: contactForm({ referrer: phoneReferrer, children }),
  });
  const [first, second = ''] = referralRefs;
  const requestId = await asked(services, first);
  await asked(services, second);
  const withdraw = async (ref: string) => {
    const reason = await words(services, ref, 'It was sent to the wrong hub.');
    await give(services, ref, { type: 'requestWithdrawal', reason });
    const rationale = await words(services, ref, 'Nothing here is for the hub to see to.');
    expect(
      await give(services, ref, { type: 'approveWithdrawal', rationale, noDutyArises: true }),
    ).toMatchObject({ kind: 'RECORDED' });
  };
  await withdraw(first);
  await untilCheck(services, first, ({ status }) => status === 'WITHDRAWN');
  expect(await requestOf(services, requestId)).toMatchObject({ stage: 'AWAITED', referralRefs: [second] });
  await services.temporal.workflow.getHandle(`referral:${first}`).result();
  // News that was under way when the referral asked no longer has nobody to reach, and is not told for ever.
  const news = { key: 'under-way', contactRef, referralRef: first, message: 'END_TO_NOTE' } as const;
  await tellReferral(services, { ...news, requestId, end: 'WITHDRAWN' });
  const unknown = tellReferral(services, { ...news, requestId: `${contactRef}.FIRE`, end: 'WITHDRAWN' });
  await expect(unknown).rejects.toThrow('NOT_RUNNING');
  await withdraw(second);
  await untilCheck(services, second, ({ endedAt }) => endedAt !== undefined);
  await expect.poll(() => sentTo(services, contactRef)).toContain('AGENCY_NOT_NEEDED');
  expect(await requestRow(services, requestId)).toMatchObject({ stage: 'WITHDRAWN' });
  await services.temporal.workflow.getHandle(informationRequestStream(requestId)).result();
});

test('a request that is withdrawn is no longer needed, and its referral goes on without it', async () => {
  const { services } = stack;
  const ref = await receiveReferral(services);
  const requestId = await asked(services, ref);
  const reason = await words(services, ref, 'The family is known to be elsewhere.');
  await giveRequest(
    services,
    requestId,
    { type: 'withdrawRequest', reason },
    { actor: actor('SOCIAL_WORKER') },
  );
  await untilCheck(services, ref, ({ status }) => status === 'WITHDRAWN');
  expect((await referralOf(services, ref)).stage).toBe('DECISION_PENDING');
  const { contactRef } = await referralOf(services, ref);
  await expect.poll(() => sentTo(services, contactRef)).toEqual(['AGENCY_REQUEST', 'AGENCY_NOT_NEEDED']);
  await services.temporal.workflow.getHandle(informationRequestStream(requestId)).result();
  await untilReferral(services, ref, ({ agencyChecks }) => agencyChecks?.[0]?.endedAt !== undefined);
  expect(await giveRequest(services, requestId, answer(), { actor: policeOfficer })).toMatchObject({
    kind: 'NOT_RUNNING',
  });
});
