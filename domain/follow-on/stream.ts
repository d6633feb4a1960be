import { FOLLOW_ON_NAMES, type AnyFollowOn, type FollowOnName } from './state.ts';

/** First part of the stream of each kind, which is also its workflow id, and the letter in its ids: `R-7K3M-Q9TX.A1`. */
const FOLLOW_ON_IDS: Readonly<Record<FollowOnName, { readonly prefix: string; readonly letter: string }>> = {
  CHILD_PROTECTION: { prefix: 'child-protection', letter: 'P' },
  ASSESSMENT: { prefix: 'assessment', letter: 'A' },
  EARLY_HELP: { prefix: 'early-help', letter: 'H' },
  AGENCY_ACTION: { prefix: 'agency-action', letter: 'S' },
  DISPUTE: { prefix: 'dispute', letter: 'D' },
};

/** The stream of a case in the ledger; also its workflow id. */
export function followOnStream(kind: FollowOnName, id: string): string {
  return `${FOLLOW_ON_IDS[kind].prefix}:${id}`;
}

/** Such as `R-7K3M-Q9TX.A1`: the first referral it is about, a letter for its kind, and a number. */
export function followOnId(referralRef: string, kind: FollowOnName, no: number): string {
  return `${referralRef}.${FOLLOW_ON_IDS[kind].letter}${no}`;
}

/** Streams of the cases that one has led to, in the order they were begun. */
export function casesOpenedBy({ settled }: Pick<AnyFollowOn, 'settled'>): string[] {
  const streams = Object.values(settled).flatMap(({ caseId = '' }) => {
    const kind = kindNamedBy(caseId);
    return kind === undefined ? [] : followOnStream(kind, caseId);
  });
  return [...new Set(streams)];
}

/** The kind and id of a stream; undefined when it is none of a case that follows a decision. */
export function followOnOf(stream: string): { readonly kind: FollowOnName; readonly id: string } | undefined {
  const at = stream.indexOf(':');
  const prefix = stream.slice(0, at);
  const kind = FOLLOW_ON_NAMES.find((one) => FOLLOW_ON_IDS[one].prefix === prefix);
  return kind === undefined ? undefined : { kind, id: stream.slice(at + 1) };
}

const ID = /^R-[0-9A-Z]{4}-[0-9A-Z]{4}\.([A-Z])\d{1,4}$/;

/** The kind that an id such as `R-7K3M-Q9TX.A1` names by its letter; undefined when it is no such id. */
export function kindNamedBy(id: string): FollowOnName | undefined {
  const letter = ID.exec(id)?.[1];
  return FOLLOW_ON_NAMES.find((one) => FOLLOW_ON_IDS[one].letter === letter);
}
