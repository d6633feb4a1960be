import { z } from 'zod';
import { CHILD_ENDINGS, EPO_ENDS, POLICE_PROTECTION_ENDS } from '../../domain/child-protection/codes.ts';
import { DEATH_ROUTES } from '../../domain/referral/endings.ts';
import { Words } from '../schemas/commands.ts';
import { DISCUSSION_COMMANDS } from './child-protection-discussions.ts';
import { ENQUIRY_COMMANDS } from './child-protection-enquiries.ts';
import { Child, onward, WayOn } from './child-protection-fields.ts';
import { entry } from './command-entry.ts';
import { Agency, Moment } from './fields.ts';

/** Police protection, court orders, and what ends a child's part from outside. */
const PROTECTION_COMMANDS = [
  entry('recordPoliceProtection', {
    path: 'police-protection',
    summary: 'Record that the police took the child into protection',
    description: 'Children Act 1989, section 46. Whoever records it is told before its time ends.',
    body: z.strictObject({ referralRef: Child, from: Moment, reason: Words }),
    words: ['reason'],
  }),
  entry('endPoliceProtection', {
    path: 'police-protection-end',
    summary: 'Say how police protection ended',
    body: z.strictObject({
      referralRef: Child,
      endedAt: Moment.exactOptional().meta({ description: 'Absent means now' }),
      how: z.enum(POLICE_PROTECTION_ENDS),
    }),
    words: [],
  }),
  entry('recordEpo', {
    path: 'emergency-protection-order',
    summary: 'Record that a court made an emergency protection order',
    description: 'Children Act 1989, sections 44 and 45.',
    body: z.strictObject({
      referralRef: Child,
      madeAt: Moment,
      expiresAt: Moment.exactOptional().meta({
        description: 'The court’s own end, where it is earlier than the law’s',
      }),
    }),
    words: [],
  }),
  entry('extendEpo', {
    path: 'emergency-protection-order-extension',
    summary: 'Record that the court extended the order',
    description: 'Once at most; the longest time counts from when the order was made.',
    body: z.strictObject({ referralRef: Child, expiresAt: Moment.exactOptional() }),
    words: [],
  }),
  entry('endEpo', {
    path: 'emergency-protection-order-end',
    summary: 'Say how the emergency protection order ended',
    body: z.strictObject({
      referralRef: Child,
      endedAt: Moment.exactOptional().meta({ description: 'Absent means now' }),
      how: z.enum(EPO_ENDS),
    }),
    words: [],
  }),
  entry('decideReturned', {
    path: 'new-way-on',
    summary: 'Decide who goes on with a child who came back',
    body: z.strictObject({ referralRef: Child, rationale: Words, wayOn: WayOn, ...onward }),
    words: ['rationale'],
  }),
  entry('endForChild', {
    path: 'ending',
    summary: 'End it for one child who turned 18, has died, moved, or was not born',
    description: 'Brothers and sisters go on.',
    body: z.strictObject({
      referralRef: Child,
      how: z.enum(CHILD_ENDINGS),
      reason: Words,
      handedTo: Agency.exactOptional().meta({
        description: 'Service or authority that goes on; needed at 18 and of a move',
      }),
      acceptance: Words.exactOptional().meta({
        description: 'The acceptance of the other authority, in writing; needed of a move',
      }),
      routes: z
        .array(z.enum(DEATH_ROUTES))
        .max(DEATH_ROUTES.length)
        .exactOptional()
        .meta({ description: 'Who has been told; needed when the child has died' }),
    }),
    words: ['reason', 'acceptance'],
  }),
];

/** What people ask of a case of child protection, in the order they usually do. */
export const CHILD_PROTECTION_COMMANDS = [
  ...DISCUSSION_COMMANDS,
  ...ENQUIRY_COMMANDS,
  ...PROTECTION_COMMANDS,
];
