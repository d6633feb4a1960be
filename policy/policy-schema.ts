import { z } from 'zod';
import { AGREEMENT_RULES, type Limit, ONE_WORKING_DAY_MODES } from '../domain/policy.ts';
import { ROUTED_NOTIFICATIONS } from '../domain/notification.ts';
import { QUALITY_POINTS } from '../domain/quality.ts';
import { OUTCOMES, RAGS, ROLES } from '../domain/vocabulary.ts';
import { localDate, words } from './edition-fields.ts';
import {
  ICPC_STARTS,
  LATER_POLICY_CLOCKS,
  type LaterPolicyClock,
  POLICY_CLOCKS,
  type PolicyClock,
  POLICY_FORMAT,
  type PolicyEdition,
  QUORUM_AGENCIES,
  STANDINGS,
} from './policy-edition.ts';

const source = words.meta({
  description: 'Document and section this rule comes from, or whose choice it is.',
});
const wallClock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time from 00:00 to 23:59');

const wholeNumber = z.int('must be a whole number').max(10_000, 'must be at most 10000');
const positive = wholeNumber.min(1, 'must be greater than 0');
const atLeastNothing = wholeNumber.min(0, 'must not be negative');
const limit: z.ZodType<Limit> = z
  .discriminatedUnion(
    'unit',
    [
      z.strictObject({ amount: positive, unit: z.literal('WD'), at: wallClock.exactOptional() }).meta({
        description: 'Working days. Due at closing, at the same time for 1 WD, or at the time `at`.',
      }),
      z
        .strictObject({ amount: positive, unit: z.literal('WH') })
        .meta({ description: 'Hours inside hub opening.' }),
      z
        .strictObject({ amount: positive, unit: z.literal('CH') })
        .meta({ description: 'Elapsed hours, day and night, on every day.' }),
      z
        .strictObject({ amount: atLeastNothing, unit: z.literal('CD') })
        .meta({ description: 'Calendar days, due at the midnight that ends the last. 0 is the same day.' }),
    ],
    { error: 'must be WD, WH, CH or CD' },
  )
  .meta({ id: 'Limit', description: 'How long a clock may run.' });

const hours = z
  .strictObject({ opens: wallClock, closes: wallClock })
  .nullable()
  .meta({ id: 'DayHours', description: 'Wall-clock times in Europe/London; null when the hub is closed.' });
const closed = z.null('must be null: hub hours are counted on working days, Monday to Friday, only');
const week = z.strictObject({
  monday: hours,
  tuesday: hours,
  wednesday: hours,
  thursday: hours,
  friday: hours,
  saturday: closed,
  sunday: closed,
});

const governed = {
  standing: z.enum(STANDINGS).meta({ description: 'Whose rule it is.' }),
  mayPause: z.boolean('must be true or false').meta({ description: 'Never true for STATUTE or GUIDANCE.' }),
  ladder: words.meta({ description: 'Name of one of the ladders.' }),
  source,
};
const clock = z
  .strictObject(
    { limit, alertAfter: limit.exactOptional(), ...governed },
    { error: ({ input }) => (input === undefined ? 'is missing' : 'must be an object') },
  )
  .meta({ id: 'ClockRule', description: 'One clock of the hub.' });

const share = z.number('must be a number').gt(0, 'must be greater than 0');
const ladder = z.strictObject({
  steps: z
    .array(z.strictObject({ step: atLeastNothing, to: z.enum(ROLES), nextAfter: limit }))
    .min(1, 'must have at least one step'),
  source,
});
const ragTarget = z
  .strictObject({ limit, cappedBy: z.literal('DECISION').exactOptional() })
  .nullable()
  .meta({ id: 'RagTarget', description: 'Target under a rating; null where it sets none.' });

const notificationRoute = z
  .strictObject({
    lead: z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/, 'must be a code of capital letters and underscores'),
    role: z.enum(ROLES),
    considersNrm: z.boolean('must be true or false'),
  })
  .meta({
    id: 'NotificationRoute',
    description: 'The named lead of a kind of notification, and their role.',
  });

/** The shape of a policy document. What it must also obey is in `brokenRules`. */
export const policySchema: z.ZodType<PolicyEdition> = z.strictObject({
  $schema: z.string().exactOptional(),
  format: z.literal(POLICY_FORMAT, `must be "${POLICY_FORMAT}"`),
  edition: words.meta({ description: 'Unique name, recorded with everything computed under it.' }),
  title: words,
  effectiveFrom: localDate,
  guidance: words.meta({ description: 'The national guidance it was written under.' }),
  openingHours: z.strictObject({ week, source }),
  closureDays: z
    .array(z.strictObject({ date: localDate, reason: words }))
    .meta({ description: 'For staffing views; never moves a clock.' }),
  oneWorkingDay: z.strictObject({ mode: z.enum(ONE_WORKING_DAY_MODES), source }),
  icpcStart: z.strictObject({ from: z.enum(ICPC_STARTS), source }),
  warnings: z.strictObject({ fractions: z.array(share.lt(1, 'must be less than 1')), source }),
  ladders: z.record(words, ladder),
  clocks: z.strictObject({
    ...(Object.fromEntries(POLICY_CLOCKS.map((name) => [name, clock])) as Record<PolicyClock, typeof clock>),
    ...(Object.fromEntries(LATER_POLICY_CLOCKS.map((name) => [name, clock.exactOptional()])) as Record<
      LaterPolicyClock,
      z.ZodExactOptional<typeof clock>
    >),
  }),
  ragTargets: z.strictObject({
    preset: words,
    meaning: words.meta({ description: 'What must be done by the target.' }),
    targets: z.record(z.enum(RAGS), ragTarget),
    ...governed,
  }),
  agencyRequests: z.strictObject({
    share: share.max(1, 'must be at most 1').meta({ description: 'Of the time the decision has.' }),
    remindAt: share.meta({ description: 'Share of the request’s own time.' }),
    leadAt: share.meta({ description: 'Share of the request’s own time.' }),
    mayPause: z.boolean(),
    higherLevels: z.array(z.enum(RAGS)),
    longStop: limit,
    source,
  }),
  clarification: z.strictObject({
    attempts: positive.meta({
      description: 'Attempts to reach the referrer before deciding on what is known.',
    }),
    within: limit,
    source,
  }),
  agreement: z.strictObject({
    routes: z
      .record(z.enum(OUTCOMES), z.enum(AGREEMENT_RULES))
      .meta({ description: 'Whether an outcome needs the family’s agreement to the service.' }),
    source,
  }),
  fourEyes: z
    .strictObject({ outcomes: z.array(z.enum(OUTCOMES)), ratings: z.array(z.enum(RAGS)), source })
    .exactOptional()
    .meta({ description: 'Outcomes that whoever gave one of these ratings does not decide.' }),
  repeats: z.strictObject({
    reReferralMonths: positive,
    thresholdReviewAt: positive,
    lowLevelContacts: positive,
    source,
  }),
  quality: z
    .strictObject({
      weights: z
        .record(z.enum(QUALITY_POINTS), atLeastNothing)
        .meta({ description: 'What each point of a contact weighs in its score; 0 leaves it out.' }),
      source,
    })
    .exactOptional(),
  notifications: z
    .strictObject({
      routes: z.record(z.enum(ROUTED_NOTIFICATIONS), notificationRoute),
      source,
    })
    .exactOptional(),
  outOfHours: z
    .strictObject({
      phone: z.string().regex(/^[+0-9][0-9 ]{2,19}$/, 'must be a telephone number'),
      source,
    })
    .exactOptional(),
  disputes: z.strictObject({
    stages: z
      .array(z.strictObject({ stage: positive, who: words, raiseWithin: limit.exactOptional(), limit }))
      .min(1, 'must have at least one stage'),
    urgent: z.strictObject({ limit }),
    tellPartnershipFrom: positive.exactOptional().meta({
      description: 'From this stage on the partnership’s office is told; 2 where it is left out.',
    }),
    source,
  }),
  familyContact: z
    .strictObject({ attempts: positive, source })
    .exactOptional()
    .meta({ description: 'Attempts to reach a family after which a manager reviews what is next.' }),
  quorum: z.strictObject({ agencies: z.array(z.enum(QUORUM_AGENCIES)), chair: z.enum(ROLES), source }),
});
