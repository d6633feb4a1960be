import type { ClockSummary } from '../domain/certificate/certificate.ts';
import { CLOCK_NAMES } from '../domain/vocabulary.ts';
import type { Verdict } from './verify.ts';

/** What a verification found, for people: the verdict first, then what it says and what it does not. */
export function verdictLines(verdict: Verdict, isKeyTrusted: boolean): readonly [string, ...string[]] {
  if (!verdict.holds) return [`FAIL ${verdict.line}`];
  const { certificate, shownRows } = verdict;
  const { referralRef, issuedAt, rows, clocks, editions, signature } = certificate;
  return [
    `PASS ${referralRef}: every instant of ${clocks.length} clocks was computed again and agrees.`,
    `Issued ${issuedAt}. ${rows.length} rows in one chain, ${shownRows} of them shown.`,
    ...clocks.map(clockLine),
    ...editions.map(
      ({ kind, edition, sha256 }) =>
        `${kind === 'POLICY' ? 'Policy' : 'Calendar'} ${edition}, SHA-256 ${sha256}.`,
    ),
    isKeyTrusted
      ? `Signed by the key you trust, ${signature.keyId}.`
      : `Signed by the key ${signature.keyId}. Whether that is the hub's key is for you to check.`,
  ];
}

function clockLine({ id, kind, dueAt, status, stoppedAt, late, marginMs = 0 }: ClockSummary): string {
  const name = `${CLOCK_NAMES[kind]} (${id}): due ${dueAt}`;
  if (stoppedAt === undefined) return `${name}, ${late ? 'late and not stopped' : status.toLowerCase()}.`;
  return `${name}, stopped ${stoppedAt}, ${late ? 'late by' : 'in time, with a margin of'} ${durationWords(Math.abs(marginMs))}.`;
}

/** Elapsed time as `1 d 2 h 3 min 4.005 s`, without parts that are nothing. */
function durationWords(ms: number): string {
  const parts = [
    [Math.floor(ms / 86_400_000), 'd'],
    [Math.floor(ms / 3_600_000) % 24, 'h'],
    [Math.floor(ms / 60_000) % 60, 'min'],
    [(ms % 60_000) / 1000, 's'],
  ] as const;
  const words = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return words.length === 0 ? 'nothing' : words.join(' ');
}
