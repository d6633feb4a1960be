import { STATUS_CODES } from 'node:http';
import type { Referral } from '../domain/referral/state.ts';
import type { DomainError, DomainErrorCode } from '../domain/errors.ts';

type ProblemKind = { readonly status: number; readonly title: string };

/**
 * Every way a request can fail: its HTTP status and what it means. The one table from domain codes to HTTP; the
 * page at `/docs/problems` is written from it.
 */
export const PROBLEMS = {
  MALFORMED_JSON: { status: 400, title: 'The body is not well-formed JSON' },
  NOT_AN_OBJECT: { status: 400, title: 'The body is JSON, but not an object' },
  BAD_HEADER: { status: 400, title: 'A header is missing or is not written as documented' },
  BAD_REQUEST: { status: 400, title: 'The request cannot be read' },
  UNAUTHENTICATED: { status: 401, title: 'There is no valid token' },
  NOT_PERMITTED: { status: 403, title: 'Your role may not do this' },
  RESTRICTED: { status: 403, title: 'The record is restricted to named readers' },
  NOT_FOUND: { status: 404, title: 'There is nothing here that you may see' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'This resource does not take that method' },
  ALREADY_ACKNOWLEDGED: { status: 409, title: 'The referrer has been acknowledged' },
  ALREADY_DECIDED: { status: 409, title: 'The referral is decided' },
  AGREEMENT_NEEDED: { status: 409, title: 'This needs the family’s agreement' },
  AUTHORISATION_NEEDED: {
    status: 409,
    title: 'A manager must authorise this without the family’s knowledge',
  },
  ATTEMPTS_OUTSTANDING: { status: 409, title: 'They have not been tried often enough' },
  CASE_CLOSED: { status: 409, title: 'The case is closed' },
  ENQUIRY_ANSWERED: { status: 409, title: 'The enquiry has been answered' },
  FEEDBACK_ALREADY_SETTLED: { status: 409, title: 'The feedback is settled' },
  HANDOVER_ALREADY_ACCEPTED: { status: 409, title: 'The receiving team has accepted' },
  ALREADY_LINKED: { status: 409, title: 'The referral is linked already' },
  JOINED_TO_OTHER: { status: 409, title: 'The referral is decided together with another' },
  NO_LINK_OPEN: { status: 409, title: 'No link is open' },
  OTHER_REFERRAL_NEEDED: { status: 422, title: 'That is not a referral to link to' },
  OTHER_SOURCE: { status: 409, title: 'Another source told of it: it joins, and is no duplicate' },
  MATCH_CONTRADICTS: { status: 409, title: 'Somebody has said that these are two people' },
  MATCH_SETTLED: { status: 409, title: 'The opposite has been said of these two' },
  NO_MATCH_TO_UNDO: { status: 409, title: 'Nobody has said whether these two are one person' },
  MEETING_INCOMPLETE: {
    status: 409,
    title: 'Somebody was not there without whom the meeting does not count',
  },
  INQUORATE: { status: 409, title: 'The discussion was held without its quorum' },
  NOT_AT_THIS_STAGE: { status: 409, title: 'The case is not at this stage' },
  NO_PLAN_ACTION: { status: 409, title: 'No action of the plan waits for this' },
  NOT_DECIDED: { status: 409, title: 'The referral is not decided yet' },
  NOT_RATED: { status: 409, title: 'The referral is not rated yet' },
  RATING_TOO_LOW: { status: 409, title: 'Agencies are not asked under this rating' },
  ALREADY_ASKED: { status: 409, title: 'The agency has been asked' },
  ANSWER_UNKNOWN: { status: 422, title: 'The request has no such answer' },
  CHECK_UNKNOWN: { status: 404, title: 'The referral has asked no agency under that id' },
  CRITICAL_CHECK_OPEN: { status: 409, title: 'An agency whose answer is critical has not answered' },
  STRATEGY_OPEN: { status: 409, title: 'A strategy discussion about the child is open' },
  NO_LATE_ANSWER: { status: 409, title: 'No late answer waits for a review' },
  REQUEST_ANSWERED: { status: 409, title: 'The agency has answered this request' },
  NO_BREAK_GLASS_OPEN: { status: 409, title: 'No break-glass waits for its review' },
  NOT_RESTRICTED: { status: 409, title: 'The record is not restricted to named readers' },
  OTHER_REVIEWER_NEEDED: { status: 409, title: 'Another manager reviews a break-glass' },
  READER_ALREADY: { status: 409, title: 'You may read the record' },
  RESTRICTED_ALREADY: { status: 409, title: 'The record has a list of readers' },
  REVIEW_OUTSTANDING: { status: 409, title: 'A review comes first' },
  REQUEST_ENDED: { status: 410, title: 'The request has ended' },
  NOT_UNBORN: { status: 409, title: 'The child is not recorded as unborn' },
  NO_HANDOVER_NEEDED: { status: 409, title: 'The outcome hands the child to nobody' },
  NO_QUESTION_OPEN: { status: 409, title: 'No question to the referrer is open' },
  NO_WITHDRAWAL_REQUESTED: { status: 409, title: 'Nobody has asked to withdraw the referral' },
  OTHER_DECIDER_NEEDED: { status: 409, title: 'Somebody else has to decide this' },
  QUESTION_OPEN: { status: 409, title: 'A question to the referrer is open' },
  REFERRER_NOT_REACHABLE: { status: 409, title: 'The referrer cannot be reached that way' },
  SUPERSEDES_OTHER_DECISION: { status: 409, title: 'Another decision is in force' },
  ACKNOWLEDGEMENT_OUTSTANDING: {
    status: 409,
    title: 'Another body, or the out-of-hours team, has still to answer',
  },
  ALLEGATION_KNOWN: { status: 409, title: 'The allegation is on record' },
  CHILD_NEEDS_HUB: { status: 409, title: 'Nobody has checked that no child of the home needs the hub' },
  HANDED_BACK: { status: 409, title: 'The child has been handed back to the day team' },
  NOT_HANDED_BACK: { status: 409, title: 'The out-of-hours team has not handed the child back' },
  NO_REDIRECT_OPEN: { status: 409, title: 'No redirect waits for this acknowledgement' },
  NO_TRANSFER_OPEN: { status: 409, title: 'No transfer waits for its acceptance' },
  OUT_OF_HOURS_NOT_OPEN: { status: 409, title: 'The child is not with the out-of-hours team' },
  OUT_OF_HOURS_OPEN: { status: 409, title: 'The out-of-hours team has been asked' },
  OUT_OF_HOURS_TAKEN_ON: { status: 409, title: 'The out-of-hours team has taken the child on' },
  RECORD_FROZEN: { status: 409, title: 'The record is frozen' },
  REDIRECT_OPEN: { status: 409, title: 'This body has been sent the child' },
  RISK_NOT_ASSESSED: { status: 409, title: 'The risk has not been assessed' },
  ROUTINE_WORK_STAYS: { status: 409, title: 'The day team finishes this work' },
  SAME_AUTHORITY: { status: 409, title: 'This authority is responsible already' },
  TRANSFER_OPEN: { status: 409, title: 'A transfer waits for its acceptance' },
  WITHDRAWAL_ALREADY_REQUESTED: { status: 409, title: 'A withdrawal awaits a manager' },
  CALENDAR_TOO_SHORT: { status: 409, title: 'The calendar does not reach far enough' },
  CLOCK_NEVER_PAUSES: { status: 409, title: 'This clock may not be paused' },
  CLOCK_NOT_RUNNING: { status: 409, title: 'The clock is late or has stopped' },
  CLOCK_UNKNOWN: { status: 404, title: 'The case has no such clock' },
  PAUSE_NOT_OPEN: { status: 409, title: 'The pause has ended, or there never was one' },
  EDITION_IN_FORCE: { status: 409, title: 'The edition is in force already' },
  EDITION_KNOWN: { status: 409, title: 'Another edition has this name' },
  PROPOSAL_SETTLED: { status: 409, title: 'The proposal was agreed or rejected before' },
  PROPOSAL_UNKNOWN: { status: 404, title: 'There is no such proposal' },
  PUBLICATION_NOT_IN_FORCE: { status: 409, title: 'The publication is not in force' },
  SECOND_PERSON_NEEDED: { status: 409, title: 'Publishing needs two people' },
  STALE_VERSION: { status: 412, title: 'The case has changed since you read it' },
  LINK_NOT_VALID: { status: 404, title: 'The link is not valid' },
  LINK_EXPIRED: { status: 410, title: 'The link has expired' },
  LINK_REVOKED: { status: 410, title: 'The link was withdrawn' },
  TOO_MANY_REQUESTS: { status: 429, title: 'Too many requests in a minute' },
  BODY_TOO_LARGE: { status: 413, title: 'The body is too large' },
  NOT_JSON: { status: 415, title: 'The body must be application/json' },
  CENSUS_RULE: { status: 422, title: 'The codes break a rule of the census' },
  TIMESCALE_NOT_ALLOWED: { status: 422, title: 'The time is longer than the limit, or over already' },
  CALENDAR_EXHAUSTED: { status: 422, title: 'The instant lies outside the calendar of the hub' },
  INVALID_FIELD: { status: 422, title: 'A field is not as documented' },
  INVALID_INSTANT: { status: 422, title: 'An instant is not as documented' },
  KEY_REUSED: { status: 422, title: 'The Idempotency-Key was used for another request' },
  MISSING_FIELD: { status: 422, title: 'A field is missing' },
  RECEIVED_IN_FUTURE: { status: 422, title: 'The instant of receipt lies in the future' },
  WHAT_IS_DIFFERENT_NEEDED: { status: 422, title: 'A re-referral needs words on what is different' },
  VERSION_REQUIRED: { status: 428, title: 'Say in If-Match which version you saw' },
  INTERNAL: { status: 500, title: 'The hub made a mistake' },
  NO_SIGNING_KEY: { status: 503, title: 'This hub has no key to sign certificates with' },
  UNAVAILABLE: { status: 503, title: 'Part of the hub is not available just now' },
} as const satisfies Readonly<Record<DomainErrorCode, ProblemKind>> & Readonly<Record<string, ProblemKind>>;
export type ProblemCode = keyof typeof PROBLEMS;

/** Where in the request a fault lies: a JSON Pointer into the body, or the name of a query or header parameter. */
export type Fault = { readonly pointer?: string; readonly parameter?: string; readonly detail: string };

type ProblemContent = {
  readonly detail?: string;
  readonly errors?: readonly Fault[];
  readonly headers?: Readonly<Record<string, string>>;
  /** The referral as the refused caller should now see it. */
  readonly current?: Referral;
};

/** A request that fails. The detail names rules and fields and never repeats what a person typed. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly content: ProblemContent;
  /** What Fastify reads off an error. */
  readonly statusCode: number;

  constructor(code: ProblemCode, content: ProblemContent = {}) {
    super(content.detail ?? PROBLEMS[code].title);
    this.code = code;
    this.statusCode = PROBLEMS[code].status;
    this.content = content;
  }
}

/** The problem a refusal of the domain is. */
export function problemOf(refusal: DomainError, current?: Referral): Problem {
  const { code, message, field } = refusal;
  return new Problem(code, {
    detail: message,
    ...(field !== undefined && { errors: [{ pointer: `/${field.replaceAll('.', '/')}`, detail: message }] }),
    ...(current !== undefined && code !== 'NOT_PERMITTED' && code !== 'RESTRICTED' && { current }),
  });
}

/** Page of a problem, relative to the API. */
export function problemType(code: ProblemCode): string {
  return `/docs/problems#${code.toLowerCase().replaceAll('_', '-')}`;
}

/** The RFC 9457 document. `requestId` names this request in the hub's log. */
export function problemDocument({ code, content }: Problem, requestId: string): Record<string, unknown> {
  const { status, title } = PROBLEMS[code];
  return {
    type: problemType(code),
    title,
    status,
    code,
    detail: content.detail ?? STATUS_CODES[status],
    instance: `urn:uuid:${requestId}`,
    ...(content.errors && { errors: content.errors }),
    ...(content.current && { current: inForce(content.current) }),
  };
}

/** What a refused caller needs to decide again: where the referral stands and who decided what, without words. */
function inForce(referral: Referral) {
  const { referralRef, version, stage } = referral;
  const decision = 'decisions' in referral ? referral.decisions?.at(-1) : undefined;
  if (decision === undefined) return { referralRef, version, stage };
  const { no, outcome, level, decidedAt, decidedBy } = decision;
  return { referralRef, version, stage, decision: { no, outcome, level, decidedAt, decidedBy } };
}
