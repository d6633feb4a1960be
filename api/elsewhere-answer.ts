import { ownerOf } from '../domain/referral/owner.ts';
import type { Referral } from '../domain/referral/state.ts';
import type { SealedText } from '../domain/sealed-text.ts';
import { opened } from './opened-words.ts';

type Known = { readonly texts: ReadonlyMap<string, unknown> };

/** Who answers for a child, and what has gone between the hub and others. */
export function elsewhereAnswer(referral: Referral, known: Known) {
  const { redirects = [], outOfHours = [], transfers = [], allegation, restriction, brokenGlass } = referral;
  return {
    owner: ownerOf(referral),
    ...(restriction && {
      restriction: {
        readers: [...restriction.readers],
        since: restriction.since,
        setBy: restriction.setBy,
        ...opened(known, { reason: restriction.reason }),
      },
    }),
    ...(brokenGlass && {
      brokenGlass: brokenGlass.map(({ reason, note, clock: _clock, ...facts }) => ({
        ...facts,
        ...opened(known, { reason, note }),
      })),
    }),
    ...(allegation && {
      allegation: {
        knownAt: allegation.knownAt,
        recordedBy: allegation.recordedBy,
        ...(allegation.sentAt !== undefined && { sentAt: allegation.sentAt }),
        ...opened(known, { reason: allegation.reason }),
      },
    }),
    redirects: redirects.map(({ reason, note, clock: _clock, ...facts }) => ({
      ...facts,
      ...opened(known, { reason, note }),
    })),
    outOfHours: outOfHours.map(({ reason, note, ...facts }) => ({
      ...facts,
      ...opened(known, { reason, note }),
    })),
    transfers: transfers.map(({ rationale, ...facts }) => ({ ...facts, ...opened(known, { rationale }) })),
  };
}

/** Every seal of these matters, to be opened at once. */
export function elsewhereSeals({
  redirects = [],
  outOfHours = [],
  transfers = [],
  allegation,
  restriction,
  brokenGlass = [],
}: Referral): (SealedText | undefined)[] {
  return [
    allegation?.reason,
    restriction?.reason,
    ...brokenGlass.flatMap(({ reason, note }) => [reason, note]),
    ...redirects.flatMap(({ reason, note }) => [reason, note]),
    ...outOfHours.flatMap(({ reason, note }) => [reason, note]),
    ...transfers.map(({ rationale }) => rationale),
  ];
}
