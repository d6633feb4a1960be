import type { Instant } from '../../domain/instant.ts';
import { linksOf } from '../../domain/referral/follow-on-rules.ts';
import type { FollowOnLink } from '../../domain/referral/follow-ons.ts';
import type { Referral } from '../../domain/referral/state.ts';
import { opened } from '../opened-words.ts';
import type { FollowOnRow } from './listing.ts';
import { followOnPath } from './resources.ts';

type Known = { readonly texts: ReadonlyMap<string, unknown>; readonly cases?: readonly FollowOnRow[] };

/** What came of the decisions on a referral, and the last time a new one was called for. */
export function afterDecision(referral: Referral, known: Known, asOf: Instant) {
  const { reason, ...call } = referral.decisionCall ?? {};
  return {
    followOns: followOnLinks(referral, known.cases ?? [], asOf).map(linkAnswer),
    ...('at' in call && { decisionCall: { ...call, ...opened(known, { reason }) } }),
  };
}

/**
 * The cases of a referral. What it knows of them comes first; a closed one hears no news any more, so what the cases
 * themselves say is added: that one stands beside it, and that one has ended.
 */
export function followOnLinks(
  referral: Referral,
  cases: readonly FollowOnRow[],
  asOf: Instant,
): readonly FollowOnLink[] {
  const begun = cases.filter(({ openedAt }) => openedAt <= asOf);
  const links = linksOf(referral).map((link) => withCase(link, begun));
  const beside = begun
    .filter(({ caseId }) => !links.some((link) => link.caseId === caseId))
    .map(({ kind, caseId, openedAt }): FollowOnLink => ({ kind, caseId, openedAt }));
  return [...links, ...beside].map((link) => {
    const row = begun.find(({ caseId }) => caseId === link.caseId);
    const { closedAt = null, outcome = null } = row ?? {};
    return closedAt === null || closedAt > asOf || link.endedAt !== undefined
      ? link
      : { ...link, endedAt: closedAt, ...(outcome !== null && { outcome }) };
  });
}

/** A case may have begun in the moment before its referral writes that down. */
function withCase(link: FollowOnLink, begun: readonly FollowOnRow[]): FollowOnLink {
  const row = link.caseId === undefined ? begun.find(({ openingKey }) => openingKey === link.key) : undefined;
  return row === undefined ? link : { ...link, caseId: row.caseId, openedAt: row.openedAt };
}

function linkAnswer({ key: _key, ...link }: FollowOnLink) {
  const { kind, caseId } = link;
  return { ...link, links: { ...(caseId !== undefined && { self: `/v1${followOnPath(kind, caseId)}` }) } };
}
