import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DemoUser, demoUsers } from './demo-users.ts';
import type { Issuer } from './issuer.ts';
import { seedContacts } from './seed-contacts.ts';

type Api = { readonly url: string; readonly issuer: Issuer };

/**
 * Loads a small invented hub through the API: some referrals new, some decided, one closed, some late. A hub that
 * has referrals already is left alone.
 * @returns how many contacts were handed in
 */
export async function seedHub(api: Api, onProgress: (done: number, total: number) => void): Promise<number> {
  const auditor = userWith('AUDITOR', 'HUB');
  const { referrals } = await call<{ referrals: unknown[] }>(api, auditor, 'GET', '/v1/referrals?limit=1');
  if (referrals.length > 0) return 0;
  const contacts = seedContacts();
  for (const [index, { from, hoursAgo, since, ...body }] of contacts.entries()) {
    const receivedAt = new Date(Date.now() - hoursAgo * 3_600_000).toISOString();
    const receipt = await call<{ referrals: { referralRef: string }[] }>(
      api,
      userWith(from, body.localAuthority),
      'POST',
      '/v1/contacts',
      { ...body, receivedAt },
    );
    for (const { referralRef } of receipt.referrals) await work(api, referralRef, body.localAuthority, since);
    onProgress(index + 1, contacts.length);
  }
  return contacts.length;
}

async function work(
  api: Api,
  referralRef: string,
  authority: string,
  steps: ReturnType<typeof seedContacts>[number]['since'],
) {
  for (const { by, path, body } of steps) {
    await call(
      api,
      userWith(by, authority),
      'POST',
      `/v1/referrals/${referralRef}/${path}`,
      body,
      referralRef,
    );
  }
}

/** Somebody with this role who serves this authority. */
function userWith(role: DemoUser['role'], authority: string): DemoUser {
  const user = demoUsers.find(
    (candidate) => candidate.role === role && ['HUB', authority].includes(candidate.localAuthority),
  );
  if (user === undefined) throw new Error(`no demo user with the role ${role} serves ${authority}`);
  return user;
}

async function call<Answer>(
  { url, issuer }: Api,
  user: DemoUser,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
  referralRef?: string,
): Promise<Answer> {
  const headers: Record<string, string> = { authorization: `Bearer ${await issuer.token(user)}` };
  if (body !== undefined) {
    headers['content-type'] = 'application/json';
    headers['idempotency-key'] = randomUUID();
  }
  if (referralRef !== undefined) headers['if-match'] = await etag(url, headers, referralRef);
  const response = await fetch(url + path, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return JSON.parse(text) as Answer;
}

/** The version to act on, once the acknowledgement that goes out by itself has settled. */
async function etag(url: string, headers: Record<string, string>, referralRef: string): Promise<string> {
  for (let previous = ''; ; ) {
    const response = await fetch(`${url}/v1/referrals/${referralRef}`, { headers });
    await response.arrayBuffer();
    const current = response.headers.get('etag') ?? '';
    if (current === previous) return current;
    previous = current;
    await sleep(300);
  }
}
