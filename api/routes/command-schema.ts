import { z } from 'zod';
import type { ProblemCode } from '../problems.ts';
import { CommandStatusAnswer } from '../schemas/commands.ts';
import { problems, ReferralParams, VersionedHeaders } from '../schemas/common.ts';
import { ReferralAnswer, ReferralStatus } from '../schemas/referral.ts';

const REFUSALS = [
  'MALFORMED_JSON',
  'BAD_HEADER',
  'NOT_FOUND',
  'CASE_CLOSED',
  'RECORD_FROZEN',
  'STALE_VERSION',
  'INVALID_FIELD',
  'INVALID_INSTANT',
  'MISSING_FIELD',
  'KEY_REUSED',
] as const satisfies readonly ProblemCode[];

/** What commands to a referral have in common; `codes` are the refusals of this one besides. */
export function commandSchema<Body extends z.ZodType, Params extends z.ZodType = typeof ReferralParams>(
  tag: string,
  summary: string,
  body: Body,
  more: {
    readonly codes?: readonly ProblemCode[];
    readonly description?: string;
    readonly params?: Params;
  } = {},
) {
  const { codes = [], description, params = ReferralParams } = more;
  return {
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the default of the type parameter
    params: params as Params,
    headers: VersionedHeaders,
    body,
    response: {
      200: z.union([ReferralAnswer, ReferralStatus]),
      202: CommandStatusAnswer,
      ...problems(...REFUSALS, ...codes),
    },
  };
}
