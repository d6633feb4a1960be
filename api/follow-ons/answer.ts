import type { z } from 'zod';
import type { Actor } from '../../domain/actor.ts';
import { isLate } from '../../domain/clock.ts';
import type { FollowOn } from '../../domain/follow-on/kinds.ts';
import { allowedActions, kindOf, nextStep } from '../../domain/follow-on/run.ts';
import { ownerNow } from '../../domain/follow-on/state.ts';
import { casesOpenedBy, followOnOf, followOnStream } from '../../domain/follow-on/stream.ts';
import type { Instant } from '../../domain/instant.ts';
import { referralStream } from '../../domain/streams.ts';
import { CLOCK_NAMES } from '../../domain/vocabulary.ts';
import type { followOns } from '../../db/schema.ts';
import { familyLink, referralLink, temporalUiLink } from '../links.ts';
import { isOutside, mayReadContact } from '../permissions.ts';
import type { FollowOnAnswer, ListedFollowOn } from '../schemas/follow-ons.ts';
import type { Services } from '../services.ts';
import { opened } from './opened.ts';
import { clocksFor, factsFor } from './party-facts.ts';
import { followOnPath } from './resources.ts';

type Looking = {
  readonly actor: Actor;
  readonly asOf: Instant;
  /** A view of the past allows nothing. */
  readonly isCurrent: boolean;
  readonly texts: ReadonlyMap<string, unknown>;
};

/** A case as its reader may see it. */
export function followOnAnswer(
  services: Services,
  state: FollowOn,
  { actor, asOf, isCurrent, texts }: Looking,
): z.output<typeof FollowOnAnswer> {
  const { id, kind, contactRef, referralRefs, localAuthority, stage, version, openedAt, closedAt } = state;
  const self = `/v1${followOnPath(kind, id)}`;
  const next = nextStep(state);
  const isForStaff = !isOutside(actor);
  const ledTo = casesOpenedBy(state);
  return {
    id,
    kind,
    contactRef,
    referralRefs: [...referralRefs],
    localAuthority,
    stage,
    stageWords: kindOf(state).stageWords[stage] ?? stage,
    version,
    openedAt,
    ...(closedAt !== undefined && { closedAt }),
    owner: ownerNow(state),
    owners: [...state.owners],
    ...(next && { next }),
    clocks: clocksFor(state, actor).map((clock) => ({
      id: clock.id,
      kind: clock.kind,
      name: CLOCK_NAMES[clock.kind],
      status: clock.status,
      startedAt: clock.startedAt,
      dueAt: clock.dueAt,
      isLate: isLate(clock, asOf),
      ...(clock.status === 'STOPPED' && { stoppedAt: clock.stoppedAt, stoppedBy: clock.stoppedBy }),
      links: { self: `${self}/clocks/${encodeURIComponent(clock.id)}` },
    })),
    facts: opened(factsFor(state, actor), texts) as Record<string, unknown>,
    allowedActions: isCurrent ? allowedActions(state, actor) : [],
    asOf,
    links: {
      self,
      ...(isForStaff && {
        ...(mayReadContact(actor, state) && { family: familyLink(contactRef) }),
        referrals: referralRefs.map(referralLink),
        ...(state.from !== undefined && { from: linkOfStream(state.from) }),
        ...(ledTo.length > 0 && { ledTo: ledTo.map(linkOfStream) }),
        temporal: temporalUiLink(services, followOnStream(kind, id)),
      }),
    },
  };
}

/** Where a case is read, by its stream. */
export function linkOfStream(stream: string): string {
  const found = followOnOf(stream);
  return found === undefined
    ? referralLink(stream.slice(referralStream('').length))
    : `/v1${followOnPath(found.kind, found.id)}`;
}

/** A case as lists show it. It names no child. */
export function listedFollowOn(
  row: typeof followOns.$inferSelect,
  stageWords: string,
  now: Instant,
): z.output<typeof ListedFollowOn> {
  const { caseId: id, kind, contactRef, referralRefs, localAuthority, stage, openedAt, nextDueAt } = row;
  return {
    id,
    kind,
    contactRef,
    referralRefs,
    localAuthority,
    stage,
    stageWords,
    owner: {
      team: row.ownerTeam,
      role: row.ownerRole,
      ...(row.ownerUser !== null && { userId: row.ownerUser }),
    },
    openedAt,
    ...(nextDueAt !== null && { nextDueAt }),
    isOverdue: row.closedAt === null && nextDueAt !== null && nextDueAt < now,
    ...(row.outcome !== null && { outcome: row.outcome }),
    ...(row.closedAt !== null && { closedAt: row.closedAt }),
    links: { self: `/v1${followOnPath(kind, id)}` },
  };
}
