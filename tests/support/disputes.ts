import { randomUUID } from 'node:crypto';
import { asc, like } from 'drizzle-orm';
import type { z } from 'zod';
import { disputeToOpen } from '../../api/follow-ons/open-dispute.ts';
import { beginCase } from '../../api/follow-ons/openings.ts';
import { DisputeToOpen } from '../../api/schemas/follow-on-openings.ts';
import type { Services } from '../../api/services.ts';
import { messages } from '../../db/schema.ts';
import { readStream } from '../../db/streams.ts';
import type { Actor } from '../../domain/actor.ts';
import { isClockEvent } from '../../domain/clock.ts';
import type { DisputeCommand } from '../../domain/dispute/state.ts';
import { followOnOf, followOnStream } from '../../domain/follow-on/stream.ts';
import { commandsFor, give, receiveReferral, tellByPhone, words } from './cases.ts';
import { actor, contactForm, phoneReferrer, referrer } from './people.ts';

export const police = actor('AGENCY_REPRESENTATIVE', { userId: 'synthetic-sergeant', agency: 'POLICE' });
export const housing = actor('AGENCY_REPRESENTATIVE', { userId: 'synthetic-landlord', agency: 'HOUSING' });
/** Not the one who decides in these tests. */
export const otherManager = actor('TEAM_MANAGER', { userId: 'synthetic-other-manager' });
export const serviceManager = actor('SERVICE_MANAGER');
export const headOfService = actor('HEAD_OF_SERVICE');
export const disputeManager = actor('DISPUTE_MANAGER', { agency: 'PARTNERSHIP' });

/** What somebody writes who disagrees with what was decided on a child. */
export const objection = {
  reason: 'The school has seen Quillon hungry for weeks.',
  outcomeSought: 'An assessment of Quillon.',
  interimSafety: 'Ambrosia sees Quillon every morning.',
};

type Body = z.input<typeof DisputeToOpen>;

/** Opens a dispute, or joins the one there is, by the referrer unless told otherwise; answers its stream. */
export async function disputed(
  services: Services,
  about: Partial<Body>,
  by: Actor = referrer,
): Promise<string> {
  const request = { client: by.userId, key: randomUUID(), hash: 'of a test' };
  const body = DisputeToOpen.parse({ ...objection, ...about });
  const state = await beginCase(services, await disputeToOpen(services, { actor: by, request, body }));
  return followOnStream('DISPUTE', state.id);
}

/** Received from a referrer whom only a telephone reaches, so that nothing changes it by itself. */
export function receivedByPhone(services: Services): Promise<string> {
  return receiveReferral(services, { form: contactForm({ referrer: phoneReferrer }) });
}

/** A referral that is over with its decision: no further action, and the referrer has heard. */
export async function closedWithNothing(
  services: Services,
  beforeDecision: (ref: string) => Promise<unknown> = async () => undefined,
): Promise<string> {
  const ref = await receivedByPhone(services);
  await beforeDecision(ref);
  const commands = commandsFor(services, ref);
  await give(services, ref, await commands.decide({ outcome: 'NFA', level: 1 }));
  await give(services, ref, tellByPhone);
  return ref;
}

type Resolve = Extract<DisputeCommand, { type: 'resolveDispute' }>;

/** A finding of whoever decides, with words sealed for the child. */
export async function finding(
  services: Services,
  ref: string,
  outcome: Resolve['outcome'],
): Promise<DisputeCommand> {
  return {
    type: 'resolveDispute',
    outcome,
    rationale: await words(services, ref, 'The school sees Quillon every day.'),
    people: [
      { agency: 'SPECIMEN_SCHOOL', role: 'SAFEGUARDING_LEAD' },
      { agency: 'SOCIAL_CARE', role: 'TEAM_MANAGER' },
    ],
  };
}

/** Every clock a case has, with the instants it promised when it was armed, as the ledger has them. */
export async function clockRowsOf(services: Services, stream: string): Promise<unknown[]> {
  const rows = await readStream(services.db, stream);
  return rows
    .filter(({ event }) => isClockEvent(event as never))
    .map(({ seq, event, recordedAt, actor: by }) => ({ seq, event, recordedAt, by: by.userId }));
}

/** Template and address of every letter of a dispute, in the order of their keys. */
export async function lettersOf({ db }: Services, stream: string): Promise<[template: string, to: string][]> {
  const id = followOnOf(stream)?.id ?? '';
  const sent = await db
    .select()
    .from(messages)
    .where(like(messages.key, `${id}/%`))
    .orderBy(asc(messages.key));
  return sent.map(({ template, recipient }) => [template, recipient]);
}
