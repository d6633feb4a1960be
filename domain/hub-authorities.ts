import { normalPostcode } from './identifiers.ts';
import type { LocalDate } from './instant.ts';

/** From one day to another, both included; without a last day it still holds. */
type Dated = { readonly from: LocalDate; readonly to?: LocalDate };

/**
 * Which authorities a hub serves, and whose each postcode district is, each from day to day: hubs are joined and left,
 * and boundaries move. A district may belong to an authority the hub does not serve.
 */
export type HubAuthorities = {
  readonly edition: string;
  readonly source: string;
  readonly authorities: readonly (Dated & { readonly code: string })[];
  readonly districts: readonly (Dated & { readonly district: string; readonly authority: string })[];
};

/** The authorities the hub serves on a day, in the order of the list. */
export function authoritiesOn({ authorities }: HubAuthorities, date: LocalDate): string[] {
  return authorities.filter((span) => covers(span, date)).map(({ code }) => code);
}

/** Whose address a postcode is on a day; undefined where it is odd, or in no district of the list. */
export function authorityAt(
  { districts }: HubAuthorities,
  postcode: string,
  date: LocalDate,
): string | undefined {
  const [outward] = normalPostcode(postcode).split(' ');
  return districts.find((span) => span.district === outward && covers(span, date))?.authority;
}

function covers({ from, to }: Dated, date: LocalDate): boolean {
  return from <= date && (to === undefined || date <= to);
}
