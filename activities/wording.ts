import { ASKED_FOR_AT_ONCE, QUALITY_WORDS, type QualityPoint } from '../domain/quality.ts';
import type { ColleagueDelivery } from '../domain/case.ts';

/** `missing` are the points of the contact that are not there yet, `shut` what to do while the hub is shut. */
export function acknowledgementWords(
  contactRef: string,
  { missing = [], shut = [] }: { missing?: readonly QualityPoint[]; shut?: readonly string[] } = {},
): string {
  const asked = ASKED_FOR_AT_ONCE.filter((point) => missing.includes(point));
  const template = asked.map((point) => `- ${QUALITY_WORDS[point]}`);
  return [
    `Thank you. The children’s hub has received your contact ${contactRef}.`,
    ...shut,
    'A manager decides the next steps within one working day, and we will tell you the outcome.',
    ...(template.length === 0
      ? []
      : ['The hub has begun. It can help sooner if you reply with what is still missing:', ...template]),
    'If a child is in immediate danger, call 999.',
  ].join('\n');
}

/** What the worker of an open case and their manager are told of a link: where to look, and nothing of the child. */
export function openCaseWords(referralRef: string, message: ColleagueDelivery['message']): string {
  return [
    message === 'OPEN_CASE_WORKER'
      ? `Referral ${referralRef} is about a child whose case is with you.`
      : `Referral ${referralRef} is about a child whose case is with a worker of yours.`,
    'Open it on the board, read it, and confirm there that it has arrived.',
    'The hub stays responsible until one of you has confirmed.',
  ].join('\n');
}

/** What a named lead is told of a notification: where to find it, and nothing of what it says. */
export function leadWords(notificationRef: string): string {
  return [
    `Notification ${notificationRef} has come in for you.`,
    'Read it in the list of notifications, and say there that you have taken it up.',
  ].join('\n');
}

/** `question` is absent once its words are erased. */
export function questionWords(contactRef: string, question: string | undefined): string {
  return [
    `The children’s hub has a question about your contact ${contactRef}.`,
    question ?? 'Please call the hub to hear it.',
    'Please answer as soon as you can: the hub decides in time with what it knows, with or without your answer.',
    'If a child is in immediate danger, call 999.',
  ].join('\n');
}
