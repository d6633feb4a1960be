import type { Clock } from '../clock.ts';
import type { Instant } from '../instant.ts';
import type { SealedText } from '../sealed-text.ts';
import type { Role } from '../vocabulary.ts';

/**
 * What follows a decision, or stands beside one: each a case of its own, with its owner, its clocks, its stream in
 * the ledger and its workflow. One folder of the domain for each.
 */
export const FOLLOW_ON_NAMES = [
  'CHILD_PROTECTION',
  'ASSESSMENT',
  'EARLY_HELP',
  'AGENCY_ACTION',
  'DISPUTE',
] as const;
export type FollowOnName = (typeof FOLLOW_ON_NAMES)[number];

/** Who answers for a case from an instant on. Ownership moves only when the next one has it: there is always one. */
export type CaseOwner = {
  /** `HUB`, `ASSESSMENT_TEAM`, `EARLY_HELP`, `PARTNERSHIP`, or the code of an agency. */
  readonly team: string;
  /** Who is answerable in that team. */
  readonly role: Role;
  readonly since: Instant;
  /** The one person, where the team has named one. */
  readonly userId?: string;
};

/** What every opening of a case has, whoever begins it. */
export type FollowOnOpening<Name extends FollowOnName = FollowOnName> = {
  readonly kind: Name;
  readonly contactRef: string;
  /** The children it is about, each by their referral; the first gives the case its id. */
  readonly referralRefs: readonly [string, ...string[]];
  readonly localAuthority: string;
  /** When the contact was received; what the census counts from. */
  readonly receivedAt: Instant;
  /** Stream of the case it comes out of, which is told what becomes of it; absent where a person began it. */
  readonly from?: string;
  /** The person who began it, where one did. */
  readonly openedBy?: string;
  /** Names this beginning: the same key begins one case, however often it is tried. */
  readonly key: string;
};

/** One thing of the coordinated plan: who does what by when, and whether they have said yes. */
export type PlanAction = {
  /** 1 for the first. */
  readonly no: number;
  readonly agency: string;
  readonly what: SealedText;
  /** The last day for it, a civil date; its clock ends with that day. */
  readonly dueOn: string;
  /** Other agencies of the plan may read what it says; else they see that there is one. */
  readonly isShared: boolean;
  readonly proposedBy: string;
  readonly proposedAt: Instant;
  readonly answer?:
    | { readonly agreed: true; readonly at: Instant; readonly by: string }
    | { readonly agreed: false; readonly at: Instant; readonly by: string; readonly reason: SealedText };
  readonly report?: {
    readonly done: boolean;
    readonly at: Instant;
    readonly by: string;
    readonly note?: SealedText;
  };
};

/** What every case has that follows a decision. */
export type FollowOnFacts<Name extends FollowOnName, Stage extends string> = Omit<
  FollowOnOpening<Name>,
  'key'
> & {
  /** Such as `R-7K3M-Q9TX.A1`: its first referral, a letter for its kind, a number. */
  readonly id: string;
  readonly openedAt: Instant;
  readonly stage: Stage;
  /** Counts what people changed; what the system writes down by itself does not move it. */
  readonly version: number;
  readonly clocks: readonly Clock[];
  /** In order; the last one answers for it now. */
  readonly owners: readonly [CaseOwner, ...CaseOwner[]];
  /** What was owed and has been done, by its key: the case that was begun or told, and whether it took it. */
  readonly settled: Readonly<Record<string, Settled>>;
  readonly plan?: readonly PlanAction[];
  readonly closedAt?: Instant;
};

/** What came of something a case owed. */
export type Settled = {
  /** Of word to another case: whether that one took it. */
  readonly isTaken: boolean;
  /** Of a case to be begun: its id. */
  readonly caseId?: string;
};

/** Any case that follows a decision, as far as they are all alike. */
export type AnyFollowOn = FollowOnFacts<FollowOnName, string>;

export function ownerNow({ owners }: Pick<AnyFollowOn, 'owners'>): CaseOwner {
  return owners.at(-1) ?? owners[0];
}

export function isEnded({ closedAt }: Pick<AnyFollowOn, 'closedAt'>): boolean {
  return closedAt !== undefined;
}
