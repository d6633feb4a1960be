import { followOnOf as caseOf } from '../../domain/follow-on/stream.ts';
import { addMs, HOUR_MS } from '../../domain/instant.ts';
import { commandsFor, give, tellByPhone, untilReferral, words } from './cases.ts';
import { closedWithNothing, housing, receivedByPhone } from './disputes.ts';
import { followOnOf, giveFollowOn } from './follow-ons.ts';
import type { TestStack } from './open-stack.ts';
import { socialWorker } from './people.ts';
import type { Scenario } from './scenarios.ts';

const DAY_MS = 24 * HOUR_MS;

/** The paths an action of one agency can take through its workflow, one golden history (or chain of them) each. */
export const agencyActionScenarios: Readonly<Record<string, Scenario>> = {
  done: async (stack) => {
    const { services } = stack;
    const { ref, stream } = await askedOfHousing(stack);
    await giveFollowOn(services, stream, { type: 'acceptAction' }, { actor: housing });
    // Chased, and late, before it says so.
    await stack.travel(addMs(await stack.now(), 15 * DAY_MS));
    const note = await words(services, ref, 'Quillon has a dry room.');
    await giveFollowOn(services, stream, { type: 'reportAction', done: true, note }, { actor: housing });
    return ended(stack, stream);
  },
  'not-done-reviewed': async (stack) => {
    const { services } = stack;
    const { ref, stream } = await askedOfHousing(stack);
    const notDone = { type: 'reportAction', done: false, reason: 'SERVICE_CAPACITY' } as const;
    await giveFollowOn(services, stream, notDone, { actor: socialWorker });
    await stack.travel(addMs(await stack.now(), 3 * DAY_MS));
    const rationale = await words(services, ref, 'Another service has to act for Quillon.');
    await giveFollowOn(services, stream, { type: 'reviewNotDone', decision: 'DECIDE_AGAIN', rationale });
    const id = await ended(stack, stream);
    await untilReferral(services, ref, ({ decisionCall }) => decisionCall !== undefined);
    await decidedOtherwise(stack, ref);
    return id;
  },
  'appropriateness-no-reply': async (stack) => {
    const { services } = stack;
    const ref = await closedWithNothing(services);
    const stream = await followOnOf(services, ref, 'AGENCY_ACTION');
    await stack.travel(addMs(await stack.now(), 20 * DAY_MS));
    return ended(stack, stream);
  },
  superseded: async (stack) => {
    const { ref, stream } = await askedOfHousing(stack);
    await decidedOtherwise(stack, ref);
    return ended(stack, stream);
  },
};

async function askedOfHousing({ services }: TestStack): Promise<{ ref: string; stream: string }> {
  const ref = await receivedByPhone(services);
  const commands = commandsFor(services, ref);
  const forHousing = { outcome: 'SINGLE_AGENCY', level: 2, receiver: 'HOUSING' } as const;
  await give(services, ref, await commands.decide(forHousing));
  return { ref, stream: await followOnOf(services, ref, 'AGENCY_ACTION') };
}

/** A later decision takes another way, and the referral is over. */
async function decidedOtherwise({ services }: TestStack, ref: string): Promise<void> {
  const commands = commandsFor(services, ref);
  await give(services, ref, await commands.decide({ outcome: 'ADVICE_SIGNPOST', level: 1, supersedes: 1 }));
  await give(services, ref, tellByPhone);
}

async function ended({ services }: TestStack, stream: string): Promise<string> {
  await services.temporal.workflow.getHandle(stream).result();
  return caseOf(stream)?.id ?? '';
}
