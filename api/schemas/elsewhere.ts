import { z } from 'zod';
import { DEATH_ROUTES } from '../../domain/referral/endings.ts';
import { OWNER_TEAMS } from '../../domain/referral/owner.ts';
import { REDIRECT_TARGETS } from '../../domain/referral/redirects.ts';
import { WITHHOLDING_REASONS } from '../../domain/referral/state.ts';
import { DELIVERY_METHODS, ROLES } from '../../domain/vocabulary.ts';
import { Words } from './commands.ts';
import { AgencyCode, InstantText, ReferralRef } from './common.ts';

export const AllegationBody = z
  .strictObject({
    reason: Words.meta({ description: 'What is alleged' }),
    knownAt: InstantText.optional().meta({ description: 'When it became known; absent means now' }),
  })
  .meta({ id: 'AllegationToRecord', examples: [{ reason: 'Alleged against a coach of a swimming club.' }] });

export const RedirectBody = z
  .strictObject({
    to: z.enum(REDIRECT_TARGETS),
    receiver: AgencyCode.optional().meta({
      description: 'Code of the receiving body; needed for another authority, else LADO or ADULT_SERVICES',
    }),
    worksIn: AgencyCode.optional().meta({
      description: 'For the LADO: the authority in which the person works, not the child’s',
    }),
    noChildNeedsHub: z.boolean().optional().meta({
      description: 'For adult services: somebody has checked that no child of the home needs the hub',
    }),
    reason: Words,
    note: Words.optional().meta({
      description: 'For another authority: what protects the child here until it accepts',
    }),
  })
  .meta({
    id: 'RedirectToSend',
    examples: [{ to: 'LADO', worksIn: 'STOCKTON', reason: 'Alleged against a coach of a swimming club.' }],
  });

export const RedirectAcknowledgementBody = z
  .strictObject({
    note: Words.optional().meta({
      description: 'Who acknowledged, and in which writing; needed when hub staff record it for the receiver',
    }),
    acknowledgedAt: InstantText.optional().meta({ description: 'Absent means now' }),
  })
  .meta({ id: 'RedirectAcknowledgement', examples: [{ note: 'Accepted by email of the duty officer.' }] });

export const EndingBody = z
  .discriminatedUnion('ending', [
    z.strictObject({
      ending: z.literal('CHILD_TURNED_18'),
      rationale: Words,
      handedTo: AgencyCode.optional().meta({ description: 'Service that goes on with the risk; needed' }),
    }),
    z.strictObject({
      ending: z.literal('CHILD_DIED'),
      rationale: Words,
      routes: z
        .array(z.enum(DEATH_ROUTES))
        .max(DEATH_ROUTES.length)
        .optional()
        .meta({ description: 'Who has been told; the child death review is needed' }),
    }),
    z.strictObject({ ending: z.literal('PREGNANCY_ENDED'), rationale: Words }),
  ])
  .meta({
    id: 'Ending',
    examples: [{ ending: 'CHILD_TURNED_18', rationale: 'Is 18 today.', handedTo: 'TRANSITION_TEAM' }],
  });

export const TransferBody = z
  .strictObject({
    to: AgencyCode,
    withinHub: z.boolean().meta({ description: 'Whether that authority is one of this hub' }),
    rationale: Words,
    told: z.enum(DELIVERY_METHODS).exclude(['ELECTRONIC']).optional().meta({
      description: 'How the referrer was told, for a child who leaves the hub',
    }),
    withheld: z.enum(WITHHOLDING_REASONS).optional().meta({ description: 'Or why the referrer is not told' }),
  })
  .meta({ id: 'Transfer', examples: [{ to: 'STOCKTON', withinHub: true, rationale: 'The family moved.' }] });

export const TransferAcceptanceBody = z
  .strictObject({
    note: Words.optional().meta({
      description: 'Who accepted, and in which writing; needed when the other side records it',
    }),
  })
  .meta({ id: 'TransferAcceptance' });

export const NightBody = z
  .strictObject({
    immediateRisk: z.boolean().meta({
      description:
        'The child may come to harm before the hub opens. Work of the day stays with the day team otherwise',
    }),
    reason: Words,
  })
  .meta({
    id: 'HandOverForTheNight',
    examples: [{ immediateRisk: true, reason: 'The father returns tonight. Please visit.' }],
  });

export const HandBackBody = z
  .strictObject({ note: Words.meta({ description: 'What was done, and what is left' }) })
  .meta({ id: 'HandBackToDay', examples: [{ note: 'Visited at 21:00; the child is with an aunt.' }] });

export const NothingToSay = z.strictObject({}).meta({ id: 'NothingToSay' });

export const OwnerAnswer = z
  .object({
    team: z.enum(OWNER_TEAMS),
    role: z.enum(ROLES),
    since: InstantText,
    receiver: z.string().optional(),
  })
  .meta({ id: 'Owner', description: 'Who answers for the child; moves only when the next one acknowledges' });

export const RedirectAnswer = z
  .object({
    no: z.number().int(),
    to: z.enum(REDIRECT_TARGETS),
    receiver: z.string(),
    worksIn: z.string().optional(),
    sentAt: InstantText,
    sentBy: z.string(),
    acknowledgedAt: InstantText.optional(),
    acknowledgedBy: z.string().optional(),
    reason: z.string().optional(),
    note: z.string().optional(),
  })
  .meta({ id: 'Redirect', description: 'Its words are given when the case is read' });

export const SpellAnswer = z
  .object({
    no: z.number().int(),
    immediateRisk: z.boolean(),
    handedAt: InstantText,
    handedBy: z.string(),
    acknowledgedAt: InstantText.optional(),
    acknowledgedBy: z.string().optional(),
    handedBackAt: InstantText.optional(),
    handedBackBy: z.string().optional(),
    endedAt: InstantText.optional(),
    endedBy: z.string().optional(),
    reason: z.string().optional(),
    note: z.string().optional(),
  })
  .meta({ id: 'OutOfHoursSpell' });

export const TransferAnswer = z
  .object({
    no: z.number().int(),
    from: z.string(),
    to: z.string(),
    withinHub: z.boolean(),
    askedAt: InstantText,
    askedBy: z.string(),
    acceptedAt: InstantText.optional(),
    acceptedBy: z.string().optional(),
    rationale: z.string().optional(),
  })
  .meta({ id: 'TransferOfAuthority' });

const NightEntry = z.object({
  referralRef: ReferralRef,
  localAuthority: z.string(),
  receivedAt: InstantText,
  owner: OwnerAnswer,
  immediateRisk: z.boolean().optional(),
  handedAt: InstantText.optional(),
  backBy: InstantText.optional().meta({ description: 'When the day team has to have the child back' }),
  isLate: z.boolean(),
  links: z.object({ referral: z.string() }),
});

export const OutOfHoursAnswer = z
  .object({
    asOf: InstantText,
    awaitingTeam: z.array(NightEntry).meta({ description: 'Handed over, and not acknowledged yet' }),
    held: z.array(NightEntry).meta({ description: 'With the out-of-hours team' }),
    awaitingDay: z.array(NightEntry).meta({ description: 'Handed back; the day team has not read it yet' }),
    lateSchool: z.array(NightEntry).meta({
      description: 'Written by a school while the hub was shut, and not rated yet',
    }),
  })
  .meta({ id: 'OutOfHours' });
