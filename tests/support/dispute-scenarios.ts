import { followOnOf as caseOf } from '../../domain/follow-on/stream.ts';
import { addMs, HOUR_MS } from '../../domain/instant.ts';
import { commandsFor, give, tellByPhone, untilReferral, words } from './cases.ts';
import {
  closedWithNothing,
  disputed,
  finding,
  headOfService,
  housing,
  otherManager,
  receivedByPhone,
  serviceManager,
} from './disputes.ts';
import { giveFollowOn } from './follow-ons.ts';
import type { TestStack } from './open-stack.ts';
import { referrer, teamManager } from './people.ts';
import type { Scenario } from './scenarios.ts';

const DAY_MS = 24 * HOUR_MS;

/** The paths a dispute can take through its workflow, one golden history (or chain of them) each. */
export const disputeScenarios: Readonly<Record<string, Scenario>> = {
  'raised-and-upheld': async (stack) => {
    const { services } = stack;
    const ref = await closedWithNothing(services);
    const stream = await disputed(services, { referralRef: ref });
    const position = await words(services, ref, 'Quillon needs no social worker.');
    await giveFollowOn(services, stream, { type: 'respondToDispute', position }, { actor: teamManager });
    const reason = await words(services, ref, 'Ambrosia does not agree.');
    await giveFollowOn(services, stream, { type: 'raiseDispute', reason }, { actor: referrer });
    // The second stage lets its two working days pass.
    await stack.travel(addMs(await stack.now(), 5 * DAY_MS));
    await giveFollowOn(services, stream, await finding(services, ref, 'UPHELD'), { actor: headOfService });
    const id = await ended(stack, stream);
    await decidedAnew(stack, ref);
    return id;
  },
  'child-safety': async (stack) => {
    const { services } = stack;
    const ref = await closedWithNothing(services);
    const stream = await disputed(services, { referralRef: ref });
    const reason = await words(services, ref, 'Quillon is to go home tonight.');
    await giveFollowOn(services, stream, { type: 'makeChildSafety', reason }, { actor: referrer });
    const interimSafety = await words(services, ref, 'Quillon stays with an aunt.');
    await giveFollowOn(services, stream, { type: 'changeInterim', interimSafety }, { actor: headOfService });
    await stack.travel(addMs(await stack.now(), 2 * DAY_MS));
    await giveFollowOn(services, stream, await finding(services, ref, 'PARTLY'), { actor: headOfService });
    const id = await ended(stack, stream);
    await decidedAnew(stack, ref);
    return id;
  },
  withdrawn: async (stack) => {
    const { services } = stack;
    const ref = await receivedByPhone(services);
    const commands = commandsFor(services, ref);
    const forHousing = { outcome: 'SINGLE_AGENCY', level: 2, receiver: 'HOUSING' } as const;
    await give(services, ref, await commands.decide(forHousing));
    await untilReferral(services, ref, ({ followOns = [] }) => followOns[0]?.caseId !== undefined);
    const stream = await disputed(services, { referralRef: ref }, housing);
    await disputed(services, { referralRef: ref });
    const reason = await words(services, ref, 'It is settled.');
    for (const actor of [housing, referrer]) {
      await giveFollowOn(services, stream, { type: 'withdrawDispute', reason }, { actor });
    }
    return ended(stack, stream);
  },
  'not-upheld': async (stack) => {
    const { services } = stack;
    const ref = await closedWithNothing(services);
    const stream = await disputed(services, { referralRef: ref });
    const reason = await words(services, ref, 'A service manager should look.');
    await giveFollowOn(services, stream, { type: 'joinDispute', reason }, { actor: otherManager });
    await giveFollowOn(services, stream, { type: 'raiseDispute', reason }, { actor: otherManager });
    const found = await finding(services, ref, 'NOT_UPHELD');
    await giveFollowOn(services, stream, found, { actor: serviceManager });
    return ended(stack, stream);
  },
};

/** A manager decides for the dispute as before, and the referral is over once more. */
async function decidedAnew({ services }: TestStack, ref: string): Promise<void> {
  await untilReferral(services, ref, ({ stage }) => stage === 'DECIDED');
  const commands = commandsFor(services, ref);
  await give(services, ref, await commands.decide({ outcome: 'ADVICE_SIGNPOST', level: 1, supersedes: 1 }));
  await give(services, ref, tellByPhone);
}

async function ended({ services }: TestStack, stream: string): Promise<string> {
  await services.temporal.workflow.getHandle(stream).result();
  return caseOf(stream)?.id ?? '';
}
