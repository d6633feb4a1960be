import type { Services } from '../../api/services.ts';
import type { Actor } from '../../domain/actor.ts';
import type { Asked } from '../../domain/assessment/commands.ts';
import type { Assessment } from '../../domain/assessment/state.ts';
import type { AnyCommand } from '../../domain/follow-on/run.ts';
import type { SealedText } from '../../domain/sealed-text.ts';
import { commandsFor, give, receiveReferral, tellByPhone, words } from './cases.ts';
import { followOnOf, giveFollowOn, untilFollowOn } from './follow-ons.ts';
import { actor, contactForm, phoneReferrer } from './people.ts';

/** The manager of the team that is to carry out an assessment. */
export const receivingManager = actor('TEAM_MANAGER', { userId: 'synthetic-receiving-manager' });
export const worker = actor('SOCIAL_WORKER', { userId: 'synthetic-worker' });

/** A child passed on for assessment: the referral, and the stream of the assessment. */
export type PassedOn = { readonly ref: string; readonly stream: string };

/** Decides that a child is assessed; the referrer has been told. */
export async function passedOn(services: Services): Promise<PassedOn> {
  const ref = await receiveReferral(services, { form: contactForm({ referrer: phoneReferrer }) });
  await give(services, ref, await commandsFor(services, ref).decide());
  await give(services, ref, tellByPhone);
  return { ref, stream: await followOnOf(services, ref, 'ASSESSMENT') };
}

/** Gives a command that is taken, by the receiving manager unless told otherwise. */
export async function taken(
  services: Services,
  stream: string,
  command: AnyCommand,
  by: Actor = receivingManager,
): Promise<void> {
  const outcome = await giveFollowOn(services, stream, command, { actor: by });
  if (outcome.kind !== 'RECORDED') throw new Error(`${command.type}: ${JSON.stringify(outcome)}`);
}

export function assessmentNow(
  services: Services,
  stream: string,
  stage: Assessment['stage'],
): Promise<Assessment> {
  return untilFollowOn<Assessment>(services, stream, (state) => state.stage === stage);
}

/** Accepted and allocated, and the child seen, which is written down as of the acceptance. */
export async function seen(services: Services, { ref, stream }: PassedOn): Promise<void> {
  await taken(services, stream, { type: 'acceptAssessment', threshold: 'AGREED' });
  await taken(services, stream, { type: 'allocate', worker: worker.userId });
  const { acceptance } = await assessmentNow(services, stream, 'ASSESSMENT');
  const seenAt = acceptance?.at;
  if (seenAt === undefined) throw new Error(`${stream} is not accepted`);
  const note = await words(services, ref, 'Quillon was at home and spoke freely.');
  await taken(services, stream, { type: 'recordChildSeen', seenAt, alone: true, note }, worker);
}

/** An assessment authorised with everything the census asks for; it leads to a plan unless told otherwise. */
export async function authorising(
  services: Services,
  ref: string,
  overrides: Partial<Asked<'authoriseAssessment'>> = {},
): Promise<Asked<'authoriseAssessment'>> {
  const sealed = (text: string): Promise<SealedText> => words(services, ref, text);
  return {
    type: 'authoriseAssessment',
    outcome: 'TO_TEAM',
    factors: ['3B', '16A'],
    primaryNeed: 'N1',
    rationale: await sealed('The needs are complex.'),
    familyInformed: true,
    childsVoice: await sealed('Quillon wants to stay at home.'),
    ...overrides,
  };
}
