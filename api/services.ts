import type { SigningKey } from '../certificate/signing-key.ts';
import type { Db } from '../db/client.ts';
import type { Cases, HubClock } from '../temporal/cases.ts';
import type { TemporalClient } from '../temporal/connect.ts';

/** What routes and pages work with; built once at boot. */
export type Services = {
  readonly db: Db;
  readonly temporal: TemporalClient;
  readonly cases: Cases;
  readonly clock: HubClock;
  /** Signs clock certificates; absent, the hub issues none. */
  readonly signingKey?: SigningKey;
  /** Codes of the local authorities this hub serves; the first takes a contact that names none. */
  readonly authorities: readonly [string, ...string[]];
  /** Base address of the Temporal Web UI, for links to it. */
  readonly temporalUiUrl: string;
};
