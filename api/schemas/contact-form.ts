import { z } from 'zod';

export const Child = z
  .object({
    givenName: z.string().optional(),
    familyName: z.string().optional(),
    dateOfBirth: z
      .string()
      .optional()
      .meta({ examples: ['2019-04-30'] }),
    expectedDateOfBirth: z.string().optional(),
    sex: z.string().optional(),
    nhsNumber: z.string().optional(),
    upn: z.string().optional(),
    address: z.string().optional(),
    postcode: z.string().optional(),
    school: z.string().optional(),
    motherName: z.string().optional().meta({ description: 'Key person of an unborn child' }),
    locationNow: z.string().optional().meta({ description: 'Where the child is now' }),
    voice: z.string().optional().meta({ description: 'What the child says or shows' }),
    noVoiceReason: z.string().optional().meta({ description: 'Why the referrer does not know' }),
    communicationNeed: z.string().optional(),
  })
  .meta({
    id: 'Child',
    description: 'NHS number, unique pupil number and postcode are checked and flagged, never refused',
  });

const Member = z
  .object({
    name: z.string().optional(),
    role: z
      .string()
      .optional()
      .meta({ examples: ['mother', 'sibling'] }),
    dateOfBirth: z.string().optional(),
    relationship: z.string().optional().meta({ description: 'To the child' }),
    inHousehold: z.boolean().optional(),
  })
  .meta({ id: 'HouseholdMember' });

const SafeContact = z
  .object({
    method: z
      .string()
      .optional()
      .meta({ examples: ['email', 'phone'], description: 'Any other than email is read by a person first' }),
    times: z.string().optional(),
    leaveNoMessage: z.boolean().optional(),
    note: z.string().optional(),
  })
  .meta({ id: 'SafeContact', description: 'How the referrer can be reached without risk' });

export const Referrer = z
  .object({
    anonymous: z.boolean().optional(),
    name: z.string().optional(),
    organisation: z.string().optional(),
    role: z.string().optional(),
    email: z.string().optional(),
    phone: z.string().optional(),
    safeContact: SafeContact.optional(),
  })
  .meta({ id: 'Referrer' });

/** What a contact may say besides the concern and the children. */
export const PARTS = {
  situation: z.string().optional().meta({ description: 'What happened and what worries the referrer' }),
  familyCircumstances: z.string().optional().meta({ description: 'The family, and what goes well' }),
  expectedResponse: z.string().optional().meta({ description: 'What the referrer hopes for' }),
  familyAgreement: z
    .string()
    .optional()
    .meta({ examples: ['GIVEN', 'NOT_SOUGHT'] }),
  noAgreementReason: z.string().optional().meta({ description: 'Why the family was not asked' }),
  thresholdDocument: z.string().optional(),
  thresholdLevel: z.string().optional(),
  interpreter: z.string().optional().meta({ description: 'Language the family needs an interpreter for' }),
  backdatingReason: z
    .string()
    .optional()
    .meta({ description: 'Why it is entered later than it was received' }),
  household: z.array(Member).max(100).optional().meta({ description: 'Everyone in the home' }),
};
