import type { z } from 'zod';
import { alarmWords, calendarAlarm } from '../domain/calendar-alarm.ts';
import type { CalendarEdition } from '../domain/calendar-edition.ts';
import type { LocalDate } from '../domain/instant.ts';
import { editionsFor } from '../domain/rulebook/in-force.ts';
import type { Change, EditionRef, Proposal, Publication, Rulebook } from '../domain/rulebook/rulebook.ts';
import { editionLink, proposalLink, publicationLink } from './links.ts';
import type { ProposalAnswer, PublicationAnswer, RulesAnswer } from './schemas/rules.ts';

/** The rules in force, what is proposed and what was published. */
export function rulesAnswer(
  rulebook: Rulebook,
  today: LocalDate,
  calendar: CalendarEdition,
): z.output<typeof RulesAnswer> {
  const { policy, calendar: calendarRef, publication } = editionsFor(rulebook, today);
  const alarm = calendarAlarm(calendar, today);
  return {
    inForce: { policy: editionAnswer(policy), calendar: editionAnswer(calendarRef), publication },
    ...(alarm && { calendarAlarm: { officialUntil: alarm.officialUntil, words: alarmWords(alarm) } }),
    proposals: rulebook.proposals.map(proposalAnswer),
    publications: rulebook.publications.map(publicationAnswer),
  };
}

export function proposalAnswer(proposal: Proposal): z.output<typeof ProposalAnswer> {
  const { no, status, change, proposedAt, proposedBy, supporters } = proposal;
  return {
    no,
    status,
    change: changeAnswer(change),
    proposedAt,
    proposedBy,
    supporters: [...supporters],
    ...(proposal.status === 'AGREED' && { publication: proposal.publication }),
    ...(proposal.status === 'REJECTED' && { rejectedBy: proposal.rejectedBy }),
    links: {
      self: proposalLink(no),
      preview: `${proposalLink(no)}/preview`,
      ...(proposal.status === 'AGREED' && { publication: publicationLink(proposal.publication) }),
    },
  };
}

export function publicationAnswer({
  no,
  change,
  publishedAt,
}: Publication): z.output<typeof PublicationAnswer> {
  return { no, change: changeAnswer(change), publishedAt, links: { self: publicationLink(no) } };
}

function changeAnswer(change: Change): z.output<typeof ProposalAnswer>['change'] {
  return change.type === 'PUBLISH' ? { type: 'PUBLISH', edition: editionAnswer(change.edition) } : change;
}

function editionAnswer(ref: EditionRef): z.output<typeof RulesAnswer>['inForce']['policy'] {
  return { ...ref, links: { self: editionLink(ref.sha256) } };
}
