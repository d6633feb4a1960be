import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { UsageError } from './command.ts';
import { settingsFrom } from './settings.ts';

/** The hub's HTTP API, as the holder of one token uses it. Both throw ApiRefusal, or Error when nobody answers. */
export type HubApi = {
  get<Answer>(path: string, schema: z.ZodType<Answer>): Promise<Answer>;
  post<Answer>(path: string, body: unknown, schema: z.ZodType<Answer>): Promise<Answer>;
};

/** What the hub refused; the message says why, one line for each fault. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';
}

/**
 * The API of the running stack, or at `url`. The token comes from the command or from FRONTDOOR_TOKEN.
 * @throws UsageError without a token
 */
export function hubApi(
  env: NodeJS.ProcessEnv,
  { token = env['FRONTDOOR_TOKEN'], url }: { readonly token?: string; readonly url?: string },
): HubApi {
  if (!token) throw new UsageError('a token is missing: set FRONTDOOR_TOKEN, or write --token TOKEN');
  const base = (url ?? addressIn(env)).replace(/\/$/, '');
  const authorization = { authorization: `Bearer ${token}` };
  return {
    get: async (path, schema) => schema.parse(await ask(base + path, { headers: authorization })),
    post: async (path, body, schema) => {
      const headers = {
        ...authorization,
        'content-type': 'application/json',
        // The same request tried again is one request.
        'idempotency-key': randomUUID(),
      };
      return schema.parse(await ask(base + path, { method: 'POST', headers, body: JSON.stringify(body) }));
    },
  };
}

function addressIn(env: NodeJS.ProcessEnv): string {
  const { host, port } = settingsFrom(env).api;
  return `http://${host}:${port}`;
}

const TRIES = 5;
const BETWEEN_TRIES_MS = 1_000;
const UNAVAILABLE = 503;

async function ask(url: string, request: RequestInit): Promise<unknown> {
  for (let tries = 1; ; tries += 1) {
    const response = await fetch(url, request).catch((cause: unknown) => {
      throw new Error(`nobody answers at ${new URL(url).origin}: is the hub running?`, { cause });
    });
    const text = await response.text();
    if (response.ok) return JSON.parse(text);
    if (response.status !== UNAVAILABLE || tries === TRIES) throw refusalIn(response.status, text);
    await sleep(BETWEEN_TRIES_MS);
  }
}

const Refusal = z.object({
  detail: z.string(),
  errors: z.array(z.object({ detail: z.string() })).default([]),
});

function refusalIn(status: number, text: string): ApiRefusal {
  const read = Refusal.safeParse(jsonIn(text));
  if (!read.success) return new ApiRefusal(`the hub answered ${status}`);
  const { detail, errors } = read.data;
  const faults = errors.map((error) => error.detail).filter((fault) => fault !== detail);
  return new ApiRefusal([`refused: ${detail}`, ...faults.map((fault) => `  ${fault}`)].join('\n'));
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
