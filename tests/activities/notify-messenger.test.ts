import { ApplicationFailure } from '@temporalio/common';
import { jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OutgoingMessage } from '../../activities/messenger.ts';
import { notifyMessenger } from '../../activities/notify-messenger.ts';
import { readNotifySettings } from '../../activities/notify-settings.ts';
import {
  type FakeNotify,
  fakeNotify,
  NOTIFY_SECRET,
  NOTIFY_SERVICE,
  NOTIFY_TEMPLATES,
} from '../support/notify.ts';
import { MONDAY_TEN } from '../support/people.ts';

const message: OutgoingMessage = {
  key: 'C-0000-0000/acknowledgement',
  contactRef: 'C-0000-0000',
  referralRef: 'R-0000-0000',
  template: 'ACKNOWLEDGEMENT',
  recipient: 'ambrosia.placeholder@specimen-school.example',
  body: 'Thank you.',
  sentAt: MONDAY_TEN,
};

let notify: FakeNotify;
beforeEach(async () => {
  notify = await fakeNotify();
});
afterEach(() => notify?.close());

/** How an attempt to send failed; undefined when the message has left. */
async function failure(outgoing = message): Promise<ApplicationFailure | undefined> {
  try {
    await notifyMessenger(notify.settings).send(outgoing);
    return undefined;
  } catch (error) {
    if (error instanceof ApplicationFailure) return error;
    throw error;
  }
}

describe('a message by GOV.UK Notify', () => {
  test('has left only once Notify says it was delivered, and is sent once however often that is asked', async () => {
    expect(await failure()).toMatchObject({ type: 'NOT_DELIVERED_YET', nonRetryable: false });
    expect(await failure()).toMatchObject({ type: 'NOT_DELIVERED_YET' });
    notify.become(message.key, 'sending');
    expect(await failure()).toMatchObject({ type: 'NOT_DELIVERED_YET' });
    notify.become(message.key, 'delivered');
    expect(await failure()).toBeUndefined();
    expect(notify.sent).toHaveLength(1);
  });

  test('carries its key as the reference, the template of its kind and the words', async () => {
    await failure();
    expect(notify.sent[0]?.body).toEqual({
      email_address: message.recipient,
      template_id: 'template-ACKNOWLEDGEMENT',
      personalisation: { reference: 'C-0000-0000', body: 'Thank you.' },
      reference: message.key,
    });
  });

  test('is signed with the secret of the key, for its service, just now', async () => {
    await failure();
    const token = notify.sent[0]?.authorization.replace('Bearer ', '') ?? '';
    const { payload, protectedHeader } = await jwtVerify(token, new TextEncoder().encode(NOTIFY_SECRET), {
      issuer: NOTIFY_SERVICE,
      maxTokenAge: '30 seconds',
    });
    expect(protectedHeader).toEqual({ alg: 'HS256', typ: 'JWT' });
    expect(Object.keys(payload).toSorted()).toEqual(['iat', 'iss']);
  });

  test('E46 message to referrer bounces: it is not sent again and has not left', async () => {
    notify.become(message.key, 'permanent-failure');
    expect(await failure()).toMatchObject({ type: 'BOUNCED', nonRetryable: true });
    expect(notify.sent).toEqual([]);
  });

  test('goes again after a passing failure, though not at once', async () => {
    notify.become(message.key, 'temporary-failure');
    expect(await failure()).toMatchObject({ type: 'NOT_DELIVERED_YET' });
    expect(notify.sent).toEqual([]);
    notify.become(message.key, 'temporary-failure', 16 * 60_000);
    await failure();
    expect(notify.sent).toHaveLength(1);
  });
});

describe('a file that goes with a message', () => {
  const invitation: OutgoingMessage = {
    ...message,
    template: 'STRATEGY_INVITATION',
    attachment: {
      name: 'strategy-discussion.ics',
      contentType: 'text/calendar',
      content: 'BEGIN:VCALENDAR – ok',
    },
  };

  test('is uploaded in base64 under its name, for the link in the place of the template', async () => {
    await failure(invitation);
    expect(notify.sent.map(({ body }) => body['personalisation'])).toEqual([
      {
        reference: 'C-0000-0000',
        body: 'Thank you.',
        link_to_file: { file: 'QkVHSU46VkNBTEVOREFSIOKAkyBvaw==', filename: 'strategy-discussion.ics' },
      },
    ]);
  });

  test('is left out where Notify does not take it, and the message goes all the same', async () => {
    notify.refuseFiles();
    expect(await failure(invitation)).toMatchObject({
      type: 'NOT_DELIVERED_YET',
      message: 'The email is with Notify',
    });
    expect(notify.sent.map(({ body }) => body['personalisation'])).toEqual([
      {
        reference: 'C-0000-0000',
        body: 'Thank you.',
        link_to_file: 'no file can be sent this way; everything you need stands in this message',
      },
    ]);
  });
});

describe('a refusal of Notify', () => {
  const refused = (status: number, error: string, words: string) => {
    notify.refuse({ status, body: { status_code: status, errors: [{ error, message: words }] } });
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
    ['a key of another form', 'not-a-key', NOTIFY_TEMPLATES, 'NOTIFY_API_KEY'],
    [
      'a message without its template',
      `hub-${NOTIFY_SERVICE}-${NOTIFY_SECRET}`,
      'OUTCOME:x',
      'ACKNOWLEDGEMENT',
    ],
  ])('are refused for %s', (_case, apiKey, templates, named) => {
    expect(() => readNotifySettings({ apiKey, url: 'http://notify.invalid', templates })).toThrow(named);
  });
});
