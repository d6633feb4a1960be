import { and, asc, eq, gt, isNotNull, isNull, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { Db } from '../db/client.ts';
import { clocks, referrals } from '../db/schema.ts';
import { readStreams } from '../db/open-cases.ts';
import type { Actor } from '../domain/actor.ts';
import type { Instant } from '../domain/instant.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import { fold } from '../domain/referral/evolve.ts';
import { linksOf } from '../domain/referral/follow-on-rules.ts';
import { latestDecision, type Referral } from '../domain/referral/state.ts';
import { referrerKindOf } from '../domain/referrer-kind.ts';
import { referralStream } from '../domain/streams.ts';
import { followOnPath } from './follow-ons/resources.ts';
import { referralLink } from './links.ts';
import { readingScope } from './permissions.ts';
import { Problem } from './problems.ts';
import { withheldContacts } from './restricted-records.ts';
import type { FeedbackListAnswer } from './schemas/feedback.ts';

type Listed = z.output<typeof FeedbackListAnswer>['feedback'][number];

export type FeedbackQuestion = {
  readonly actor: Actor;
  readonly status: 'outstanding' | 'settled';
  readonly now: Instant;
  readonly limit: number;
  /** The last referral of the page before, in the order of references. */
  readonly after?: string;
  /** What is due first comes first, instead of the order of references. */
  readonly isDueFirst?: true;
};

/**
 * What referrers were told of decisions, or have yet to be told, in the order of references unless told otherwise.
 * @throws Problem NOT_PERMITTED when the role reads no referrals
 */
export async function listFeedback(db: Db, question: FeedbackQuestion): Promise<Listed[]> {
  const { actor, status, now, limit, after, isDueFirst } = question;
  const scope = readingScope(actor);
  if (scope === undefined || scope.outcomes !== undefined) {
    throw new Problem('NOT_PERMITTED', { detail: 'Your role reads no lists of feedback' });
  }
  const { localAuthority } = scope;
  const isOwed = sql`exists (${db
    .select({ one: sql`1` })
    .from(clocks)
    .where(
      and(
        eq(clocks.referralRef, referrals.referralRef),
        eq(clocks.kind, 'FEEDBACK'),
        isNull(clocks.stoppedAt),
      ),
    )})`;
  const page = await db
    .select({ referralRef: referrals.referralRef, contactRef: referrals.contactRef })
    .from(referrals)
    .where(
      and(
        isNotNull(referrals.decidedAt),
        localAuthority === undefined ? undefined : eq(referrals.localAuthority, localAuthority),
        status === 'outstanding' ? isOwed : sql`not ${isOwed}`,
        after === undefined ? undefined : gt(referrals.referralRef, after),
      ),
    )
    .orderBy(...(isDueFirst ? [asc(owedBy), asc(referrals.referralRef)] : [asc(referrals.referralRef)]))
    .limit(limit);
  const withheld = await withheldContacts(
    db,
    actor,
    page.map(({ contactRef }) => contactRef),
  );
  const streams = await readStreams(
    db,
    page.map(({ referralRef }) => referralStream(referralRef)),
  );
  return page
    .filter(({ contactRef }) => !withheld.has(contactRef))
    .flatMap(({ referralRef }) => {
      const events = streams.get(referralStream(referralRef)) ?? [];
      const referral = fold(events as readonly ReferralEvent[]);
      return referral === undefined ? [] : listed(referral, now);
    });
}

/** When the referrer has to be told. */
const owedBy = sql`(
  select min(${clocks.dueAt}) from ${clocks}
  where ${clocks.referralRef} = ${referrals.referralRef} and ${clocks.kind} = 'FEEDBACK' and ${clocks.stoppedAt} is null
)`;

function listed(referral: Referral, now: Instant): Listed[] {
  const decision = latestDecision(referral);
  const feedback = 'feedback' in referral ? referral.feedback : undefined;
  if (decision === undefined || feedback === undefined) return [];
  const { referralRef, agency, referrerReach, sourceCode } = referral;
  const clock = referral.clocks.findLast(({ kind }) => kind === 'FEEDBACK');
  const question = linksOf(referral).find(
    ({ kind, key, caseId }) =>
      kind === 'AGENCY_ACTION' && key?.includes('/appropriateness/') === true && caseId !== undefined,
  )?.caseId;
  return [
    {
      referralRef,
      decisionNo: decision.no,
      outcome: decision.outcome,
      ...(agency !== undefined && { agency }),
      toldAs: referrerKindOf(sourceCode),
      reach: referrerReach,
      status: feedback.status,
      ...(clock && { dueAt: clock.dueAt }),
      isOverdue: clock !== undefined && clock.status !== 'STOPPED' && clock.dueAt < now,
      ...(feedback.status === 'SENT' && { settledAt: feedback.sentAt, method: feedback.method }),
      ...(feedback.status === 'WITHHELD' && {
        settledAt: feedback.withheldAt,
        withheldFor: feedback.reason,
      }),
      ...(question !== undefined && { appropriateness: question }),
      links: {
        self: referralLink(referralRef),
        ...(question !== undefined && { appropriateness: `/v1${followOnPath('AGENCY_ACTION', question)}` }),
      },
    },
  ];
}
