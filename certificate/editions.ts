import type { CalendarEdition } from '../domain/calendar-edition.ts';
import type { CertificateContent, CertifiedEdition } from '../domain/certificate/certificate.ts';
import { DoesNotHold } from '../domain/certificate/does-not-hold.ts';
import { namedEditions } from '../domain/certificate/issue.ts';
import type { RulesNamed } from '../domain/certificate/recompute.ts';
import type { EditionKind } from '../domain/rulebook/rulebook.ts';
import { referralPolicy } from '../policy/case-policy.ts';
import { rulesForCase } from '../policy/case-rules.ts';
import { editionHash } from '../policy/edition-hash.ts';
import { POLICY_FORMAT, type PolicyEdition } from '../policy/policy-edition.ts';
import { firstDifference } from '../domain/certificate/difference.ts';

type Document =
  | { readonly kind: 'POLICY'; readonly document: PolicyEdition }
  | { readonly kind: 'CALENDAR'; readonly document: CalendarEdition };

/**
 * The rules a certificate was computed by, from public edition documents: those it names, no more and no fewer, each
 * with the hash it names.
 * @throws DoesNotHold
 */
export async function rulesOf(
  certificate: CertificateContent,
  documents: readonly unknown[],
): Promise<RulesNamed> {
  const names = certificate.editions.map(({ kind, edition }) => ({ kind, edition }));
  if (firstDifference(names, namedEditions(certificate.rows)) !== undefined) {
    throw new DoesNotHold('editions', 'are not those the rows name');
  }
  const known = documents.flatMap(recognised);
  const editions: Document[] = [];
  for (const edition of certificate.editions) editions.push(await documentOf(edition, known));
  return (policyEdition, calendarEdition, receivedAt) => {
    const policy = editions.find(
      ({ kind, document }) => kind === 'POLICY' && document.edition === policyEdition,
    );
    const calendar = editions.find(
      ({ kind, document }) => kind === 'CALENDAR' && document.edition === calendarEdition,
    );
    if (policy?.kind !== 'POLICY' || calendar?.kind !== 'CALENDAR') {
      throw new DoesNotHold('editions', `do not list both ${policyEdition} and ${calendarEdition}`);
    }
    const rules = { policy: referralPolicy(policy.document), calendar: calendar.document };
    return rulesForCase(rules, receivedAt);
  };
}

/** Which kind of edition a document is; undefined for anything else. */
export function editionKind(document: unknown): EditionKind | undefined {
  return recognised(document)[0]?.kind;
}

async function documentOf(wanted: CertifiedEdition, known: readonly Document[]): Promise<Document> {
  const { kind, edition, sha256 } = wanted;
  const candidates = known.filter((one) => one.kind === kind && one.document.edition === edition);
  let found: string | undefined;
  for (const candidate of candidates) {
    found = await editionHash(candidate.document);
    if (found === sha256) return candidate;
  }
  throw new DoesNotHold(
    `edition ${edition}`,
    found === undefined
      ? `no ${kind.toLowerCase()} edition of this name is at hand; give its file`
      : `hash is ${sha256}, but the public edition's is ${found}`,
  );
}

/** The hash pins what a document says; here only what would stop the computation is looked at. */
function recognised(document: unknown): Document[] {
  if (!isRecord(document) || typeof document['edition'] !== 'string' || !limitsEnd(document)) return [];
  if (document['format'] === POLICY_FORMAT) {
    return [{ kind: 'POLICY', document: document as PolicyEdition }];
  }
  return Array.isArray(document['bankHolidays']) && Array.isArray(document['offsetChanges'])
    ? [{ kind: 'CALENDAR', document: document as CalendarEdition }]
    : [];
}

/** A limit of no time at all would have a ladder climb for ever. */
function limitsEnd(value: unknown): boolean {
  if (!isRecord(value)) return true;
  const { amount, unit } = value;
  if (unit !== undefined && !(Number.isInteger(amount) && Number(amount) >= (unit === 'CD' ? 0 : 1)))
    return false;
  return Object.values(value).every(limitsEnd);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
