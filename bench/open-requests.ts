import { connectDb, type Db } from '../db/client.ts';
import { appendEntries } from '../db/ledger.ts';
import { seal } from '../db/sealed-contents.ts';
import { inParallel } from '../dev/in-parallel.ts';
import { SYSTEM_ACTOR } from '../domain/actor.ts';
import { ledgerEntries } from '../domain/case.ts';
import { openRequest } from '../domain/information-request/open.ts';
import { requestIdOf, type RequestOpening } from '../domain/information-request/state.ts';
import { addMs, DAY_MS, type Instant, instantFromMs } from '../domain/instant.ts';
import type { HubRules } from '../domain/policy.ts';
import { contactStream, informationRequestStream } from '../domain/streams.ts';
import { caseToStart } from '../temporal/case-start.ts';
import { Cases, systemClock } from '../temporal/cases.ts';
import { REQUEST_WORKFLOW } from '../workflows/contract.ts';
import type { BenchHub } from './stack.ts';

const AT_ONCE = 16;

/** The referral that asks, and its contact: every request is one more question to the same agency about it. */
export type Asking = { readonly contactRef: string; readonly referralRef: string };

/**
 * Opens requests as the hub does, without the referral's own command: rows written, workflow started.
 * @returns their ids, in order of the instants at which they are due
 */
export async function openRequests(
  hub: Pick<BenchHub, 'client' | 'databaseUrl'>,
  { asking, firstNo, rules }: { readonly asking: Asking; readonly firstNo: number; readonly rules: HubRules },
  dueAt: readonly Instant[],
  onProgress: (opened: number) => void,
): Promise<string[]> {
  const { db, close } = connectDb(hub.databaseUrl, { max: AT_ONCE });
  const cases = new Cases(hub.client, systemClock);
  const toOpen = dueAt.map((due, index) => ({
    due,
    requestId: requestIdOf(asking.contactRef, 'POLICE', firstNo + index),
  }));
  let done = 0;
  try {
    const words = await seal(db, {
      id: `${asking.contactRef}/bench-${firstNo}`,
      stream: contactStream(asking.contactRef),
      value: 'What do you know of this family?',
    });
    await inParallel(toOpen, AT_ONCE, async ({ requestId, due }) => {
      const opening: RequestOpening = {
        requestId,
        contactRef: asking.contactRef,
        agency: 'POLICE',
        localAuthority: 'HARTLEPOOL',
        rag: 'AMBER',
        questions: words,
        disclosed: ['NAMES'],
        basis: 'PUBLIC_TASK',
        necessity: words,
        critical: false,
        receivedAt: addMs(due, -DAY_MS),
        decisionDueAt: due,
        requestedBy: SYSTEM_ACTOR.userId,
      };
      await open(db, cases, { opening, referralRef: asking.referralRef, rules });
      done += 1;
      if (done % 500 === 0) onProgress(done);
    });
  } finally {
    await close();
  }
  return toOpen.map(({ requestId }) => requestId);
}

type ToOpen = { readonly opening: RequestOpening; readonly referralRef: string; readonly rules: HubRules };

async function open(db: Db, cases: Cases, { opening, referralRef, rules }: ToOpen): Promise<void> {
  const now = instantFromMs(Date.now());
  const stream = informationRequestStream(opening.requestId);
  const entries = ledgerEntries(openRequest(opening, referralRef, now, rules), {
    stream,
    actor: SYSTEM_ACTOR,
    recordedAt: now,
    policyEdition: rules.policy.edition,
    calendarEdition: rules.calendar.edition,
    afterSeq: 0,
  });
  await appendEntries(db, entries);
  const input = { stream, rules, entries };
  await cases.start(
    caseToStart({ workflowId: stream, workflowType: REQUEST_WORKFLOW, input, owedSince: now }),
  );
}
