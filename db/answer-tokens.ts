import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Secrets of the hub that links are signed with: the first signs, all verify. */
export type LinkKeys = readonly [Uint8Array, ...Uint8Array[]];

const ID_BYTES = 16;
const TOKEN = /^([\w-]{22})\.([\w-]{43})$/;

/** A link's id: 128 random bits in base64url. Of no use to anybody without the hub's signature. */
export function newLinkId(): string {
  return randomBytes(ID_BYTES).toString('base64url');
}

/** What an agency is sent: the same for one link every time, so that a message tried again carries the same one. */
export function answerToken([key]: LinkKeys, id: string): string {
  return `${id}.${signature(key, id)}`;
}

/** The link a token names; undefined when the token was not made here, whatever was changed about it. */
export function linkIdIn(token: string, keys: LinkKeys): string | undefined {
  const [, id, given] = TOKEN.exec(token) ?? [];
  if (id === undefined || given === undefined) return undefined;
  // Letters are compared, not bytes: base64url can write the same bytes in several ways.
  const isOurs = keys.some((key) => timingSafeEqual(Buffer.from(signature(key, id)), Buffer.from(given)));
  return isOurs ? id : undefined;
}

function signature(key: Uint8Array, id: string): string {
  return createHmac('sha256', key).update(`front-door answer link\n${id}`).digest('base64url');
}
