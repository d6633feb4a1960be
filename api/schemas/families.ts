import { z } from 'zod';
import { FOLLOW_ON_NAMES } from '../../domain/follow-on/state.ts';
import { REQUEST_STAGES } from '../../domain/information-request/state.ts';
import { AGENCY_ANSWERS, OUTCOMES, STAGES } from '../../domain/vocabulary.ts';
import { ContactRef, InstantText, ReferralRef } from './common.ts';
import { OwnerAnswer } from './elsewhere.ts';
import { FollowOnId, ListedFollowOn } from './follow-ons.ts';
import { RequestId } from './information-requests.ts';

export const FamilyParams = z.object({ ref: ContactRef });

const Child = z
  .object({ id: FollowOnId, kind: z.enum(FOLLOW_ON_NAMES), links: z.object({ self: z.string() }) })
  .meta({ id: 'CaseOut', description: 'A case that came out of this one' });

const ReferralOfFamily = z
  .object({
    referralRef: ReferralRef,
    localAuthority: z.string(),
    stage: z.enum(STAGES),
    outcome: z.enum(OUTCOMES).optional(),
    owner: OwnerAnswer.optional().meta({ description: 'Absent once it is closed' }),
    receivedAt: InstantText,
    nextDueAt: InstantText.optional(),
    isOverdue: z.boolean(),
    closedAt: InstantText.optional(),
    children: z.array(Child),
    links: z.object({ self: z.string() }),
  })
  .meta({ id: 'ReferralOfFamily' });

const RequestOfFamily = z
  .object({
    requestId: RequestId,
    agency: z.string(),
    referralRefs: z.array(ReferralRef),
    stage: z.enum(REQUEST_STAGES),
    openedAt: InstantText,
    dueAt: InstantText,
    answer: z.enum(AGENCY_ANSWERS).optional(),
    closedAt: InstantText.optional(),
    links: z.object({ self: z.string() }),
  })
  .meta({ id: 'RequestOfFamily' });

const CaseOfFamily = ListedFollowOn.extend({
  from: z.string().optional().meta({
    description: 'The referral or case it came out of, or is about; absent where a person began it',
  }),
  children: z.array(Child),
}).meta({ id: 'CaseOfFamily' });

const StepUpAnswer = z
  .object({
    contactRef: ContactRef,
    referralRef: ReferralRef,
    caseId: FollowOnId,
    links: z.object({ family: z.string(), referral: z.string(), case: z.string() }),
  })
  .meta({
    id: 'StepUp',
    description: 'The other contact about the child, and the case of Early Help that stepped it up',
  });

export const FamilyAnswer = z
  .object({
    contactRef: ContactRef,
    localAuthority: z.string(),
    referrals: z.array(ReferralOfFamily).meta({ description: 'One for each child' }),
    informationRequests: z.array(RequestOfFamily),
    cases: z.array(CaseOfFamily).meta({
      description: 'Cases that follow the decisions, or stand beside them, in the order they began',
    }),
    steppedUpFrom: z.array(StepUpAnswer),
    steppedUpInto: z.array(StepUpAnswer),
    asOf: InstantText,
    links: z.object({ self: z.string(), contact: z.string() }),
  })
  .meta({ id: 'Family', description: 'Everything that came of one contact, in one place' });
