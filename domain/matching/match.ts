import type { Actor } from '../actor.ts';
import { DomainError } from '../errors.ts';
import type { Instant } from '../instant.ts';
import type { SealedText } from '../sealed-text.ts';
import type { Role } from '../vocabulary.ts';
import type { MatchReason } from './score.ts';

/** What a person says of two records: that they are one person, that they are two, or that this was said wrongly. */
export const MATCH_VERDICTS = ['CONFIRM', 'REJECT', 'UNDO'] as const;
export type MatchVerdict = (typeof MATCH_VERDICTS)[number];

export const MATCH_STATUSES = ['OPEN', 'CONFIRMED', 'REJECTED'] as const;
export type MatchStatus = (typeof MATCH_STATUSES)[number];

export type MatchCommand = {
  readonly verdict: MatchVerdict;
  readonly reason: SealedText;
  /** What the records had in common when it was said. */
  readonly score: number;
  readonly reasons: readonly MatchReason[];
};

export type MatchEvent = {
  readonly type: 'MatchConfirmed' | 'MatchRejected' | 'MatchUndone';
  readonly occurredAt: Instant;
  /** The two records, in the order of their references. */
  readonly people: readonly [string, string];
  readonly reason: SealedText;
  readonly score: number;
  readonly reasons: readonly MatchReason[];
  readonly by: string;
};

/** What has been said of two records; absent until somebody has said something. */
export type Match = {
  readonly people: readonly [string, string];
  readonly status: MatchStatus;
  readonly settledAt: Instant;
  readonly settledBy: string;
  readonly reason: SealedText;
};

/** Who may say it. Source: the hub's roles; duplicates and history are looked at while a referral is screened. */
export const MATCHING_ROLES: readonly Role[] = [
  'CONTACT_OFFICER',
  'SOCIAL_WORKER',
  'TEAM_MANAGER',
  'SERVICE_MANAGER',
  'HEAD_OF_SERVICE',
  'EMERGENCY_DUTY_TEAM',
];

const STATUS_AFTER: Readonly<Record<MatchEvent['type'], MatchStatus>> = {
  MatchConfirmed: 'CONFIRMED',
  MatchRejected: 'REJECTED',
  MatchUndone: 'OPEN',
};

export function evolveMatch(
  _match: Match | undefined,
  { type, people, occurredAt, by, reason }: MatchEvent,
): Match {
  return { people, status: STATUS_AFTER[type], settledAt: occurredAt, settledBy: by, reason };
}

export function foldMatch(events: readonly MatchEvent[]): Match | undefined {
  return events.reduce<Match | undefined>(evolveMatch, undefined);
}

/**
 * What saying it makes happen. Nothing when it has been said already: whoever says the same a moment later gets the
 * first one's result.
 * @throws DomainError NOT_PERMITTED, MATCH_SETTLED when the other has been said, NO_MATCH_TO_UNDO
 */
export function decideMatch(
  match: Match | undefined,
  people: readonly [string, string],
  { verdict, reason, score, reasons }: MatchCommand,
  { actor, now }: { readonly actor: Actor; readonly now: Instant },
): MatchEvent[] {
  // The system says it of nobody but a child whose description one contact took over from another.
  if (actor.role !== 'SYSTEM' && !MATCHING_ROLES.includes(actor.role)) {
    throw new DomainError('NOT_PERMITTED', `The role ${actor.role} may not match people`);
  }
  const status = match?.status ?? 'OPEN';
  const said = { people, reason, score, reasons, occurredAt: now, by: actor.userId };
  if (verdict === 'UNDO') {
    if (status !== 'OPEN') return [{ type: 'MatchUndone', ...said }];
    throw new DomainError('NO_MATCH_TO_UNDO', 'Nobody has said whether these two are one person');
  }
  const type = verdict === 'CONFIRM' ? 'MatchConfirmed' : 'MatchRejected';
  if (status === STATUS_AFTER[type]) return [];
  if (status === 'OPEN') return [{ type, ...said }];
  throw new DomainError('MATCH_SETTLED', 'The opposite has been said of these two: undo it first');
}

/** Two references in the one order that names the pair. */
export function pairOf(one: string, other: string): readonly [string, string] {
  return one < other ? [one, other] : [other, one];
}
