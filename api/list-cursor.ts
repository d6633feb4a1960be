import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { parseInstant } from '../domain/instant.ts';
import { Problem } from './problems.ts';
import type { ListPosition } from './referral-list.ts';
import { InstantText, ReferralRef } from './schemas/common.ts';

const Position = z.tuple([InstantText.nullable(), ReferralRef]);

/** Writes and reads the place where a page ended, signed so that only we make them. */
export class ListCursor {
  private readonly key: Uint8Array;

  constructor(key: Uint8Array) {
    this.key = key;
  }

  write({ nextDueAt, referralRef }: ListPosition): string {
    const content = Buffer.from(JSON.stringify([nextDueAt, referralRef]));
    return `${content.toString('base64url')}.${this.signature(content).toString('base64url')}`;
  }

  /** @throws Problem INVALID_FIELD when the cursor is not one of ours */
  read(cursor: string): ListPosition {
    const [content, signature] = cursor.split('.', 2).map((part) => Buffer.from(part, 'base64url'));
    if (content === undefined || signature === undefined) throw strange();
    const expected = this.signature(content);
    if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) throw strange();
    const [nextDueAt, referralRef] = Position.parse(JSON.parse(content.toString()));
    return { nextDueAt: nextDueAt === null ? null : parseInstant(nextDueAt), referralRef };
  }

  private signature(content: Uint8Array): Buffer {
    return createHmac('sha256', this.key).update(content).digest().subarray(0, 16);
  }
}

function strange(): Problem {
  const detail = 'This cursor does not come from here, or is no longer valid; begin with the first page';
  return new Problem('INVALID_FIELD', { errors: [{ parameter: 'cursor', detail }] });
}
