import type { AgencyMessage } from '../domain/information-request/state.ts';

type WithLink = {
  readonly contactRef: string;
  /** When the answer is due, in words. */
  readonly due: string;
  readonly link: string;
};

/** What each message to an agency says. None names a child or says what is asked: that is read behind the link. */
const WORDS: Readonly<Record<Exclude<AgencyMessage, 'AGENCY_NOT_NEEDED'>, (facts: WithLink) => string[]>> = {
  AGENCY_REQUEST: ({ due }) => [
    'The children’s hub asks what your agency knows about a child.',
    `Please answer by ${due}. If your agency holds nothing, saying so takes one click.`,
  ],
  AGENCY_CHILD_ADDED: ({ due }) => [
    'The children’s hub now asks about one more child of the same family.',
    `Please answer for all of them by ${due}.`,
  ],
  AGENCY_REMINDER: ({ due }) => [
    'The children’s hub has not had your agency’s answer yet.',
    `It was asked for by ${due}. The hub decides in time with what it knows, with or without it.`,
  ],
  AGENCY_LEAD_TOLD: ({ due }) => [
    'You are told as your agency’s safeguarding lead: the children’s hub still has no answer from your agency.',
    `It was asked for by ${due}. The hub decides in time with what it knows, with or without it.`,
  ],
};

/** The words of one message to an agency; the last kind has no link, because nothing is asked any more. */
export function agencyWords(
  ...[message, facts]:
    | [message: keyof typeof WORDS, facts: WithLink]
    | [message: 'AGENCY_NOT_NEEDED', facts: Pick<WithLink, 'contactRef'>]
): string {
  const reference = `Our reference: ${facts.contactRef}.`;
  if (message === 'AGENCY_NOT_NEEDED') {
    return ['The children’s hub no longer needs your agency’s answer. Thank you.', reference].join('\n');
  }
  return [
    ...WORDS[message](facts),
    'Read the questions and answer here, without an account:',
    facts.link,
    'The link is for your agency and this request alone. Do not pass it on.',
    reference,
  ].join('\n');
}
