import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { informationRequestStream, referralStream } from '../../domain/streams.ts';
import { FOLLOW_ON_WORKFLOWS } from '../../workflows/contract.ts';
import { commandsFor, give, receive } from '../support/cases.ts';
import { followOnOf, giveFollowOn } from '../support/follow-ons.ts';
import { actor, childForm, contactForm, phoneReferrer } from '../support/people.ts';
import { asked } from '../support/requests.ts';
import { type TestStack, testStack } from '../support/stack.ts';

let stack: TestStack;
let contactRef: string;
let elder: string;
let younger: string;
let request: string;
/** What an agency is asked to do for the elder, and the assessment of the younger. */
let action: string;
let assessment: string;

beforeAll(async () => {
  stack = await testStack({ worker: true });
  const { services } = stack;
  const form = contactForm({
    referrer: phoneReferrer,
    children: [childForm(), childForm({ givenName: 'Ottoline' })],
  });
  const received = await receive(services, { form });
  ({ contactRef } = received);
  [elder, younger = ''] = received.referralRefs;
  request = informationRequestStream(await asked(services, elder));
  const single = { outcome: 'SINGLE_AGENCY', level: 2, receiver: 'HOUSING' } as const;
  await give(services, elder, await commandsFor(services, elder).decide(single));
  await give(services, younger, await commandsFor(services, younger).decide());
  action = await followOnOf(services, elder, 'AGENCY_ACTION');
  assessment = await followOnOf(services, younger, 'ASSESSMENT');
});
afterAll(() => stack?.close());

/** Workflow ids that a filter of the Temporal UI shows, in their own order. */
async function listed(query: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { workflowId } of stack.services.temporal.workflow.list({ query })) found.push(workflowId);
  return found.toSorted();
}

function shows(query: string, expected: readonly string[]) {
  return expect.poll(() => listed(query), { timeout: 20_000 }).toEqual(expected.toSorted());
}

describe('what supervisors filter a family by in Temporal', () => {
  it('the contact finds both children, what agencies were asked, and every case that follows', async () => {
    const all = [referralStream(elder), referralStream(younger), request, action, assessment];
    await shows(`ContactRef = '${contactRef}'`, all);
    const followOns = Object.values(FOLLOW_ON_WORKFLOWS).map((type) => `'${type}'`);
    await shows(`ContactRef = '${contactRef}' AND WorkflowType IN (${followOns.join(', ')})`, [
      action,
      assessment,
    ]);
  });

  it('the referral finds what follows for one child', async () => {
    await shows(`ReferralRef = '${younger}' AND WorkflowType = 'assessment'`, [assessment]);
    await shows(`ReferralRef = '${elder}' AND WorkflowType = 'agencyAction'`, [action]);
  });

  it('the agency finds what a team answers for now, and moves with it', async () => {
    const held = `ContactRef = '${contactRef}' AND Agency = 'HOUSING' AND WorkflowType = 'agencyAction'`;
    await shows(held, []);
    const housing = actor('AGENCY_REPRESENTATIVE', { agency: 'HOUSING' });
    await giveFollowOn(stack.services, action, { type: 'acceptAction' }, { actor: housing });
    await shows(held, [action]);
  });

  it('the page of a case says which one it came out of', async () => {
    const handle = stack.services.temporal.workflow.getHandle(assessment);
    const { currentDetails } = await handle.query<{ currentDetails?: string }>(
      '__temporal_workflow_metadata',
    );
    expect(currentDetails).toContain(`Came out of \`${referralStream(younger)}\`.`);
  });
});
