import {
  defineSearchAttributeKey,
  type SearchAttributePair,
  type SearchAttributeUpdatePair,
} from '@temporalio/common';

/**
 * What the Temporal list view can filter a case by. Never encrypted: codes, opaque references and instants only.
 */
export const searchAttributes = {
  /** Earliest instant at which one of the case's open clocks is due. */
  nextDueAt: defineSearchAttributeKey('NextDueAt', 'DATETIME'),
  /** Whether at least one open clock is past its due instant. */
  overdue: defineSearchAttributeKey('Overdue', 'BOOL'),
  /** Ids of the open clocks past their due instant. */
  overdueClocks: defineSearchAttributeKey('OverdueClocks', 'KEYWORD_LIST'),
  /** Ids of the open clocks. */
  runningClocks: defineSearchAttributeKey('RunningClocks', 'KEYWORD_LIST'),
  /** Where the case stands in its own process. */
  stage: defineSearchAttributeKey('Stage', 'KEYWORD'),
  /** Red, amber or green, by the policy edition in force for the case. */
  rag: defineSearchAttributeKey('Rag', 'KEYWORD'),
  /** Code of the responsible local authority. */
  localAuthority: defineSearchAttributeKey('LocalAuthority', 'KEYWORD'),
  /** Code of the agency that is asked to act. */
  agency: defineSearchAttributeKey('Agency', 'KEYWORD'),
  /** Reference of the contact the case came from; siblings share it. */
  contactRef: defineSearchAttributeKey('ContactRef', 'KEYWORD'),
  /** Reference of the referral the case belongs to. */
  referralRef: defineSearchAttributeKey('ReferralRef', 'KEYWORD'),
} as const;

/** The attributes of one case; an absent one is not set. Instants as ISO text. */
export type SearchAttributeValues = {
  readonly nextDueAt?: string;
  readonly overdue: boolean;
  readonly overdueClocks: readonly string[];
  readonly runningClocks: readonly string[];
  readonly stage: string;
  readonly rag?: string;
  readonly localAuthority: string;
  readonly agency?: string;
  readonly contactRef?: string;
  readonly referralRef?: string;
};

const NAMES = Object.keys(searchAttributes) as (keyof typeof searchAttributes)[];

function updateOf(
  name: keyof typeof searchAttributes,
  values: SearchAttributeValues,
): SearchAttributeUpdatePair {
  const key = searchAttributes[name];
  const value = values[name];
  if (value === undefined) return { key, value: null } as SearchAttributeUpdatePair;
  return {
    key,
    value: name === 'nextDueAt' ? new Date(value as string) : value,
  } as SearchAttributeUpdatePair;
}

/** What differs, as one merged upsert; an attribute that ended is removed. */
export function changedAttributes(
  before: SearchAttributeValues,
  after: SearchAttributeValues,
): SearchAttributeUpdatePair[] {
  return NAMES.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])).map((name) =>
    updateOf(name, after),
  );
}

/** Everything that is set, for the start of a case. */
export function initialAttributes(values: SearchAttributeValues): SearchAttributePair[] {
  return NAMES.filter((name) => values[name] !== undefined).map(
    (name) => updateOf(name, values) as SearchAttributePair,
  );
}
