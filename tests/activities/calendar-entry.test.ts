import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import { calendarEntry } from '../../activities/calendar-entry.ts';
import type { Discussion } from '../../domain/child-protection/state.ts';
import { parseInstant } from '../../domain/instant.ts';
import { readAgencies } from '../../policy/agencies.ts';

const agencies = readAgencies();
const sentAt = parseInstant('2028-06-05T10:31:02.345+01:00');

function planned(overrides: Partial<NonNullable<Discussion['planned']>> = {}, no = 1) {
  return {
    no,
    planned: {
      startsAt: parseInstant('2028-06-05T14:00:00+01:00'),
      mode: 'VIDEO',
      place: { id: 'the link that somebody wrote', digest: 'of it' },
      invited: [
        { agency: 'SOCIAL_CARE', kind: 'SOCIAL_CARE' },
        { agency: 'POLICE', kind: 'POLICE' },
        { agency: 'NOBODY_KNOWS' },
      ],
      plannedBy: 'w-1',
      plannedAt: sentAt,
      ...overrides,
    },
  } as const;
}

function entry(discussion = planned(), isCalledOff = false, at = sentAt) {
  return calendarEntry({ caseId: 'R-TEST-000A.P1', discussion }, { isCalledOff, agencies, sentAt: at });
}

/** As another program reads it: the calendar, its one event, and what stands in it by name. */
function read({ content }: { readonly content: string }) {
  const calendar = new ICAL.Component(ICAL.parse(content));
  const component = calendar.getFirstSubcomponent('vevent');
  if (component === null) throw new Error('there is no event');
  const event = new ICAL.Event(component);
  return {
    method: calendar.getFirstPropertyValue('method'),
    events: calendar.getAllSubcomponents('vevent').length,
    uid: event.uid,
    sequence: event.sequence,
    start: event.startDate.toJSDate().toISOString(),
    zone: event.startDate.zone.tzid,
    stamp: String(component.getFirstPropertyValue('dtstamp')),
    status: component.getFirstPropertyValue('status'),
    organiser: event.organizer,
    attendees: event.attendees.map((one) => String(one.getFirstValue()).toLowerCase()),
    summary: event.summary,
  };
}

describe('the entry of an invitation', () => {
  test('is read by another program as one event that mailboxes of agencies are asked to, in UTC', () => {
    const file = entry();
    expect(file).toMatchObject({
      name: 'strategy-discussion.ics',
      contentType: 'text/calendar; charset=utf-8; method=REQUEST',
    });
    expect(read(file)).toEqual({
      method: 'REQUEST',
      events: 1,
      uid: 'strategy-discussion-R-TEST-000A.P1-1@front-door',
      sequence: 0,
      start: '2028-06-05T13:00:00.000Z',
      zone: 'UTC',
      stamp: '2028-06-05T09:31:02Z',
      status: 'CONFIRMED',
      organiser: 'mailto:requests@social-care.example',
      attendees: ['mailto:requests@social-care.example', 'mailto:requests@police.example'],
      summary: 'Strategy discussion R-TEST-000A.P1, number 1',
    });
  });

  test('holds the same letter for letter however often it is written', () => {
    expect(entry()).toEqual(entry());
  });

  test('holds nothing that a person wrote', () => {
    expect(entry().content).not.toContain('somebody wrote');
  });

  test.each([
    ['on a summer day', '2028-07-03T09:00:00+01:00', '2028-07-03T08:00:00.000Z'],
    ['on a winter day', '2028-01-17T09:00:00+00:00', '2028-01-17T09:00:00.000Z'],
    [
      'in the hour that comes twice, the second time',
      '2028-10-29T01:30:00+00:00',
      '2028-10-29T01:30:00.000Z',
    ],
  ])('%s begins when it was planned', (_case, startsAt, utc) => {
    expect(read(entry(planned({ startsAt: parseInstant(startsAt) }))).start).toBe(utc);
  });

  test('ends every line as calendars want it, none longer than 75 octets', () => {
    const lines = entry().content.split('\r\n');
    expect(lines.at(-1)).toBe('');
    expect(lines.some((line) => line.includes('\n'))).toBe(false);
    expect(lines.filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
  });
});

describe('a discussion that is called off', () => {
  test('is the same event, later in order, and cancelled', () => {
    const later = parseInstant('2028-06-05T11:00:00+01:00');
    const [asked, off] = [read(entry()), read(entry(planned(), true, later))];
    expect(off).toMatchObject({ method: 'CANCEL', status: 'CANCELLED', uid: asked.uid, start: asked.start });
    expect(off.sequence).toBeGreaterThan(asked.sequence);
  });

  test('the one planned in its place is another event', () => {
    expect(read(entry(planned({}, 2))).uid).not.toBe(read(entry()).uid);
  });
});
