import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { referralOf, receiveReferral } from '../support/cases.ts';
import { MONDAY_TEN } from '../support/people.ts';
import { answer, asked, giveRequest, requestRow, sentTo, untilCheck } from '../support/requests.ts';
import { type TestStack, testStack } from '../support/stack.ts';

let stack: TestStack;
beforeAll(async () => {
  stack = await testStack({ worker: true, at: MONDAY_TEN });
});
afterAll(() => stack?.close());

describe('an agency that is asked', () => {
  it('gets its request, and its answer reaches the referral', async () => {
    const { services } = stack;
    const ref = await receiveReferral(services, { receivedAt: MONDAY_TEN });
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
});
