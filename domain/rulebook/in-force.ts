import type { LocalDate } from '../instant.ts';
import type { EditionKind, EditionRef, Rulebook } from './rulebook.ts';

type RefOf<Kind extends EditionKind> = Extract<EditionRef, { kind: Kind }>;

/** The editions a case is counted by, and the publication after which that holds. */
export type EditionsInForce = {
  readonly policy: RefOf<'POLICY'>;
  readonly calendar: RefOf<'CALENDAR'>;
  readonly publication: number;
};

/** Numbers of publications that brought an edition and were not withdrawn, in order. */
function standing({ publications }: Rulebook): Set<number> {
  const withdrawn = new Set(
    publications.flatMap(({ change }) => (change.type === 'WITHDRAW' ? [change.publication] : [])),
  );
  return new Set(publications.map(({ no }) => no).filter((no) => !withdrawn.has(no)));
}

/** Every edition that was brought into force and not withdrawn, the latest last. */
export function standingEditions(rulebook: Rulebook): EditionRef[] {
  const stands = standing(rulebook);
  const published = rulebook.publications.flatMap(({ no, change }) =>
    change.type === 'PUBLISH' && stands.has(no) ? [change.edition] : [],
  );
  return [...rulebook.opened, ...published];
}

/** The calendar published last: it counts for every case, whenever it was received. */
export function calendarInForce(rulebook: Rulebook): RefOf<'CALENDAR'> {
  const calendar = standingEditions(rulebook).findLast((edition) => edition.kind === 'CALENDAR');
  if (calendar === undefined) throw new Error('a rulebook is opened with a calendar');
  return calendar;
}

/**
 * The editions for a contact received on a local date: the calendar in force, and of the policies already effective
 * on that date the one published last. A contact from before every policy goes by the first.
 */
export function editionsFor(rulebook: Rulebook, receivedOn: LocalDate): EditionsInForce {
  const policies = standingEditions(rulebook).filter((edition) => edition.kind === 'POLICY');
  const policy = policies.findLast(({ effectiveFrom }) => effectiveFrom <= receivedOn) ?? policies[0];
  if (policy === undefined) throw new Error('a rulebook is opened with a policy');
  return { policy, calendar: calendarInForce(rulebook), publication: rulebook.publications.length };
}

/** Whether a case goes by these editions already; an edition never changes under its name. */
export function goesBy(
  names: { readonly policyEdition: string; readonly calendarEdition: string },
  { policy, calendar }: Readonly<Record<'policy' | 'calendar', { readonly edition: string }>>,
): boolean {
  return names.policyEdition === policy.edition && names.calendarEdition === calendar.edition;
}
