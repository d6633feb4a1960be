import type { ChildForm } from '../domain/contact.ts';
import { authoritiesOn, authorityAt, type HubAuthorities } from '../domain/hub-authorities.ts';
import { isPostcode, normalPostcode } from '../domain/identifiers.ts';
import type { LocalDate } from '../domain/instant.ts';
import type { Mark } from '../domain/marks.ts';

/** The authorities that can be named in a contact of that day, the one that takes what names none first. */
export function authoritiesServed(
  authorities: readonly [string, ...string[]],
  list: HubAuthorities | undefined,
  date: LocalDate,
): readonly [string, ...string[]] {
  if (list === undefined) return authorities;
  const served = authoritiesOn(list, date);
  const [first, ...others] = authorities.filter((code) => served.includes(code));
  return first === undefined ? authorities : [first, ...others];
}

/** Where each child belongs by address, and what was odd about it. */
export type Routing = {
  /** In the order of the form; undefined keeps the authority the contact names. */
  readonly authorities: readonly (string | undefined)[];
  readonly marks: readonly Mark[];
};

/**
 * Routes each child by its address on the day of receipt. Nothing is refused: an unknown district, or one outside the
 * hub, is marked and stays with the authority the contact names, which acts first and sends on.
 */
export function routed(
  children: readonly ChildForm[],
  given: string,
  list: HubAuthorities | undefined,
  date: LocalDate,
): Routing {
  if (list === undefined) return { authorities: [], marks: [] };
  const served = authoritiesOn(list, date);
  const marks: Mark[] = [];
  const authorities = children.map(({ postcode }, index) => {
    if (postcode === undefined || saysNothing(postcode)) return undefined;
    const pointer = `/children/${index}/postcode`;
    const authority = authorityAt(list, postcode, date);
    if (authority === undefined) marks.push({ pointer, rule: 'DISTRICT_UNKNOWN' });
    else if (!served.includes(authority)) marks.push({ pointer, rule: 'ADDRESS_OUTSIDE_HUB' });
    else {
      if (authority !== given) marks.push({ pointer, rule: 'AUTHORITY_BY_ADDRESS' });
      return authority;
    }
    return undefined;
  });
  return { authorities, marks };
}

/** No address, no fixed abode, or no postcode at all, which has its mark. */
function saysNothing(postcode: string): boolean {
  return !isPostcode(postcode) || ['NOT KNOWN', 'ZZ99 3VZ'].includes(normalPostcode(postcode));
}
