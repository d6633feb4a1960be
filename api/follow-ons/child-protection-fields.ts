import { z } from 'zod';
import { ENQUIRY_KINDS, PROTECTION_WAYS_ON } from '../../domain/child-protection/codes.ts';
import { ReferralRef } from '../schemas/common.ts';
import { Agency } from './fields.ts';

/** More agencies or children than any family has. */
export const MOST = 60;
export const Child = ReferralRef.meta({ description: 'The child, by their referral' });
export const Children = z.array(Child).max(MOST);
export const Enquiry = z
  .enum(ENQUIRY_KINDS)
  .meta({ description: 'Social care alone, or together with the police' });
/** Who goes on with a child for whom there is no conference. */
export const onward = {
  receiver: Agency.exactOptional().meta({ description: 'The team; the usual one where it is left out' }),
  familyAgreed: z.boolean().exactOptional().meta({ description: 'Of Early Help: the family has said yes' }),
};
export const WayOn = z.enum(PROTECTION_WAYS_ON).meta({
  description: 'Who goes on with the child; the child stays here until they accept',
});
