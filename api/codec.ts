import type { FastifyInstance } from 'fastify';
import { DECIDING_ROLES } from '../domain/referral/outcomes.ts';
import { codecServer } from '../temporal/codec-server.ts';
import type { PayloadKeys } from '../temporal/payload-keys.ts';
import { actorFrom, type AuthSettings } from './authentication.ts';
import { Problem } from './problems.ts';

export const CODEC_PATH = '/v1/codec';

export type CodecSettings = {
  readonly payloadKeys: PayloadKeys;
  /** The one origin of the Temporal Web UI that may ask. */
  readonly uiOrigin: string;
  /** Development only, where the Web UI has no sign-in and so no token to send. */
  readonly isOpen?: boolean;
};

/** Lets supervisors read summaries and details in the Temporal Web UI. */
export async function addCodec(
  app: FastifyInstance,
  { payloadKeys, uiOrigin, isOpen }: CodecSettings,
  auth: AuthSettings,
): Promise<void> {
  await app.register(codecServer, {
    prefix: CODEC_PATH,
    payloadKeys,
    uiOrigin,
    ...(isOpen !== true && {
      authorize: async ({ headers }) => {
        const { role } = await actorFrom(headers.authorization, auth);
        if (!DECIDING_ROLES.includes(role)) throw new Problem('NOT_PERMITTED');
      },
    }),
  });
}
