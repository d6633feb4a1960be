/** 0: done and nothing found. 1: a finding, or a failure. 2: the command was written wrongly. */
export type ExitCode = 0 | 1 | 2;

/** Where a command writes. Results go to `out`, everything else is kept apart so that results can be piped. */
export type Terminal = {
  out(text: string): void;
  /** A line that stays. */
  note(text: string): void;
  /** A line that replaces the one before it on a screen, and is left out elsewhere. */
  progress(text: string): void;
  readonly env: NodeJS.ProcessEnv;
};

/** One `frontdoor` command. */
export type Command = {
  /** One or two words. */
  readonly name: string;
  /** What stands after the name, such as `[STREAM] [--json]`. */
  readonly usage: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Plain words for `--help`. */
  readonly help: string;
  run(args: readonly string[], terminal: Terminal): Promise<ExitCode>;
};

/** The command was written wrongly; the message says how. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The single argument a command takes. */
export function onlyArgument(positionals: readonly string[], name: string): string {
  const [first, ...others] = positionals;
  if (first === undefined) throw new UsageError(`${name} is missing`);
  if (others.length > 0) throw new UsageError(`only one ${name} can be given`);
  return first;
}
