import type { Db } from '../db/client.ts';
import type { Attachment } from '../db/schema.ts';
import type { LetterRecipient, LetterTemplate } from '../domain/case.ts';
import type { CalendarEdition } from '../domain/calendar-edition.ts';
import type { FollowOn } from '../domain/follow-on/kinds.ts';
import { type Instant, isCivilDate } from '../domain/instant.ts';
import { isCallingOff } from '../domain/child-protection/owed.ts';
import { dateWords, dueWords } from '../domain/words.ts';
import type { Agencies } from '../policy/agencies.ts';
import { calendarEntry } from './calendar-entry.ts';
import { discussionOf, protectionWords } from './letters-of-child-protection.ts';
import { disputeWords } from './letters-of-dispute.ts';

/** What a letter is written from. */
export type LetterFacts = {
  /** Of the delivery; says which of two letters about one thing it is. */
  readonly key: string;
  readonly template: LetterTemplate;
  readonly state: FollowOn;
  readonly recipient: LetterRecipient;
  readonly no: number | undefined;
  readonly calendar: CalendarEdition;
  readonly agencies: Agencies;
  readonly sentAt: Instant;
};

/** What a letter says, and the file that goes with it. */
export type LetterContent = { readonly body: string; readonly attachment?: Attachment };

/** The words of a letter. None names a child: the case is read on the board, or in the agency's own list. */
export async function letterContent(_db: Db, facts: LetterFacts): Promise<LetterContent> {
  const body = [...wordsOf(facts), `Our reference: ${facts.state.id}.`].join('\n');
  const attachment = attachmentOf(facts);
  return { body, ...(attachment && { attachment }) };
}

/** An invitation comes with an entry for the calendar. */
function attachmentOf({ key, template, state, no, agencies, sentAt }: LetterFacts): Attachment | undefined {
  if (template !== 'STRATEGY_INVITATION' || state.kind !== 'CHILD_PROTECTION') return undefined;
  const discussion = discussionOf({ state, no });
  const { planned } = discussion;
  return planned === undefined
    ? undefined
    : calendarEntry(
        { caseId: state.id, discussion: { no: discussion.no, planned } },
        { isCalledOff: isCallingOff(key), agencies, sentAt },
      );
}

const NEWS = ['There is news of a case that your agency is part of. Please read it in your list.'];

function wordsOf({ key, template, state, no, calendar }: LetterFacts): string[] {
  const due = state.clocks.find(({ status }) => status !== 'STOPPED')?.dueAt;
  const by = due === undefined ? '' : ` by ${dueWords(due, calendar)}`;
  switch (template) {
    case 'AGENCY_ACTION_ASKED':
      return [
        'The children’s hub asks your agency to act for a child.',
        `Please accept it in your list, and say there what came of it${by}.`,
      ];
    case 'AGENCY_ACTION_CHASED':
      return [
        'The children’s hub has not heard yet what came of what it asked your agency to do.',
        `It was asked for${by}. Please say in your list whether it was done, or why not.`,
      ];
    case 'APPROPRIATENESS_ASKED':
      return [
        'The children’s hub decided that no further action is needed on a referral of your agency.',
        `Please say${by} whether, looking back, the referral was appropriate. It helps both of us to learn.`,
      ];
    case 'EARLY_HELP_LETTER':
      return [
        'A family that Early Help leads could not be reached as often as the policy of the hub asks.',
        'A letter to the family is due. Please write to it, and record in the case, in your list, when it was sent.',
        'Nobody looks at whether the family engages, and nothing closes, before that.',
      ];
    case 'STRATEGY_INVITATION':
    case 'STRATEGY_MINUTES':
    case 'LEGAL_ALERT':
      return state.kind === 'CHILD_PROTECTION'
        ? protectionWords(template, { key, state, no, calendar })
        : NEWS;
    case 'PLAN_ACTION_ASKED':
      return planWords(state, no);
    case 'DISPUTE_OPENED':
    case 'DISPUTE_RAISED':
    case 'DISPUTE_RESOLVED':
    case 'PARTNERSHIP_TOLD':
      return state.kind === 'DISPUTE' ? disputeWords(template, state, calendar, no) : NEWS;
  }
}

function planWords({ plan = [] }: FollowOn, no: number | undefined): string[] {
  const due = plan.find((action) => action.no === no)?.dueOn;
  const by = due !== undefined && isCivilDate(due) ? ` by ${dateWords(due)}` : '';
  return [
    `Your agency is asked to do something in the plan for a family${by}.`,
    'Please read in your list what it is, and agree or decline there.',
  ];
}
