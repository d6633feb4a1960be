import { hkdfSync } from 'node:crypto';
import { z } from 'zod';
import { type NotifySettings, readNotifySettings } from './activities/notify-settings.ts';
import { parseSigningKey, type SigningKey } from './certificate/signing-key.ts';
import type { LinkKeys } from './db/answer-tokens.ts';
import type { HubAuthorities } from './domain/hub-authorities.ts';
import { type Agencies, readAgencies } from './policy/agencies.ts';
import { readHubAuthorities } from './policy/hub-authorities.ts';
import { GOV_UK_BANK_HOLIDAYS } from './policy/calendar-fetch.ts';
import { type PayloadKeys, parsePayloadKeys } from './temporal/payload-keys.ts';

const count = (preferred: number) => z.coerce.number().int().min(1).max(1_000_000).default(preferred);
const port = (preferred: number) => z.coerce.number().int().min(1).max(65_535).default(preferred);

/** Every setting, its variable and its default. The only reader of the environment in production code. */
const Environment = z.object({
  /** Postgres, as a connection URL. */
  DATABASE_URL: z.string().min(1),
  TEMPORAL_ADDRESS: z.string().min(1).default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  /** Present for a Temporal that asks for a key; implies TLS. */
  TEMPORAL_API_KEY: z.string().min(1).optional(),
  /** Base of the Temporal Web UI, for the link on each case page. */
  TEMPORAL_UI_URL: z.url().default('http://127.0.0.1:8233'),
  /** `id:base64,id:base64`, 32 bytes each; the first encrypts, all decrypt. */
  PAYLOAD_KEYS: z.string().min(1),
  /**
   * Signs clock certificates: an Ed25519 private key, PKCS#8 DER in base64, as
   * `openssl genpkey -algorithm ed25519 -outform DER | openssl base64 -A` writes it. Absent, the hub issues none.
   */
  CERTIFICATE_SIGNING_KEY: z.string().optional(),
  /** File written by `npm run build:workflows`; absent, the worker bundles at start. */
  WORKFLOW_BUNDLE: z.string().min(1).optional(),
  /** Cases a worker keeps in memory between tasks, at 0.3 to 0.4 MiB each. */
  WORKER_CACHED_CASES: z.coerce.number().int().min(1).optional(),
  API_HOST: z.string().min(1).default('127.0.0.1'),
  API_PORT: port(3000),
  /** Who signs the tokens, for whom, and where the public keys are. */
  AUTH_ISSUER: z.string().min(1),
  AUTH_AUDIENCE: z.string().min(1).default('front-door'),
  AUTH_JWKS_URL: z.url(),
  /** Local authorities of this hub, by code, separated by commas; the first takes what names none. */
  HUB_AUTHORITIES: z.string().min(1),
  /** JSON file of their dates and postcode districts; absent, a referral stays with the authority it names. */
  HUB_AUTHORITIES_FILE: z.string().min(1).optional(),
  /** Where people outside reach the hub's pages; links in messages begin with it. */
  PUBLIC_URL: z.url().default('http://127.0.0.1:3000'),
  /** Addresses or ranges of proxies whose `X-Forwarded-For` is believed, separated by commas; absent, nobody's is. */
  TRUSTED_PROXIES: z.string().min(1).optional(),
  /** JSON file of the agencies the hub asks; absent, the usual partners under invented addresses. */
  AGENCIES_FILE: z.string().min(1).optional(),
  /** Days a link to answer with works. */
  ANSWER_LINK_DAYS: count(28),
  /** Requests a minute that one link, and one address, may send to each process of the API. */
  ANSWERS_PER_LINK: count(30),
  ANSWERS_PER_ADDRESS: count(120),
  /** A GOV.UK Notify API key, as Notify shows it; absent, messages go to the outbox and no further. */
  NOTIFY_API_KEY: z.string().min(1).optional(),
  NOTIFY_URL: z.url().default('https://api.notifications.service.gov.uk'),
  /** Id of the email template of each message, such as `ACKNOWLEDGEMENT:6f…,OUTCOME:b0…`. */
  NOTIFY_TEMPLATES: z.string().default(''),
  /** Set only by the development stack: its clock may be moved, users sign in by name, the outbox has a page. */
  FRONT_DOOR_DEV: z.literal('1').optional(),
  /** Where bank holidays are published, in the format of GOV.UK. */
  BANK_HOLIDAYS_URL: z.url().default(GOV_UK_BANK_HOLIDAYS),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export type Config = {
  readonly databaseUrl: string;
  readonly temporal: {
    readonly address: string;
    readonly namespace: string;
    readonly apiKey: string | undefined;
    readonly uiUrl: string;
    readonly payloadKeys: PayloadKeys;
  };
  readonly signingKey: SigningKey | undefined;
  readonly workflowBundle: { readonly codePath: string } | undefined;
  readonly cachedCases: number | undefined;
  readonly api: { readonly host: string; readonly port: number };
  readonly auth: { readonly issuer: string; readonly audience: string; readonly jwksUrl: string };
  readonly authorities: readonly [string, ...string[]];
  readonly hubAuthorities: HubAuthorities | undefined;
  readonly publicUrl: string;
  readonly trustedProxies: string | undefined;
  readonly agencies: Agencies;
  readonly answerLinks: { readonly keys: LinkKeys; readonly lastDays: number };
  /** Requests a minute. */
  readonly answersPer: { readonly link: number; readonly address: number };
  readonly notify: NotifySettings | undefined;
  readonly isDevelopment: boolean;
  readonly bankHolidaysUrl: string;
  readonly logLevel: string;
};

/** Reads the configuration once, at boot. A missing or wrong setting stops the process with its name. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The configuration does not hold:\n  ${faults.join('\n  ')}`);
  }
  const settings = parsed.data;
  const payloadKeys = parsePayloadKeys(settings.PAYLOAD_KEYS);
  const [first = '', ...others] = settings.HUB_AUTHORITIES.split(',').map((code) => code.trim());
  return {
    databaseUrl: settings.DATABASE_URL,
    temporal: {
      address: settings.TEMPORAL_ADDRESS,
      namespace: settings.TEMPORAL_NAMESPACE,
      apiKey: settings.TEMPORAL_API_KEY,
      uiUrl: settings.TEMPORAL_UI_URL,
      payloadKeys,
    },
    signingKey: settings.CERTIFICATE_SIGNING_KEY
      ? parseSigningKey(settings.CERTIFICATE_SIGNING_KEY)
      : undefined,
    workflowBundle: settings.WORKFLOW_BUNDLE ? { codePath: settings.WORKFLOW_BUNDLE } : undefined,
    cachedCases: settings.WORKER_CACHED_CASES,
    api: { host: settings.API_HOST, port: settings.API_PORT },
    auth: {
      issuer: settings.AUTH_ISSUER,
      audience: settings.AUTH_AUDIENCE,
      jwksUrl: settings.AUTH_JWKS_URL,
    },
    authorities: [first, ...others],
    hubAuthorities: settings.HUB_AUTHORITIES_FILE
      ? readHubAuthorities(settings.HUB_AUTHORITIES_FILE)
      : undefined,
    publicUrl: settings.PUBLIC_URL,
    trustedProxies: settings.TRUSTED_PROXIES,
    agencies: readAgencies(settings.AGENCIES_FILE),
    answerLinks: { keys: linkKeysFrom(payloadKeys), lastDays: settings.ANSWER_LINK_DAYS },
    answersPer: { link: settings.ANSWERS_PER_LINK, address: settings.ANSWERS_PER_ADDRESS },
    notify:
      settings.NOTIFY_API_KEY === undefined
        ? undefined
        : readNotifySettings({
            apiKey: settings.NOTIFY_API_KEY,
            url: settings.NOTIFY_URL,
            templates: settings.NOTIFY_TEMPLATES,
          }),
    isDevelopment: settings.FRONT_DOOR_DEV === '1',
    bankHolidaysUrl: settings.BANK_HOLIDAYS_URL,
    logLevel: settings.LOG_LEVEL,
  };
}

/** One for each payload key, so that rotating those rotates these; of no use for payloads. */
function linkKeysFrom({ current, keys }: PayloadKeys): LinkKeys {
  const derived = (key: Buffer | undefined) =>
    new Uint8Array(hkdfSync('sha256', key ?? '', '', 'front-door answer links', 32));
  const older = [...keys].filter(([id]) => id !== current);
  return [derived(keys.get(current)), ...older.map(([, key]) => derived(key))];
}
