import { randomUUID } from 'node:crypto';
import { asc, like } from 'drizzle-orm';
import type { z } from 'zod';
import { protectionToConvene } from '../../api/follow-ons/open-protection.ts';
import { beginCase } from '../../api/follow-ons/openings.ts';
import { StrategyToConvene } from '../../api/schemas/follow-on-openings.ts';
import type { Services } from '../../api/services.ts';
import { messages } from '../../db/schema.ts';
import type { Actor } from '../../domain/actor.ts';
import type { ChildProtectionCommand } from '../../domain/child-protection/commands.ts';
import type { Attendee, ChildDecision, ChildProtection } from '../../domain/child-protection/state.ts';
import type { AnyCommand } from '../../domain/follow-on/run.ts';
import { followOnOf, followOnStream } from '../../domain/follow-on/stream.ts';
import type { Instant } from '../../domain/instant.ts';
import { receive, words } from './cases.ts';
import { giveFollowOn, untilFollowOn } from './follow-ons.ts';
import { actor, childForm, contactForm, phoneReferrer, socialWorker } from './people.ts';

export const chair = actor('STRATEGY_CHAIR');
export const police = actor('AGENCY_REPRESENTATIVE', { userId: 'synthetic-sergeant', agency: 'POLICE' });
export const health = actor('AGENCY_REPRESENTATIVE', { userId: 'synthetic-nurse', agency: 'HEALTH' });
export const housing = actor('AGENCY_REPRESENTATIVE', { userId: 'synthetic-landlord', agency: 'HOUSING' });

type Asked<Type extends ChildProtectionCommand['type']> = Extract<ChildProtectionCommand, { type: Type }>;

/** Children of one contact, received by phone so that nothing changes them by itself: their referrals. */
export async function familyOf(services: Services, children = 1): Promise<readonly string[]> {
  const names = ['Quillon', 'Ottoline', 'Peregrine'].slice(0, children);
  const form = contactForm({
    referrer: phoneReferrer,
    children: names.map((givenName) => childForm({ givenName })),
  });
  return (await receive(services, { form })).referralRefs;
}

/** A strategy discussion that somebody convenes, before anything is decided: the stream of its case. */
export async function convened(
  services: Services,
  [referralRef = '', ...siblings]: readonly string[],
  overrides: Partial<z.input<typeof StrategyToConvene>> = {},
  by: Actor = socialWorker,
): Promise<string> {
  const request = { client: by.userId, key: randomUUID(), hash: 'of a test' };
  const body = StrategyToConvene.parse({
    referralRef,
    siblings,
    urgency: 'ORDINARY',
    reason: 'Quillon has bruises that nobody explains.',
    ...overrides,
  });
  const begin = await protectionToConvene(services, { actor: by, request, body });
  return followOnStream('CHILD_PROTECTION', (await beginCase(services, begin)).id);
}

/** Gives a command that is taken, by a team manager unless told otherwise. */
export async function taken(
  services: Services,
  stream: string,
  command: AnyCommand,
  by?: Actor,
): Promise<void> {
  const outcome = await giveFollowOn(services, stream, command, by && { actor: by });
  if (outcome.kind !== 'RECORDED') throw new Error(`${command.type}: ${JSON.stringify(outcome)}`);
}

export function protectionNow(
  services: Services,
  stream: string,
  holds: (state: ChildProtection) => boolean = () => true,
): Promise<ChildProtection> {
  return untilFollowOn<ChildProtection>(services, stream, holds);
}

export function clockOf({ clocks }: ChildProtection, id: string) {
  const clock = clocks.find((one) => one.id === id);
  if (clock === undefined) throw new Error(`there is no clock ${id}`);
  return clock;
}

/** Commands of people with their words sealed for one child. */
export function protectionCommands(services: Services, ref: string) {
  const sealed = (text: string) => words(services, ref, text);
  const present = async (kind: Attendee['kind']): Promise<Attendee> => ({
    agency: kind,
    kind,
    attendance: 'PRESENT',
    information: await sealed(`What ${kind} knows of Quillon.`),
  });
  return {
    sealed,
    plan: async (startsAt: Instant, overrides: Partial<Asked<'planDiscussion'>> = {}) =>
      ({
        type: 'planDiscussion',
        startsAt,
        mode: 'VIDEO',
        place: await sealed('https://meet.invalid/quillon'),
        invited: [
          { agency: 'SOCIAL_CARE', kind: 'SOCIAL_CARE' },
          { agency: 'POLICE', kind: 'POLICE' },
          { agency: 'HEALTH', kind: 'HEALTH' },
        ],
        covers: [ref],
        ...overrides,
      }) satisfies Asked<'planDiscussion'>,
    /** A whole record of a meeting of all three agencies that starts enquiries about the child. */
    held: async (
      [startedAt, endedAt]: readonly [Instant, Instant],
      overrides: Partial<Asked<'recordDiscussion'>> = {},
    ): Promise<Asked<'recordDiscussion'>> => ({
      type: 'recordDiscussion',
      heldAs: 'MEETING',
      mode: 'VIDEO',
      startedAt,
      endedAt,
      chair: chair.userId,
      chairRole: 'STRATEGY_CHAIR',
      attendance: [await present('SOCIAL_CARE'), await present('POLICE'), await present('HEALTH')],
      children: [{ referralRef: ref, decision: 'START_S47', enquiry: 'JOINT' }],
      thresholdAnalysis: await sealed('Quillon is likely to suffer significant harm.'),
      criminalInvestigation: await sealed('After the visit to Quillon.'),
      medical: { needed: false },
      whatFamilyIsTold: await sealed('That Quillon is seen today.'),
      toldBy: await sealed('The social worker of Quillon.'),
      safetyPlan: await sealed('Quillon stays with the grandmother.'),
      siblingsConsidered: true,
      dissent: 'NONE',
      enquiryPlan: await sealed('A joint visit to Quillon today.'),
      actions: [],
      ...overrides,
    }),
    /** A telephone call between social care and the police: not quorate. */
    call: async (
      times: readonly [Instant, Instant],
      nextDiscussionAt: Instant,
      overrides: Partial<Asked<'recordDiscussion'>> = {},
    ): Promise<Asked<'recordDiscussion'>> => {
      const { enquiryPlan: _plan, ...record } = await protectionCommands(services, ref).held(times);
      return {
        ...record,
        heldAs: 'DISCUSSION',
        mode: 'PHONE',
        attendance: [await present('SOCIAL_CARE'), await present('POLICE')],
        children: [{ referralRef: ref, decision: 'CONTINUE' }],
        inquorateReason: await sealed('Nobody of health could be reached about Quillon.'),
        nextDiscussionAt,
        ...overrides,
      };
    },
    not: async (referralRef: string, wayOn: 'ASSESSMENT' | 'EARLY_HELP' | 'NFA'): Promise<ChildDecision> => ({
      referralRef,
      decision: 'NO_S47',
      wayOn,
      rationale: await sealed('The bruises of Quillon are explained.'),
    }),
    emergency: async (): Promise<Asked<'startEmergencyS47'>> => ({
      type: 'startEmergencyS47',
      referralRefs: [ref],
      enquiry: 'JOINT',
      reason: await sealed('Quillon cannot go home tonight.'),
      action: await sealed('Quillon is taken to the hospital.'),
    }),
    seen: async (seenAt?: Instant): Promise<Asked<'recordChildSeen'>> => ({
      type: 'recordChildSeen',
      referralRef: ref,
      ...(seenAt !== undefined && { seenAt }),
      alone: true,
      note: await sealed('Quillon spoke freely.'),
    }),
    toConference: async (conferenceAt: Instant): Promise<Asked<'concludeS47'>> => ({
      type: 'concludeS47',
      referralRef: ref,
      outcome: 'ICPC',
      rationale: await sealed('Quillon is not safe.'),
      interimProtectionPlan: await sealed('Quillon stays with the grandmother.'),
      conferenceAt,
    }),
    conferenceHeld: async (heldAt: Instant): Promise<Asked<'recordConference'>> => ({
      type: 'recordConference',
      referralRef: ref,
      heldAt,
      planMade: true,
      category: 'PHY',
      outcome: await sealed('Quillon has a plan.'),
    }),
    policeProtection: async (from: Instant): Promise<Asked<'recordPoliceProtection'>> => ({
      type: 'recordPoliceProtection',
      referralRef: ref,
      from,
      reason: await sealed('Quillon was found alone at night.'),
    }),
  };
}

/** What left the building about a case, in the order of their keys. */
export async function lettersOf({ db }: Services, stream: string) {
  const id = followOnOf(stream)?.id ?? '';
  return db
    .select()
    .from(messages)
    .where(like(messages.key, `${id}/%`))
    .orderBy(asc(messages.key));
}
