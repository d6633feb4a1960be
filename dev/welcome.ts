import { addMs, DAY_MS, type Instant } from '../domain/instant.ts';
import { type DemoUser, demoUsers } from './demo-users.ts';
import type { Stack } from './stack.ts';

/** Demo tokens outlive a working day, not more. */
const TOKEN_HOURS = 12;

/** What a new user needs to know, as text for the terminal. */
export async function welcome(stack: Stack, hubNow: Instant): Promise<string> {
  const { apiUrl, temporalUiUrl, issuer } = stack;
  const urls = [
    ['Board', `${apiUrl}/`],
    ['API documentation', `${apiUrl}/docs`],
    ['OpenAPI document', `${apiUrl}/v1/openapi.json`],
    ['Messages sent', `${apiUrl}/outbox`],
    ['Temporal Web UI', temporalUiUrl ?? 'that of your own Temporal server'],
    ['Postgres', stack.settings['DATABASE_URL'] ?? ''],
  ];
  const tokens = await Promise.all(
    demoUsers.map(
      async (user) => `${heading(user)}\n  ${await issuer.token(user, { expiresIn: `${TOKEN_HOURS}h` })}`,
    ),
  );
  return [
    '',
    'Front Door is running.',
    '',
    ...urls.map(([name = '', url = '']) => `  ${name.padEnd(18)} ${url}`),
    '',
    `Demo users, with tokens for the API that hold for ${TOKEN_HOURS} hours (on the board, pick the name):`,
    '',
    ...tokens,
    '',
    'Three things to try:',
    `  1. Open ${apiUrl}/ , sign in as a team manager, and decide the referral at the top.`,
    `  2. Move the clock and watch clocks run out:  npx frontdoor travel --to ${inTwoDays(hubNow)}`,
    `  3. Hand in a contact:  curl -X POST ${apiUrl}/v1/contacts -H "Authorization: Bearer $TOKEN" \\`,
    '       -H "Idempotency-Key: first" -H "Content-Type: application/json" \\',
    `       -d '{"channel":"PHONE","concern":"A worry, written down","children":[{"givenName":"Robin"}]}'`,
    '',
    'Ctrl-C stops everything; the data stays. `npm run reset` clears it.',
    '',
  ].join('\n');
}

/** Late enough for every clock of a weekday to have run out. */
function inTwoDays(hubNow: Instant): string {
  return `${addMs(hubNow, 2 * DAY_MS).slice(0, 10)}T18:00:00Z`;
}

function heading({ displayName, role, agency, localAuthority }: DemoUser): string {
  return `  ${displayName} — ${role.toLowerCase().replaceAll('_', ' ')}, ${agency}, ${localAuthority}`;
}
