import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Config, readConfig } from '../config.ts';

/** Where a running development stack leaves its settings. */
const STACK_FILE = fileURLToPath(new URL('../.front-door/stack.json', import.meta.url));

/**
 * The environment, over the settings of the development stack that runs here, if one does. An environment that
 * names a database is taken alone: nobody may travel another hub's database because a development stack runs too.
 */
export function stackEnvironment(env: NodeJS.ProcessEnv, file: string = STACK_FILE): NodeJS.ProcessEnv {
  if (env['DATABASE_URL']) return env;
  try {
    return { ...(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>), ...env };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return env;
    throw error;
  }
}

/** @throws Error when a setting is missing, with the two ways to give it. */
export function settingsFrom(env: NodeJS.ProcessEnv): Config {
  try {
    return readConfig(stackEnvironment(env));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `${reason}\nStart the development stack with npm start, or give the settings as environment variables.`,
      { cause },
    );
  }
}
