import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { elapsedText } from '../dev/progress.ts';
import { certificateSpeed } from './certificate.ts';
import { clockSpeed } from './clock-speed.ts';
import { matchingSpeed } from './matching.ts';
import { measure, type Plan } from './measurements.ts';
import { invariants } from './invariants.ts';
import { pathways } from './pathways.ts';
import { publication } from './publication.ts';
import { requestBursts } from './request-bursts.ts';
import { rowsOf } from './rows.ts';
import { type Row, tableOf } from './report.ts';
import { withHub, withStack, withStoryServers, withTimerStack } from './stack.ts';
import { timerBursts } from './timer-bursts.ts';
import { timerLateness } from './timer-lateness.ts';
import { triage } from './triage.ts';

/**
 * npm run bench -- [--full] [--json FILE] [--cases N] [--concurrency N] [--rounds N] [--seconds N] [--rate N]
 * npm run bench -- timers [--seconds N] [--rate N]
 * npm run bench -- bursts [SIZE …] [--rounds N]
 * npm run bench -- publication [CASES]
 * npm run bench -- triage [--rounds N]
 * npm run bench -- requests [SIZE …] [--rounds N]
 * npm run bench -- invariants [CASES]
 * npm run bench -- pathways [COUNT]
 * npm run bench -- three-months [--rounds N]
 * npm run bench -- clocks
 * npm run bench -- certificate
 * npm run bench -- matching [PEOPLE]
 *
 * The first takes under four minutes on two processors; --full opens 5,000 cases and takes longer rounds. Without
 * more said, `timers` has 20 cases due a second for a minute, `bursts` 500 and 5,000 at one instant, `requests` 1,000,
 * and `publication` and `invariants` have 10,000 open cases.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    full: { type: 'boolean', default: false },
    json: { type: 'string' },
    cases: { type: 'string' },
    concurrency: { type: 'string', default: '8' },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    rate: { type: 'string' },
  },
});

const startedMs = performance.now();
const elapsed = () => elapsedText(performance.now() - startedMs);
const log = (line: string) => console.error(`[${elapsed().padStart(6)}] ${line}`);

const { rows, ...numbers } = await run(positionals);
console.log(`\n${tableOf(rows)}\n`);
console.log(`${cpus().length} processors, Node ${process.versions.node}, ${elapsed()} in all.`);
if (values.json !== undefined) {
  await writeFile(values.json, `${JSON.stringify({ rows, ...numbers }, null, 2)}\n`);
}
process.exit(0);

async function run([part, ...sizes]: string[]): Promise<{ readonly rows: Row[] }> {
  switch (part) {
    case undefined:
      return lifecycles();
    case 'timers': {
      const perSecond = positive('rate', values.rate ?? '20');
      const seconds = positive('seconds', values.seconds ?? '60');
      return {
        rows: await withTimerStack(log, (stack) => timerLateness(stack, { perSecond, seconds }, log)),
      };
    }
    case 'bursts':
      return { rows: await withTimerStack(log, (stack) => bursts(stack, sizes)) };
    case 'triage': {
      const rounds = positive('rounds', values.rounds ?? '3');
      return { rows: await withTimerStack(log, (stack) => triage(stack, { rounds }, log)) };
    }
    case 'requests':
      return { rows: await withTimerStack(log, (stack) => requests(stack, sizes)) };
    case 'invariants': {
      const cases = positive('invariants', sizes[0] ?? '10000');
      return { rows: await withTimerStack(log, (stack) => invariants(stack, { cases }, log)) };
    }
    case 'pathways': {
      const count = positive('pathways', sizes[0] ?? '500');
      return { rows: await withHub(log, (hub) => pathways(hub, { count }, log)) };
    }
    case 'three-months': {
      // Its hub runs in this process, so that what it brings along is loaded for it alone.
      const { threeMonths } = await import('./three-months.ts');
      const rounds = positive('rounds', values.rounds ?? '3');
      return { rows: await withStoryServers(log, (stack) => threeMonths(stack, { rounds }, log)) };
    }
    case 'clocks':
      return { rows: clockSpeed() };
    case 'certificate':
      return { rows: await certificateSpeed() };
    case 'matching': {
      const people = positive('matching', sizes[0] ?? '1000000');
      const result = await matchingSpeed({ people, contacts: 1_000 }, log);
      console.log(`\n${result.plan.join('\n')}`);
      return result;
    }
    case 'publication': {
      const cases = positive('publication', sizes[0] ?? '10000');
      return { rows: await withTimerStack(log, (stack) => publication(stack, { cases }, log)) };
    }
    default:
      throw new Error(
        `there is no benchmark "${part}": timers, bursts, publication, triage, requests, invariants, pathways, three-months, clocks, certificate or matching`,
      );
  }
}

async function bursts(stack: Parameters<typeof timerBursts>[0], sizes: readonly string[]): Promise<Row[]> {
  const rounds = positive('rounds', values.rounds ?? '2');
  const rows: Row[] = [];
  for (const text of sizes.length > 0 ? sizes : ['500', '5000']) {
    rows.push(...(await timerBursts(stack, { size: positive('bursts', text), rounds }, log)));
  }
  return rows;
}

async function requests(
  stack: Parameters<typeof requestBursts>[0],
  sizes: readonly string[],
): Promise<Row[]> {
  const rounds = positive('rounds', values.rounds ?? '1');
  const rows: Row[] = [];
  for (const text of sizes.length > 0 ? sizes : ['1000']) {
    rows.push(...(await requestBursts(stack, { size: positive('requests', text), rounds }, log)));
  }
  return rows;
}

async function lifecycles() {
  const plan: Plan = {
    concurrency: positive('concurrency', values.concurrency),
    rounds: positive('rounds', values.rounds ?? '3'),
    seconds: positive('seconds', values.seconds ?? (values.full ? '30' : '6')),
    steadySeconds: values.full ? 60 : 9,
    perSecond: positive('rate', values.rate ?? '2'),
    decisions: values.full ? 300 : 40,
    openCases: positive('cases', values.cases ?? (values.full ? '5000' : '500')),
  };
  const measured = await withStack(log, (stack) => measure(stack, plan, log));
  return { rows: rowsOf(measured, plan), plan, measured };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`--${name} takes a whole number above 0, not "${text}"`);
}
