import { z } from 'zod';
import { parseSigningKey, type SigningKey } from './certificate/signing-key.ts';
import { GOV_UK_BANK_HOLIDAYS } from './policy/calendar-fetch.ts';
import { type PayloadKeys, parsePayloadKeys } from './temporal/payload-keys.ts';

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
  const [first = '', ...others] = settings.HUB_AUTHORITIES.split(',').map((code) => code.trim());
  return {
    databaseUrl: settings.DATABASE_URL,
    temporal: {
      address: settings.TEMPORAL_ADDRESS,
      namespace: settings.TEMPORAL_NAMESPACE,
      apiKey: settings.TEMPORAL_API_KEY,
      uiUrl: settings.TEMPORAL_UI_URL,
      payloadKeys: parsePayloadKeys(settings.PAYLOAD_KEYS),
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
    isDevelopment: settings.FRONT_DOOR_DEV === '1',
    bankHolidaysUrl: settings.BANK_HOLIDAYS_URL,
    logLevel: settings.LOG_LEVEL,
  };
}
