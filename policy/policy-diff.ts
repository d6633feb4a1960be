import type { DayHours, Limit } from '../domain/policy.ts';
import { limitWords } from '../domain/words.ts';
import type { PolicyEdition } from './policy-edition.ts';

/** One rule on which two editions differ, in words; `null` where an edition says nothing. */
export type PolicyDifference = {
  /** Where it stands in the document, such as `clocks.ICPC.limit`. */
  readonly rule: string;
  readonly from: string | null;
  readonly to: string | null;
  /** What the later edition gives as its source, or the earlier one where the later says nothing. */
  readonly source: string | null;
};

/**
 * The rules on which `after` differs from `before`, in the order of `after`, then what it leaves out. The edition's
 * own name and date are no rules.
 */
export function policyDiff(before: PolicyEdition, after: PolicyEdition): PolicyDifference[] {
  const [from, to] = [statementsOf(before), statementsOf(after)];
  const rules = [...new Set([...to.keys(), ...from.keys()])];
  const differences = rules.flatMap((rule) => {
    const [old, now] = [from.get(rule), to.get(rule)];
    if (old?.words === now?.words) return [];
    const source = now?.source ?? old?.source ?? null;
    return [{ rule, from: old?.words ?? null, to: now?.words ?? null, source }];
  });
  return differences.filter(({ rule }) => !isSourceOfAnother(rule, differences));
}

/** What an edition says at one place. */
type Statement = { readonly words: string; readonly source: string | undefined };

const NO_RULES = new Set(['$schema', 'format', 'edition', 'title', 'effectiveFrom']);

function statementsOf(edition: PolicyEdition): Map<string, Statement> {
  const rules = Object.entries(edition).filter(([key]) => !NO_RULES.has(key));
  return new Map(rules.flatMap(([key, value]) => statementsIn(value, key, undefined)));
}

function statementsIn(value: unknown, rule: string, source: string | undefined): [string, Statement][] {
  if (
    typeof value !== 'object' ||
    value === null ||
    isLimit(value) ||
    isDayHours(value) ||
    isPlainList(value)
  ) {
    return [[rule, { words: wordsOf(value), source }]];
  }
  const own = 'source' in value && typeof value.source === 'string' ? value.source : source;
  return Object.entries(value).flatMap(([key, inner]) => statementsIn(inner, `${rule}.${key}`, own));
}

function isLimit(value: object): value is Limit {
  return 'amount' in value && 'unit' in value;
}

function isDayHours(value: object): value is NonNullable<DayHours> {
  return 'opens' in value && 'closes' in value;
}

function isPlainList(value: object): value is readonly (string | number)[] {
  return Array.isArray(value) && value.every((one) => typeof one !== 'object');
}

function wordsOf(value: unknown): string {
  if (value === null) return 'none';
  if (typeof value !== 'object') return typeof value === 'string' ? value : JSON.stringify(value);
  if (isLimit(value)) return limitWords(value);
  if (isDayHours(value)) return `${value.opens} to ${value.closes}`;
  return isPlainList(value) && value.length > 0 ? value.join(', ') : 'none';
}

/** A source that changed along with its rule is shown with the rule. */
function isSourceOfAnother(rule: string, differences: readonly PolicyDifference[]): boolean {
  if (!rule.endsWith('.source')) return false;
  const holder = rule.slice(0, -'source'.length);
  return differences.some((other) => other.rule !== rule && other.rule.startsWith(holder));
}
