import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { demoUser } from '../dev/demo-users.ts';
import type { TokenSigner } from '../dev/issuer.ts';
import { referralStream } from '../domain/streams.ts';
import type { Lifecycle, Stopwatch } from './load.ts';

/** The hub as its callers see it, and the client that tells when a case has ended. */
export type HubUnderTest = { readonly apiUrl: string; readonly client: Client; readonly tokens: Tokens };

/** Referrals waiting for staff: more than are under way at once, so that none is taken up as it arrives. */
const BACKLOG = 24;
const SETTLE_MS = 1_000;

export type Person =
  | 'referrer'
  | 'socialWorker'
  | 'manager'
  | 'serviceManager'
  | 'earlyHelpManager'
  | 'harbour'
  | 'administrator'
  | 'secondAdministrator';
type Tokens = Readonly<Record<Person, string>>;
export type Call = {
  readonly by: Person;
  readonly path: string;
  readonly body: unknown;
  readonly version?: number;
  /** Names the request; absent, a new one. */
  readonly key?: string;
};
export type Answer = { readonly status: number; readonly body: unknown };

export async function benchTokens({ token }: TokenSigner): Promise<Tokens> {
  return {
    referrer: await token(demoUser('demo-school')),
    socialWorker: await token(demoUser('demo-social-worker')),
    manager: await token(demoUser('demo-team-manager-hartlepool')),
    serviceManager: await token(demoUser('demo-service-manager')),
    earlyHelpManager: await token(demoUser('demo-early-help-manager')),
    harbour: await token(demoUser('demo-harbour')),
    administrator: await token(demoUser('demo-administrator')),
    secondAdministrator: await token(demoUser('demo-second-administrator')),
  };
}

/** About one invented child, by a referrer who can be answered by email. */
export const CONTACT = {
  channel: 'FORM',
  sourceCode: '2A',
  localAuthority: 'HARTLEPOOL',
  referrer: {
    anonymous: false,
    name: 'Invented Teacher',
    organisation: 'Seaview Invented School',
    email: 'dsl@seaview.example',
  },
  concern: 'Comes to school hungry most Mondays and is often collected late.',
  familyAgreement: 'The parent knows and agrees.',
  children: [{ givenName: 'Wren', familyName: 'Madeup', dateOfBirth: '2017-05-14' }],
};

const DECISION = {
  outcome: 'ASSESSMENT_S17',
  level: 3,
  rationale: 'Needs are complex and rising; a social worker should assess.',
  evidenceConsidered: 'School report, attendance, two earlier contacts.',
  agreement: 'GIVEN',
};

/** Hands in a contact and gives the reference of its one referral. */
export async function receive(hub: HubUnderTest): Promise<string> {
  const { body } = await succeed(hub, { by: 'referrer', path: '/v1/contacts', body: CONTACT });
  const [referral] = (body as { referrals: { referralRef: string }[] }).referrals;
  if (referral === undefined) throw new Error('a contact was answered without a referral');
  return referral.referralRef;
}

/** Rates a referral; answers the version a decision can be bound to. */
export async function rate(hub: HubUnderTest, ref: string): Promise<number> {
  const body = { rag: 'AMBER', reason: 'Second contact in a month.' };
  return versionOf(await succeed(hub, { by: 'socialWorker', path: `/v1/referrals/${ref}/rating`, body }));
}

/** Decides a referral as it was last seen. Should the case have changed since, one looks again, as people do. */
export async function decide(hub: HubUnderTest, ref: string, version: number, time: Stopwatch) {
  const path = `/v1/referrals/${ref}/decision`;
  for (let seen = version; ; ) {
    const call = { by: 'manager', path, body: DECISION, version: seen } as const;
    // A refused try is timed apart, so that it flatters no figure.
    const answer = await time(seen === version ? 'decision' : 'decision, seen again', () => ask(hub, call));
    if (answer.status === 200) return;
    if (answer.status !== 412) throw unexpected(call, answer);
    seen = (answer.body as { current: { version: number } }).current.version;
  }
}

/**
 * Received, acknowledged by itself, rated, decided, fed back, accepted, closed. Each lifecycle hands in one contact
 * and takes the oldest one waiting to its end, as staff do: by then its acknowledgement has gone out.
 */
export async function referralLifecycle(hub: HubUnderTest): Promise<Lifecycle> {
  const waiting = await receiveAhead(hub, BACKLOG);
  return async (time) => {
    waiting.push(await time('receipt', () => receive(hub)));
    const ref = waiting.shift() ?? '';
    const version = await time('rating', () => rate(hub, ref));
    await decide(hub, ref, version, time);
    await finish(hub, ref);
  };
}

/** Hands in contacts, and gives their referrals once the acknowledgements have gone out. */
export async function receiveAhead(hub: HubUnderTest, count: number): Promise<string[]> {
  const refs: string[] = [];
  while (refs.length < count) refs.push(await receive(hub));
  await sleep(SETTLE_MS);
  return refs;
}

/** Tells the referrer, accepts for the receiving team, and waits until the case has ended. */
export async function finish(hub: HubUnderTest, ref: string): Promise<void> {
  const path = `/v1/referrals/${ref}`;
  await succeed(hub, { by: 'socialWorker', path: `${path}/feedback`, body: { method: 'ELECTRONIC' } });
  await succeed(hub, { by: 'manager', path: `${path}/handover-acceptance`, body: {} });
  await hub.client.workflow.getHandle(referralStream(ref)).result();
}

/**
 * Posts to the hub as somebody.
 * @throws Error when the answer is neither 200 nor 201
 */
export async function succeed(hub: HubUnderTest, call: Call): Promise<Answer> {
  const answer = await ask(hub, call);
  if (answer.status !== 200 && answer.status !== 201) throw unexpected(call, answer);
  return answer;
}

/** Posts to the hub as somebody, and gives whatever it answers. */
export async function ask(
  { apiUrl, tokens }: HubUnderTest,
  { by, path, body, version, key = randomUUID() }: Call,
): Promise<Answer> {
  const response = await fetch(apiUrl + path, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${tokens[by]}`,
      'content-type': 'application/json',
      'idempotency-key': key,
      ...(version !== undefined && { 'if-match': `"${version}"` }),
    },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

function versionOf({ body }: Answer): number {
  return (body as { version: number }).version;
}

function unexpected({ path }: Call, { status, body }: Answer): Error {
  return new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
}
