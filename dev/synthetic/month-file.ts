import type { Instant } from '../../domain/instant.ts';
import type { ClockKind, Outcome, Stage } from '../../domain/vocabulary.ts';

/** Says what the file is. Always its first line. */
export type HeaderLine = {
  readonly do: 'begin';
  readonly at: Instant;
  readonly format: 1;
  readonly seed: number;
  /** `YYYY-MM`. */
  readonly month: string;
  readonly contacts: number;
  readonly children: number;
  readonly policyEdition: string;
  readonly calendarEdition: string;
};

/** A contact handed in. `contact` names it in this file; its children are `<contact>/1` and so on. */
export type ContactLine = {
  readonly do: 'contact';
  readonly at: Instant;
  readonly who: string;
  readonly contact: string;
  readonly children: number;
  readonly body: Readonly<Record<string, unknown>>;
};

/** The last part of the path of the API that takes each command. */
export const COMMANDS = [
  'acknowledgement',
  'rating',
  'decision',
  'feedback',
  'handover-acceptance',
  'withdrawal',
] as const;
export type CommandName = (typeof COMMANDS)[number];

/** Something staff do about one child. */
export type CommandLine = {
  readonly do: CommandName;
  readonly at: Instant;
  readonly who: string;
  readonly child: string;
  readonly body: Readonly<Record<string, unknown>>;
};

/** A strategy discussion about children of one family, written down by whoever chaired it. */
export type DiscussionLine = {
  readonly do: 'discussion';
  readonly at: Instant;
  readonly who: string;
  readonly children: readonly string[];
  /** Without the children, whose referrals the file does not know. */
  readonly body: Readonly<Record<string, unknown>>;
};

/** How one child's referral must stand at the end. */
export type ExpectedChild = {
  readonly stage: Stage;
  readonly isOpen: boolean;
  readonly outcome: Outcome | null;
  /** Null while undecided, and for a withdrawn referral that was never decided. */
  readonly decidedInTime: boolean | null;
  /** Kinds of the open clocks that are past their due instant, in alphabetical order. */
  readonly overdue: readonly ClockKind[];
};

/** What must hold at the end. Always the last line. */
export type CheckLine = {
  readonly do: 'check';
  readonly at: Instant;
  readonly expect: Readonly<Record<string, ExpectedChild>>;
};

/** What people do in a month. */
export type StepLine = ContactLine | CommandLine | DiscussionLine;

export type MonthLine = HeaderLine | StepLine | CheckLine;

/** A month as it is played. */
export type Month = {
  readonly header: HeaderLine;
  readonly steps: readonly StepLine[];
  readonly check: CheckLine;
};

export function writeMonth({ header, steps, check }: Month): string {
  return `${[header, ...steps, check].map((line) => JSON.stringify(line)).join('\n')}\n`;
}

/** @throws Error naming the line that is not as it should be */
export function readMonth(text: string): Month {
  const lines = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, index) => parseLine(line, index + 1));
  const [header, ...rest] = lines;
  const check = rest.pop();
  if (header?.do !== 'begin' || header.format !== 1) {
    throw new Error('the first line is not the beginning of a month in format 1');
  }
  if (check?.do !== 'check') throw new Error('the last line is not the check: the file is cut off');
  const steps = rest.filter((line) => line.do !== 'begin' && line.do !== 'check');
  if (steps.length !== rest.length) throw new Error('a beginning or a check stands in the middle');
  return { header, steps, check };
}

function parseLine(line: string, no: number): MonthLine {
  try {
    return JSON.parse(line) as MonthLine;
  } catch (cause) {
    throw new Error(`line ${no} is not JSON`, { cause });
  }
}
