import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { markStarted, owedCaseStarts } from '../db/case-starts.ts';
import { connectDb, type Db, forgettable } from '../db/client.ts';
import { rulesForCase } from '../db/hub-rules.ts';
import { keepContact } from '../db/receipt.ts';
import { demoUser } from '../dev/demo-users.ts';
import { inParallel } from '../dev/in-parallel.ts';
import { type Instant, instantFromMs } from '../domain/instant.ts';
import type { HubRules } from '../domain/policy.ts';
import { reference } from '../domain/references.ts';
import { referralStream } from '../domain/streams.ts';
import { caseToStart } from '../temporal/case-start.ts';
import { Cases, systemClock } from '../temporal/cases.ts';
import { REFERRAL_WORKFLOW } from '../workflows/contract.ts';
import type { BenchHub } from './stack.ts';

/** A referral to be opened: when its contact was received, and the rules its clocks are counted by. */
export type CaseToOpen = { readonly receivedAt: Instant; readonly rules: HubRules };

const AT_ONCE = 16;

/**
 * Opens referrals as the API does, without HTTP: contact kept, rows written, workflow started.
 * @returns their references, in order
 */
export async function openCases(
  hub: Pick<BenchHub, 'client' | 'databaseUrl'>,
  toOpen: readonly CaseToOpen[],
  onProgress: (opened: number) => void = () => undefined,
): Promise<string[]> {
  const { db, close } = connectDb(hub.databaseUrl, { max: AT_ONCE });
  const cases = new Cases(hub.client, systemClock);
  const opened = toOpen.map((one) => ({ ...one, referralRef: reference('R', randomBytes(8)) }));
  let done = 0;
  try {
    await inParallel(opened, AT_ONCE, async (one) => {
      await openCase(db, cases, one);
      done += 1;
      if (done % 500 === 0) onProgress(done);
    });
  } finally {
    await close();
  }
  return opened.map(({ referralRef }) => referralRef);
}

/** Waits until the first task of each workflow is done, so that its timers run. */
export async function untilArmed(client: Client, workflowIds: readonly string[]): Promise<void> {
  // Tasks are done about in the order of starting, so the last ones tell of all.
  for (const workflowId of workflowIds.slice(-LOOKED_AT)) {
    while (!(await isArmed(client, workflowId))) await sleep(POLL_MS);
  }
}

const LOOKED_AT = 100;
const POLL_MS = 50;
/** Started, task scheduled, task started, task completed. */
const EVENTS_BEFORE_TIMERS = 4;

async function isArmed(client: Client, workflowId: string): Promise<boolean> {
  const { historyLength } = await client.workflow.getHandle(workflowId).describe();
  return historyLength > EVENTS_BEFORE_TIMERS;
}

/** By an invented neighbour who can only be rung up: no message goes out by itself, so all three clocks run on. */
const FORM = {
  referrer: { anonymous: false, name: 'Invented Neighbour', phone: '01632 960002' },
  concern: 'Shouting most evenings and a small child crying.',
  children: [{ givenName: 'Wren', familyName: 'Madeup', dateOfBirth: '2017-05-14' }],
};

const { displayName: _name, ...OFFICER } = demoUser('demo-contact-officer');

async function openCase(
  db: Db,
  cases: Cases,
  { referralRef, receivedAt, rules }: CaseToOpen & { readonly referralRef: string },
): Promise<void> {
  const workflowId = referralStream(referralRef);
  const now = instantFromMs(Date.now());
  const contact = {
    contactRef: reference('C', randomBytes(8)),
    referralRefs: [referralRef],
    form: FORM,
    asReceived: JSON.stringify(FORM),
    receivedAt,
    channel: 'PHONE',
    sourceCode: '1B',
    localAuthority: 'HARTLEPOOL',
    marks: [],
    actor: OFFICER,
  } as const;
  const by = { now, rules: rulesForCase(rules, receivedAt), workflowType: REFERRAL_WORKFLOW };
  await db.transaction((tx) => keepContact(tx, contact, by));
  const [owed] = await owedCaseStarts(db, { workflowId });
  if (owed === undefined) throw new Error(`${workflowId} is not owed`);
  await cases.start(caseToStart(owed));
  await forgettable(db, (tx) => markStarted(tx, workflowId, now));
}
