import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApplicationFailure } from '@temporalio/common';
import { jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OutgoingMessage } from '../../activities/messenger.ts';
import { notifyMessenger } from '../../activities/notify-messenger.ts';
import { readNotifySettings } from '../../activities/notify-settings.ts';
import { MONDAY_TEN } from '../support/people.ts';

const SERVICE = '26785a09-ab16-4eb0-8407-a37497a57506';
const SECRET = '3d844edf-8d35-48ac-975b-e847b4f122b0';
const TEMPLATES = ['ACKNOWLEDGEMENT', 'OUTCOME', 'QUESTION'].map((it) => `${it}:template-${it}`).join(',');

const message: OutgoingMessage = {
  key: 'C-0000-0000/acknowledgement',
  contactRef: 'C-0000-0000',
  referralRef: 'R-0000-0000',
  template: 'ACKNOWLEDGEMENT',
  recipient: 'ambrosia.placeholder@specimen-school.example',
  body: 'Thank you.',
  sentAt: MONDAY_TEN,
};

type Kept = { reference: string; status: string; created_at: string };

/** What stands in for Notify: it keeps what it is sent, and takes one reference as often as it comes. */
let kept: Kept[];
let sent: { authorization: string; body: Record<string, unknown> }[];
let refusal: { status: number; body: unknown } | undefined;
let server: Server;
let url: string;

beforeEach(async () => {
  kept = [];
  sent = [];
  refusal = undefined;
  server = createServer((request, response) => {
    void answer(request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has a port
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((closed) => server.close(closed)));

async function answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://notify.invalid');
  if (pathname === '/v2/notifications') {
    const reference = searchParams.get('reference');
    return { status: 200, body: { notifications: kept.filter((one) => one.reference === reference) } };
  }
  const body: Record<string, unknown> = JSON.parse(await textOf(request));
  if (refusal !== undefined) return refusal;
  sent.push({ authorization: request.headers.authorization ?? '', body });
  kept.push({
    reference: String(body['reference']),
    status: 'created',
    created_at: new Date().toISOString(),
  });
  return { status: 201, body: { id: 'an-id' } };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString();
}

function messenger() {
  return notifyMessenger(
    readNotifySettings({ apiKey: `hub-${SERVICE}-${SECRET}`, url, templates: TEMPLATES }),
  );
}

/** How an attempt to send failed; undefined when the message has left. */
async function failure(): Promise<ApplicationFailure | undefined> {
  try {
    await messenger().send(message);
    return undefined;
  } catch (error) {
    if (error instanceof ApplicationFailure) return error;
    throw error;
  }
}

function setStatus(status: string, ageMs = 0): void {
  const created_at = new Date(Date.now() - ageMs).toISOString();
  kept = [{ reference: message.key, status, created_at }];
}

describe('a message by GOV.UK Notify', () => {
  test('has left only once Notify says it was delivered, and is sent once however often that is asked', async () => {
    expect(await failure()).toMatchObject({ type: 'NOT_DELIVERED_YET', nonRetryable: false });
    expect(await failure()).toMatchObject({ type: 'NOT_DELIVERED_YET' });
    setStatus('sending');
    expect(await failure()).toMatchObject({ type: 'NOT_DELIVERED_YET' });
    setStatus('delivered');
    expect(await failure()).toBeUndefined();
    expect(sent).toHaveLength(1);
  });

  test('carries its key as the reference, the template of its kind and the words', async () => {
    await failure();
    expect(sent[0]?.body).toEqual({
      email_address: message.recipient,
      template_id: 'template-ACKNOWLEDGEMENT',
      personalisation: { reference: 'C-0000-0000', body: 'Thank you.' },
      reference: message.key,
    });
  });

  test('is signed with the secret of the key, for its service, just now', async () => {
    await failure();
    const token = sent[0]?.authorization.replace('Bearer ', '') ?? '';
    const { payload, protectedHeader } = await jwtVerify(token, new TextEncoder().encode(SECRET), {
      issuer: SERVICE,
      maxTokenAge: '30 seconds',
    });
    expect(protectedHeader).toEqual({ alg: 'HS256', typ: 'JWT' });
    expect(Object.keys(payload).toSorted()).toEqual(['iat', 'iss']);
  });

  test('E46 message to referrer bounces: it is not sent again and has not left', async () => {
    setStatus('permanent-failure');
    expect(await failure()).toMatchObject({ type: 'BOUNCED', nonRetryable: true });
    expect(sent).toEqual([]);
  });

  test('goes again after a passing failure, though not at once', async () => {
    setStatus('temporary-failure');
    expect(await failure()).toMatchObject({ type: 'NOT_DELIVERED_YET' });
    expect(sent).toEqual([]);
    setStatus('temporary-failure', 16 * 60_000);
    await failure();
    expect(sent).toHaveLength(1);
  });
});

describe('a refusal of Notify', () => {
  const refused = (status: number, error: string, words: string) => {
    refusal = { status, body: { status_code: status, errors: [{ error, message: words }] } };
  };

  test('of the address is a bounce, and does not repeat the address', async () => {
    refused(400, 'ValidationError', 'email_address Not a valid email address');
    const failed = await failure();
    expect(failed).toMatchObject({ type: 'BOUNCED', nonRetryable: true });
    expect(failed?.message).not.toContain('specimen-school');
  });

  test.each([
    ['too many at once', 429, 'RateLimitError', '1 minute'],
    ['a key that does not fit', 403, 'AuthError', '5 minutes'],
    ['a template that is not there', 400, 'BadRequestError', '5 minutes'],
    ['a fault of its own', 500, 'Exception', undefined],
  ])('for %s is tried again later', async (_case, status, error, after) => {
    refused(status, error, 'ambrosia.placeholder@specimen-school.example');
    const failed = await failure();
    expect(failed).toMatchObject({ type: 'NOT_DELIVERED_YET', nonRetryable: false });
    expect(failed?.message).toBe(`Notify answered ${status} ${error}`);
    expect(failed?.nextRetryDelay).toBe(after);
  });
});

describe('the settings of Notify', () => {
  test.each([
    ['a key of another form', 'not-a-key', TEMPLATES, 'NOTIFY_API_KEY'],
    ['a message without its template', `hub-${SERVICE}-${SECRET}`, 'OUTCOME:x', 'ACKNOWLEDGEMENT'],
  ])('are refused for %s', (_case, apiKey, templates, named) => {
    expect(() => readNotifySettings({ apiKey, url: 'http://notify.invalid', templates })).toThrow(named);
  });
});
