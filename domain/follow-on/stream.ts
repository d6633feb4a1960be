import type { AnyFollowOn, FollowOnName } from './state.ts';

/** First part of the stream of each kind, and the letter in its ids. Kept apart from the rules, for who only names a case. */
export const FOLLOW_ON_IDS: Readonly<
  Record<FollowOnName, { readonly prefix: string; readonly letter: string }>
> = {
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

/** The stream of a case by its id; undefined for the id of anything else. */
function streamOfCase(id: string): string | undefined {
  const [, letter] = /\.([A-Z])\d+$/.exec(id) ?? [];
  const found = Object.values(FOLLOW_ON_IDS).find((ids) => ids.letter === letter);
  return found === undefined ? undefined : `${found.prefix}:${id}`;
}

/** Streams of the cases that one has led to, in the order they were begun. */
export function casesOpenedBy({ settled }: Pick<AnyFollowOn, 'settled'>): string[] {
  const streams = Object.values(settled).flatMap(({ caseId = '' }) => streamOfCase(caseId) ?? []);
  return [...new Set(streams)];
}

/** The kind and id of a stream; undefined when it is none of a case that follows a decision. */
export function followOnOf(stream: string): { readonly kind: FollowOnName; readonly id: string } | undefined {
  const at = stream.indexOf(':');
  const prefix = stream.slice(0, at);
  const found = Object.entries(FOLLOW_ON_IDS).find(([, ids]) => ids.prefix === prefix);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are the kinds
  return found === undefined ? undefined : { kind: found[0] as FollowOnName, id: stream.slice(at + 1) };
}

const ID = /^R-[0-9A-Z]{4}-[0-9A-Z]{4}\.([A-Z])\d{1,4}$/;

/** The kind that an id such as `R-7K3M-Q9TX.A1` names by its letter; undefined when it is no such id. */
export function kindNamedBy(id: string): FollowOnName | undefined {
  const letter = ID.exec(id)?.[1];
  const found = Object.entries(FOLLOW_ON_IDS).find(([, ids]) => ids.letter === letter);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are the kinds
  return found === undefined ? undefined : (found[0] as FollowOnName);
}
