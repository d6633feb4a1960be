/** Where two values differ first, in the order of the expected one; a path such as `terms.dueAt`. */
export type Difference = { readonly path: string; readonly found: unknown; readonly expected: unknown };

/** Compares JSON values. A member that is `undefined` counts as absent. */
export function firstDifference(found: unknown, expected: unknown, path = ''): Difference | undefined {
  if (!isParent(found) || !isParent(expected) || Array.isArray(found) !== Array.isArray(expected)) {
    return Object.is(found, expected) ? undefined : { path, found, expected };
  }
  for (const key of new Set([...Object.keys(expected), ...Object.keys(found)])) {
    const difference = firstDifference(found[key], expected[key], path === '' ? key : `${path}.${key}`);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function isParent(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

const WORDS: Readonly<Record<string, string>> = {
  occurredAt: 'instant',
  told: 'who was told',
  'terms.dueAt': 'due instant',
  'terms.startedAt': 'start',
  'terms.limit.amount': 'amount of the limit',
  'terms.limit.unit': 'unit of the limit',
  'terms.policyEdition': 'policy edition',
  'terms.calendarEdition': 'calendar edition',
  previousDueAt: 'due instant before',
  'next.at': 'instant of the next step',
  'next.to': 'who is told next',
  'next.step': 'number of the next step',
};

/** `due instant is A, recomputed B`. */
export function differenceWords({ path, found, expected }: Difference): string {
  return `${WORDS[path] ?? path} is ${inWords(found)}, recomputed ${inWords(expected)}`;
}

function inWords(value: unknown): string {
  if (value === undefined) return 'absent';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
