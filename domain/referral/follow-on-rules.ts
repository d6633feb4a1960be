import { DomainError } from '../errors.ts';
import type { CaseNews } from '../follow-on/words-between.ts';
import type { Instant } from '../instant.ts';
import type { HubRules } from '../policy.ts';
import { ENDINGS } from './endings.ts';
import type { ReferralEvent } from './events.ts';
import type {
  CalledForBy,
  FollowOnCommandOfReferral,
  FollowOnEventOfReferral,
  FollowOnLink,
} from './follow-ons.ts';
import type { Matter } from './matter.ts';
import { DECIDING_ROLES } from './outcomes.ts';
import { needsNewDecision, renewedDecisionClock, reopened } from './reopen.ts';
import { isClosed, isUndecided, latestDecision, type Referral } from './state.ts';

/** What follows the decision, and what comes back from it: each a case of its own that tells the referral its news. */
export const followOns: Matter<FollowOnCommandOfReferral, FollowOnEventOfReferral> = {
  permitted: { noteNews: ['SYSTEM'], reopenReferral: DECIDING_ROLES },
  whileClosed: ['noteNews', 'reopenReferral'],
  obstacle(referral, action) {
    if (action === 'noteNews') return undefined;
    if (!isClosed(referral)) {
      return new DomainError('NOT_AT_THIS_STAGE', 'The referral is open; decide on it instead');
    }
    return isOver(referral)
      ? new DomainError('CASE_CLOSED', 'Nothing is decided for this child any more')
      : undefined;
  },
  accept(referral, command, { actor, now, rules }) {
    switch (command.type) {
      case 'noteNews':
        return newsNoted(referral, command, now, rules);
      case 'reopenReferral': {
        const { reason } = command;
        const by = { reason, calledBy: actor.userId };
        return decisionCalledFor(referral, 'NEW_INFORMATION', by, now, rules);
      }
    }
  },
  apply(referral, event) {
    const { occurredAt: at } = event;
    const links = linksOf(referral);
    switch (event.type) {
      case 'FollowOnAsked': {
        const { kind, key, decisionNo, agency } = event;
        const link = { kind, key, decisionNo, ...(agency !== undefined && { agency }) };
        return { ...referral, followOns: [...links, link] };
      }
      case 'FollowOnBegun': {
        const { key, caseId } = event;
        const begun = (link: FollowOnLink) => ({ ...link, caseId, openedAt: at });
        return {
          ...referral,
          followOns: links.map((link) => (link.key === key ? begun(link) : link)),
        };
      }
      case 'FollowOnNewsNoted':
        return { ...referral, followOns: withNews(links, event) };
      case 'FollowOnTold':
        return { ...referral, followOnsTold: [...(referral.followOnsTold ?? []), event.key] };
      case 'DecisionCalledFor': {
        const { type: _type, occurredAt: _at, ...call } = event;
        return { ...reopened(forItself(referral)), decisionCall: { at, ...call } };
      }
    }
  },
};

/** Nothing is decided for this child any more, whatever becomes known. */
function isOver({ stage }: Referral): boolean {
  return ENDINGS.some((ending) => ending === stage);
}

/**
 * A decision called for anew is this referral's own: what stood in the place of one, or decided for it, does so no
 * longer. Before a decision people take such a link back themselves.
 */
function forItself(referral: Referral): Referral {
  if (isUndecided(referral)) return referral;
  const { joined: _joined, ...own } = referral;
  if (latestDecision(own) !== undefined) return own;
  const { duplicate: _duplicate, openCaseLink: _link, ...unlinked } = own;
  return unlinked;
}

export function linksOf({ followOns: links = [] }: Pick<Referral, 'followOns'>): readonly FollowOnLink[] {
  return links;
}

/**
 * News of a case the referral knows change its links that are open, of which there are two where a decision joined what
 * a person had begun. A case begun elsewhere gets a link with its first news, and another where it takes the child on
 * again.
 */
function withNews(
  links: readonly FollowOnLink[],
  { caseId, kind, news, at, outcome }: FollowOnLinkNews,
): readonly FollowOnLink[] {
  const change = {
    ...(news === 'OPENED' && { openedAt: at }),
    ...(news === 'ACCEPTED' && { acceptedAt: at }),
    ...(news === 'RETURNED' && { returnedAt: at, endedAt: at }),
    ...(news === 'ENDED' && { endedAt: at }),
    ...(outcome !== undefined && { outcome }),
  };
  const isOfCase = (link: FollowOnLink) => link.caseId === caseId;
  const isOpen = (link: FollowOnLink) => isOfCase(link) && link.endedAt === undefined;
  if (links.some(isOpen)) return links.map((link) => (isOpen(link) ? { ...link, ...change } : link));
  if (links.some(isOfCase)) return news === 'OPENED' ? [...links, { kind, caseId, ...change }] : links;
  // A case may have its first news before its beginning was written down here.
  const waiting = links.findIndex((link) => link.caseId === undefined && link.kind === kind);
  return waiting === -1
    ? [...links, { kind, caseId, ...change }]
    : links.map((link, place) => (place === waiting ? { ...link, caseId, ...change } : link));
}

type FollowOnLinkNews = Omit<CaseNews, 'type'>;

function isKnownNews(referral: Referral, { caseId, news }: CaseNews): boolean {
  const links = linksOf(referral).filter((one) => one.caseId === caseId);
  const every = (isKnown: (link: FollowOnLink) => boolean) => links.length > 0 && links.every(isKnown);
  switch (news) {
    case 'OPENED':
      return links.some(({ openedAt, endedAt }) => openedAt !== undefined && endedAt === undefined);
    case 'ACCEPTED':
      return every(({ acceptedAt }) => acceptedAt !== undefined);
    case 'RETURNED':
    case 'ENDED':
      return every(({ endedAt }) => endedAt !== undefined);
  }
}

/** Whether the receiving team has accepted the child on the decision in force. */
function accepts(referral: Referral, { news, caseId, kind, decisionNo }: CaseNews): boolean {
  if (news !== 'ACCEPTED' || referral.stage !== 'DECIDED' || referral.handover.status !== 'AWAITED')
    return false;
  return decisionNo === undefined
    ? followsDecisionInForce(referral, caseId, kind)
    : decisionNo === latestDecision(referral)?.no;
}

/** Said again, news change nothing. What comes back, and a dispute that was upheld, call for a new decision. */
function newsNoted(referral: Referral, command: CaseNews, now: Instant, rules: HubRules): ReferralEvent[] {
  const isAcceptance = accepts(referral, command);
  if (!isAcceptance && isKnownNews(referral, command)) return [];
  const { type: _type, ...content } = command;
  const noted: ReferralEvent = { type: 'FollowOnNewsNoted', occurredAt: now, ...content };
  const because = calls(referral, command);
  const { caseId, receiver, by } = command;
  if (isAcceptance) {
    const handover = 'handover' in referral ? referral.handover : undefined;
    const to = receiver ?? (handover && 'receiver' in handover ? handover.receiver : '');
    return [noted, { type: 'HandoverAccepted', occurredAt: now, receiver: to, acceptedBy: by ?? '' }];
  }
  return because === undefined
    ? [noted]
    : [noted, ...decisionCalledFor(referral, because, { caseId }, now, rules)];
}

const UPHELD: readonly string[] = ['UPHELD', 'PARTLY'];

function calls(referral: Referral, { caseId, kind, news, outcome }: CaseNews): CalledForBy | undefined {
  if (isOver(referral)) return undefined;
  if (kind === 'DISPUTE') {
    return news === 'ENDED' && UPHELD.includes(outcome ?? '') ? 'DISPUTE_UPHELD' : undefined;
  }
  return news === 'RETURNED' && followsDecisionInForce(referral, caseId, kind)
    ? 'FOLLOW_ON_RETURNED'
    : undefined;
}

/** Whether the case follows the decision in force; one that a later decision has overtaken calls for nothing. */
function followsDecisionInForce(referral: Referral, caseId: string, kind: FollowOnLink['kind']): boolean {
  const no = latestDecision(referral)?.no;
  const links = linksOf(referral);
  const own = links.filter((link) => link.caseId === caseId);
  const meant =
    own.length > 0 ? own : links.filter((link) => link.caseId === undefined && link.kind === kind);
  return meant.some(({ decisionNo }) => decisionNo !== undefined && decisionNo === no);
}

function decisionCalledFor(
  referral: Referral,
  because: CalledForBy,
  by: Pick<Extract<ReferralEvent, { type: 'DecisionCalledFor' }>, 'caseId' | 'reason' | 'calledBy'>,
  now: Instant,
  rules: HubRules,
): ReferralEvent[] {
  return [
    { type: 'DecisionCalledFor', occurredAt: now, because, ...by },
    ...renewedDecisionClock(referral, now, rules),
  ];
}

/** The dispute whose outcome the decision made now answers; undefined when it answers none. */
export function disputeAnswered(referral: Referral): string | undefined {
  const { decisionCall } = referral;
  return decisionCall?.because === 'DISPUTE_UPHELD' && needsNewDecision(referral)
    ? decisionCall.caseId
    : undefined;
}
