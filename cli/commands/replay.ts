import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { familyIn } from '../../temporal/family-histories.ts';
import { type RecordedHistory, replayHistories } from '../../temporal/replay.ts';
import { parsePayloadKeys } from '../../temporal/payload-keys.ts';
import { TEST_PAYLOAD_KEYS } from '../../temporal/test-payload-keys.ts';
import { workflowsPath } from '../../temporal/worker.ts';
import { type Command, UsageError } from '../command.ts';
import { stackEnvironment } from '../settings.ts';

export const replay: Command = {
  name: 'replay',
  usage: 'FILE... [--json]',
  summary: 'check recorded histories against the current code',
  help: [
    'Replays recorded workflow histories (JSON, as written by frontdoor history or by the Temporal UI) against the',
    'code as it is now. Needs no server. Each history the code would no longer take the same way is named, and the',
    'exit code is 1. A file with a whole family, as frontdoor history writes it for a contact, is replayed case by case.',
    '',
    'Payloads are read with PAYLOAD_KEYS, the keys of the development stack that runs here, and the test key.',
    '',
    '  --json   one line of JSON for each history',
  ].join('\n'),
  run: async (args, terminal) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    });
    if (positionals.length === 0) throw new UsageError('FILE is missing');
    const recorded = (await Promise.all(positionals.map(readHistories))).flat();
    const payloadKeys = parsePayloadKeys(keysFrom(terminal.env));
    let failures = 0;
    let index = 0;
    for await (const { error } of replayHistories(recorded, { workflowsPath, payloadKeys })) {
      const { file, ofFamily } = recorded[index++] ?? { file: '' };
      if (error !== undefined) failures += 1;
      const name = ofFamily === undefined ? file : `${file}  ${ofFamily}`;
      terminal.out(
        values.json
          ? JSON.stringify({
              file,
              ...(ofFamily !== undefined && { workflowId: ofFamily }),
              isSame: error === undefined,
              reason: error?.message,
            })
          : `${error === undefined ? 'same' : 'DIFFERENT'}  ${name}${error ? `\n  ${error.message}` : ''}`,
      );
    }
    return failures === 0 ? 0 : 1;
  },
};

function keysFrom(env: NodeJS.ProcessEnv): string {
  const keys = stackEnvironment(env)['PAYLOAD_KEYS'];
  return keys === undefined || keys === '' || keys.includes('test-only-not-secret:')
    ? keys || TEST_PAYLOAD_KEYS
    : `${keys},${TEST_PAYLOAD_KEYS}`;
}

type FromFile = RecordedHistory & {
  readonly file: string;
  /** Workflow id, where the file has a whole family. */
  readonly ofFamily?: string;
};

async function readHistories(file: string): Promise<FromFile[]> {
  const json = await jsonIn(file);
  const family = familyIn(json);
  if (family === undefined) return [{ file, workflowId: basename(file, '.json'), history: json }];
  return family.histories.map(({ workflowId, history }) => ({
    file,
    workflowId,
    history,
    ofFamily: workflowId,
  }));
}

async function jsonIn(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${file} is not a history in JSON`, { cause });
  }
}
