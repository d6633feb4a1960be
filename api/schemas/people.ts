import { z } from 'zod';
import { CERTAINTIES } from '../../domain/matching/history.ts';
import { MATCH_STATUSES, MATCH_VERDICTS } from '../../domain/matching/match.ts';
import { MATCH_BANDS, MATCH_REASONS } from '../../domain/matching/score.ts';
import { OUTCOMES, RAGS, STAGES } from '../../domain/vocabulary.ts';
import { ContactRef, InstantText, ReferralRef } from './common.ts';

export const PersonRef = z
  .string()
  .regex(/^P-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  .meta({ examples: ['P-7K3M-Q9TX-0C5F'] });

export const PersonParams = z.object({ id: PersonRef });
export const MatchParams = z.object({ id: PersonRef, otherId: PersonRef });

const Searched = z.string().trim().min(1).max(200).optional();
export const PeopleQuery = z
  .strictObject({
    givenName: Searched,
    familyName: Searched,
    dateOfBirth: z.iso.date().optional(),
    nhsNumber: Searched,
    upn: Searched,
    address: Searched,
    postcode: Searched,
  })
  .refine((given) => Object.values(given).some((value) => value !== undefined), {
    error: 'Say at least one thing about the person',
  });

const PersonFields = {
  personId: PersonRef,
  displayName: z.string(),
  dateOfBirth: z.string().optional(),
  localAuthority: z.string(),
  contactRef: ContactRef,
  referralRef: ReferralRef.optional().meta({ description: 'Of a child: the referral about it' }),
  receivedAt: InstantText,
  links: z.object({ self: z.string() }),
};
const PersonSummary = z
  .object(PersonFields)
  .meta({ id: 'PersonRecord', description: 'Somebody as one contact names them' });

const ScoreFields = {
  score: z.number().int(),
  band: z.enum(MATCH_BANDS).optional(),
  reasons: z.array(z.enum(MATCH_REASONS)),
};

export const FoundPeople = z.object({ people: z.array(z.object({ ...PersonFields, ...ScoreFields })) }).meta({
  id: 'FoundPeople',
  description: 'Best first. Names that hundreds share are found with a date of birth.',
});

const MatchAnswer = z
  .object({
    person: PersonSummary,
    ...ScoreFields,
    status: z.enum(MATCH_STATUSES),
    settledBy: z.string().optional(),
    settledAt: InstantText.optional(),
  })
  .meta({
    id: 'PersonMatch',
    description: 'Another record that may be the same person, and what was said of it',
  });

export const MatchesAnswer = z
  .object({
    person: PersonSummary.optional().meta({ description: 'Absent when nothing is known of the child' }),
    matches: z.array(MatchAnswer),
    household: z.array(PersonSummary).meta({ description: 'Others named at the same address' }),
  })
  .meta({ id: 'PersonMatches' });

const EarlierReferral = z.object({
  referralRef: ReferralRef,
  contactRef: ContactRef,
  personId: PersonRef,
  certainty: z.enum(CERTAINTIES),
  receivedAt: InstantText,
  stage: z.enum(STAGES),
  rag: z.enum(RAGS).optional(),
  outcome: z.enum(OUTCOMES).optional(),
  decidedAt: InstantText.optional(),
});

export const PersonAnswer = z
  .object({
    person: PersonSummary,
    matches: z.array(MatchAnswer),
    household: z.array(PersonSummary),
    referrals: z.array(EarlierReferral).meta({
      description: 'Of this record and of those confirmed to be the same person, newest first',
    }),
  })
  .meta({ id: 'Person' });

export const HistoryOfReferral = z
  .object({
    earlier: z.array(EarlierReferral),
    reReferral: z
      .object({ certainty: z.enum(CERTAINTIES), last: ReferralRef })
      .optional()
      .meta({ description: 'Present when an earlier referral came within the months of the policy' }),
    recent: z.object({
      referrals: z.number().int(),
      certainty: z.enum(CERTAINTIES),
      needsReview: z.boolean().meta({ description: 'Whether a threshold review meeting is called for' }),
    }),
    lowLevel: z.object({
      contacts: z.number().int(),
      certainty: z.enum(CERTAINTIES),
      mayReachThreshold: z.boolean(),
    }),
  })
  .meta({
    id: 'ReferralHistory',
    description: 'LIKELY until a person has confirmed whom the earlier ones are about',
  });

export const MatchBody = z
  .strictObject({
    verdict: z.enum(MATCH_VERDICTS),
    reason: z
      .string()
      .max(20_000)
      .refine((text) => text.trim() !== '', 'Say why'),
  })
  .meta({ id: 'MatchVerdict', examples: [{ verdict: 'CONFIRM', reason: 'Same school, same mother.' }] });

export const MatchResult = z
  .object({
    people: z.tuple([PersonRef, PersonRef]),
    status: z.enum(MATCH_STATUSES),
    settledBy: z.string(),
    settledAt: InstantText,
    links: z.object({ self: z.string() }),
  })
  .meta({ id: 'MatchResult', description: 'What holds of the two records now, and who said so first' });
