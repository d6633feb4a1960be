import type { Services } from '../../api/services.ts';
import type { EarlyHelpCommand, Given } from '../../domain/early-help/commands.ts';
import type { EarlyHelp } from '../../domain/early-help/state.ts';
import type { Instant } from '../../domain/instant.ts';
import { commandsFor, give, receiveReferral, tellByPhone, words } from './cases.ts';
import { followOnOf, giveFollowOn, untilFollowOn } from './follow-ons.ts';
import { actor, contactForm, earlyHelpManager, phoneReferrer, socialWorker, teamManager } from './people.ts';

export const practitioner = actor('EARLY_HELP_PRACTITIONER', { agency: 'EARLY_HELP' });

/** A family that has agreed and that the hub offers Early Help to: the child's referral, and the case. */
export async function offeredEarlyHelp(
  services: Services,
  overrides: Parameters<typeof receiveReferral>[1] = {},
): Promise<{ readonly ref: string; readonly stream: string }> {
  const form = contactForm({ referrer: phoneReferrer });
  const ref = await receiveReferral(services, { form, ...overrides });
  const commands = commandsFor(services, ref);
  await give(services, ref, await commands.decide({ outcome: 'EARLY_HELP', level: 2 }));
  await give(services, ref, tellByPhone);
  return { ref, stream: await followOnOf(services, ref, 'EARLY_HELP') };
}

/** Commands of people with their words sealed for one child. */
export function earlyHelpCommands(services: Services, ref: string) {
  const sealed = (text: string) => words(services, ref, text);
  return {
    stepUp: async (isUrgent: boolean): Promise<Given<'stepUp'>> => ({
      type: 'stepUp',
      reason: await sealed('Quillon has a bruise that nobody explains.'),
      isUrgent,
    }),
    refuse: async (): Promise<Given<'refuseFamily'>> => ({
      type: 'refuseFamily',
      reason: await sealed('Quillon needs more than Early Help.'),
      thresholdHigher: true,
      feedback: 'SHOULD_HAVE_BEEN_SOCIAL_CARE',
    }),
    notEngaging: async (): Promise<Given<'recordNotEngaging'>> => ({
      type: 'recordNotEngaging',
      reason: 'NO_CONTACT',
      note: await sealed('Nobody opens at Quillon’s.'),
    }),
    look: async (
      decision: Given<'reviewEngagement'>['decision'],
      isUrgent = false,
    ): Promise<Given<'reviewEngagement'>> => ({
      type: 'reviewEngagement',
      decision,
      rationale: await sealed('Quillon’s school sees no change.'),
      ...(isUrgent && { isUrgent }),
    }),
    review: async (heldAt: Instant): Promise<Given<'recordReview'>> => ({
      type: 'recordReview',
      heldAt,
      outcome: await sealed('The heating at Quillon’s is back on.'),
    }),
    close: async (): Promise<Given<'closeEarlyHelp'>> => ({
      type: 'closeEarlyHelp',
      outcome: 'OUTCOMES_MET',
      organisation: 'EARLY_HELP',
      summary: await sealed('Quillon is warm and fed.'),
    }),
    meeting: async (heldAt: Instant): Promise<Given<'recordHandoverMeeting'>> => ({
      type: 'recordHandoverMeeting',
      heldAt,
      socialWorkerPresent: true,
      leadPractitionerPresent: true,
      familyPresent: true,
      plan: await sealed('Quillon is visited each week.'),
      outstandingActions: await sealed('The heating at Quillon’s.'),
      contingency: await sealed('Quillon misses school again.'),
    }),
    declines: async (): Promise<Given<'recordFamilyAnswer'>> => ({
      ...agrees,
      answer: 'DECLINED',
      reason: await sealed('Ambrosia wants no help.'),
    }),
  };
}

export const accept: Given<'acceptFamily'> = {
  type: 'acceptFamily',
  leadPractitioner: practitioner.userId,
};
export const agrees: Given<'recordFamilyAnswer'> = {
  type: 'recordFamilyAnswer',
  answer: 'GIVEN',
  givenBy: 'PARENTAL_RESPONSIBILITY',
  method: 'PHONE',
};

/** Gives a command, by whoever usually gives it. */
export async function giveEarlyHelp(services: Services, stream: string, command: EarlyHelpCommand) {
  const by = {
    acceptFamily: earlyHelpManager,
    refuseFamily: earlyHelpManager,
    recordHandoverMeeting: earlyHelpManager,
    changeLeadPractitioner: earlyHelpManager,
    giveRoutingFeedback: earlyHelpManager,
    closeEarlyHelp: earlyHelpManager,
    reviewEngagement: teamManager,
    endForChild: teamManager,
    recordFamilyAnswer: practitioner,
    logContact: practitioner,
    recordLetterSent: practitioner,
    recordNotEngaging: practitioner,
    recordReview: practitioner,
    stepUp: practitioner,
  }[command.type];
  const outcome = await giveFollowOn(services, stream, command, { actor: by });
  if (outcome.kind !== 'RECORDED') throw new Error(`${command.type} was ${JSON.stringify(outcome)}`);
}

/** Two tries that reach nobody, and the letter that falls due after them. */
export async function triedInVain(services: Services, stream: string, at: Instant): Promise<void> {
  const missed = { type: 'logContact', at, method: 'PHONE', reached: false } as const;
  await giveEarlyHelp(services, stream, missed);
  await giveEarlyHelp(services, stream, missed);
  await giveEarlyHelp(services, stream, { type: 'recordLetterSent', at });
}

/** An assessment of a child that social care steps down to Early Help: its stream, and that of the case it begins. */
export async function steppedDown(
  services: Services,
): Promise<{ readonly ref: string; readonly assessment: string; readonly stream: string }> {
  const ref = await receiveReferral(services, { form: contactForm({ referrer: phoneReferrer }) });
  const sealed = (text: string) => words(services, ref, text);
  const commands = commandsFor(services, ref);
  await give(services, ref, await commands.decide());
  await give(services, ref, tellByPhone);
  const assessment = await followOnOf(services, ref, 'ASSESSMENT');
  const receivedAt = (await untilFollowOn(services, assessment, () => true)).openedAt;
  const steps = [
    [{ type: 'acceptAssessment', threshold: 'AGREED' }, teamManager],
    [{ type: 'allocate', worker: socialWorker.userId }, teamManager],
    [
      {
        type: 'recordChildSeen',
        seenAt: receivedAt,
        alone: true,
        note: await sealed('Quillon spoke freely.'),
      },
      socialWorker,
    ],
    [
      {
        type: 'authoriseAssessment',
        outcome: 'STEP_DOWN',
        closureCode: 'RC9',
        factors: ['3B'],
        primaryNeed: 'N5',
        rationale: await sealed('Quillon’s family manages with some help.'),
        familyInformed: true,
        childsVoice: await sealed('Quillon wants to stay at home.'),
      },
      teamManager,
    ],
  ] as const;
  for (const [command, by] of steps) {
    const outcome = await giveFollowOn(services, assessment, command, { actor: by });
    if (outcome.kind !== 'RECORDED') throw new Error(`${command.type} was ${JSON.stringify(outcome)}`);
  }
  return { ref, assessment, stream: await followOnOf(services, ref, 'EARLY_HELP') };
}

/** Waits until Early Help is at a stage. */
export function untilStage(
  services: Services,
  stream: string,
  stage: EarlyHelp['stage'],
): Promise<EarlyHelp> {
  return untilFollowOn<EarlyHelp>(services, stream, (state) => state.stage === stage);
}
