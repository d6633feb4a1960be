import type { Actor } from '../../domain/actor.ts';
import type { CalendarEdition } from '../../domain/calendar-edition.ts';
import type { FollowOn } from '../../domain/follow-on/kinds.ts';
import type { Instant } from '../../domain/instant.ts';
import type { HubRules } from '../../domain/policy.ts';
import type { SealedText } from '../../domain/sealed-text.ts';
import type { Agencies } from '../../policy/agencies.ts';

/** A part of a case's page: facts beside their names, a table, or both. */
export type Section = {
  readonly heading: string;
  readonly lead?: string;
  /** Shown before everything else about the case, clocks among it. */
  readonly isProminent?: true;
  readonly facts?: readonly { readonly label: string; readonly value: string; readonly isWords?: boolean }[];
  readonly table?: {
    readonly caption: string;
    readonly columns: readonly string[];
    readonly rows: readonly (readonly string[])[];
  };
};

/** What sections are written with. */
export type SectionContext = {
  /** Who reads it. */
  readonly actor: Actor;
  readonly written: (text: SealedText | undefined) => string;
  readonly when: (instant: Instant | undefined) => string;
  readonly childName: (referralRef: string) => string;
  readonly agencyName: (code: string) => string;
  readonly personName: (userId: string) => string;
  readonly agencies: Agencies;
  readonly calendar: CalendarEdition;
  readonly now: Instant;
  readonly rules: HubRules;
};

/** What one kind of case shows of itself beside clocks, plan and history. */
export type SectionsOf<State extends FollowOn> = (
  state: State,
  context: SectionContext,
) => readonly Section[];

/** Facts that are there, in order. */
export function facts(
  ...given: readonly (readonly [label: string, value: string | undefined, isWords?: boolean])[]
): NonNullable<Section['facts']> {
  return given.flatMap(([label, value, isWords]) =>
    value === undefined || value === '' ? [] : [{ label, value, ...(isWords && { isWords }) }],
  );
}
