import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { base64url, bytesOfBase64url } from '../../certificate/bytes.ts';
import { type SigningKey, parseSigningKey } from '../../certificate/signing-key.ts';
import { canonicalText } from '../../certificate/canonical.ts';
import { thumbprint } from '../../certificate/signature.ts';
import { verifyCertificate } from '../../certificate/verify.ts';
import type { CertificateContent, ClockCertificate } from '../../domain/certificate/certificate.ts';
import type { HashedEntry } from '../../domain/certificate/issue.ts';
import { recompute } from '../../domain/certificate/recompute.ts';
import { addMs, HOUR_MS, type Instant } from '../../domain/instant.ts';
import { defaultRules } from '../../policy/editions.ts';
import { at } from '../policy/hubs.ts';
import { LONG_CASE_ISSUED_AT, longCase } from '../support/long-case.ts';
import {
  hidden,
  newSigningKey,
  publicEditions,
  resealed,
  signedText,
  signingKey,
  verified,
} from '../support/signed-certificate.ts';

const { entries } = longCase();
let content: CertificateContent;
let text: string;

beforeAll(async () => {
  content = await longCase().certificate(LONG_CASE_ISSUED_AT);
  text = await signedText(content);
});

/** The line a certificate fails with; `PASS` when it does not. */
async function lineOf(forged: CertificateContent | string, key?: SigningKey): Promise<string> {
  const verdict = await verified(typeof forged === 'string' ? forged : await signedText(forged, key));
  return verdict.holds ? 'PASS' : verdict.line;
}

/** Where the n-th event of a type about a clock stands, counted from 0. */
function indexOf(type: string, clock?: string, nth = 0): number {
  const found = entries
    .map(({ event }, index) => ({ event, index }))
    .filter(({ event }) => {
      const id = 'clock' in event ? event.clock : 'terms' in event ? event.terms.id : undefined;
      return event.type === type && (clock === undefined || id === clock);
    })[nth];
  if (found === undefined) throw new Error(`the long case has no ${type} ${clock ?? ''}`);
  return found.index;
}

type Loose = Record<string, unknown> & { terms: Record<string, unknown>; next: Record<string, unknown> };

/** The rows with one event changed. */
function changed(index: number, change: (event: Loose, row: Record<string, unknown>) => void): HashedEntry[] {
  const rows = structuredClone(entries);
  const row = rows[index] as unknown as Record<string, unknown>;
  change(row['event'] as Loose, row);
  return rows;
}

const without = (...indexes: number[]) => entries.filter((_, index) => !indexes.includes(index));

const later = (instant: unknown, hours = 1) => addMs(instant as Instant, hours * HOUR_MS);

describe('a certificate', () => {
  test('holds, and shows each row its clocks need and no other', async () => {
    const verdict = await verified(text);
    expect(verdict).toMatchObject({ holds: true, shownRows: 39 });
    const shown = content.rows.filter((row) => 'event' in row);
    expect(shown.length).toBe(entries.length - 9);
    expect(text).not.toContain('DecisionMade');
    // What follows a decision says what was decided.
    expect(text).not.toContain('FollowOnAsked');
    expect(text).not.toContain('ASSESSMENT_S17');
  });

  test('holds with one line feed after it, as a terminal writes it', async () => {
    expect(await lineOf(`${text}\n`)).toBe('PASS');
    expect(await lineOf(`${text}\n\n`)).toBe('format: the file is not canonical JSON (RFC 8785)');
    expect(await lineOf(` ${text}`)).toBe('format: the file is not canonical JSON (RFC 8785)');
  });

  test('fails with any one byte altered', async () => {
    const bytes = new TextEncoder().encode(text);
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: bytes.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (index, bits) => {
          const altered = Uint8Array.from(bytes);
          altered[index] = (altered[index] ?? 0) ^ bits;
          expect((await verifyCertificate(altered, { editions: publicEditions })).holds).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('fails with any one byte of its signature altered', async () => {
    const begin = text.indexOf('"signature":');
    for (let index = begin; index < text.length; index += 1) {
      const other = text[index] === 'A' ? 'B' : 'A';
      expect(await lineOf(text.slice(0, index) + other + text.slice(index + 1)), `byte ${index}`).not.toBe(
        'PASS',
      );
    }
  });

  test('fails under another key than the trusted one', async () => {
    const other = parseSigningKey(newSigningKey());
    const how = { trustedKey: other.publicKey };
    expect(await verified(text, how)).toEqual({
      holds: false,
      line: `signature: made by the key ${await thumbprint(signingKey.publicKey)}, not by ${await thumbprint(other.publicKey)}`,
    });
    expect(await verified(await signedText(content, other), how)).toMatchObject({ holds: true });
  });

  test('fails when the named key is not the one that signed', async () => {
    const other = parseSigningKey(newSigningKey());
    const forged = JSON.parse(text) as { signature: Record<string, unknown> };
    forged.signature['publicKey'] = other.publicKey;
    expect(await lineOf(JSON.stringify(forged))).toMatch(/^format/);
    expect(await lineOf(canonicalText(forged))).toMatch(/^signature: keyId is /);
    forged.signature['keyId'] = await thumbprint(other.publicKey);
    expect(await lineOf(canonicalText(forged))).toBe(
      'signature: does not fit: the certificate was altered after it was signed',
    );
  });

  test('names the row whose content does not fit its hash', async () => {
    const rows = content.rows.map((row) => (row.seq === 2 ? { ...row, policyEdition: 'other' } : row));
    expect(await lineOf({ ...content, rows })).toMatch(
      /^row 2: hash is [0-9a-f]{64}, recomputed [0-9a-f]{64}$/,
    );
  });

  test('fails when a row is left out or numbered otherwise', async () => {
    expect(await lineOf({ ...content, rows: content.rows.filter(({ seq }) => seq !== 6) })).toBe(
      'row 6: is numbered 7',
    );
  });
});

describe('one who holds the signing key but not the rules cannot', () => {
  const decisionStart = indexOf('ClockStarted', 'DECISION');
  const decisionStop = indexOf('ClockStopped', 'DECISION');
  const breach = indexOf('ClockBreached', 'DECISION');
  const escalated = indexOf('ClockEscalated', 'RAG_TARGET');
  const runOn = indexOf('ClockPauseEnded');
  const redRating = indexOf('ReferralRated', undefined, 1);
  const adoption = indexOf('RulesAdopted');

  test.each<[what: string, rows: () => HashedEntry[], line: RegExp]>([
    [
      'make a clock due later',
      () => changed(decisionStart, ({ terms }) => (terms['dueAt'] = later(terms['dueAt']))),
      /^row 3: due instant is 2028-06-06T10:00:00\.000Z, recomputed 2028-06-06T09:00:00\.000Z$/,
    ],
    [
      'start a clock later',
      () => changed(decisionStart, ({ terms }) => (terms['startedAt'] = later(terms['startedAt']))),
      /^row 3: start is /,
    ],
    [
      'give a clock a longer limit',
      () => changed(decisionStart, ({ terms }) => (terms['limit'] = { amount: 2, unit: 'WD' })),
      /^row 3: amount of the limit is 2, recomputed 1$/,
    ],
    [
      'take away a warning',
      () => changed(decisionStart, ({ terms }) => (terms['warnings'] = [])),
      /^row 3: terms\.warnings\.0 is absent/,
    ],
    [
      'do without a clock',
      () => without(decisionStart),
      /^row 3: is ClockStarted FEEDBACK, recomputed ClockStarted DECISION$/,
    ],
    [
      'date a receipt later than the clocks',
      () => changed(0, (event) => (event['occurredAt'] = later(event['occurredAt']))),
      /^row 1: happened at .* after it was recorded/,
    ],
    [
      'leave a breach out',
      () => without(breach),
      /^row 34: recorded at 2028-06-08T09:00:00\.000Z, but no row before it says that the clock DECISION was late at 2028-06-07T16:00:00\.001Z$/,
    ],
    [
      'date a breach later',
      () => changed(breach, (event) => (event['occurredAt'] = later(event['occurredAt'], 2))),
      new RegExp(`^row ${breach + 1}: instant is `),
    ],
    [
      'say that somebody else was told',
      () => changed(breach, (event) => (event['told'] = 'HEAD_OF_SERVICE')),
      new RegExp(`^row ${breach + 1}: who was told is HEAD_OF_SERVICE, recomputed TEAM_MANAGER$`),
    ],
    [
      'put off who is told next',
      () => changed(breach, ({ next }) => (next['at'] = later(next['at'], 24))),
      new RegExp(`^row ${breach + 1}: instant of the next step is `),
    ],
    ['skip a step of the ladder', () => without(escalated), /^row \d+: (instant|step|who was told) is /],
    [
      'say that a clock was late that was not',
      () => [
        ...entries.slice(0, 8),
        {
          ...structuredClone(entries[breach] as HashedEntry),
          recordedAt: (entries[7] as HashedEntry).recordedAt,
          event: {
            ...(entries[breach] as HashedEntry).event,
            occurredAt: (entries[7] as HashedEntry).event.occurredAt,
          },
          policyEdition: (entries[7] as HashedEntry).policyEdition,
        },
        ...entries.slice(8),
      ],
      /^row 9: the clock DECISION has nothing to say by /,
    ],
    [
      'make a late decision look like a delivery, and leave its breach out',
      () =>
        changed(decisionStop, (_event, row) => delete row['commandId']).filter(
          (_, index) => index !== breach,
        ),
      /^row 34: answers no command, but must$/,
    ],
    [
      'rate without a command',
      () => changed(redRating, (_event, row) => delete row['commandId']),
      /^row \d+: answers no command, but must$/,
    ],
    [
      'date a decision back',
      () => changed(decisionStop, (event) => (event['occurredAt'] = at('2028-06-06 09:00 BST'))),
      /^row 35: a clock stopped by DECIDED stops when that is recorded, at 2028-06-08T09:00:00\.000Z, not at 2028-06-06T08:00:00\.000Z$/,
    ],
    [
      'date a decision and its recording back',
      () =>
        changed(decisionStop, (event, row) => {
          event['occurredAt'] = at('2028-06-06 09:00 BST');
          row['recordedAt'] = at('2028-06-06 09:00 BST');
        }),
      /^row 35: recorded at 2028-06-06T08:00:00\.000Z, before the row above it/,
    ],
    [
      'stop a clock for another reason',
      () => changed(decisionStop, (event) => (event['stoppedBy'] = 'ACKNOWLEDGED')),
      /^row 35: ClockStopped has no place here: the clock had stopped before$/,
    ],
    [
      'stop one clock and let the other of the same decision run',
      () => without(decisionStop + 1),
      /^row 36: must be ClockStopped RAG_TARGET, which follows from row 35, and is not shown$/,
    ],
    [
      'stop a clock twice',
      () => [...entries, structuredClone(entries[decisionStop]) as HashedEntry],
      /^row 49: recorded at /,
    ],
    [
      'pause a statutory clock',
      () => changed(indexOf('ClockPaused'), (event) => (event['clock'] = 'DECISION')),
      /^row \d+: The clock DECISION may not be paused: no statutory clock may/,
    ],
    [
      'let a pause last longer',
      () => changed(runOn, (event) => (event['occurredAt'] = later(event['occurredAt']))),
      new RegExp(`^row ${runOn + 1}: happened at .* after it was recorded`),
    ],
    [
      'let a pause begin earlier',
      () =>
        changed(indexOf('ClockPaused'), (event) => (event['occurredAt'] = later(event['occurredAt'], -1))),
      /^row \d+: happened at .*, but this happens when it is recorded/,
    ],
    [
      'name another person who paused',
      () => changed(indexOf('ClockPaused'), (event) => (event['pausedBy'] = 'synthetic-other')),
      /^row \d+: pausedBy is synthetic-other, recomputed synthetic-team-manager$/,
    ],
    [
      'move a clock that nothing moves',
      () => without(redRating),
      /^row \d+: ClockRearmed has no place here: no row before it moves this clock$/,
    ],
    [
      'keep the target of a lower rating',
      () => changed(redRating, (event) => (event['rag'] = 'AMBER')),
      /^row \d+: ClockRearmed has no place here/,
    ],
    [
      'say what was rated before otherwise',
      () => changed(redRating, (event) => (event['previous'] = 'BLUE')),
      /^row \d+: previous is BLUE, recomputed AMBER$/,
    ],
    [
      'leave out that other rules moved a clock',
      () => without(adoption + 1),
      new RegExp(`^row ${adoption + 2}: is ClockBreached FEEDBACK, recomputed ClockRearmed DECISION$`),
    ],
    [
      'name rules that were not in force before',
      () => changed(adoption, (event) => (event['previousPolicyEdition'] = 'hackney-2026')),
      new RegExp(`^row ${adoption + 1}: previousPolicyEdition is hackney-2026, recomputed default-`),
    ],
    [
      'adopt rules of a publication from before',
      () => changed(adoption, (event) => (event['publication'] = 0)),
      new RegExp(`^row ${adoption + 1}: publication 0 was adopted or passed over before$`),
    ],
    [
      'count one row by rules that were not adopted',
      () => changed(7, (_event, row) => (row['policyEdition'] = 'slower-2028')),
      /^row 8: policy edition is slower-2028, recomputed default-/,
    ],
    [
      'receive a referral twice',
      () => [...entries, structuredClone(entries[0]) as HashedEntry],
      /^row 49: (recorded at|ReferralReceived has no place here)/,
    ],
  ])('%s', async (_what, rows, line) => {
    expect(await lineOf(resealed(content, rows()))).toMatch(line);
  });

  test('begin with anything but the receipt', () => {
    const rows = content.rows.slice(1);
    expect(() => recompute({ ...content, rows }, () => defaultRules())).toThrow(
      'row 2: is ClockStarted, but a referral begins with its receipt',
    );
  });

  test('hide what a shown row brings about', async () => {
    expect(await lineOf(hidden(content, adoption + 2))).toBe(
      `row ${adoption + 2}: must be ClockRearmed DECISION, which follows from row ${adoption + 1}, and is not shown`,
    );
    expect(await lineOf(hidden(content, 3))).toBe(
      'row 3: must be ClockStarted DECISION, which follows from row 1, and is not shown',
    );
  });

  test('hide a breach', async () => {
    expect(await lineOf(hidden(content, breach + 1))).toMatch(
      /^row 35: .* no row before it says that the clock DECISION was late at 2028-06-07T16:00:00\.001Z$/,
    );
  });

  test('hide a stop and keep the summary', async () => {
    expect(await lineOf(hidden(content, indexOf('ClockStopped', 'FEEDBACK-2') + 1))).toMatch(
      /^clocks: 4\.(late|status) is /,
    );
  });

  test.each<[what: string, change: (clocks: Record<string, unknown>[]) => void, line: RegExp]>([
    [
      'a late flag',
      (clocks) => Object.assign(clocks[1] ?? {}, { late: false }),
      /^clocks: 1\.late is false, recomputed true$/,
    ],
    [
      'a margin',
      (clocks) => Object.assign(clocks[0] ?? {}, { marginMs: 1 }),
      /^clocks: 0\.marginMs is 1, recomputed /,
    ],
    ['the clocks themselves', (clocks) => clocks.pop(), /^clocks: 4 is absent/],
  ])('bend %s of the summary', async (_what, change, line) => {
    const clocks = structuredClone(content.clocks) as unknown as Record<string, unknown>[];
    change(clocks);
    expect(await lineOf({ ...content, clocks: clocks as unknown as CertificateContent['clocks'] })).toMatch(
      line,
    );
  });

  test('name another edition, another document, or none at all', async () => {
    const [first, ...others] = content.editions;
    if (first === undefined) throw new Error('a case names an edition');
    expect(await lineOf({ ...content, editions: others })).toBe('editions: are not those the rows name');
    expect(await lineOf({ ...content, editions: [{ ...first, sha256: '0'.repeat(64) }, ...others] })).toMatch(
      new RegExp(`^edition ${first.edition}: hash is 0{64}, but the public edition's is [0-9a-f]{64}$`),
    );
    expect(await verified(text, { editions: [] })).toEqual({
      holds: false,
      line: `edition ${first.edition}: no policy edition of this name is at hand; give its file`,
    });
  });

  test('bring an edition of the same name that says something else', async () => {
    const [policy, ...others] = publicEditions;
    const bent = { ...(policy as object), oneWorkingDay: { mode: 'END_OF_NEXT_WD', source: 's' } };
    expect(await verified(text, { editions: [bent, ...others] })).toMatchObject({
      holds: false,
      line: expect.stringMatching(/^edition default-.*: hash is /) as string,
    });
  });

  test('issue it before its last row, or for another referral', async () => {
    expect(await lineOf({ ...content, issuedAt: at('2028-06-06 12:00 BST') })).toMatch(/^issuedAt: is /);
    expect(await lineOf({ ...content, referralRef: 'R-TEST-0002' })).toBe(
      'stream: is not that of the referral',
    );
    expect(
      await lineOf(
        resealed(
          { ...content, referralRef: 'R-TEST-0002' },
          entries.map((entry) => ({ ...entry, stream: 'referral:R-TEST-0002' })),
        ),
      ),
    ).toBe('referralRef: the rows are of the referral R-TEST-0001');
  });

  test('use an edition whose ladder would climb for ever', async () => {
    const [policy, ...others] = publicEditions;
    const endless = structuredClone(policy) as { ladders: { daily: { steps: { nextAfter: object }[] } } };
    for (const step of endless.ladders.daily.steps) step.nextAfter = { amount: 0, unit: 'WH' };
    expect(await verified(text, { editions: [endless, ...others] })).toMatchObject({ holds: false });
  });
});

describe('the form of a certificate', () => {
  test.each<[what: string, change: (it: Record<string, unknown>) => void, line: RegExp]>([
    ['another format', (it) => (it['format'] = 'front-door/clock-certificate/2'), /^format: must be /],
    ['a field too many', (it) => (it['note'] = 'x'), /^format: note does not belong here$/],
    ['rows that are no list', (it) => (it['rows'] = {}), /^rows: must be a list$/],
    ['no signature', (it) => delete it['signature'], /^signature: must be an object/],
  ])('%s', async (_what, change, line) => {
    const document = JSON.parse(text) as ClockCertificate & Record<string, unknown>;
    change(document);
    expect(await lineOf(canonicalText(document))).toMatch(line);
  });

  test.each(['', '{', '[]', 'null', '"x"', '{"format":1}'])('no certificate at all: %s', async (nothing) => {
    expect(await lineOf(nothing)).toMatch(/^format: /);
  });

  test('base64url has one way to write bytes', () => {
    const bytes = Uint8Array.from([1, 2, 3, 250]);
    expect(bytesOfBase64url(base64url(bytes))).toEqual(bytes);
    expect(base64url(bytes)).toBe('AQID-g');
    expect(bytesOfBase64url('AQID-h')).toBeUndefined();
    expect(bytesOfBase64url('AQID+g')).toBeUndefined();
  });
});
