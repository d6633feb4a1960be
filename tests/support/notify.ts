import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LETTER_TEMPLATES } from '../../domain/case.ts';
import { readNotifySettings, type NotifySettings } from '../../activities/notify-settings.ts';

export const NOTIFY_SERVICE = '26785a09-ab16-4eb0-8407-a37497a57506';
export const NOTIFY_SECRET = '3d844edf-8d35-48ac-975b-e847b4f122b0';

/** A template for each message, named after it. */
export const NOTIFY_TEMPLATES = [
  'ACKNOWLEDGEMENT',
  'OUTCOME',
  'QUESTION',
  'AGENCY_REQUEST',
  'AGENCY_CHILD_ADDED',
  'AGENCY_REMINDER',
  'AGENCY_LEAD_TOLD',
  'AGENCY_NOT_NEEDED',
  'OPEN_CASE_WORKER',
  'OPEN_CASE_MANAGER',
  'NOTIFICATION_LEAD',
  ...LETTER_TEMPLATES,
]
  .map((message) => `${message}:template-${message}`)
  .join(',');

type Answer = { readonly status: number; readonly body: unknown };

/** What stands in for GOV.UK Notify, over HTTP: it keeps what it is sent and takes a reference as often as it comes. */
export type FakeNotify = {
  readonly settings: NotifySettings;
  /** Emails taken, in order, with the header they came with. */
  readonly sent: { readonly authorization: string; readonly body: Record<string, unknown> }[];
  /** Says from now on what became of every email of this reference, sent so long ago. */
  become(reference: string, status: string, ageMs?: number): void;
  /** Says from now on what became of every email. */
  becomeAll(status: string): void;
  /** Refuses whatever is to be sent from now on. */
  refuse(answer: Answer): void;
  /** Takes no file from now on, as Notify takes none of a kind it does not know. */
  refuseFiles(): void;
  close(): Promise<void>;
};

export async function fakeNotify(): Promise<FakeNotify> {
  let kept: { reference: string; status: string; created_at: string }[] = [];
  const sent: FakeNotify['sent'] = [];
  let refusal: Answer | undefined;
  let status = 'created';
  let takesNoFiles = false;

  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://notify.invalid');
    if (pathname === '/v2/notifications') {
      const reference = searchParams.get('reference');
      return { status: 200, body: { notifications: kept.filter((one) => one.reference === reference) } };
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every email is an object
    const body = JSON.parse(await textOf(request)) as Record<string, unknown>;
    if (refusal !== undefined) return refusal;
    if (takesNoFiles && hasFile(body)) return NO_FILES;
    sent.push({ authorization: request.headers.authorization ?? '', body });
    kept.push({ reference: String(body['reference']), status, created_at: new Date().toISOString() });
    return { status: 201, body: { id: 'an-id' } };
  };

  const server = createServer((request, response) => {
    void answer(request).then((given) => {
      response.writeHead(given.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(given.body));
    });
  });
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has a port
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    settings: readNotifySettings({
      apiKey: `hub-${NOTIFY_SERVICE}-${NOTIFY_SECRET}`,
      url,
      templates: NOTIFY_TEMPLATES,
    }),
    sent,
    become: (reference, next, ageMs = 0) => {
      kept = [{ reference, status: next, created_at: new Date(Date.now() - ageMs).toISOString() }];
    },
    becomeAll: (next) => {
      status = next;
      kept = kept.map((one) => ({ ...one, status: next }));
    },
    refuse: (given) => {
      refusal = given;
    },
    refuseFiles: () => {
      takesNoFiles = true;
    },
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}

const NO_FILES: Answer = {
  status: 400,
  body: {
    status_code: 400,
    errors: [
      {
        error: 'BadRequestError',
        message: "Unsupported file type 'text/calendar'. Supported types are: '.csv', '.pdf', '.txt'",
      },
    ],
  },
};

function hasFile({ personalisation }: Record<string, unknown>): boolean {
  return JSON.stringify(personalisation).includes('"filename"');
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString();
}
