import type { SigningKey } from '../certificate/signing-key.ts';
import type { LinkKeys } from '../db/answer-tokens.ts';
import type { Db } from '../db/client.ts';
import type { Agencies } from '../policy/agencies.ts';
import type { HubAuthorities } from '../domain/hub-authorities.ts';
import type { Cases, HubClock } from '../temporal/cases.ts';
import type { TemporalClient } from '../temporal/connect.ts';
import type { RateLimit } from './rate-limit.ts';

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
  /** Their dates and postcode districts; absent, a referral stays with the authority it names. */
  readonly hubAuthorities?: HubAuthorities;
  /** Whom the hub can ask for information. */
  readonly agencies: Agencies;
  /** How agencies without an account answer. */
  readonly answerLinks: {
    readonly keys: LinkKeys;
    /** Days a link works. */
    readonly lastDays: number;
    /** Where people outside reach the hub's pages. */
    readonly publicUrl: string;
    /** How often one link, and one address, may be heard. */
    readonly limits: { readonly link: RateLimit; readonly address: RateLimit };
  };
  /** Base address of the Temporal Web UI, for links to it. */
  readonly temporalUiUrl: string;
};
