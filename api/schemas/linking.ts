import { z } from 'zod';
import { CASE_REFERENCE } from '../../domain/referral/linking.ts';
import { AgencyCode, ReferralRef } from './common.ts';

const Words = z
  .string()
  .max(20_000)
  .refine((text) => text.trim() !== '', 'This may not be blank');

/** User id of a colleague: it enters the ledger, so it can hold no free text. */
export const USER_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const UserId = z
  .string()
  .regex(USER_ID, 'A user id has letters, digits, dot, dash and underscore, 64 at most');

export const OpenCaseBody = z
  .strictObject({
    worker: UserId.meta({ description: 'User id of the allocated worker' }),
    manager: UserId.meta({ description: 'User id of the worker’s manager' }),
    team: AgencyCode,
    caseReference: z
      .string()
      .regex(CASE_REFERENCE, 'Capital letters, digits, dash, slash and underscore, 40 at most'),
  })
  .meta({
    id: 'OpenCase',
    examples: [{ worker: 'w-1042', manager: 'm-0077', team: 'ASSESSMENT_TEAM', caseReference: 'CS-20311' }],
  });

export const LinkEndBody = z.strictObject({ reason: Words }).meta({ id: 'LinkEnd' });

export const DuplicateBody = z
  .strictObject({ of: ReferralRef, reason: Words })
  .meta({ id: 'Duplicate', examples: [{ of: 'R-4HD2-9WBN', reason: 'The same form, sent twice.' }] });

export const JoinBody = z
  .strictObject({ to: ReferralRef, reason: Words })
  .meta({ id: 'Join', examples: [{ to: 'R-4HD2-9WBN', reason: 'Police tell of the same evening.' }] });
