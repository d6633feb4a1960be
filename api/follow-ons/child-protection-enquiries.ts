import { z } from 'zod';
import { PLAN_CATEGORIES, S47_OUTCOMES } from '../../domain/child-protection/codes.ts';
import { Words } from '../schemas/commands.ts';
import { Child, Children, Enquiry, onward, WayOn } from './child-protection-fields.ts';
import { entry } from './command-entry.ts';
import { Moment } from './fields.ts';

/** Enquiries under section 47, from an emergency start to the conference. */
export const ENQUIRY_COMMANDS = [
  entry('startEmergencyS47', {
    path: 'emergency-enquiries',
    summary: 'Begin enquiries under section 47 before any discussion',
    description: 'Because a child cannot wait. A quorate strategy discussion follows within its limit.',
    body: z.strictObject({
      referralRefs: Children,
      enquiry: Enquiry,
      reason: Words,
      action: Words.meta({ description: 'What is done at once' }),
    }),
    words: ['reason', 'action'],
  }),
  entry('recordChildSeen', {
    path: 'child-seen',
    summary: 'Write down that the child was seen',
    description: 'The first visit stops the clock at the instant of the visit, not when it is written down.',
    body: z.strictObject({
      referralRef: Child,
      seenAt: Moment.exactOptional().meta({ description: 'Absent means now' }),
      alone: z.boolean().meta({ description: 'Without a parent or carer' }),
      note: Words,
    }),
    words: ['note'],
  }),
  entry('concludeS47', {
    path: 'enquiry-outcome',
    summary: 'Say what the enquiries about a child came to',
    description:
      'With ICPC a plan keeps the child safe until the conference. With anything else somebody goes on with the child, or nobody does, as fits the outcome.',
    body: z.strictObject({
      referralRef: Child,
      outcome: z.enum(S47_OUTCOMES),
      rationale: Words,
      notSeenReason: Words.exactOptional().meta({ description: 'Needed where nobody has seen the child' }),
      interimProtectionPlan: Words.exactOptional().meta({ description: 'Needed with ICPC' }),
      conferenceAt: Moment.exactOptional().meta({
        description: 'With ICPC: when the conference is, where it is booked',
      }),
      wayOn: WayOn.exactOptional(),
      ...onward,
    }),
    words: ['rationale', 'notSeenReason', 'interimProtectionPlan'],
  }),
  entry('bookConference', {
    path: 'conference-booking',
    summary: 'Book the child protection conference, or book it anew',
    description: 'The day it is due does not move.',
    body: z.strictObject({
      referralRef: Child,
      conferenceAt: Moment,
      interimProtectionPlan: Words.exactOptional(),
    }),
    words: ['interimProtectionPlan'],
  }),
  entry('recordConference', {
    path: 'conference',
    summary: 'Record the conference that was held',
    description: 'The child passes to the child protection system, plan or none.',
    body: z.strictObject({
      referralRef: Child,
      heldAt: Moment,
      planMade: z.boolean(),
      category: z.enum(PLAN_CATEGORIES).exactOptional().meta({ description: 'Needed with a plan' }),
      outcome: Words,
      lateReason: Words.exactOptional().meta({ description: 'Needed of one held after its limit' }),
    }),
    words: ['outcome', 'lateReason'],
  }),
  entry('recordConferenceNotRequired', {
    path: 'conference-not-required',
    summary: 'Find, as a manager, that no conference is needed after all',
    body: z.strictObject({ referralRef: Child, reason: Words, wayOn: WayOn, ...onward }),
    words: ['reason'],
  }),
];
