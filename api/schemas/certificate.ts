import { z } from 'zod';
import { CERTIFICATE_FORMAT } from '../../domain/certificate/certificate.ts';
import { EDITION_KINDS } from '../../domain/rulebook/rulebook.ts';
import { CLOCK_KINDS } from '../../domain/vocabulary.ts';
import { STOP_REASONS } from '../../domain/clock.ts';
import { InstantText } from './common.ts';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const PublicKeyAnswer = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() });

const RowAnswer = z.looseObject({
  seq: z.number().int(),
  hash: Sha256,
  event: z.looseObject({ type: z.string(), occurredAt: InstantText }).exactOptional().meta({
    description: 'Only of rows the clocks are computed from; others are links of the chain',
  }),
});

const ClockSummaryAnswer = z.object({
  id: z.string(),
  kind: z.enum(CLOCK_KINDS),
  startedAt: InstantText,
  dueAt: InstantText,
  status: z.enum(['RUNNING', 'PAUSED', 'LATE', 'STOPPED']),
  stoppedAt: InstantText.exactOptional(),
  stoppedBy: z.enum(STOP_REASONS).exactOptional(),
  late: z.boolean(),
  marginMs: z.number().int().exactOptional().meta({
    description: 'From the stop to the due instant, negative when late',
  }),
});

export const CertificateAnswer = z
  .object({
    format: z.literal(CERTIFICATE_FORMAT),
    referralRef: z.string(),
    stream: z.string(),
    issuedAt: InstantText,
    editions: z
      .array(z.object({ kind: z.enum(EDITION_KINDS), edition: z.string(), sha256: Sha256 }))
      .readonly(),
    rows: z.array(RowAnswer).readonly(),
    clocks: z.array(ClockSummaryAnswer).readonly(),
    signature: z.object({
      algorithm: z.literal('Ed25519'),
      keyId: z.string(),
      publicKey: PublicKeyAnswer,
      value: z.string(),
    }),
  })
  .meta({
    id: 'ClockCertificate',
    description: 'Canonical JSON (RFC 8785). Keep the body byte for byte: any other byte makes it fail.',
  });

export const SigningKeysAnswer = z
  .object({
    keys: z.array(
      PublicKeyAnswer.extend({ kid: z.string(), alg: z.literal('EdDSA'), use: z.literal('sig') }),
    ),
  })
  .meta({ id: 'SigningKeys', description: 'A JSON Web Key Set (RFC 7517, RFC 8037)' });
