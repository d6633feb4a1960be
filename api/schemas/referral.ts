import { z } from 'zod';
import { FOLLOW_ON_NAMES } from '../../domain/follow-on/state.ts';
import { REFERRAL_ACTIONS } from '../../domain/referral/commands.ts';
import { CALLED_FOR_BY } from '../../domain/referral/follow-ons.ts';
import { WITHHOLDING_REASONS } from '../../domain/referral/state.ts';
import {
  AGREEMENTS,
  ARRIVAL_FLAGS,
  CHANNELS,
  DELIVERY_METHODS,
  LEVELS_OF_NEED,
  OUTCOMES,
  RAGS,
  ROLES,
  STAGES,
} from '../../domain/vocabulary.ts';
import { ClockAnswer } from './clock.ts';
import { ContactRef, InstantText, ReferralRef } from './common.ts';
import { SUBMISSION_STATUSES } from './contact.ts';
import { OwnerAnswer, RedirectAnswer, SpellAnswer, TransferAnswer } from './elsewhere.ts';
import { FollowOnId } from './follow-ons.ts';
import { HistoryOfReferral } from './people.ts';
import { BreakGlassAnswer, RestrictionAnswer } from './restriction.ts';
import {
  AgreementAnswer,
  AuthorisationAnswer,
  CheckAnswer,
  ClarificationAnswer,
  LawfulBasisAnswer,
  RatingProposalAnswer,
  TimeLostAnswer,
} from './triage.ts';

const Method = z.enum(DELIVERY_METHODS);

export const DecisionAnswer = z
  .object({
    no: z.number().int(),
    outcome: z.enum(OUTCOMES),
    level: z.literal(LEVELS_OF_NEED),
    agreement: z.enum(AGREEMENTS),
    agenciesMissing: z.array(z.string()),
    decidedAt: InstantText,
    decidedBy: z.string(),
    supersedes: z.number().int().optional(),
    disputeId: FollowOnId.optional().meta({ description: 'The dispute whose outcome it answers' }),
    rationale: z.string().optional(),
    evidenceConsidered: z.string().optional(),
    childsVoice: z.string().optional(),
    withoutAgreement: z.string().optional(),
    dissent: z.string().optional(),
    interimSafety: z.string().optional(),
    whatIsDifferent: z.string().optional(),
  })
  .meta({ id: 'Decision', description: 'Its words are given when the case is read, and not once erased' });

const Feedback = z.object({
  status: z.enum(['OUTSTANDING', 'REQUESTED', 'SENT', 'WITHHELD']),
  requestedAt: InstantText.optional(),
  sentAt: InstantText.optional(),
  withheldAt: InstantText.optional(),
  method: Method.optional(),
  reason: z.enum(WITHHOLDING_REASONS).optional(),
});

const Handover = z.object({
  status: z.enum(['NOT_NEEDED', 'AWAITED', 'ACCEPTED']),
  receiver: z.string().optional(),
  acceptedAt: InstantText.optional(),
  acceptedBy: z.string().optional(),
});

const FollowOnLinkAnswer = z
  .object({
    kind: z.enum(FOLLOW_ON_NAMES),
    caseId: FollowOnId.optional().meta({ description: 'Absent until it has begun' }),
    decisionNo: z.number().int().optional().meta({ description: 'The decision it follows' }),
    agency: z.string().optional(),
    openedAt: InstantText.optional(),
    acceptedAt: InstantText.optional(),
    returnedAt: InstantText.optional(),
    endedAt: InstantText.optional(),
    outcome: z.string().optional().meta({ description: 'Code of what it ended in, or why it came back' }),
    links: z.object({ self: z.string().optional() }),
  })
  .meta({ id: 'FollowOnLink' });

const DecisionCallAnswer = z
  .object({
    at: InstantText,
    because: z.enum(CALLED_FOR_BY),
    caseId: FollowOnId.optional().meta({ description: 'The case that called for it' }),
    calledBy: z.string().optional(),
    reason: z.string().optional(),
  })
  .meta({ id: 'DecisionCall' });

export const ReferralAnswer = z
  .object({
    referralRef: ReferralRef,
    contactRef: ContactRef,
    version: z.number().int().meta({ description: 'Counts what people changed; the ETag carries it' }),
    stage: z.enum(STAGES),
    localAuthority: z.string(),
    agency: z.string().optional(),
    channel: z.enum(CHANNELS),
    sourceCode: z.string(),
    submittedBy: z.string(),
    receivedAt: InstantText,
    referrerReach: z.enum(['ELECTRONIC', 'BY_HAND', 'UNREACHABLE']),
    marks: z.array(z.object({ rule: z.string(), words: z.string() })),
    flags: z.array(z.enum(ARRIVAL_FLAGS)).meta({ description: 'What stands out about its arrival' }),
    child: z.object({ displayName: z.string(), dateOfBirth: z.string().optional() }).optional(),
    history: HistoryOfReferral.optional().meta({ description: 'When the case is read as it stands' }),
    acknowledgement: z.object({
      status: z.enum(['OUTSTANDING', 'SENT', 'NOT_POSSIBLE']),
      sentAt: InstantText.optional(),
      method: Method.optional(),
    }),
    rating: z
      .object({ rag: z.enum(RAGS), ratedAt: InstantText, ratedBy: z.string(), reason: z.string().optional() })
      .optional(),
    check: CheckAnswer.optional().meta({
      description: 'Whether agencies are asked under the rating; given on reading and on rating',
    }),
    ratingProposal: RatingProposalAnswer.optional(),
    clarifications: z.array(ClarificationAnswer),
    timeLost: z.array(TimeLostAnswer).optional().meta({ description: 'Given on reading' }),
    questionTemplate: z
      .string()
      .optional()
      .meta({ description: 'A question that asks for what the contact lacks' }),
    agreements: z.array(AgreementAnswer).meta({ description: 'The family’s agreement to a service' }),
    lawfulBases: z.array(LawfulBasisAnswer).meta({ description: 'Why information may be shared' }),
    basisNeedsReview: z.boolean().meta({
      description: 'The family has refused or withdrawn since the lawful basis was recorded',
    }),
    checksWithoutKnowledge: AuthorisationAnswer.optional(),
    owner: OwnerAnswer,
    restricted: z
      .literal(true)
      .optional()
      .meta({ description: 'Marked as restricted, for an allegation is on it; narrows nothing by itself' }),
    restriction: RestrictionAnswer.optional().meta({ description: 'Who alone may read it' }),
    brokenGlass: z
      .array(BreakGlassAnswer)
      .optional()
      .meta({ description: 'Times somebody not on the list opened it, in order' }),
    legalHold: z.literal(true).optional().meta({ description: 'The record is frozen' }),
    allegation: z
      .object({
        knownAt: InstantText,
        recordedBy: z.string(),
        sentAt: InstantText.optional(),
        reason: z.string().optional(),
      })
      .optional()
      .meta({ description: 'Against somebody who works with children' }),
    redirects: z.array(RedirectAnswer).meta({ description: 'Bodies it was sent on to, in order' }),
    outOfHours: z.array(SpellAnswer).meta({ description: 'Times with the out-of-hours team, in order' }),
    transfers: z.array(TransferAnswer).meta({ description: 'Moves to another authority, in order' }),
    decisions: z.array(DecisionAnswer).meta({ description: 'In order; the last one is in force' }),
    feedback: Feedback.optional(),
    handover: Handover.optional(),
    followOns: z.array(FollowOnLinkAnswer).meta({
      description: 'Cases that follow its decisions, or stand beside it, in the order they were asked for',
    }),
    decisionCall: DecisionCallAnswer.optional().meta({
      description: 'The last time a new decision was called for',
    }),
    withdrawalRequest: z
      .object({ requestedAt: InstantText, requestedBy: z.string(), reason: z.string().optional() })
      .optional(),
    closedAt: InstantText.optional(),
    clocks: z.array(ClockAnswer),
    nextAction: z
      .object({ action: z.enum(REFERRAL_ACTIONS), by: z.enum(ROLES), words: z.string() })
      .optional(),
    allowedActions: z
      .array(z.enum(REFERRAL_ACTIONS))
      .meta({ description: 'What you may do now; empty in a view of the past' }),
    asOf: InstantText.meta({ description: 'The instant this view is of' }),
    links: z.object({
      self: z.string(),
      contact: z.string(),
      ledger: z.string(),
      history: z.string(),
      family: z.string().meta({ description: 'Everything that came of its contact' }),
      temporalUi: z.string(),
    }),
  })
  .meta({ id: 'Referral' });

export const ReferralStatus = z
  .object({
    referralRef: ReferralRef,
    contactRef: ContactRef,
    version: z.number().int(),
    status: z.enum(SUBMISSION_STATUSES),
    allowedActions: z.array(z.enum(REFERRAL_ACTIONS)),
    question: z
      .object({ no: z.number().int(), askedAt: InstantText, question: z.string().optional() })
      .optional()
      .meta({ description: 'What the hub asks you; answer it as a clarification' }),
    asOf: InstantText,
  })
  .meta({ id: 'ReferralStatus', description: 'What someone outside the hub sees of a referral' });

export const LedgerAnswer = z
  .object({
    stream: z.string(),
    entries: z.array(
      z.object({
        seq: z.number().int(),
        event: z.looseObject({ type: z.string(), occurredAt: InstantText }),
        actor: z.object({
          userId: z.string(),
          role: z.enum(ROLES),
          agency: z.string(),
          localAuthority: z.string(),
        }),
        commandId: z.string().optional(),
        recordedAt: InstantText,
        policyEdition: z.string(),
        calendarEdition: z.string(),
        previousHash: z.string(),
        hash: z.string(),
      }),
    ),
  })
  .meta({
    id: 'Ledger',
    description: 'The legal record: what happened, when, who recorded it, each row chained',
  });

export const HistoryAnswer = z.looseObject({ events: z.array(z.unknown()) }).meta({
  id: 'History',
  description: 'The Temporal history, payloads encrypted, as `frontdoor replay` takes it',
});
