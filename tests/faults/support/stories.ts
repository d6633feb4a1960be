import { setTimeout as sleep } from 'node:timers/promises';
import { readStream } from '../../../db/streams.ts';
import type { ReferralEvent } from '../../../domain/referral/events.ts';
import { referralStream } from '../../../domain/streams.ts';
import { actor } from '../../support/people.ts';
import type { FaultHub } from './hub.ts';

export const referrer = actor('REFERRER');
export const manager = actor('TEAM_MANAGER');

/** A contact about one synthetic child from a referrer who is answered by email. */
export function contactBody(overrides: Readonly<Record<string, unknown>> = {}) {
  return {
    channel: 'FORM',
    sourceCode: '2A',
    localAuthority: 'SPECIMENSHIRE',
    referrer: { name: 'Ambrosia Placeholder', email: 'ambrosia@specimen-school.example' },
    concern: 'Quillon arrived at school in wet clothes.',
    familyAgreement: 'GIVEN',
    children: [{ givenName: 'Quillon', familyName: 'Testpaper', dateOfBirth: '2019-02-28' }],
    ...overrides,
  };
}

export const decisionBody = {
  outcome: 'ASSESSMENT_S17',
  level: 3,
  rationale: 'The needs are complex and rising.',
  evidenceConsidered: 'The school’s account.',
  agreement: 'GIVEN',
};

/** Hands in a contact and gives its first referral's reference. */
export async function handIn(
  hub: FaultHub,
  overrides: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const { status, body } = await hub.post('/v1/contacts', contactBody(overrides), { as: referrer });
  if (status !== 201) throw new Error(`the contact was answered ${status}: ${JSON.stringify(body)}`);
  return referralIn(body);
}

export function referralIn(body: Record<string, unknown>): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the receipt names its referrals
  const [first] = body['referrals'] as { referralRef: string }[];
  return first?.referralRef ?? '';
}

export async function eventsOf({ db }: FaultHub, ref: string): Promise<ReferralEvent[]> {
  const rows = await readStream(db, referralStream(ref));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the stream of a referral holds nothing else
  return rows.map((row) => row.event as ReferralEvent);
}

export async function countOf(hub: FaultHub, ref: string, type: ReferralEvent['type']): Promise<number> {
  return (await eventsOf(hub, ref)).filter((event) => event.type === type).length;
}

/** Waits until the ledger has an event of this type, and gives the first. */
export async function untilEvent(
  hub: FaultHub,
  ref: string,
  type: ReferralEvent['type'],
  patienceMs = 60_000,
): Promise<ReferralEvent> {
  for (const deadlineMs = Date.now() + patienceMs; ; await sleep(200)) {
    const found = (await eventsOf(hub, ref)).find((event) => event.type === type);
    if (found !== undefined) return found;
    if (Date.now() > deadlineMs) throw new Error(`${ref} has no ${type} after ${patienceMs} ms`);
  }
}

/** The version a command has to name: how the API shows the referral now. */
export async function versionOf(hub: FaultHub, ref: string): Promise<number> {
  const { body } = await hub.get(`/v1/referrals/${ref}`, manager);
  return Number(body['version']);
}

/** Decides and gives the answer. */
export async function decide(hub: FaultHub, ref: string, key?: string) {
  const version = await versionOf(hub, ref);
  return hub.post(`/v1/referrals/${ref}/decision`, decisionBody, {
    as: manager,
    version,
    ...(key !== undefined && { key }),
  });
}
