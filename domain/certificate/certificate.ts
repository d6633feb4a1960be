import type { ClockEvent, StopReason } from '../clock.ts';
import type { Instant } from '../instant.ts';
import type { LedgerEntry } from '../ledger.ts';
import type { ReferralEvent } from '../referral/events.ts';
import type { EditionKind } from '../rulebook/rulebook.ts';
import type { ClockKind } from '../vocabulary.ts';

/** The form of a certificate; a later form would be written `/2`. */
export const CERTIFICATE_FORMAT = 'front-door/clock-certificate/1';

/** What a certificate shows of a case: everything its clocks are computed from, and nothing else. */
export type ShownEvent =
  | ClockEvent
  | Extract<ReferralEvent, { type: 'ReferralReceived' | 'ReferralRated' | 'RulesAdopted' }>;

const SHOWN: ReadonlySet<string> = new Set<ShownEvent['type']>([
  'ReferralReceived',
  'ReferralRated',
  'RulesAdopted',
  'ClockStarted',
  'ClockRearmed',
  'ClockPaused',
  'ClockPauseEnded',
  'ClockWarned',
  'ClockBreached',
  'ClockEscalated',
  'ClockStopped',
]);

/** Whether a certificate shows an event of this type. */
export function isShown<E extends { readonly type: string }>(event: E): event is Extract<E, ShownEvent> {
  return SHOWN.has(event.type);
}

/** A row of the ledger shown as it stands there; its stream is the certificate's. */
export type ShownRow = Omit<LedgerEntry<ShownEvent>, 'stream'> & { readonly hash: string };

/** A row that concerns no clock: only its place in the chain. */
export type LinkRow = { readonly seq: number; readonly hash: string };

export type CertificateRow = ShownRow | LinkRow;

export function isShownRow(row: CertificateRow): row is ShownRow {
  return 'event' in row;
}

/** A policy or calendar the clocks were counted by, named and pinned by the SHA-256 of its canonical JSON. */
export type CertifiedEdition = {
  readonly kind: EditionKind;
  readonly edition: string;
  readonly sha256: string;
};

/** What became of one clock, in short. */
export type ClockSummary = {
  readonly id: string;
  readonly kind: ClockKind;
  readonly startedAt: Instant;
  readonly dueAt: Instant;
  readonly status: 'RUNNING' | 'PAUSED' | 'LATE' | 'STOPPED';
  readonly stoppedAt?: Instant;
  readonly stoppedBy?: StopReason;
  /** Stopped after its due instant, or past it and not stopped when the certificate was issued. */
  readonly late: boolean;
  /** Only of a stopped clock: elapsed milliseconds from the stop to the due instant, negative when late. */
  readonly marginMs?: number;
};

/** What a certificate says, before it is signed. */
export type CertificateContent = {
  readonly format: typeof CERTIFICATE_FORMAT;
  readonly referralRef: string;
  readonly stream: string;
  readonly issuedAt: Instant;
  /** Policies first, each kind in the order in which the rows name them. */
  readonly editions: readonly CertifiedEdition[];
  /** Every row of the stream from the first on. */
  readonly rows: readonly CertificateRow[];
  readonly clocks: readonly ClockSummary[];
};

/** An Ed25519 public key as a JSON Web Key (RFC 8037), nothing but what its thumbprint is taken over. */
export type PublicKey = { readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly x: string };

export type CertificateSignature = {
  readonly algorithm: 'Ed25519';
  /** RFC 7638 thumbprint of the public key, SHA-256, base64url. */
  readonly keyId: string;
  readonly publicKey: PublicKey;
  /** Over the canonical JSON (RFC 8785) of everything but `signature`; base64url. */
  readonly value: string;
};

/** The provable record of a referral's clocks: the document a court may be handed. */
export type ClockCertificate = CertificateContent & { readonly signature: CertificateSignature };
