import type { EarlyHelp } from '../../domain/early-help/state.ts';
import type { AnyCommand } from '../../domain/follow-on/run.ts';
import { addMs, HOUR_MS, type Instant } from '../../domain/instant.ts';
import { authorising, passedOn, receivingManager, seen, taken } from './assessments.ts';
import { words } from './cases.ts';
import { followOnOf, untilFollowOn } from './follow-ons.ts';
import type { TestStack } from './open-stack.ts';
import { actor, earlyHelpManager } from './people.ts';
import type { Scenario } from './scenarios.ts';

const headOfService = actor('HEAD_OF_SERVICE');
const WEEK_MS = 7 * 24 * HOUR_MS;

/** The paths an assessment can take through its workflow, one golden history (or chain of them) each. */
export const assessmentScenarios: Readonly<Record<string, Scenario>> = {
  'accepted-authorised': async (stack) => {
    const { services } = stack;
    const child = await passedOn(services);
    await seen(services, child);
    const { ref, stream } = child;
    const note = await words(services, ref, 'Two visits made, the school has answered.');
    await taken(services, stream, { type: 'reviewCheckpoint', note });
    await taken(services, stream, await authorising(services, ref));
    return ended(stack, stream);
  },
  returned: async (stack) => {
    const { services } = stack;
    const { ref, stream } = await passedOn(services);
    const reason = await words(services, ref, 'Early Help knows the family.');
    await taken(services, stream, { type: 'returnToHub', reason });
    return ended(stack, stream);
  },
  'overdue-explained': async (stack) => {
    const { services } = stack;
    const child = await passedOn(services);
    await seen(services, child);
    const { ref, stream } = child;
    await stack.travel(await after(stack, 8 * WEEK_MS));
    const reason = await words(services, ref, 'A specialist report is awaited.');
    const newDate = (await after(stack, 4 * WEEK_MS)).slice(0, 'YYYY-MM-DD'.length);
    await taken(services, stream, { type: 'explainOverrun', reason, newDate });
    await stack.travel(await after(stack, 3 * WEEK_MS));
    const nothing = { outcome: 'NFA', closureCode: 'RC8', factors: ['21'], primaryNeed: 'N4' } as const;
    await taken(services, stream, await authorising(services, ref, nothing));
    return ended(stack, stream);
  },
  'stepped-down': async (stack) => {
    const { services } = stack;
    const child = await passedOn(services);
    await seen(services, child);
    const { ref, stream } = child;
    const agreed = { status: 'GIVEN', givenBy: 'PARENTAL_RESPONSIBILITY' } as const;
    await taken(services, stream, { type: 'recordAgreement', ...agreed });
    const down = { outcome: 'STEP_DOWN', closureCode: 'RC9' } as const;
    await taken(services, stream, await authorising(services, ref, down));
    await handedToEarlyHelp(stack, ref);
    return ended(stack, stream);
  },
  'closed-before-assessment': async (stack) => {
    const { services } = stack;
    const { ref, stream } = await passedOn(services);
    await taken(services, stream, { type: 'acceptAssessment', threshold: 'AGREED' });
    const rationale = await words(services, ref, 'The family has moved in with relatives.');
    const helpOffered = await words(services, ref, 'A place at the family centre.');
    await taken(services, stream, { type: 'closeBeforeAssessment', rationale, unmetNeed: true, helpOffered });
    return ended(stack, stream);
  },
  'threshold-disputed': async (stack) => {
    const { services } = stack;
    const { ref, stream } = await passedOn(services);
    const reason = await words(services, ref, 'Nothing here is above level 2.');
    const interimSafety = await words(services, ref, 'The health visitor calls every other day.');
    await taken(services, stream, {
      type: 'acceptAssessment',
      threshold: 'DISPUTED',
      reason,
      interimSafety,
    });
    const dispute = await followOnOf(services, ref, 'DISPUTE');
    const rationale = await words(services, ref, 'Level 3 is right.');
    const people = [{ agency: 'SOCIAL_CARE', role: 'HEAD_OF_SERVICE' }] as const;
    const found = { type: 'resolveDispute', outcome: 'NOT_UPHELD', rationale, people } as const;
    await taken(services, dispute, found, headOfService);
    await taken(services, stream, { type: 'allocate', worker: 'synthetic-worker' }, receivingManager);
    const noVoiceReason = await words(services, ref, 'Too young to say.');
    const notSeenReason = await words(services, ref, 'The family is abroad.');
    const { childsVoice: _, ...authorised } = await authorising(services, ref);
    await taken(services, stream, { ...authorised, noVoiceReason, notSeenReason });
    return ended(stack, stream);
  },
};

/** Early Help accepts a family that steps down, and holds the meeting that hands it over. */
export async function handedToEarlyHelp(
  { services }: Pick<TestStack, 'services'>,
  ref: string,
): Promise<void> {
  const stream = await followOnOf(services, ref, 'EARLY_HELP');
  await taken(
    services,
    stream,
    { type: 'acceptFamily', leadPractitioner: 'synthetic-lead' },
    earlyHelpManager,
  );
  const isAccepted = ({ acceptance }: EarlyHelp) => acceptance !== undefined;
  const { acceptance, openedAt } = await untilFollowOn<EarlyHelp>(services, stream, isAccepted);
  const plan = await words(services, ref, 'A plan for school and home.');
  const meeting: AnyCommand = {
    type: 'recordHandoverMeeting',
    heldAt: acceptance?.at ?? openedAt,
    socialWorkerPresent: true,
    leadPractitionerPresent: true,
    familyPresent: true,
    plan,
    outstandingActions: plan,
    contingency: plan,
  };
  await taken(services, stream, meeting, earlyHelpManager);
}

async function after(stack: TestStack, ms: number): Promise<Instant> {
  return addMs(await stack.now(), ms);
}

/** Waits for the last word of an assessment, and gives its id. */
async function ended({ services }: TestStack, stream: string): Promise<string> {
  await services.temporal.workflow.getHandle(stream).result();
  return stream.slice('assessment:'.length);
}
