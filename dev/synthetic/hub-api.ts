import { setTimeout as sleep } from 'node:timers/promises';

/** The API as the people of a month use it. */
export type HubApi = {
  readonly url: string;
  /** A bearer token for a demo user. */
  token(userId: string): Promise<string>;
};

export type ApiRequest = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly who: string;
  readonly body?: unknown;
  readonly key?: string;
  readonly etag?: string;
};

export type ApiAnswer = {
  readonly status: number;
  readonly etag: string | undefined;
  readonly body: unknown;
};

const PATIENCE_MS = 60_000;

/** Asks until the hub has an answer: 202 and 503 mean later, and the same key makes a repeated request one request. */
export async function ask(api: HubApi, request: ApiRequest): Promise<ApiAnswer> {
  for (const deadlineMs = Date.now() + PATIENCE_MS; ; await sleep(500)) {
    const answer = await askOnce(api, request);
    if ((answer.status !== 202 && answer.status !== 503) || Date.now() > deadlineMs) return answer;
  }
}

async function askOnce(api: HubApi, { method, path, who, body, key, etag }: ApiRequest): Promise<ApiAnswer> {
  const response = await fetch(api.url + path, {
    method,
    headers: {
      authorization: `Bearer ${await api.token(who)}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(key !== undefined && { 'idempotency-key': key }),
      ...(etag !== undefined && { 'if-match': etag }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    etag: response.headers.get('etag') ?? undefined,
    body: text === '' ? undefined : JSON.parse(text),
  };
}

/** What a refusal says, for a person; it never repeats what was typed. */
export function refusalWords({ status, body }: ApiAnswer): string {
  const { code, detail } = body as { readonly code?: string; readonly detail?: string };
  return `${status} ${code ?? ''} ${detail ?? ''}`.trim();
}
