import type { z } from 'zod';
import type { FollowOnCommand } from '../../domain/follow-on/kinds.ts';
import type { CommonCommand } from '../../domain/follow-on/commands.ts';
import type { WordedCommand } from '../case-commands.ts';
import type { ProblemCode } from '../problems.ts';

type GivenCommand = FollowOnCommand | CommonCommand;

/**
 * The body of a command: the command as a person writes it, without its name, which is in the address. Where two kinds
 * of case have a command of one name, it is that of either.
 */
type BodyOf<Type extends GivenCommand['type']> = WithoutType<
  WordedCommand<Extract<GivenCommand, { readonly type: Type }>>
>;
type WithoutType<Command> = Command extends unknown ? Omit<Command, 'type'> : never;

/** One command of a kind of case over HTTP. */
export type CommandEntry = {
  readonly type: GivenCommand['type'];
  /** Last part of its address, below that of the case. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  readonly body: z.ZodType<object>;
  /** Fields of such a command, at whatever depth, that hold a person's words. */
  wordsIn(command: object): readonly string[];
  /** Refusals of its own, beside those of every command. */
  readonly codes?: readonly ProblemCode[];
};

type Entry<Type extends GivenCommand['type']> = Omit<CommandEntry, 'type' | 'body' | 'wordsIn'> & {
  readonly body: z.ZodType<BodyOf<Type>>;
  /** Fields that hold a person's words; by the command itself where one of them may hold a code instead. */
  readonly words: readonly string[] | ((body: BodyOf<Type>) => readonly string[]);
};

/** An entry whose body is checked against its command by the compiler. */
export function entry<Type extends GivenCommand['type']>(
  type: Type,
  { words, ...rest }: Entry<Type>,
): CommandEntry {
  return {
    type,
    ...rest,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a command has the body of its entry
    wordsIn: (command) => (typeof words === 'function' ? words(command as BodyOf<Type>) : words),
  };
}
