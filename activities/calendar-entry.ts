import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalCalendarMethod,
  ICalEventStatus,
} from 'ical-generator';
import type { Attachment } from '../db/schema.ts';
import type { Discussion } from '../domain/child-protection/state.ts';
import type { Instant } from '../domain/instant.ts';
import type { Agencies } from '../policy/agencies.ts';
import { MODE_WORDS } from './letters-of-child-protection.ts';

/** Whoever convenes strategy discussions; a hub without that code has the first agency of its list convene them. */
const CONVENER = 'SOCIAL_CARE';

/** A discussion that was planned. */
export type Planned = Pick<Discussion, 'no'> & { readonly planned: NonNullable<Discussion['planned']> };

/**
 * An invitation to a strategy discussion, or its calling off, as programs with a calendar read it: the same entry by
 * its UID, in UTC, between mailboxes of agencies. It holds no child's name and nothing a person wrote; where it is held
 * is read on the page of the case. The same letter makes the same text.
 * @see RFC 5545 (iCalendar) and RFC 5546 (iTIP)
 */
export function calendarEntry(
  { caseId, discussion: { no, planned } }: { readonly caseId: string; readonly discussion: Planned },
  {
    isCalledOff,
    agencies,
    sentAt,
  }: { readonly isCalledOff: boolean; readonly agencies: Agencies; readonly sentAt: Instant },
): Attachment {
  const method = isCalledOff ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST;
  const convener = agencies.get(CONVENER) ?? [...agencies.values()][0];
  const calendar = ical({
    method,
    prodId: { company: 'front-door', product: 'strategy-discussions', language: 'EN' },
    events: [
      {
        id: `strategy-discussion-${caseId}-${no}@front-door`,
        sequence: isCalledOff ? 1 : 0,
        status: isCalledOff ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
        stamp: sentAt,
        start: planned.startsAt,
        summary: `Strategy discussion ${caseId}, number ${no}`,
        description: `Reference ${caseId}. Where it is held stands in the list of your agency.`,
        location: `Held ${MODE_WORDS[planned.mode]}`,
        attendees: planned.invited.flatMap(({ agency }) => {
          const found = agencies.get(agency);
          return found === undefined
            ? []
            : [
                {
                  name: found.name,
                  email: found.mailbox,
                  role: ICalAttendeeRole.REQ,
                  status: ICalAttendeeStatus.NEEDSACTION,
                  rsvp: !isCalledOff,
                },
              ];
        }),
      },
    ],
  });
  const [event] = calendar.events();
  if (convener !== undefined) event?.organizer({ name: convener.name, email: convener.mailbox });
  return {
    name: 'strategy-discussion.ics',
    contentType: `text/calendar; charset=utf-8; method=${method}`,
    content: `${calendar.toString()}\r\n`,
  };
}
