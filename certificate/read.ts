import { CERTIFICATE_FORMAT, type ClockCertificate, isShown } from '../domain/certificate/certificate.ts';
import { DoesNotHold } from '../domain/certificate/does-not-hold.ts';
import { referralStream } from '../domain/streams.ts';
import { canonicalText } from './canonical.ts';

/**
 * Reads a certificate from its bytes, letter for letter: they must be the canonical JSON of what they say, and may end
 * with one line feed.
 * @throws DoesNotHold
 */
export function readCertificate(bytes: Uint8Array): ClockCertificate {
  const text = textOf(bytes).replace(/\n$/, '');
  const value = jsonIn(text);
  assertForm(value);
  if (!isCanonical(text, value)) throw new DoesNotHold('format', 'the file is not canonical JSON (RFC 8785)');
  return value;
}

function isCanonical(text: string, value: unknown): boolean {
  try {
    return canonicalText(value) === text;
  } catch {
    return false;
  }
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new DoesNotHold('format', 'the file is not text in UTF-8');
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DoesNotHold('format', 'the file is not JSON');
  }
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const HASH = /^[0-9a-f]{64}$/;

/** The form of everything the verifier reads by itself; what is inside an event is compared with what is recomputed. */
function assertForm(value: unknown): asserts value is ClockCertificate {
  const document = record(value, 'format');
  if (document['format'] !== CERTIFICATE_FORMAT) {
    throw new DoesNotHold('format', `must be ${CERTIFICATE_FORMAT}`);
  }
  only(document, 'format', [
    'format',
    'referralRef',
    'stream',
    'issuedAt',
    'editions',
    'rows',
    'clocks',
    'signature',
  ]);
  if (text(document, 'stream', 'stream') !== referralStream(text(document, 'referralRef', 'referralRef'))) {
    throw new DoesNotHold('stream', 'is not that of the referral');
  }
  matching(document, 'issuedAt', INSTANT, 'issuedAt');
  for (const [index, edition] of list(document, 'editions').entries()) {
    assertEdition(record(edition, `editions, number ${index + 1}`), `editions, number ${index + 1}`);
  }
  for (const [index, row] of list(document, 'rows').entries()) {
    assertRow(record(row, `row ${index + 1}`), `row ${index + 1}`);
  }
  list(document, 'clocks');
  assertSignature(record(document['signature'], 'signature'));
}

function assertEdition(edition: Fields, where: string): void {
  only(edition, where, ['kind', 'edition', 'sha256']);
  text(edition, 'kind', where);
  text(edition, 'edition', where);
  matching(edition, 'sha256', HASH, where);
}

function assertRow(row: Fields, where: string): void {
  matching(row, 'hash', HASH, where);
  if (!Number.isInteger(row['seq'])) throw new DoesNotHold(where, 'seq must be a whole number');
  if (!('event' in row)) return only(row, where, ['seq', 'hash']);
  only(row, where, [
    'seq',
    'hash',
    'event',
    'actor',
    'commandId',
    'recordedAt',
    'policyEdition',
    'calendarEdition',
  ]);
  const event = record(row['event'], where);
  const type = text(event, 'type', where);
  if (!isShown({ type })) throw new DoesNotHold(where, `${type} is not shown in a certificate`);
  matching(event, 'occurredAt', INSTANT, where);
  matching(row, 'recordedAt', INSTANT, where);
  text(record(row['actor'], where), 'userId', where);
  text(row, 'policyEdition', where);
  text(row, 'calendarEdition', where);
  if ('commandId' in row) text(row, 'commandId', where);
}

function assertSignature(signature: Fields): void {
  const where = 'signature';
  only(signature, where, ['algorithm', 'keyId', 'publicKey', 'value']);
  if (signature['algorithm'] !== 'Ed25519') throw new DoesNotHold(where, 'algorithm must be Ed25519');
  text(signature, 'keyId', where);
  text(signature, 'value', where);
  const key = record(signature['publicKey'], where);
  only(key, where, ['kty', 'crv', 'x']);
  if (key['kty'] !== 'OKP' || key['crv'] !== 'Ed25519') {
    throw new DoesNotHold(where, 'publicKey must be an Ed25519 JSON Web Key');
  }
  text(key, 'x', where);
}

type Fields = Readonly<Record<string, unknown>>;

function record(value: unknown, where: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new DoesNotHold(where, 'must be an object with its fields');
}

function list(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name];
  if (Array.isArray(value)) return value;
  throw new DoesNotHold(name, 'must be a list');
}

function text(fields: Fields, name: string, where: string): string {
  const value = fields[name];
  if (typeof value === 'string') return value;
  throw new DoesNotHold(where, `${name} must be text`);
}

function matching(fields: Fields, name: string, pattern: RegExp, where: string): void {
  if (!pattern.test(text(fields, name, where)))
    throw new DoesNotHold(where, `${name} is not written as it must be`);
}

function only(fields: Fields, where: string, names: readonly string[]): void {
  const other = Object.keys(fields).find((name) => !names.includes(name));
  if (other !== undefined) throw new DoesNotHold(where, `${other} does not belong here`);
}
