import { NIGHT_LISTS, type NightEntry, type NightList, type OutOfHours } from '../../api/out-of-hours.ts';
import type { CalendarEdition } from '../../domain/calendar-edition.ts';
import type { Instant } from '../../domain/instant.ts';
import { openSpell } from '../../domain/referral/out-of-hours.ts';
import { ownerOf } from '../../domain/referral/owner.ts';
import { dueWords } from '../../domain/words.ts';
import { codeWords, RAG_LABELS } from './labels.ts';

const HEADINGS: Readonly<Record<NightList, { readonly title: string; readonly empty: string }>> = {
  awaitingTeam: {
    title: 'Handed over, not taken on yet',
    empty: 'Nothing waits for the out-of-hours team.',
  },
  held: { title: 'With the out-of-hours team', empty: 'The out-of-hours team has no child.' },
  awaitingDay: { title: 'Handed back, not read yet', empty: 'Nothing waits for the day team.' },
  lateSchool: {
    title: 'Written by schools while the hub was shut',
    empty: 'No school has written while the hub was shut.',
  },
};

const OWNERS = { HUB: 'The hub', EDT: 'The out-of-hours team', RECEIVER: 'The receiving team' } as const;

/** The page of the night: for the out-of-hours team in the evening, and for the day team in the morning. */
export function outOfHoursView(
  lists: OutOfHours,
  { now, calendar }: { readonly now: Instant; readonly calendar: CalendarEdition },
) {
  return {
    asOf: dueWords(now, calendar),
    lists: NIGHT_LISTS.map((name) => ({
      id: name,
      ...HEADINGS[name],
      rows: lists[name].map((entry) => rowView(entry, calendar)),
    })),
  };
}

function rowView({ referral, childName, backBy, isLate }: NightEntry, calendar: CalendarEdition) {
  const spell = openSpell(referral);
  const rag = referral.rating?.rag;
  return {
    childName,
    referralRef: referral.referralRef,
    address: `/referrals/${referral.referralRef}`,
    authority: codeWords(referral.localAuthority),
    received: dueWords(referral.receivedAt, calendar),
    owner: OWNERS[ownerOf(referral).team],
    rag: rag === undefined ? undefined : { code: rag, words: RAG_LABELS[rag] },
    handed: spell && dueWords(spell.handedAt, calendar),
    risk: spell?.immediateRisk === true,
    backBy: backBy && dueWords(backBy, calendar),
    isLate,
  };
}
