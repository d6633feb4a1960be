import type { ChildHistory } from '../../api/people-answer.ts';
import type { KnownMatch } from '../../db/people-history.ts';
import type { PersonRow } from '../../db/people-search.ts';
import { localTimeOf } from '../../domain/local-time.ts';
import type { EarlierReferral, History } from '../../domain/matching/history.ts';
import { MATCHING_ROLES } from '../../domain/matching/match.ts';
import { plural } from '../../domain/words.ts';
import { bornWords } from './birth.ts';
import type { CaseFile } from './case.ts';
import { OUTCOME_LABELS, RAG_LABELS, STAGE_LABELS } from './labels.ts';
import { BAND_LABELS, MATCH_STATUS_LABELS, REASON_LABELS } from './person-labels.ts';

type Context = Pick<CaseFile, 'rules' | 'now' | 'actor' | 'referral'>;

/** What the case page says of earlier contacts; undefined where its reader may not see them. */
export function historyView(file: Context & { readonly past?: ChildHistory }) {
  const { past } = file;
  if (past === undefined) return undefined;
  const { history, household } = past;
  return {
    flags: flagsOf(history),
    earlier: history.earlier.map((one) => earlierView(one, file)),
    matches: past.matches.map((match) => matchView(match, file)),
    household: household.map((person) => personView(person, file)),
  };
}

/** In whole sentences, the gravest first. */
function flagsOf({ reReferral, recent, lowLevel }: History): string[] {
  const until = (certainty: string) =>
    certainty === 'CONFIRMED' ? '' : ' This is certain only when the matches below are confirmed.';
  const flags: string[] = [];
  if (recent.needsReview) {
    flags.push(
      `${plural(recent.referrals, 'referral')} within the time the hub looks back: consider a threshold review meeting.${until(recent.certainty)}`,
    );
  }
  if (lowLevel.mayReachThreshold) {
    flags.push(
      `${plural(lowLevel.contacts, 'low-level contact')}: together they may reach the threshold.${until(lowLevel.certainty)}`,
    );
  }
  if (reReferral !== undefined) {
    flags.push(
      `Re-referral: say in the decision what is different from ${reReferral.last}.${until(reReferral.certainty)}`,
    );
  }
  return flags;
}

function earlierView(
  { referralRef, receivedAt, stage, rag, outcome, certainty }: EarlierReferral,
  file: Context,
) {
  return {
    referralRef,
    received: dayWords(receivedAt, file),
    became: outcome === undefined ? STAGE_LABELS[stage] : OUTCOME_LABELS[outcome],
    rag: rag && RAG_LABELS[rag],
    isConfirmed: certainty === 'CONFIRMED',
  };
}

function dayWords(instant: PersonRow['receivedAt'], { rules: { calendar } }: Context): string {
  const utcDate = instant.slice(0, 10);
  // Before the calendar begins nobody knows the hour the hub's clock showed.
  const date = utcDate > calendar.firstDay ? localTimeOf(instant, calendar).date : utcDate;
  return date.split('-').toReversed().join('/');
}

function personView(person: PersonRow, file: Context) {
  const { displayName, dateOfBirth, referralRef, personId } = person;
  const today = localTimeOf(file.now, file.rules.calendar).date;
  return {
    personId,
    displayName,
    born: bornWords(dateOfBirth ?? undefined, today),
    received: dayWords(person.receivedAt, file),
    referralRef: referralRef ?? undefined,
  };
}

/** One record that may be the same child, and where to say whether it is. */
export function matchView(match: KnownMatch, file: Context) {
  const { person, band, reasons, status } = match;
  return {
    ...personView(person, file),
    band: band && BAND_LABELS[band],
    reasons: reasons.map((reason) => REASON_LABELS[reason]).join(', '),
    status: MATCH_STATUS_LABELS[status],
    isOpen: status === 'OPEN',
    address: MATCHING_ROLES.includes(file.actor.role)
      ? `/referrals/${file.referral.referralRef}/people/${person.personId}`
      : undefined,
  };
}
