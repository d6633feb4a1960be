import { followOnOf as caseOf } from '../../domain/follow-on/stream.ts';
import { addMs, DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../../domain/instant.ts';
import { commandsFor, give, tellByPhone } from './cases.ts';
import {
  chair,
  convened,
  familyOf,
  health,
  police,
  protectionCommands,
  protectionNow,
  taken,
} from './child-protection.ts';
import { followOnOf } from './follow-ons.ts';
import type { TestStack } from './open-stack.ts';
import { contactOfficer, socialWorker } from './people.ts';
import type { Scenario } from './scenarios.ts';

/** The paths a case of child protection can take through its workflow, one golden history each. */
export const childProtectionScenarios: Readonly<Record<string, Scenario>> = {
  'quorate-to-conference': async (stack) => {
    const { services } = stack;
    const [ref = ''] = await familyOf(services);
    const commands = protectionCommands(services, ref);
    const decide = await commandsFor(services, ref).decide({
      outcome: 'STRATEGY_S47',
      level: 4,
      agreement: 'NOT_REQUIRED_S47',
    });
    await give(services, ref, decide);
    await give(services, ref, tellByPhone);
    const stream = await followOnOf(services, ref, 'CHILD_PROTECTION');
    await taken(services, stream, { type: 'acceptProtection' });
    await taken(services, stream, await commands.plan(await after(stack, HOUR_MS)), contactOfficer);
    await taken(services, stream, { type: 'answerInvitation', no: 1, attendance: 'COMING' }, police);
    const information = await commands.sealed('Quillon was seen by the nurse in May.');
    await taken(services, stream, { type: 'sendInformation', no: 1, information }, health);
    await stack.travel(await after(stack, 2 * HOUR_MS));
    const times = await lastHour(stack);
    const what = await commands.sealed('Speak with Quillon at school.');
    const dueOn = times[1].slice(0, 'YYYY-MM-DD'.length);
    const actions = [{ what, agency: 'POLICE', dueOn }];
    await taken(services, stream, { ...(await commands.held(times, { actions })), no: 1 }, chair);
    await taken(services, stream, { type: 'agreePlanAction', no: 1 }, police);
    await taken(services, stream, await commands.seen(), socialWorker);
    await taken(services, stream, { type: 'reportPlanAction', no: 1, done: true }, police);
    await taken(services, stream, { type: 'circulateMinutes', no: 1 }, contactOfficer);
    const conferenceAt = await after(stack, 10 * DAY_MS);
    await taken(services, stream, await commands.toConference(conferenceAt));
    await stack.travel(addMs(conferenceAt, 4 * HOUR_MS));
    await taken(services, stream, await commands.conferenceHeld(conferenceAt));
    return ended(stack, stream);
  },
  'inquorate-reconvened': async (stack) => {
    const { services } = stack;
    const [ref = ''] = await familyOf(services);
    const commands = protectionCommands(services, ref);
    const stream = await convened(services, [ref], { reasonableCauseAt: await after(stack, -2 * HOUR_MS) });
    const next = await after(stack, 2 * HOUR_MS);
    await taken(services, stream, await commands.call(await lastHour(stack), next), chair);
    await taken(services, stream, await commands.plan(next), contactOfficer);
    const later = await after(stack, DAY_MS);
    await taken(services, stream, await commands.plan(later), contactOfficer);
    // The first clock has run out by then, and is told of again each hour.
    await stack.travel(addMs(later, 2 * HOUR_MS));
    const nothing = { children: [await commands.not(ref, 'NFA')] } as const;
    const { enquiryPlan: _plan, ...record } = await commands.held(await lastHour(stack), nothing);
    await taken(services, stream, { ...record, no: 3 });
    for (const no of [1, 3]) await taken(services, stream, { type: 'circulateMinutes', no }, contactOfficer);
    return ended(stack, stream);
  },
  emergency: async (stack) => {
    const { services } = stack;
    const [ref = ''] = await familyOf(services);
    const commands = protectionCommands(services, ref);
    const stream = await convened(services, [ref], { urgency: 'SAME_DAY' });
    await taken(services, stream, await commands.emergency());
    await taken(services, stream, await commands.seen(), socialWorker);
    await stack.travel(await after(stack, 3 * HOUR_MS));
    const goesOn = { children: [{ referralRef: ref, decision: 'CONTINUE' }] } as const;
    await taken(services, stream, await commands.held(await lastHour(stack), goesOn), chair);
    await taken(services, stream, { type: 'circulateMinutes', no: 1 }, contactOfficer);
    await taken(services, stream, {
      type: 'concludeS47',
      referralRef: ref,
      outcome: 'NO_FURTHER_ACTION',
      rationale: await commands.sealed('The burn of Quillon was an accident.'),
    });
    return ended(stack, stream);
  },
  'no-s47-to-assessment': async (stack) => {
    const { services } = stack;
    const [ref = '', sibling = ''] = await familyOf(services, 2);
    const commands = protectionCommands(services, ref);
    const stream = await convened(services, [ref, sibling], {
      reasonableCauseAt: await after(stack, -2 * HOUR_MS),
    });
    await taken(services, stream, { type: 'acceptProtection' });
    const children = [await commands.not(ref, 'ASSESSMENT'), await commands.not(sibling, 'NFA')];
    await taken(services, stream, await commands.held(await lastHour(stack), { children }));
    const assessment = await followOnOf(services, ref, 'ASSESSMENT');
    const reason = await commands.sealed('Quillon is known to Early Help.');
    await taken(services, assessment, { type: 'returnToHub', reason });
    await protectionNow(
      services,
      stream,
      ({ children: [child] }) => child?.handedOn?.returnedAt !== undefined,
    );
    await taken(services, stream, {
      type: 'decideReturned',
      referralRef: ref,
      wayOn: 'ASSESSMENT',
      rationale: await commands.sealed('Quillon needs a social worker.'),
    });
    await protectionNow(
      services,
      stream,
      ({ settled }) => Object.values(settled).filter(({ caseId }) => caseId !== undefined).length === 2,
    );
    const second = await followOnOf(services, ref, 'ASSESSMENT');
    await taken(services, second, { type: 'acceptAssessment', threshold: 'AGREED' });
    await taken(services, stream, { type: 'circulateMinutes', no: 1 }, contactOfficer);
    return ended(stack, stream);
  },
  'police-protection': async (stack) => {
    const { services } = stack;
    const [ref = ''] = await familyOf(services);
    const commands = protectionCommands(services, ref);
    const stream = await convened(services, [ref], { reasonableCauseAt: await after(stack, -2 * HOUR_MS) });
    const from = await after(stack, -MINUTE_MS);
    await taken(services, stream, await commands.policeProtection(from), socialWorker);
    await taken(services, stream, await commands.held(await lastHour(stack)), chair);
    await taken(services, stream, await commands.seen(), socialWorker);
    await taken(services, stream, { type: 'circulateMinutes', no: 1 }, contactOfficer);
    await stack.travel(addMs(from, 50 * HOUR_MS));
    const ends = { type: 'endPoliceProtection', referralRef: ref, how: 'EPO' } as const;
    await taken(services, stream, ends, socialWorker);
    const madeAt = await after(stack, -MINUTE_MS);
    await taken(services, stream, { type: 'recordEpo', referralRef: ref, madeAt }, socialWorker);
    await taken(services, stream, { type: 'extendEpo', referralRef: ref }, socialWorker);
    await stack.travel(addMs(madeAt, 9 * DAY_MS));
    await taken(services, stream, { type: 'endEpo', referralRef: ref, how: 'DISCHARGED' }, socialWorker);
    await taken(services, stream, {
      type: 'endForChild',
      referralRef: ref,
      how: 'CLOSED_TRANSFERRED_OUT',
      reason: await commands.sealed('Quillon moves to an aunt.'),
      handedTo: 'MOCKTON',
      acceptance: await commands.sealed('A letter about Quillon of today.'),
    });
    return ended(stack, stream);
  },
};

async function after(stack: TestStack, ms: number): Promise<Instant> {
  return addMs(await stack.now(), ms);
}

/** Beginning and end of a discussion that is just over. */
async function lastHour(stack: TestStack): Promise<readonly [Instant, Instant]> {
  const now = await stack.now();
  return [addMs(now, -HOUR_MS), addMs(now, -MINUTE_MS)];
}

/** Waits for the last word of a case, and gives its id. */
async function ended({ services }: TestStack, stream: string): Promise<string> {
  await services.temporal.workflow.getHandle(stream).result();
  return caseOf(stream)?.id ?? '';
}
