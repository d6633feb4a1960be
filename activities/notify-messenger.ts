import { ApplicationFailure } from '@temporalio/common';
import { SignJWT } from 'jose';
import { z } from 'zod';
import { bounced, type Messenger, type OutgoingMessage } from './messenger.ts';
import type { NotifySettings } from './notify-settings.ts';

/** What has become of an email. Source: Notify's API documentation, "Email status descriptions". */
const STATUSES = [
  'created',
  'sending',
  'delivered',
  'permanent-failure',
  'temporary-failure',
  'technical-failure',
] as const;

const Notification = z.object({ status: z.enum(STATUSES), created_at: z.iso.datetime({ offset: true }) });
const Notifications = z.object({ notifications: z.array(Notification) });
const Refusal = z.object({ errors: z.array(z.object({ error: z.string(), message: z.string() })) });

/** Within the time an attempt may take. */
const ANSWER_WITHIN_MS = 8_000;
/** A mailbox that is full now may have room in a while; Notify itself does not try again. */
const NEXT_EMAIL_AFTER_MS = 15 * 60_000;

/**
 * Sends messages by email through GOV.UK Notify. A message has left when Notify says it was delivered: until then
 * each attempt fails and is repeated, which costs a case no events. Notify takes the same reference twice, so what
 * it has is looked up before anything is sent.
 */
export function notifyMessenger(settings: NotifySettings): Messenger {
  return {
    send: async (message) => {
      const last = await newest(settings, message.key);
      switch (last?.status) {
        case 'delivered':
          return;
        case 'permanent-failure':
          throw bounced('The address does not exist');
        case 'created':
        case 'sending':
          throw tryAgain(`The email is ${last.status}`, '10 seconds');
        case 'temporary-failure':
        case 'technical-failure':
          if (Date.now() - Date.parse(last.created_at) < NEXT_EMAIL_AFTER_MS) {
            throw tryAgain(`The email ended in ${last.status}`, NEXT_EMAIL_AFTER_MS);
          }
          break;
        case undefined:
      }
      await email(settings, message);
      throw tryAgain('The email is with Notify', '2 seconds');
    },
  };
}

async function newest(settings: NotifySettings, reference: string) {
  const query = new URLSearchParams({ template_type: 'email', reference });
  const response = await call(settings, `/v2/notifications?${query.toString()}`);
  if (!response.ok) throw await failureOf(response);
  const { notifications } = Notifications.parse(await response.json());
  return notifications.toSorted((a, b) => b.created_at.localeCompare(a.created_at))[0];
}

async function email(settings: NotifySettings, message: OutgoingMessage): Promise<void> {
  const response = await call(settings, '/v2/notifications/email', {
    email_address: message.recipient,
    template_id: settings.templates.get(message.template),
    personalisation: { reference: message.contactRef, body: message.body },
    reference: message.key,
  });
  if (!response.ok) throw await failureOf(response);
}

async function call({ url, serviceId, secret }: NotifySettings, path: string, body?: unknown) {
  const token = await new SignJWT({})
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(serviceId)
    .setIssuedAt()
    .sign(new TextEncoder().encode(secret));
  return fetch(new URL(path, url), {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
  });
}

/** What a refusal means. It is told on without Notify's own words, which may repeat the address. */
async function failureOf(response: Response): Promise<ApplicationFailure> {
  const { status } = response;
  const content = Refusal.safeParse(await response.json().catch(() => undefined));
  const errors = content.success ? content.data.errors : [];
  if (status === 400 && errors.some(isAboutTheAddress)) return bounced('Notify does not take the address');
  const kinds = errors.map(({ error }) => error.replaceAll(/\W/g, '')).join(', ');
  const words = `Notify answered ${status} ${kinds}`.trim();
  if (status >= 500) return tryAgain(words);
  // Too many at once or today; or a key, a template or a permission that a person has to put right.
  return tryAgain(words, status === 429 ? '1 minute' : '5 minutes');
}

function isAboutTheAddress({ error, message }: { readonly error: string; readonly message: string }) {
  return error === 'ValidationError' && message.startsWith('email_address');
}

function tryAgain(words: string, after?: '2 seconds' | '10 seconds' | '1 minute' | '5 minutes' | number) {
  return ApplicationFailure.create({
    type: 'NOT_DELIVERED_YET',
    message: words,
    ...(after !== undefined && { nextRetryDelay: after }),
  });
}
