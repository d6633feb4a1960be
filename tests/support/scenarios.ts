import { setTimeout as sleep } from 'node:timers/promises';
import { addMs, HOUR_MS } from '../../domain/instant.ts';
import {
  acceptHandover,
  adoptDayOff,
  commandsFor,
  give,
  isAcknowledged,
  keep,
  receiveReferral,
  sendOutcome,
  startLimited,
  tellByPhone,
  untilReferral,
  words,
} from './cases.ts';
import type { TestStack } from './open-stack.ts';
import { actor, contactForm, phoneReferrer, referrer, socialWorker } from './people.ts';
import { handleOf } from './temporal-views.ts';

const nightWorker = actor('EMERGENCY_DUTY_TEAM');
const lado = actor('LADO');

/** Lives one referral to its end and gives its reference. */
export type Scenario = (stack: TestStack) => Promise<string>;

/** The paths a referral can take through its workflow, one golden history (or chain of them) each. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  'decided-in-time': async ({ services }) => {
    const ref = await receiveReferral(services);
    await untilReferral(services, ref, isAcknowledged);
    const commands = commandsFor(services, ref);
    await give(services, ref, await commands.rate('AMBER'), { actor: socialWorker });
    await give(services, ref, await commands.decide());
    await give(services, ref, sendOutcome);
    await untilTold(services, ref);
    await give(services, ref, acceptHandover);
    return closed(services, ref);
  },
  'breached-then-decided': async (stack) => {
    const { services } = stack;
    const ref = await receiveReferral(services, { form: contactForm({ referrer: phoneReferrer }) });
    await stack.travel(addMs(await stack.now(), 4 * 24 * HOUR_MS));
    const commands = commandsFor(services, ref);
    await give(services, ref, await commands.decide());
    await give(services, ref, tellByPhone);
    await give(services, ref, acceptHandover);
    return closed(services, ref);
  },
  'rerated-red': async (stack) => {
    const { services } = stack;
    const ref = await receiveReferral(services);
    const commands = commandsFor(services, ref);
    await give(services, ref, await commands.rate('GREEN'), { actor: socialWorker });
    await give(services, ref, await commands.rate('RED'), { actor: socialWorker });
    await stack.travel(addMs(await stack.now(), 5 * HOUR_MS));
    await give(services, ref, await commands.decide({ outcome: 'STRATEGY_S47', level: 4 }));
    await give(services, ref, { type: 'withholdFeedback', reason: 'CRIMINAL_ENQUIRY' });
    await give(services, ref, acceptHandover);
    return closed(services, ref);
  },
  withdrawn: async ({ services }) => {
    const ref = await receiveReferral(services, { form: contactForm({ referrer: phoneReferrer }) });
    const commands = commandsFor(services, ref);
    await give(services, ref, await commands.requestWithdrawal(), { actor: referrer });
    await give(services, ref, await commands.refuseWithdrawal());
    await give(services, ref, await commands.requestWithdrawal(), { actor: referrer });
    await give(services, ref, await commands.approveWithdrawal());
    return closed(services, ref);
  },
  'superseded-decision': async ({ services }) => {
    const ref = await receiveReferral(services);
    await untilReferral(services, ref, isAcknowledged);
    const commands = commandsFor(services, ref);
    await give(services, ref, await commands.decide({ outcome: 'EARLY_HELP', level: 2 }));
    await give(services, ref, sendOutcome);
    await untilTold(services, ref);
    await give(services, ref, await commands.decide({ supersedes: 1 }));
    await give(services, ref, tellByPhone);
    await give(services, ref, acceptHandover);
    return closed(services, ref);
  },
  'paused-target': async (stack) => {
    const { services } = stack;
    const ref = await receiveReferral(services);
    await untilReferral(services, ref, isAcknowledged);
    const commands = commandsFor(services, ref);
    await give(services, ref, await commands.rate('RED'), { actor: socialWorker });
    const reason = await words(services, ref, 'The child is in hospital until the afternoon.');
    await give(services, ref, { type: 'pauseClock', clock: 'RAG_TARGET', reason });
    await stack.travel(addMs(await stack.now(), 5 * HOUR_MS));
    await give(services, ref, { type: 'endPause', clock: 'RAG_TARGET', pause: 1 });
    await give(services, ref, await commands.decide());
    await give(services, ref, tellByPhone);
    await give(services, ref, acceptHandover);
    return closed(services, ref);
  },
  'rules-changed': async (stack) => {
    const { services } = stack;
    const ref = await receiveReferral(services, { form: contactForm({ referrer: phoneReferrer }) });
    const commands = commandsFor(services, ref);
    await give(services, ref, await commands.rate('AMBER'), { actor: socialWorker });
    await stack.travel(addMs(await stack.now(), HOUR_MS));
    await adoptDayOff(services, ref, 1);
    await stack.travel(addMs(await stack.now(), 4 * 24 * HOUR_MS));
    await give(services, ref, await commands.decide());
    await give(services, ref, tellByPhone);
    await give(services, ref, acceptHandover);
    return closed(services, ref);
  },
  'night-and-back': async (stack) => {
    const { services } = stack;
    const ref = await receiveReferral(services, { form: contactForm({ referrer: phoneReferrer }) });
    const sealed = (text: string) => words(services, ref, text);
    const reason = await sealed('Quillon may be alone tonight.');
    await give(services, ref, { type: 'handToOutOfHours', immediateRisk: true, reason });
    await stack.travel(addMs(await stack.now(), 2 * HOUR_MS));
    await give(services, ref, { type: 'acknowledgeOutOfHours' }, { actor: nightWorker });
    await stack.travel(addMs(await stack.now(), 3 * 24 * HOUR_MS));
    const note = await sealed('Quillon slept at an aunt’s.');
    await give(services, ref, { type: 'handBackToDay', note }, { actor: nightWorker });
    await give(services, ref, { type: 'acknowledgeHandBack' }, { actor: socialWorker });
    const commands = commandsFor(services, ref);
    await give(services, ref, await commands.decide());
    await give(services, ref, tellByPhone);
    await give(services, ref, acceptHandover);
    return closed(services, ref);
  },
  'sent-on': async (stack) => {
    const { services } = stack;
    const ref = await receiveReferral(services, { form: contactForm({ referrer: phoneReferrer }) });
    const sealed = (text: string) => words(services, ref, text);
    const reason = await sealed('Quillon spoke of a coach.');
    await give(services, ref, { type: 'recordAllegation', reason }, { actor: socialWorker });
    await give(services, ref, { type: 'redirect', to: 'LADO', worksIn: 'WORKSHIRE', reason });
    const note = await sealed('The police stay with Quillon.');
    const receiver = 'ELSEWHERESHIRE';
    await give(services, ref, { type: 'redirect', to: 'OTHER_LA', receiver, reason, note });
    await stack.travel(addMs(await stack.now(), 4 * 24 * HOUR_MS));
    await give(services, ref, { type: 'acknowledgeRedirect', redirect: 1 }, { actor: lado });
    await give(services, ref, { type: 'acknowledgeRedirect', redirect: 2, note });
    return closed(services, ref);
  },
  'continued-as-new': async ({ services }) => {
    const { referralRefs } = await keep(services, { form: contactForm({ referrer: phoneReferrer }) });
    const [ref] = referralRefs;
    await startLimited(services, ref, 25);
    const commands = commandsFor(services, ref);
    for (const rag of ['GREEN', 'AMBER', 'RED'] as const) {
      await give(services, ref, await commands.rate(rag), { updateId: `rated-${rag}` });
      // A run continues when nothing is in flight; a command sent at once would keep it busy.
      await sleep(300);
    }
    await give(services, ref, await commands.rate('GREEN'), { updateId: 'rated-GREEN' });
    await give(services, ref, await commands.decide());
    await give(services, ref, tellByPhone);
    await give(services, ref, acceptHandover);
    return closed(services, ref);
  },
};

async function untilTold(services: TestStack['services'], ref: string): Promise<void> {
  await untilReferral(services, ref, (it) => 'feedback' in it && it.feedback?.status === 'SENT');
}

async function closed(services: TestStack['services'], ref: string): Promise<string> {
  await handleOf(services, ref).result();
  return ref;
}
