import { expect, test } from 'vitest';

/** Minutes that UTC is ahead of the host in January 2027; the zones the tests are repeated in. */
const UTC_AHEAD: Readonly<Record<string, number>> = {
  'America/New_York': 300,
  'Pacific/Kiritimati': -840,
};

test('these tests really run on a host of the other zone', () => {
  const zone = process.env['TZ'] ?? '';
  expect(Object.keys(UTC_AHEAD)).toContain(zone);
  expect(new Date('2027-01-15T12:00:00Z').getTimezoneOffset()).toBe(UTC_AHEAD[zone]);
  expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone);
});
