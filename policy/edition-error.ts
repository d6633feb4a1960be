/** A policy or calendar that breaks its rules. Each problem names the field, the rule and the value found. */
export class EditionError extends Error {
  override readonly name = 'EditionError';
  /** The file, or what else the document is called where it came from. */
  readonly file: string;
  readonly problems: readonly string[];

  constructor(file: string, problems: readonly string[], options?: ErrorOptions) {
    super(`${file}: ${problems.join('; ')}`, options);
    this.file = file;
    this.problems = problems;
  }
}

type Finding = { readonly path: readonly PropertyKey[]; readonly message: string; readonly code?: string };

/** `clocks.DECISION.mayPause: must be false, not true`. Values may be shown: an edition holds no personal data. */
export function problemIn(document: unknown, { path, message, code }: Finding): string {
  const field = path.map(String).join('.') || 'the document';
  const value = JSON.stringify(valueAt(document, path));
  if (value === undefined && path.length > 0) return `${field}: is missing`;
  // A field too many is named by the message; the value around it tells nothing.
  const isTelling = path.length > 0 && code !== 'unrecognized_keys' && (value?.length ?? 0) <= LONGEST_VALUE;
  return isTelling && value !== undefined ? `${field}: ${message}, not ${value}` : `${field}: ${message}`;
}

/** Long enough for a limit or a list of agencies. */
const LONGEST_VALUE = 80;

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    document,
  );
}
