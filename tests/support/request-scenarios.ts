import { setTimeout as sleep } from 'node:timers/promises';
import { addMs, HOUR_MS } from '../../domain/instant.ts';
import { informationRequestStream } from '../../domain/streams.ts';
import { REQUEST_WORKFLOW, type RequestWorkflowInput } from '../../workflows/contract.ts';
import { receive, receiveReferral, words } from './cases.ts';
import type { TestStack } from './open-stack.ts';
import { actor, childForm, contactForm, phoneReferrer, socialWorker } from './people.ts';
import { answer, asked, giveRequest, untilCheck, untilRequest } from './requests.ts';
import type { Scenario } from './scenarios.ts';

const byPhone = contactForm({ referrer: phoneReferrer });

/** The paths a request to an agency can take through its workflow, one golden history (or chain of them) each. */
export const requestScenarios: Readonly<Record<string, Scenario>> = {
  'answered-and-corrected': async (stack) => {
    const { services } = stack;
    const ref = await receiveReferral(services, { form: byPhone });
    const requestId = await asked(services, ref);
    const detail = await words(services, ref, 'Quillon was seen by an officer in May.');
    await giveRequest(services, requestId, answer({ answer: 'KNOWN_RISK', partial: true, detail }));
    await giveRequest(services, requestId, answer());
    await giveRequest(services, requestId, answer({ answer: 'KNOWN_RISK', detail, corrects: 2 }));
    await untilCheck(services, ref, ({ answers }) => answers.length === 3);
    return ended(stack, requestId);
  },
  'never-answered': async (stack) => {
    const { services } = stack;
    const ref = await receiveReferral(services, { form: byPhone });
    return ended(stack, await asked(services, ref, { rag: 'RED' }));
  },
  withdrawn: async (stack) => {
    const { services } = stack;
    const ref = await receiveReferral(services, { form: byPhone });
    const requestId = await asked(services, ref);
    const reason = await words(services, ref, 'The family has moved.');
    await giveRequest(services, requestId, { type: 'withdrawRequest', reason }, { actor: socialWorker });
    return ended(stack, requestId);
  },
  'shared-by-siblings': async (stack) => {
    const { services } = stack;
    const children = [childForm(), childForm({ givenName: 'Quillonia' })];
    const form = contactForm({ referrer: phoneReferrer, children });
    const { referralRefs } = await receive(services, { form });
    const [first, second = ''] = referralRefs;
    const requestId = await asked(services, first);
    await asked(services, second, { rag: 'RED' });
    await untilRequest(services, requestId, ({ sent }) => sent.includes('AGENCY_CHILD_ADDED'));
    await giveRequest(services, requestId, answer({ answer: 'KNOWN_NO_CONCERN' }));
    for (const ref of [first, second]) await untilCheck(services, ref, ({ status }) => status === 'ANSWERED');
    return ended(stack, requestId);
  },
  'continued-as-new': async (stack) => {
    const { services } = stack;
    const ref = await receiveReferral(services, { form: byPhone });
    const requestId = await askedLimited(stack, ref, 45);
    const officer = { actor: actor('CONTACT_OFFICER') };
    for (const no of [1, 2, 3]) {
      const told = answer({ partial: true, route: 'HUB_STAFF' });
      await giveRequest(services, requestId, told, { ...officer, updateId: `answer-${no}` });
      await untilCheck(services, ref, ({ answers }) => answers.length === no);
      // A run continues when nothing is in flight; an answer given at once would keep it busy.
      await sleep(300);
    }
    return ended(stack, requestId);
  },
};

/** Asks, and has the request continue as new beyond so many history events. */
export async function askedLimited(
  { services }: TestStack,
  referralRef: string,
  historyLimit: number,
): Promise<string> {
  const { cases } = services;
  const start = cases.start.bind(cases);
  cases.start = (one) =>
    start(
      one.workflowType === REQUEST_WORKFLOW
        ? { ...one, input: { ...(one.input as RequestWorkflowInput), historyLimit } }
        : one,
    );
  try {
    return await asked(services, referralRef);
  } finally {
    cases.start = start;
  }
}

/** Lets the time pass in which an answer, or a correction, can still come. */
async function ended(stack: TestStack, requestId: string): Promise<string> {
  const stream = informationRequestStream(requestId);
  const handle = stack.services.temporal.workflow.getHandle(stream);
  const { status } = await handle.describe();
  if (status.name === 'RUNNING') await stack.travel(addMs(await stack.now(), 8 * 24 * HOUR_MS));
  await handle.result();
  return requestId;
}
