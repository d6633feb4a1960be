import type { FollowOnRow } from '../../api/follow-ons/listing.ts';
import type { ChildHistory } from '../../api/people-answer.ts';
import type { Actor } from '../../domain/actor.ts';
import type { ClockExplanation } from '../../domain/clock-explanation.ts';
import type { ContactForm } from '../../domain/contact.ts';
import type { Instant } from '../../domain/instant.ts';
import { localTimeOf } from '../../domain/local-time.ts';
import type { HubRules } from '../../domain/policy.ts';
import type { Quality } from '../../domain/quality.ts';
import { allowedActions } from '../../domain/referral/guards.ts';
import { nextAction, waitsFor, WAITS_FOR_WORDS } from '../../domain/referral/next-action.ts';
import { isClosed, isUndecided, type Referral } from '../../domain/referral/state.ts';
import { referralStream } from '../../domain/streams.ts';
import { SOURCE_CODES } from '../../domain/vocabulary.ts';
import { dueWords } from '../../domain/words.ts';
import { TASKS } from '../forms/tasks.ts';
import type { Agencies } from '../../policy/agencies.ts';
import { RECEIVER_ACTIONS } from '../receiver-actions.ts';
import type { Child, ReferralRow } from '../queries/referrals.ts';
import type { RequestsFile } from '../queries/requests.ts';
import { checksView } from './agency-checks.ts';
import { bornWords } from './birth.ts';
import { clocksView } from './clocks.ts';
import { concernView, contactMarks, qualityView } from './contact.ts';
import { afterDecisionView, disputeAddress } from './after-decision.ts';
import { decisionsView } from './decisions.ts';
import { historyView } from './history.ts';
import { CHANNEL_LABELS, codeWords, FLAG_LABELS, RAG_LABELS, ROLE_LABELS, STAGE_LABELS } from './labels.ts';
import { type ClockLink, pauseLinks } from './pause-links.ts';
import type { People } from './people.ts';
import { timelineView } from './timeline.ts';
import { triageView } from './triage.ts';
import type { WordsWritten } from './words-written.ts';

/** All that is known of one case and of who looks at it when. */
export type CaseFile = {
  readonly referral: Referral;
  readonly rows: readonly ReferralRow[];
  readonly children: readonly Child[];
  readonly form: ContactForm | undefined;
  /** Absent where no score was kept. */
  readonly quality?: Quality | undefined;
  /** A child of the same contact has a record this reader may not see: what the referrer wrote is kept from them. */
  readonly isOfRestricted: boolean;
  readonly written: WordsWritten;
  readonly people: People;
  readonly actor: Actor;
  readonly now: Instant;
  readonly rules: HubRules;
  /** Every clock explained, by id. */
  readonly explanations: ReadonlyMap<string, ClockExplanation>;
  /** Who the child may be and what was known; absent where the reader may not see it. */
  readonly past?: ChildHistory;
  /** Whom the hub can ask. */
  readonly agencies: Agencies;
  /** What was asked, and the words of the answers. */
  readonly requests: RequestsFile;
  /** Cases that follow its decisions or stand beside it; of a restricted family, those about this child alone. */
  readonly cases: readonly FollowOnRow[];
};

/** Whom the case is about; on every page of the case. */
export function identityView({ referral, children, now, rules }: CaseFile) {
  const child = children.find(({ referralRef }) => referralRef === referral.referralRef);
  return {
    childName: child?.displayName ?? 'Child not named',
    dateOfBirth: bornWords(child?.dateOfBirth ?? undefined, localTimeOf(now, rules.calendar).date),
    referralRef: referral.referralRef,
    authority: codeWords(referral.localAuthority),
    siblings: children.filter(({ referralRef }) => referralRef !== referral.referralRef),
  };
}

/** The case page for staff who see the whole of it. */
export function caseView(file: CaseFile, temporalUi: { readonly url: string; readonly namespace: string }) {
  const { referral, rows, now, rules, form } = file;
  const context = { calendar: rules.calendar, written: file.written, people: file.people };
  return {
    identity: identityView(file),
    standing: standingView(file),
    facts: factsView(file),
    clocks: clocksView(referral.clocks, file).map((clock) => ({ ...clock, links: linksFor(clock.id, file) })),
    checks: checksView(file),
    concern: concernView(form),
    marks: contactMarks(referral.marks),
    past: historyView(file),
    quality: qualityView(file.quality),
    decisions: decisionsView(referral, rows, context),
    triage: triageView(file),
    after: afterDecisionView(file),
    timeline: timelineView(rows, context),
    actions: actionLinks(file),
    decidesTogether: decidesTogether(file),
    asOf: dueWords(now, rules.calendar),
    temporalAddress: temporalAddress(temporalUi, referral.referralRef),
  };
}

/** The case page for the team or agency that takes the child over: who, what was decided, and nothing else. */
export function handoverView(file: CaseFile) {
  const { referral, rows, rules } = file;
  const context = { calendar: rules.calendar, written: file.written, people: file.people };
  const [decision] = decisionsView(referral, rows, context);
  return {
    identity: identityView(file),
    standing: standingView(file),
    decision,
    actions: actionLinks(file).filter(({ action }) => RECEIVER_ACTIONS.includes(action)),
    dispute: disputeAddress(file),
    asOf: dueWords(file.now, rules.calendar),
  };
}

function standingView(file: CaseFile) {
  const { referral } = file;
  const actions = actionLinks(file);
  const next = nextAction(referral);
  const waits = waitsFor(referral);
  return {
    stage: STAGE_LABELS[referral.stage],
    isClosed: isClosed(referral),
    rag: referral.rating && { code: referral.rating.rag, words: RAG_LABELS[referral.rating.rag] },
    next: next && {
      words: next.words,
      by: ROLE_LABELS[next.by],
      address: actions.find(({ isNext }) => isNext)?.address,
    },
    waits: waits && WAITS_FOR_WORDS[waits],
  };
}

function factsView({ referral, rules }: CaseFile) {
  return {
    received: `${dueWords(referral.receivedAt, rules.calendar)}, by ${CHANNEL_LABELS[referral.channel]}`,
    source: SOURCE_CODES[referral.sourceCode],
    agency: referral.agency === undefined ? undefined : codeWords(referral.agency),
    contactRef: referral.contactRef,
    flags: (referral.flags ?? []).map((flag) => FLAG_LABELS[flag]),
  };
}

/** Whether the reader may give one decision for this child and its siblings. */
function decidesTogether({ referral, actor, children }: CaseFile): boolean {
  return children.length > 1 && isUndecided(referral) && allowedActions(referral, actor).includes('decide');
}

function actionLinks({ referral, actor }: CaseFile) {
  const next = nextAction(referral)?.action;
  return allowedActions(referral, actor).map((action) => ({
    action,
    words: TASKS[action].title(referral),
    address: `/referrals/${referral.referralRef}/${TASKS[action].path}`,
    isNext: action === next,
  }));
}

function linksFor(id: string, file: CaseFile): ClockLink[] {
  const clock = file.referral.clocks.find((candidate) => candidate.id === id);
  return clock === undefined ? [] : pauseLinks(file, clock);
}

function temporalAddress(ui: { readonly url: string; readonly namespace: string }, referralRef: string) {
  const path = [ui.namespace, 'workflows', referralStream(referralRef)].map(encodeURIComponent).join('/');
  return `${ui.url.replace(/\/$/, '')}/namespaces/${path}`;
}
