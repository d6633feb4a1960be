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
  writeBehind,
} from './cases.ts';
import { linkScenarios } from './link-scenarios.ts';
import type { TestStack } from './open-stack.ts';
import {
  actor,
  contactForm,
  contactOfficer,
  earlyHelpManager,
  phoneReferrer,
  referrer,
  socialWorker,
} from './people.ts';
import { answer, asked, giveRequest, reviewed, untilCheck } from './requests.ts';
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
  'behind-its-ledger': async ({ services }) => {
    const ref = await receiveReferral(services, { form: contactForm({ referrer: phoneReferrer }) });
    await writeBehind(services, ref, 'lost-command');
    const commands = commandsFor(services, ref);
    await give(services, ref, await commands.decide(), { expectedVersion: 2, knownSeq: 5 });
    await give(services, ref, tellByPhone);
    await give(services, ref, acceptHandover);
    return closed(services, ref);
  },
  'overtaken-command': async ({ services }) => {
    const ref = await receiveReferral(services, { form: contactForm({ referrer: phoneReferrer }) });
    await writeBehind(services, ref, 'overtaken');
    const commands = commandsFor(services, ref);
    await give(services, ref, await commands.rate('RED'), { actor: socialWorker });
    const again = { actor: socialWorker, updateId: 'overtaken' };
    await give(services, ref, await commands.rate('GREEN'), again);
    await give(services, ref, await commands.decide());
    await give(services, ref, tellByPhone);
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
  restricted: async (stack) => {
    const { services } = stack;
    const ref = await receiveReferral(services, { form: contactForm({ referrer: phoneReferrer }) });
    const reason = await words(services, ref, 'The family is in a refuge.');
    await give(services, ref, { type: 'restrictRecord', reason, readers: [] });
    await give(services, ref, { type: 'breakGlass', reason }, { actor: nightWorker });
    const commands = commandsFor(services, ref);
    await give(services, ref, await commands.rate('AMBER'));
    await give(services, ref, await commands.decide());
    await give(services, ref, tellByPhone);
    await stack.travel(addMs(await stack.now(), 4 * 24 * HOUR_MS));
    const review = { type: 'reviewBreakGlass', no: 1, finding: 'JUSTIFIED', note: reason } as const;
    await give(services, ref, review);
    await give(services, ref, { type: 'liftRestriction', reason });
    await give(services, ref, acceptHandover);
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
  'agencies-asked': async (stack) => {
    const { services } = stack;
    const ref = await receiveReferral(services, { form: contactForm({ referrer: phoneReferrer }) });
    const requestId = await asked(services, ref);
    await asked(services, ref, { agency: 'HOUSING' });
    await giveRequest(services, requestId, answer());
    await untilCheck(services, ref, ({ status }) => status === 'ANSWERED');
    await stack.travel(addMs(await stack.now(), 3 * 24 * HOUR_MS));
    const commands = commandsFor(services, ref);
    await give(services, ref, await commands.decide());
    await give(services, ref, tellByPhone);
    await give(services, ref, acceptHandover);
    await stack.travel(addMs(await stack.now(), 7 * 24 * HOUR_MS));
    return closed(services, ref);
  },
  'late-answer-changes-decision': async (stack) => {
    const { services } = stack;
    const ref = await receiveReferral(services, { form: contactForm({ referrer: phoneReferrer }) });
    const requestId = await asked(services, ref);
    const commands = commandsFor(services, ref);
    await give(services, ref, await commands.decide({ outcome: 'EARLY_HELP', level: 2 }));
    await give(services, ref, tellByPhone);
    await give(services, ref, acceptHandover, { actor: earlyHelpManager });
    await giveRequest(services, requestId, answer({ answer: 'KNOWN_RISK' }));
    await untilCheck(services, ref, ({ status }) => status === 'ANSWERED');
    await give(services, ref, await reviewed(services, ref, requestId, 'CHANGED'));
    await give(services, ref, await commands.decide({ supersedes: 1 }));
    await give(services, ref, tellByPhone);
    await give(services, ref, acceptHandover);
    await stack.travel(addMs(await stack.now(), 7 * 24 * HOUR_MS));
    return closed(services, ref);
  },
  'referrer-asked': async (stack) => {
    const { services } = stack;
    const ref = await receiveReferral(services);
    await untilReferral(services, ref, isAcknowledged);
    const sealed = (text: string) => words(services, ref, text);
    const commands = commandsFor(services, ref);
    const question = await sealed('Where does Quillon sleep tonight?');
    await give(services, ref, { type: 'askReferrer', question }, { actor: contactOfficer });
    await untilReferral(services, ref, ({ clarifications }) => clarifications?.[0]?.sentAt !== undefined);
    await stack.travel(addMs(await stack.now(), HOUR_MS));
    const told = await sealed('At her aunt’s.');
    await give(services, ref, { type: 'recordReferrerAnswer', answer: told }, { actor: referrer });
    await give(services, ref, await commands.rate('AMBER'), { actor: socialWorker });
    await give(services, ref, await commands.rate('BLUE'), { actor: socialWorker });
    await give(services, ref, await commands.rate('RED'), { actor: socialWorker });
    const [purpose, necessity] = [await sealed('To decide.'), await sealed('Little is known.')];
    await give(services, ref, { type: 'recordLawfulBasis', basis: 'PUBLIC_TASK', purpose, necessity });
    const withoutAgreement = await sealed('Asking would put Quillon at risk.');
    await give(services, ref, await commands.decide({ agreement: 'NOT_SOUGHT', withoutAgreement }));
    await give(services, ref, sendOutcome);
    await untilTold(services, ref);
    await give(services, ref, acceptHandover);
    return closed(services, ref);
  },
  'unanswered-then-early-help': async (stack) => {
    const { services } = stack;
    const ref = await receiveReferral(services, { form: contactForm({ referrer: phoneReferrer }) });
    const sealed = (text: string) => words(services, ref, text);
    const commands = commandsFor(services, ref);
    const question = await sealed('Who lives with Quillon?');
    await give(services, ref, { type: 'askReferrer', question }, { actor: contactOfficer });
    for (const afterHours of [1, 2]) {
      await stack.travel(addMs(await stack.now(), afterHours * HOUR_MS));
      await give(services, ref, { type: 'logAttempt', method: 'PHONE', reached: false });
    }
    await give(services, ref, { type: 'decideOnWhatIsKnown', reason: await sealed('Two calls.') });
    const refused = { status: 'REFUSED', givenBy: 'PARENTAL_RESPONSIBILITY', method: 'PHONE' } as const;
    await give(services, ref, { type: 'recordAgreement', ...refused, reason: await sealed('Not now.') });
    const agreed = { status: 'GIVEN', givenBy: 'YOUNG_PERSON', method: 'IN_PERSON' } as const;
    await give(services, ref, { type: 'recordAgreement', ...agreed, reason: await sealed('Aged 16.') });
    await give(services, ref, await commands.decide({ outcome: 'EARLY_HELP', level: 2 }));
    await give(services, ref, tellByPhone);
    await give(services, ref, acceptHandover, { actor: earlyHelpManager });
    return closed(services, ref);
  },
  ...linkScenarios,
};

async function untilTold(services: TestStack['services'], ref: string): Promise<void> {
  await untilReferral(services, ref, (it) => 'feedback' in it && it.feedback?.status === 'SENT');
}

async function closed(services: TestStack['services'], ref: string): Promise<string> {
  await handleOf(services, ref).result();
  return ref;
}
