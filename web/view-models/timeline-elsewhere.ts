import type { EndingEvent } from '../../domain/referral/endings.ts';
import type { OutOfHoursEvent } from '../../domain/referral/out-of-hours.ts';
import type { RedirectEvent } from '../../domain/referral/redirects.ts';
import type { TransferEvent } from '../../domain/referral/transfers.ts';
import type { SealedText } from '../../domain/sealed-text.ts';
import { codeWords, DEATH_ROUTE_LABELS, ENDING_LABELS, METHOD_LABELS, WITHHOLDING_LABELS } from './labels.ts';
import type { MatterWords } from './timeline-matters.ts';

export type ElsewhereEvent = RedirectEvent | OutOfHoursEvent | TransferEvent | EndingEvent;

const ELSEWHERE: Readonly<Record<ElsewhereEvent['type'], true>> = {
  AllegationRecorded: true,
  ReferralRedirected: true,
  RedirectAcknowledged: true,
  HandedToOutOfHours: true,
  OutOfHoursAcknowledged: true,
  HandedBackToDay: true,
  HandBackAcknowledged: true,
  TransferAsked: true,
  TransferAccepted: true,
  ReferralEnded: true,
};

export function isElsewhere<E extends { readonly type: string }>(
  event: E,
): event is Extract<E, ElsewhereEvent> {
  return Object.hasOwn(ELSEWHERE, event.type);
}

/** What happens between the hub and others, as the timeline tells it; `written` opens what people wrote. */
export function elsewhereWords(event: ElsewhereEvent, written: (text: SealedText) => string): MatterWords {
  switch (event.type) {
    case 'AllegationRecorded':
      return {
        title: 'Allegation against somebody who works with children',
        detail: 'The record is marked as restricted',
        words: written(event.reason),
      };
    case 'ReferralRedirected':
      return {
        title: `Sent on to ${codeWords(event.receiver)}`,
        ...redirectDetail(event),
        words: [event.reason, ...(event.note ? [event.note] : [])].map(written).join('\n'),
      };
    case 'RedirectAcknowledged':
      return { title: 'The receiving body acknowledged', ...noted(event.note, written) };
    case 'HandedToOutOfHours':
      return {
        title: 'Handed over to the out-of-hours team',
        detail: event.immediateRisk
          ? 'The child may come to harm before the hub opens'
          : 'Received while the hub was closed',
        ...noted(event.reason, written),
      };
    case 'OutOfHoursAcknowledged':
      return { title: 'The out-of-hours team took the child on' };
    case 'HandedBackToDay':
      return { title: 'Handed back to the day team', words: written(event.note) };
    case 'HandBackAcknowledged':
      return { title: 'The day team took the child back' };
    case 'TransferAsked':
      return {
        title: `${codeWords(event.to)} asked to take the child`,
        ...referrerTold(event),
        words: written(event.rationale),
      };
    case 'TransferAccepted':
      return { title: 'The other authority accepted the child', ...noted(event.note, written) };
    case 'ReferralEnded':
      return { title: ENDING_LABELS[event.ending], ...endingDetail(event), words: written(event.rationale) };
  }
}

function noted(
  text: SealedText | undefined,
  written: (text: SealedText) => string,
): Pick<MatterWords, 'words'> {
  return text === undefined ? {} : { words: written(text) };
}

function redirectDetail({
  worksIn,
  onDayReceived,
  noChildNeedsHub,
}: Extract<RedirectEvent, { type: 'ReferralRedirected' }>) {
  if (worksIn !== undefined) return { detail: `The person works in ${codeWords(worksIn)}` };
  if (noChildNeedsHub) return { detail: 'No child of the home needs the hub' };
  if (onDayReceived === undefined) return {};
  return {
    detail: onDayReceived ? 'Told on the day it was received' : 'Told later than on the day it was received',
  };
}

function referrerTold({ told, withheld }: Extract<TransferEvent, { type: 'TransferAsked' }>) {
  if (told !== undefined) return { detail: `Referrer told ${METHOD_LABELS[told]}` };
  return withheld === undefined ? {} : { detail: WITHHOLDING_LABELS[withheld] };
}

function endingDetail({ handedTo, routes }: EndingEvent) {
  if (handedTo !== undefined) return { detail: `${codeWords(handedTo)} goes on with the risk` };
  return routes === undefined
    ? {}
    : {
        detail: `Told: ${routes.map((route) => DEATH_ROUTE_LABELS[route]).join(', ')}. The record is frozen`,
      };
}
