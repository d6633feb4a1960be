import { parseArgs } from 'node:util';
import type { CalendarEdition } from '../../domain/calendar-edition.ts';
import { type Instant, parseInstant } from '../../domain/instant.ts';
import { localTimeOf } from '../../domain/local-time.ts';
import { RAGS } from '../../domain/vocabulary.ts';
import { dateWords, dueWords, limitWords } from '../../domain/words.ts';
import { type ClockAsked, type DueAnswer, dueAnswer } from '../../policy/due-answer.ts';
import { editionHash } from '../../policy/edition-hash.ts';
import { defaultEditions } from '../../policy/editions.ts';
import { POLICY_CLOCKS } from '../../policy/policy-edition.ts';
import { type Command, UsageError } from '../command.ts';
import { calendarAt } from './calendar-arguments.ts';
import { policyAt } from './policy-arguments.ts';

const CLOCKS = [...POLICY_CLOCKS, 'RAG_TARGET'] as const;

export const due: Command = {
  name: 'due',
  usage: '--clock NAME --received INSTANT [--rag RATING] [--policy FILE] [--calendar FILE] [--json]',
  summary: 'compute when a clock is due, and tell why',
  help: [
    'Computes when a clock that begins at an instant is due, by the arithmetic of the running hub, and tells which',
    'days did not count and why. Needs no server and no database. It knows of no pause.',
    '',
    '  --clock NAME        such as decision, icpc, child-seen-s47; rag-target needs --rag as well',
    '  --received INSTANT  when it begins, ISO 8601 with its offset, such as 2027-03-25T16:59:00+00:00',
    '  --rag RATING        red, amber, green or blue: with rag-target the target of that rating, with decision when a',
    '                      referral of that rating is decided, which is never later than the statutory limit',
    '  --policy FILE       a policy edition, or the name of a shipped one; default: default',
    '  --calendar FILE     a calendar edition, or the name of a shipped one; default: that of the hub',
    '  --json              the result as JSON',
    '',
    `Clocks: ${CLOCKS.map(optionName).join(', ')}.`,
  ].join('\n'),
  run: async (args, terminal) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        clock: { type: 'string' },
        received: { type: 'string' },
        rag: { type: 'string' },
        policy: { type: 'string', default: 'default' },
        calendar: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const asked = clockAsked(values.clock, values.rag);
    const received = receivedAt(values.received);
    const policy = policyAt(values.policy);
    const calendar = values.calendar === undefined ? defaultEditions().calendar : calendarAt(values.calendar);
    const found = {
      asked,
      received,
      calendar,
      answer: dueAnswer(asked, received, policy, calendar),
      policyEdition: { name: policy.edition, sha256: await editionHash(policy) },
      calendarEdition: { name: calendar.edition, sha256: await editionHash(calendar) },
    };
    terminal.out(values.json ? JSON.stringify(asJson(found)) : asLines(found).join('\n'));
    return 0;
  },
};

type Named = { readonly name: string; readonly sha256: string };
type Found = {
  readonly asked: ClockAsked;
  readonly received: Instant;
  readonly calendar: CalendarEdition;
  readonly answer: DueAnswer;
  readonly policyEdition: Named;
  readonly calendarEdition: Named;
};

function asJson({ asked, received, calendar, answer, policyEdition, calendarEdition }: Found) {
  const { ref, limit, source, dueAt, sentence, skipped, warnings } = answer;
  return {
    clock: asked.name,
    ...('rag' in asked && { rag: asked.rag }),
    ref,
    limit,
    source,
    received,
    dueAt,
    dueLocal: localWords(dueAt, calendar),
    skipped,
    warnings: warnings.map((warning) => ({ ...warning, local: localWords(warning.at, calendar) })),
    sentence,
    policyEdition,
    calendarEdition,
  };
}

function asLines({ asked, received, calendar, answer, policyEdition, calendarEdition }: Found): string[] {
  const { ref, limit, source, dueAt, sentence, skipped, warnings } = answer;
  const local = (instant: Instant) => localWords(instant, calendar);
  const rating = 'rag' in asked ? ` ${asked.rag}` : '';
  const rows: [string, string][] = [
    ['Clock', `${ref} ${asked.name}${rating}, ${limitWords(limit)}`],
    ['Received', local(received)],
    ...skipped.map(({ date, reason }): [string, string] => ['Not counted', `${dateWords(date)}: ${reason}`]),
    ...warnings.map(({ at, share }): [string, string] => ['Warning', `${local(at)}, ${shareWords(share)}`]),
    ['Due', `${local(dueAt)}, which is ${dueAt}`],
    ['Source', source],
    ['Policy', `${policyEdition.name}, sha256 ${policyEdition.sha256}`],
    ['Calendar', `${calendarEdition.name}, sha256 ${calendarEdition.sha256}`],
  ];
  return [sentence, '', ...rows.map(([name, value]) => `${name.padEnd(13)}${value}`)];
}

function shareWords(share: number | undefined): string {
  return share === undefined ? 'the alert of this clock' : `${Math.round(share * 100)} % used`;
}

/** `Tue 30 Mar 2027 16:59 BST` */
function localWords(instant: Instant, calendar: CalendarEdition): string {
  const { offsetMinutes } = localTimeOf(instant, calendar);
  const zone = OFFSET_NAMES.get(offsetMinutes) ?? `UTC and ${offsetMinutes} minutes`;
  return `${dueWords(instant, calendar)} ${zone}`;
}

const OFFSET_NAMES: ReadonlyMap<number, string> = new Map([
  [0, 'GMT'],
  [60, 'BST'],
]);

function clockAsked(clock: string | undefined, rating: string | undefined): ClockAsked {
  if (clock === undefined) throw new UsageError('--clock NAME is missing');
  const name = CLOCKS.find((one) => one === clock.toUpperCase().replaceAll('-', '_'));
  if (name === undefined) {
    throw new UsageError(`--clock: must be one of ${CLOCKS.map(optionName).join(', ')}, not ${clock}`);
  }
  if (rating === undefined) {
    if (name === 'RAG_TARGET') throw new UsageError('--rag RATING is missing, which rag-target needs');
    return { name };
  }
  if (name !== 'RAG_TARGET' && name !== 'DECISION') {
    throw new UsageError(`--rag: only rag-target and decision go by a rating, not ${clock}`);
  }
  const rag = RAGS.find((one) => one === rating.toUpperCase());
  if (rag === undefined) throw new UsageError(`--rag: must be red, amber, green or blue, not ${rating}`);
  return { name, rag };
}

/** `CHILD_SEEN_S47` as `child-seen-s47`. */
function optionName(clock: string): string {
  return clock.toLowerCase().replaceAll('_', '-');
}

function receivedAt(text: string | undefined): Instant {
  if (text === undefined) throw new UsageError('--received INSTANT is missing');
  try {
    return parseInstant(text);
  } catch (cause) {
    throw new UsageError(`--received: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
