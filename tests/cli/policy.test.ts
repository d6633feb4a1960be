import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { main } from '../../cli/main.ts';
import { editionHash } from '../../policy/edition-hash.ts';
import { defaultPolicy, policyWith } from '../policy/policy-documents.ts';

const folder = mkdtempSync(join(tmpdir(), 'front-door-policy-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, document: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(document));
  return file;
}

async function policy(...args: string[]) {
  const out: string[] = [];
  const notes: string[] = [];
  const terminal = {
    out: (text: string) => out.push(text),
    note: (text: string) => notes.push(text),
    progress: () => undefined,
    env: {},
  };
  const code = await main(['policy', ...args], terminal);
  return { code, out: out.join('\n'), notes: notes.join('\n') };
}

describe('frontdoor policy validate', () => {
  it('tells the name and the hash of a sound edition', async () => {
    const file = fileOf('sound.json', defaultPolicy);
    const sha256 = await editionHash(defaultPolicy);
    expect(await policy('validate', file)).toEqual({
      code: 0,
      out: `${file}: sound. default-2026-12, in force from 2024-01-01\nsha256 ${sha256}`,
      notes: '',
    });
    const { out } = await policy('validate', file, '--json');
    expect(JSON.parse(out)).toEqual({
      file,
      isValid: true,
      edition: 'default-2026-12',
      effectiveFrom: '2024-01-01',
      sha256,
    });
  });

  it('names field, value and rule of each problem', async () => {
    const paused = policyWith(defaultPolicy, 'clocks.DECISION.mayPause', true);
    const file = fileOf('paused.json', paused);
    const problem =
      'clocks.DECISION.mayPause: must be false: a clock of standing GUIDANCE is statutory, and no statutory clock may be paused, not true';
    expect(await policy('validate', file)).toEqual({ code: 1, out: `${file}: ${problem}`, notes: '' });
    const { code, out } = await policy('validate', file, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({ file, isValid: false, problems: [problem] });
  });

  it('refuses a file that is none', async () => {
    const absent = join(folder, 'absent.json');
    const { code, out } = await policy('validate', absent);
    expect([code, out]).toEqual([1, `${absent}: must be a readable JSON file`]);
  });

  it('answers 2 without a file', async () => {
    expect((await policy('validate')).code).toBe(2);
  });
});

describe('frontdoor policy diff', () => {
  it('shows the rules that differ, from what to what, with the source', async () => {
    const { code, out } = await policy('diff', 'default', 'oxfordshire');
    expect(code).toBe(1);
    const lines = out.split('\n').map((line) => line.replaceAll(/ {2,}/g, '  '));
    expect(lines[0]).toBe('default-2026-12 (from 2024-01-01) → oxfordshire-2026-12 (from 2024-01-01)');
    expect(lines).toContain('ragTargets.targets.GREEN.limit  1 working day → 3 working days');
    expect(lines).toContain('ragTargets.targets.GREEN.cappedBy  not said → DECISION');
    expect(out).toContain('Source: Oxfordshire procedures');
    expect(out).not.toContain('clocks.');
    expect(out).not.toContain('RED');
  });

  it('is JSON when asked', async () => {
    const slower = policyWith(defaultPolicy, 'clocks.WRITTEN_CONFIRMATION.limit.amount', 48);
    const { out } = await policy('diff', 'default', fileOf('slower.json', slower), '--json');
    expect(JSON.parse(out)).toEqual({
      from: 'default-2026-12',
      to: 'default-2026-12',
      differences: [
        {
          rule: 'clocks.WRITTEN_CONFIRMATION.limit',
          from: '24 hours',
          to: '48 hours',
          source: defaultPolicy.clocks.WRITTEN_CONFIRMATION.source,
        },
      ],
    });
  });

  it.each([
    ['a source alone', 'clocks.ICPC.source', 'Another book', 'clocks.ICPC.source'],
    ['an alert taken away', 'clocks.POLICE_PROTECTION.alertAfter', undefined, '48 hours → not said'],
    ['hours', 'openingHours.week.friday', null, 'openingHours.week.friday  09:00 to 17:00 → none'],
    ['a list', 'warnings.fractions', [0.5], 'warnings.fractions  0.5, 0.75, 0.9 → 0.5'],
  ])('tells of %s', async (_what, path, value, words) => {
    const other = fileOf('other.json', policyWith(defaultPolicy, path, value));
    const { code, out } = await policy('diff', 'default', other);
    expect(code).toBe(1);
    expect(out.replaceAll(/ {2,}/g, '  ')).toContain(words);
  });

  it('answers 0 for the same rules under another name', async () => {
    const renamed = fileOf('renamed.json', {
      ...defaultPolicy,
      edition: 'ours-2027',
      title: 'Ours',
      effectiveFrom: '2027-04-01',
    });
    const { code, out } = await policy('diff', 'default', renamed);
    expect(code).toBe(0);
    expect(out).toBe(
      'default-2026-12 (from 2024-01-01) → ours-2027 (from 2027-04-01)\nAll rules are the same.',
    );
  });

  it.each([[[]], [['default']], [['default', 'merton', 'hackney']]])('answers 2 for %j', async (args) => {
    expect((await policy('diff', ...args)).code).toBe(2);
  });
});
