import { editionLink } from '../../api/links.ts';
import { SYSTEM_ACTOR } from '../../domain/actor.ts';
import { alarmWords, calendarAlarm, officialUntil } from '../../domain/calendar-alarm.ts';
import { editionsFor, standingEditions } from '../../domain/rulebook/in-force.ts';
import type { Change, EditionRef, Proposal, Publication, Rulebook } from '../../domain/rulebook/rulebook.ts';
import { dateWords, dueWords } from '../../domain/words.ts';
import type { RulesFile } from '../queries/rules.ts';
import { mayChangeRules } from '../rules-access.ts';
import { ROLE_LABELS } from './labels.ts';
import type { People } from './people.ts';

/** How far the rules in force have come to open cases. */
export type Progress = { readonly isDone: boolean; readonly casesToTell: number; readonly openCases: number };

/** The rules in force, what is proposed, and what was published. */
export function rulesView(file: RulesFile, progress: Progress) {
  const { rulebook, policy, rules, now, today, actor } = file;
  const inForce = editionsFor(rulebook, today);
  const alarm = calendarAlarm(rules.calendar, today);
  return {
    asOf: dueWords(now, rules.calendar),
    mayChange: mayChangeRules(actor),
    alarm: alarm && alarmWords(alarm),
    policy: { ...editionView(inForce.policy), title: policy.title, guidance: policy.guidance },
    calendar: {
      ...editionView(inForce.calendar),
      span: `${dateWords(rules.calendar.firstDay)} to ${dateWords(rules.calendar.lastDay)}`,
      official: dateWords(officialUntil(rules.calendar)),
    },
    upcoming: upcoming(rulebook, today).map(editionView),
    proposals: rulebook.proposals
      .filter(({ status }) => status === 'OPEN')
      .map((proposal) => proposalView(proposal, file)),
    publications: rulebook.publications.toReversed().map((publication) => ({
      ...publicationView(publication, file),
      isLatest: publication.no === rulebook.publications.length,
    })),
    rejected: rulebook.proposals.flatMap((proposal) => rejectionView(proposal, file)),
    progress: progressView(progress),
    closures: policy.closureDays
      .toSorted((a, b) => (a.date < b.date ? -1 : 1))
      .map(({ date, reason }) => ({ date: dateWords(date), reason })),
  };
}

/** A proposal with who is for it and who is still needed. */
export function proposalView(proposal: Proposal, { rulebook, rules, people, actor }: RulesFile) {
  const { no, status, change, proposedAt, proposedBy, supporters } = proposal;
  const missing = PEOPLE_NEEDED - supporters.length;
  const isOpen = status === 'OPEN' && mayChangeRules(actor);
  return {
    no,
    words: changeWords(change, rulebook),
    edition: change.type === 'PUBLISH' ? editionView(change.edition) : undefined,
    proposed: dueWords(proposedAt, rules.calendar),
    by: personWords(proposedBy, people),
    agreed: supporters.filter((userId) => userId !== proposedBy).map((userId) => personWords(userId, people)),
    needed: missing === 1 ? 'One more administrator has to agree' : `${missing} administrators have to agree`,
    isOwn: supporters.includes(actor.userId),
    mayAgree: isOpen && !supporters.includes(actor.userId),
    mayReject: isOpen,
    address: proposalAddress(no),
  };
}

/** A publication with the two people behind it. */
export function publicationView(publication: Publication, file: RulesFile) {
  const { rulebook, rules, people, actor } = file;
  const { no, change, publishedAt } = publication;
  const proposal = rulebook.proposals.find((one) => one.status === 'AGREED' && one.publication === no);
  const withdrawn = rulebook.publications.some(
    (later) => later.change.type === 'WITHDRAW' && later.change.publication === no,
  );
  return {
    no,
    words: changeWords(change, rulebook),
    published: dueWords(publishedAt, rules.calendar),
    agreedBy: (proposal?.supporters ?? []).map((userId) => personWords(userId, people)),
    isWithdrawn: withdrawn,
    mayWithdraw: change.type === 'PUBLISH' && !withdrawn && mayChangeRules(actor),
    address: publicationAddress(no),
  };
}

/** A progress bar's numbers and its words. */
export function progressView({ isDone, casesToTell, openCases }: Progress) {
  const told = openCases - casesToTell;
  const words = openCases === 0 ? 'There are no open cases' : `${told} of ${openCases} open cases told`;
  return { isDone, told, openCases, words };
}

/** What a change does, in words: `Calendar england-and-wales-2027`. */
export function changeWords(change: Change, { publications }: Rulebook): string {
  if (change.type === 'PUBLISH') return editionWords(change.edition);
  const withdrawn = publications.find(({ no }) => no === change.publication)?.change;
  const what = withdrawn?.type === 'PUBLISH' ? `: ${editionWords(withdrawn.edition)}` : '';
  return `Withdrawal of publication ${change.publication}${what}`;
}

export function proposalAddress(no: number): string {
  return `/rules/proposals/${no}`;
}

export function publicationAddress(no: number): string {
  return `/rules/publications/${no}`;
}

const PEOPLE_NEEDED = 2;
const KIND_WORDS = { POLICY: 'Policy', CALENDAR: 'Calendar' } as const;
/** Enough to tell editions apart by eye. */
const SHORT_HASH = 12;

function editionWords({ kind, edition }: EditionRef): string {
  return `${KIND_WORDS[kind]} ${edition}`;
}

function editionView(ref: EditionRef) {
  return {
    words: editionWords(ref),
    name: ref.edition,
    from: ref.kind === 'POLICY' ? dateWords(ref.effectiveFrom) : undefined,
    hash: ref.sha256.slice(0, SHORT_HASH),
    address: editionLink(ref.sha256),
  };
}

/** Policies that are published and hold for contacts received later than today. */
function upcoming(rulebook: Rulebook, today: string): EditionRef[] {
  return standingEditions(rulebook).filter((ref) => ref.kind === 'POLICY' && ref.effectiveFrom > today);
}

function rejectionView(proposal: Proposal, { rulebook, people }: RulesFile) {
  if (proposal.status !== 'REJECTED') return [];
  const { no, change, proposedBy, rejectedBy } = proposal;
  const [by, against] = [personWords(proposedBy, people), personWords(rejectedBy, people)];
  return [{ no, words: changeWords(change, rulebook), by, against }];
}

/** A name where it is known; the id of the account otherwise. */
function personWords(userId: string, people: People): string {
  if (userId === SYSTEM_ACTOR.userId) return ROLE_LABELS.SYSTEM;
  return people.get(userId) ?? userId;
}
