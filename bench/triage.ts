import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import type { Log } from '../dev/progress.ts';
import { requestIdOf } from '../domain/information-request/state.ts';
import { informationRequestStream, referralStream } from '../domain/streams.ts';
import { onlyRunOf, type Side, throughBareWorkflows, weighed } from './bare-cases.ts';
import type { HistoryCost } from './history-cost.ts';
import { CONTACT, decide, type HubUnderTest, succeed } from './referral-lifecycle.ts';
import { type Row, seconds, times } from './report.ts';
import type { TimerStack } from './stack.ts';
import { median } from './statistics.ts';

/** Two parents and three children; each child is a referral, and all share the requests to the agencies. */
const CHILDREN = [
  { givenName: 'Wren', familyName: 'Madeup', dateOfBirth: '2012-05-14' },
  { givenName: 'Robin', familyName: 'Madeup', dateOfBirth: '2015-11-02' },
  { givenName: 'Linnet', familyName: 'Madeup', dateOfBirth: '2019-02-28' },
];
const AGENCIES = ['POLICE', 'HEALTH', 'EDUCATION', 'HOUSING', 'PROBATION', 'ADULT_SOCIAL_CARE'] as const;
/** What one case may cost at most: the limits of the plain path. */
const LIMITS = { events: 120, actions: 40 };
const POLL_MS = 50;

/**
 * A family from receipt to acceptance by the receiving team, six agencies asked and answering: what it takes, beside
 * bare workflows that take as many updates and set as many timers.
 */
export async function triage(
  { hub, bare }: TimerStack,
  { rounds }: { readonly rounds: number },
  log: Log,
): Promise<Row[]> {
  const sql = postgres(hub.databaseUrl, { max: 1 });
  const sides: Record<'hub' | 'bare', Side[]> = { hub: [], bare: [] };
  try {
    for (let round = 0; round <= rounds; round++) {
      const ours = await throughTriage(hub, sql);
      const theirs = await throughBareWorkflows(bare.client, ours.shape);
      log(
        `triage: round ${round} of ${rounds}, ${ours.seconds.toFixed(1)} s and ${theirs.seconds.toFixed(1)} s`,
      );
      // The first one warms both up.
      if (round > 0) {
        sides.hub.push(ours);
        sides.bare.push(theirs);
      }
    }
  } finally {
    await sql.end();
  }
  return rowsOf(sides);
}

function rowsOf({ hub, bare }: Record<'hub' | 'bare', Side[]>): Row[] {
  const cases = CHILDREN.length + AGENCIES.length;
  const most = (side: Side[], of: keyof HistoryCost) => Math.max(...side.map(({ cost }) => cost[of]));
  const [ours, theirs] = [hub, bare].map((side) => median(side.map((one) => one.seconds)));
  const costRow = (of: keyof HistoryCost): Row => {
    const limit = LIMITS[of] * cases;
    const [here, there] = [most(hub, of), most(bare, of)];
    return {
      measure: `  ${of === 'events' ? 'Temporal events' : 'billable actions'}, ${cases} cases together`,
      hub: `${here}`,
      beside: `bare workflows ${there}; limit ${limit}`,
      ratio: times(here / there),
      aim: `under ${limit}`,
      isMet: here < limit,
    };
  };
  return [
    {
      measure: `A family of five with ${AGENCIES.length} agencies through triage`,
      hub: seconds((ours ?? 0) * 1000),
      beside: `bare workflows ${seconds((theirs ?? 0) * 1000)}`,
      ratio: times((ours ?? 0) / (theirs ?? 1)),
    },
    costRow('events'),
    costRow('actions'),
  ];
}

async function throughTriage(hub: HubUnderTest, sql: postgres.Sql): Promise<Side> {
  const startedMs = performance.now();
  const { body } = await succeed(hub, {
    by: 'referrer',
    path: '/v1/contacts',
    body: { ...CONTACT, children: CHILDREN },
  });
  const { contactRef, referrals } = body as { contactRef: string; referrals: { referralRef: string }[] };
  const refs = referrals.map(({ referralRef }) => referralRef);
  const requests = AGENCIES.map((agency) => requestIdOf(contactRef, agency));
  await Promise.all(refs.map((ref) => askAgencies(hub, ref)));
  await until(async () => {
    const rows = await sql`
      select 1 from information_requests
      where contact_ref = ${contactRef} and cardinality(referral_refs) = ${CHILDREN.length}`;
    return rows.length === AGENCIES.length;
  });
  await Promise.all(
    requests.map((id) =>
      succeed(hub, {
        by: 'socialWorker',
        path: `/v1/information-requests/${id}/answer`,
        body: { answer: 'NOTHING_KNOWN' },
      }),
    ),
  );
  await until(async () => (await countAt(sql, contactRef, 'DECISION_PENDING')) === CHILDREN.length);
  await Promise.all(refs.map((ref) => decideAndHandOver(hub, sql, ref)));
  await until(async () => (await countAt(sql, contactRef, 'CLOSED_TO_TEAM')) === CHILDREN.length);
  const took = (performance.now() - startedMs) / 1000;
  const streams = [...refs.map(referralStream), ...requests.map(informationRequestStream)];
  const histories = await Promise.all(streams.map((stream) => onlyRunOf(hub.client, stream)));
  return { seconds: took, ...weighed(histories) };
}

async function askAgencies(hub: HubUnderTest, ref: string): Promise<void> {
  const path = `/v1/referrals/${ref}`;
  const by = 'socialWorker';
  await succeed(hub, {
    by,
    path: `${path}/rating`,
    body: { rag: 'AMBER', reason: 'Second contact in a month.' },
  });
  await succeed(hub, {
    by,
    path: `${path}/agreement`,
    body: { status: 'GIVEN', givenBy: 'PARENTAL_RESPONSIBILITY', method: 'PHONE' },
  });
  for (const agency of AGENCIES) {
    await succeed(hub, {
      by,
      path: `${path}/information-requests`,
      body: {
        agency,
        questions: 'What do you know of this family?',
        disclosed: ['NAMES', 'DATE_OF_BIRTH'],
        basis: 'PUBLIC_TASK',
        necessity: 'The school does not know who lives in the home.',
      },
    });
  }
}

async function decideAndHandOver(hub: HubUnderTest, sql: postgres.Sql, ref: string): Promise<void> {
  const [row] = await sql<{ version: number }[]>`select version from referrals where referral_ref = ${ref}`;
  await decide(hub, ref, row?.version ?? 0, (_, work) => work());
  const path = `/v1/referrals/${ref}`;
  await succeed(hub, { by: 'socialWorker', path: `${path}/feedback`, body: { method: 'ELECTRONIC' } });
  await succeed(hub, { by: 'manager', path: `${path}/handover-acceptance`, body: {} });
}

async function countAt(sql: postgres.Sql, contactRef: string, stage: string): Promise<number> {
  const rows = await sql`select 1 from referrals where contact_ref = ${contactRef} and stage = ${stage}`;
  return rows.length;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const deadlineMs = Date.now() + 60_000; !(await holds()); await sleep(POLL_MS)) {
    if (Date.now() > deadlineMs) throw new Error('triage stands still');
  }
}
