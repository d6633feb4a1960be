import { sql } from 'drizzle-orm';
import {
  bigserial,
  boolean,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { Actor } from '../domain/actor.ts';
import type { CommandEnvelope } from '../domain/case.ts';
import type { Clock } from '../domain/clock.ts';
import type { DomainErrorCode } from '../domain/errors.ts';
import type { RoutingFeedback } from '../domain/early-help/state.ts';
import type { FollowOnName } from '../domain/follow-on/state.ts';
import type { DomainEvent } from '../domain/ledger.ts';
import type { Instant } from '../domain/instant.ts';
import type { InvariantRule } from '../domain/invariant.ts';
import type { RequestStage } from '../domain/information-request/state.ts';
import type { MatchStatus } from '../domain/matching/match.ts';
import type { Person } from '../domain/matching/person.ts';
import type { NotificationType, NrmConsideration } from '../domain/notification.ts';
import type { QualityPoint } from '../domain/quality.ts';
import type { EditionKind } from '../domain/rulebook/rulebook.ts';
import type {
  AgencyAnswer,
  ArrivalFlag,
  Channel,
  ClockKind,
  Outcome,
  Rag,
  Role,
  SourceCode,
  Stage,
} from '../domain/vocabulary.ts';

/** UTC with millisecond precision, read back in the domain's own writing. */
const instant = customType<{ data: Instant; driverData: string }>({
  dataType: () => 'timestamptz(3)',
  fromDriver: (value) => new Date(value).toISOString() as Instant,
});

/* ---- The record: never dropped, never rebuilt ------------------------------------------------------------- */

/** The legal record: append-only, numbered per stream, each row chained to the one before it by its hash. */
export const ledger = pgTable(
  'ledger',
  {
    /** Order of arrival across streams, for feeds; not part of the chain. */
    position: bigserial({ mode: 'number' }).notNull(),
    stream: text().notNull(),
    seq: integer().notNull(),
    event: jsonb().$type<DomainEvent>().notNull(),
    actor: jsonb().$type<Actor>().notNull(),
    commandId: text('command_id'),
    occurredAt: instant('occurred_at').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    policyEdition: text('policy_edition').notNull(),
    calendarEdition: text('calendar_edition').notNull(),
    previousHash: text('previous_hash').notNull(),
    hash: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.stream, table.seq] }),
    index('ledger_position').on(table.position),
    index('ledger_command').on(table.commandId).where(sql`command_id is not null`),
  ],
);

/** Words and forms people wrote. The ledger carries the salted digest of each; erasing a row erases the words. */
export const sealedContents = pgTable('sealed_contents', {
  id: text().primaryKey(),
  stream: text().notNull(),
  salt: text().notNull(),
  /** JSON text, so that any character a person can type survives. */
  body: text().notNull(),
  digest: text().notNull(),
});

/** Policy and calendar editions as they were published, letter for letter in canonical JSON; named by their hash. */
export const editions = pgTable(
  'editions',
  {
    sha256: text().primaryKey(),
    kind: text().$type<EditionKind>().notNull(),
    edition: text().notNull(),
    /** RFC 8785 canonical JSON, over which the hash is taken. */
    document: text().notNull(),
    addedAt: instant('added_at').notNull(),
  },
  (table) => [unique('editions_kind_edition').on(table.kind, table.edition)],
);

/** Answers given, by client and key, so that a repeated request is answered and not done again. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    client: text().notNull(),
    key: text().notNull(),
    requestHash: text('request_hash').notNull(),
    /** Absent while the first request is under way, or was cut off before its answer was stored. */
    status: integer(),
    body: text(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.client, table.key] })],
);

/** Workflows owed to a committed receipt; the sweeper starts what a crash left unstarted. */
export const caseStarts = pgTable(
  'case_starts',
  {
    workflowId: text('workflow_id').primaryKey(),
    workflowType: text('workflow_type').notNull(),
    input: jsonb().notNull(),
    owedSince: instant('owed_since').notNull(),
    startedAt: instant('started_at'),
  },
  (table) => [index('case_starts_owed').on(table.owedSince).where(sql`started_at is null`)],
);

/** Words that a kept notification owes its named lead; the sweeper sends what is left. */
export const leadMessages = pgTable(
  'lead_messages',
  {
    notificationRef: text('notification_ref').primaryKey(),
    /** Code of the lead, which is also their mailbox. */
    lead: text().notNull(),
    owedSince: instant('owed_since').notNull(),
    sentAt: instant('sent_at'),
    /** When it turned out that it can never arrive; the lead still sees it in the list. */
    bouncedAt: instant('bounced_at'),
  },
  (table) => [
    index('lead_messages_owed').on(table.owedSince).where(sql`sent_at is null and bounced_at is null`),
  ],
);

/** Commands accepted from a caller while no worker or no Temporal answered; the sweeper sends them until they settle. */
export const owedCommands = pgTable(
  'owed_commands',
  {
    commandId: text('command_id').primaryKey(),
    workflowId: text('workflow_id').notNull(),
    action: text().notNull(),
    envelope: jsonb().$type<CommandEnvelope<unknown>>().notNull(),
    owedSince: instant('owed_since').notNull(),
    settledAt: instant('settled_at'),
    /** Why the case refused it in the end; absent when it was recorded. */
    refusal: jsonb().$type<{
      readonly code: DomainErrorCode;
      readonly message: string;
      readonly field?: string;
    }>(),
  },
  (table) => [index('owed_commands_open').on(table.owedSince).where(sql`settled_at is null`)],
);

/** Messages that left the building, one row for each delivery key, however often delivery was tried. */
export const messages = pgTable('messages', {
  key: text().primaryKey(),
  contactRef: text('contact_ref').notNull(),
  referralRef: text('referral_ref'),
  template: text().notNull(),
  recipient: text().notNull(),
  body: text().notNull(),
  /** A file that went with it, such as a calendar entry. */
  attachment: jsonb().$type<Attachment>(),
  sentAt: instant('sent_at').notNull(),
});

/** A file that goes with a message; `content` is its text. */
export type Attachment = { readonly name: string; readonly contentType: string; readonly content: string };

/** Rules an open case was found to break, from the run that found it to the run that no longer did. */
export const invariantViolations = pgTable(
  'invariant_violations',
  {
    /** Stream of the case, which is also its workflow id. */
    stream: text().notNull(),
    rule: text().$type<InvariantRule>().notNull(),
    foundAt: instant('found_at').notNull(),
    /** The last run that found it. */
    seenAt: instant('seen_at').notNull(),
    clearedAt: instant('cleared_at'),
    localAuthority: text('local_authority'),
  },
  (table) => [
    primaryKey({ columns: [table.stream, table.rule, table.foundAt] }),
    uniqueIndex('invariant_violations_open').on(table.stream, table.rule).where(sql`cleared_at is null`),
  ],
);

/** Each time every open case was looked at, by its beginning. */
export const invariantRuns = pgTable('invariant_runs', {
  startedAt: instant('started_at').primaryKey(),
  finishedAt: instant('finished_at').notNull(),
  checked: integer().notNull(),
  violations: integer().notNull(),
});

/** Links that let an agency without an account answer one request. The id opens nothing without the hub's signature. */
export const answerLinks = pgTable(
  'answer_links',
  {
    id: text().primaryKey(),
    requestId: text('request_id').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    expiresAt: instant('expires_at').notNull(),
    revokedAt: instant('revoked_at'),
    revokedBy: text('revoked_by'),
  },
  (table) => [
    uniqueIndex('answer_links_current').on(table.requestId).where(sql`revoked_at is null`),
    index('answer_links_by_request').on(table.requestId),
  ],
);

/** What somebody has written behind a link and not sent yet. */
export const answerDrafts = pgTable('answer_drafts', {
  linkId: text('link_id').primaryKey(),
  /** JSON text, so that any character a person can type survives. */
  body: text().notNull(),
  savedAt: instant('saved_at').notNull(),
});

/** Signed-in board users: only the hash of the session's secret is kept. */
export const sessions = pgTable('sessions', {
  idHash: text('id_hash').primaryKey(),
  actor: jsonb().$type<Actor>().notNull(),
  displayName: text('display_name').notNull(),
  createdAt: instant('created_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
});

/* ---- Projections: what screens read; dropped and rebuilt from the record by `frontdoor rebuild` ------------- */

export const contacts = pgTable('contacts', {
  contactRef: text('contact_ref').primaryKey(),
  receivedAt: instant('received_at').notNull(),
  recordedAt: instant('recorded_at').notNull(),
  channel: text().$type<Channel>().notNull(),
  sourceCode: text('source_code').$type<SourceCode>().notNull(),
  localAuthority: text('local_authority').notNull(),
  agency: text(),
  submittedBy: text('submitted_by').notNull(),
  formId: text('form_id').notNull(),
  /** The hub's own code of the source. */
  sourceAgencyId: text('source_agency_id'),
  /** 0 to 100; absent where no score was kept. */
  qualityScore: integer('quality_score'),
  qualityMissing: text('quality_missing').array().$type<readonly QualityPoint[]>(),
  /** The enquiry or notification it came out of. */
  follows: text(),
});

/** The child of each referral, as named in the contact; made showable. */
export const children = pgTable('children', {
  referralRef: text('referral_ref').primaryKey(),
  contactRef: text('contact_ref').notNull(),
  position: integer().notNull(),
  displayName: text('display_name').notNull(),
  dateOfBirth: text('date_of_birth'),
});

export const referrals = pgTable(
  'referrals',
  {
    referralRef: text('referral_ref').primaryKey(),
    contactRef: text('contact_ref').notNull(),
    stage: text().$type<Stage>().notNull(),
    rag: text().$type<Rag>(),
    localAuthority: text('local_authority').notNull(),
    agency: text(),
    sourceCode: text('source_code').$type<SourceCode>().notNull(),
    channel: text().$type<Channel>().notNull(),
    receivedAt: instant('received_at').notNull(),
    /** Earliest due instant of a clock still open; absent when none is. */
    nextDueAt: instant('next_due_at'),
    /** What stands out about its arrival. */
    flags: text().array().$type<readonly ArrivalFlag[]>().notNull().default([]),
    /** User ids that alone may read it; absent where everybody whose role does. */
    readers: text().array().$type<readonly string[]>(),
    outcome: text().$type<Outcome>(),
    decidedAt: instant('decided_at'),
    decisionDueAt: instant('decision_due_at').notNull(),
    closedAt: instant('closed_at'),
    /** How many words it owes other cases; a closed referral runs until they are said. */
    wordsOwed: integer('words_owed').notNull().default(0),
    /** Editions the referral goes by since its last ledger row. */
    policyEdition: text('policy_edition').notNull(),
    calendarEdition: text('calendar_edition').notNull(),
    version: integer().notNull(),
    seq: integer().notNull(),
  },
  (table) => [
    index('referrals_open_by_due').on(table.nextDueAt, table.referralRef).where(sql`closed_at is null`),
    index('referrals_closed_with_clock')
      .on(table.nextDueAt)
      .where(sql`closed_at is not null and next_due_at is not null`),
    index('referrals_by_contact').on(table.contactRef),
    index('referrals_owing').on(table.referralRef).where(sql`words_owed > 0`),
  ],
);

/** The clocks of every kind of case. */
export const clocks = pgTable(
  'clocks',
  {
    /** Stream of the case, which is also its workflow id. */
    stream: text().notNull(),
    /** The referral the case is; absent for a case of its own, which several referrals may share. */
    referralRef: text('referral_ref'),
    clockId: text('clock_id').notNull(),
    kind: text().$type<ClockKind>().notNull(),
    startedAt: instant('started_at').notNull(),
    dueAt: instant('due_at').notNull(),
    status: text().$type<Clock['status']>().notNull(),
    stoppedAt: instant('stopped_at'),
    /** When the clock next has something to say; absent once stopped. */
    wakeAt: instant('wake_at'),
    breachRecorded: boolean('breach_recorded').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.stream, table.clockId] }),
    index('clocks_by_referral').on(table.referralRef),
    index('clocks_open_by_due').on(table.dueAt).where(sql`stopped_at is null`),
    index('clocks_open_by_wake').on(table.wakeAt).where(sql`stopped_at is null`),
  ],
);

/** What agencies were asked about the children of a contact. */
export const informationRequests = pgTable(
  'information_requests',
  {
    requestId: text('request_id').primaryKey(),
    contactRef: text('contact_ref').notNull(),
    agency: text().notNull(),
    localAuthority: text('local_authority').notNull(),
    referralRefs: text('referral_refs').array().notNull(),
    stage: text().$type<RequestStage>().notNull(),
    rag: text().$type<Rag>().notNull(),
    critical: boolean().notNull(),
    openedAt: instant('opened_at').notNull(),
    dueAt: instant('due_at').notNull(),
    /** The last full answer, or the last partial one. */
    answer: text().$type<AgencyAnswer>(),
    answeredAt: instant('answered_at'),
    listedMissingAt: instant('listed_missing_at'),
    closedAt: instant('closed_at'),
    version: integer().notNull(),
    seq: integer().notNull(),
  },
  (table) => [
    index('information_requests_by_contact').on(table.contactRef),
    index('information_requests_open').on(table.agency, table.dueAt).where(sql`closed_at is null`),
  ],
);

/** Cases that follow a decision, or stand beside one. */
export const followOns = pgTable(
  'follow_ons',
  {
    /** Stream of the case, which is also its workflow id. */
    stream: text().primaryKey(),
    caseId: text('case_id').notNull(),
    kind: text().$type<FollowOnName>().notNull(),
    contactRef: text('contact_ref').notNull(),
    referralRefs: text('referral_refs').array().notNull(),
    localAuthority: text('local_authority').notNull(),
    stage: text().notNull(),
    /** The stream it came out of, or is about; absent where a person began it. */
    origin: text(),
    /** What its opener called it, so that it is begun once. */
    openingKey: text('opening_key').notNull(),
    ownerTeam: text('owner_team').notNull(),
    ownerRole: text('owner_role').$type<Role>().notNull(),
    ownerUser: text('owner_user'),
    /** Agencies and people outside the hub that are part of it. */
    parties: text().array().notNull(),
    /** What it is, within its kind: what an agency is asked for, by which way a family came, the lane of a dispute. */
    subject: text(),
    /** The agency that is to act, of an action by one agency. */
    agency: text(),
    /** The highest stage of its ladder, of a dispute. */
    reached: integer(),
    /** What is counted of it: a code, such as why an agency did not act. */
    outcome: text(),
    /** What Early Help says of the route a family came by. */
    routing: text().$type<RoutingFeedback>(),
    openedAt: instant('opened_at').notNull(),
    nextDueAt: instant('next_due_at'),
    closedAt: instant('closed_at'),
    /** The new referral it became, where Early Help stepped a family up. */
    becameReferral: text('became_referral'),
    /** How many words it owes other cases; an ended case runs until they are said. */
    wordsOwed: integer('words_owed').notNull(),
    /** Editions it goes by since its last ledger row. */
    policyEdition: text('policy_edition').notNull(),
    calendarEdition: text('calendar_edition').notNull(),
    version: integer().notNull(),
    seq: integer().notNull(),
  },
  (table) => [
    uniqueIndex('follow_ons_by_opening').on(table.openingKey),
    index('follow_ons_by_contact').on(table.contactRef),
    index('follow_ons_by_referral').using('gin', table.referralRefs),
    index('follow_ons_by_party').using('gin', table.parties),
    index('follow_ons_open_by_due').on(table.nextDueAt, table.stream).where(sql`closed_at is null`),
    index('follow_ons_by_kind').on(table.kind, table.openedAt),
    index('follow_ons_by_new_referral').on(table.becameReferral).where(sql`became_referral is not null`),
    index('follow_ons_owing').on(table.stream).where(sql`words_owed > 0`),
  ],
);

/** Requests for advice, answered or waiting. */
export const enquiries = pgTable(
  'enquiries',
  {
    enquiryRef: text('enquiry_ref').primaryKey(),
    receivedAt: instant('received_at').notNull(),
    channel: text().$type<Channel>().notNull(),
    localAuthority: text('local_authority').notNull(),
    agency: text(),
    submittedBy: text('submitted_by').notNull(),
    formId: text('form_id').notNull(),
    answerId: text('answer_id'),
    answeredAt: instant('answered_at'),
    answeredBy: text('answered_by'),
    /** Contacts begun from it. */
    contactRefs: text('contact_refs').array().notNull(),
  },
  (table) => [index('enquiries_by_receipt').on(table.receivedAt)],
);

/** What agencies told the hub as a matter of course, and whether its lead has taken it up. */
export const notifications = pgTable(
  'notifications',
  {
    notificationRef: text('notification_ref').primaryKey(),
    notificationType: text('notification_type').$type<NotificationType>().notNull(),
    receivedAt: instant('received_at').notNull(),
    channel: text().$type<Channel>().notNull(),
    localAuthority: text('local_authority').notNull(),
    agency: text(),
    submittedBy: text('submitted_by').notNull(),
    formId: text('form_id').notNull(),
    /** Code of the named lead, and the role they have in the hub. */
    lead: text().notNull(),
    leadRole: text('lead_role').$type<Role>().notNull(),
    considersNrm: boolean('considers_nrm').notNull(),
    acknowledgedAt: instant('acknowledged_at'),
    acknowledgedBy: text('acknowledged_by'),
    nrm: text().$type<NrmConsideration>(),
    noteId: text('note_id'),
    /** Contacts begun from it. */
    contactRefs: text('contact_refs').array().notNull(),
  },
  (table) => [index('notifications_by_receipt').on(table.receivedAt)],
);

/** Who was told that a clock runs out or is late. */
export const notices = pgTable(
  'notices',
  {
    stream: text().notNull(),
    seq: integer().notNull(),
    referralRef: text('referral_ref'),
    clockId: text('clock_id').notNull(),
    role: text().$type<Role>().notNull(),
    what: text().$type<'WARNING' | 'BREACH' | 'ESCALATION'>().notNull(),
    occurredAt: instant('occurred_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.stream, table.seq] })],
);

/** Everybody named in a contact, each time they are: a child of it or somebody of the household. Found by their keys. */
export const people = pgTable(
  'people',
  {
    personId: text('person_id').primaryKey(),
    contactRef: text('contact_ref').notNull(),
    /** Of a child: the referral about it. */
    referralRef: text('referral_ref'),
    displayName: text('display_name').notNull(),
    dateOfBirth: text('date_of_birth'),
    localAuthority: text('local_authority').notNull(),
    receivedAt: instant('received_at').notNull(),
    /** In plain letters, as it is compared. */
    facts: jsonb().$type<Person>().notNull(),
  },
  (table) => [
    index('people_by_referral').on(table.referralRef),
    index('people_by_contact').on(table.contactRef),
  ],
);

/** The keys under which people are found. */
export const personKeys = pgTable(
  'person_keys',
  { key: text().notNull(), personId: text('person_id').notNull() },
  (table) => [primaryKey({ columns: [table.key, table.personId] })],
);

/** What people have said of two person records; the first has the lower reference. */
export const personMatches = pgTable(
  'person_matches',
  {
    first: text().notNull(),
    second: text().notNull(),
    status: text().$type<MatchStatus>().notNull(),
    settledAt: instant('settled_at').notNull(),
    settledBy: text('settled_by').notNull(),
    reasonId: text('reason_id').notNull(),
    seq: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.first, table.second] }),
    index('person_matches_by_second').on(table.second),
  ],
);
