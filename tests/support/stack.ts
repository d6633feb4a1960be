import { openStack, type StackOptions, type TestStack } from './open-stack.ts';
import { provided } from './provided.ts';

export type { StackOptions, TestStack, WorkerControl } from './open-stack.ts';

/** A stack on the servers that the global set-up started, with a database and a namespace of its own. */
export function testStack(options: StackOptions = {}): Promise<TestStack> {
  return openStack(provided(), options);
}
