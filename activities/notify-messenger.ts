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
  if (!response.ok) throw failureOf(await refusalOf(response));
  const { notifications } = Notifications.parse(await response.json());
  return notifications.toSorted((a, b) => b.created_at.localeCompare(a.created_at))[0];
}

/**
 * A file goes as a link that Notify puts in its place. Notify takes files of some kinds only, and no calendar entries
 * as its documentation stands; a message whose file it refuses goes without it.
 */
async function email(settings: NotifySettings, message: OutgoingMessage): Promise<void> {
  const { attachment } = message;
  const first = await post(settings, message, attachment && linkTo(attachment));
  const isFileRefused = attachment !== undefined && first?.errors.some(isAboutTheFile);
  const refused = isFileRefused ? await post(settings, message, NO_FILE) : first;
  if (refused !== undefined) throw failureOf(refused);
}

/** @see GOV.UK Notify, REST API documentation, "Send a file by email": the template has a place `((link_to_file))` */
function linkTo({ name, content }: NonNullable<OutgoingMessage['attachment']>) {
  return { file: Buffer.from(content, 'utf8').toString('base64'), filename: name };
}

/** Stands where the link to a file would. */
const NO_FILE = 'no file can be sent this way; everything you need stands in this message';

type Refused = { readonly status: number; readonly errors: z.output<typeof Refusal>['errors'] };

/** What Notify refuses it for; undefined when it took it. */
async function post(
  settings: NotifySettings,
  message: OutgoingMessage,
  link: ReturnType<typeof linkTo> | string | undefined,
): Promise<Refused | undefined> {
  const response = await call(settings, '/v2/notifications/email', {
    email_address: message.recipient,
    template_id: settings.templates.get(message.template),
    personalisation: {
      reference: message.contactRef,
      body: message.body,
      ...(link !== undefined && { link_to_file: link }),
    },
    reference: message.key,
  });
  return response.ok ? undefined : refusalOf(response);
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

async function refusalOf(response: Response): Promise<Refused> {
  const content = Refusal.safeParse(await response.json().catch(() => undefined));
  return { status: response.status, errors: content.success ? content.data.errors : [] };
}

/** What a refusal means. It is told on without Notify's own words, which may repeat the address. */
function failureOf({ status, errors }: Refused): ApplicationFailure {
  if (status === 400 && errors.some(isAboutTheAddress)) return bounced('Notify does not take the address');
  const kinds = errors.map(({ error }) => error.replaceAll(/\W/g, '')).join(', ');
  const words = `Notify answered ${status} ${kinds}`.trim();
  if (status >= 500) return tryAgain(words);
  // Too many at once or today; or a key, a template or a permission that a person has to put right.
  return tryAgain(words, status === 429 ? '1 minute' : '5 minutes');
}

/** Such as a file of a kind that Notify does not take, or a service for which nobody has set files up. */
function isAboutTheFile({ error, message }: { readonly error: string; readonly message: string }) {
  return error === 'BadRequestError' && /file/i.test(message);
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
