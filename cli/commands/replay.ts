import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
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
    'exit code is 1.',
    '',
    'Payloads are read with PAYLOAD_KEYS, the keys of the development stack that runs here, and the test key.',
    '',
    '  --json   one line of JSON for each file',
  ].join('\n'),
  run: async (args, terminal) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    });
    if (positionals.length === 0) throw new UsageError('FILE is missing');
    const histories = await Promise.all(positionals.map(readHistory));
    const payloadKeys = parsePayloadKeys(keysFrom(terminal.env));
    let failures = 0;
    let index = 0;
    for await (const { error } of replayHistories(histories, { workflowsPath, payloadKeys })) {
      const file = positionals[index++] ?? '';
      if (error !== undefined) failures += 1;
      terminal.out(
        values.json
          ? JSON.stringify({ file, isSame: error === undefined, reason: error?.message })
          : `${error === undefined ? 'same' : 'DIFFERENT'}  ${file}${error ? `\n  ${error.message}` : ''}`,
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

async function readHistory(file: string): Promise<RecordedHistory> {
  const text = await readFile(file, 'utf8');
  try {
    return { workflowId: basename(file, '.json'), history: JSON.parse(text) };
  } catch (cause) {
    throw new Error(`${file} is not a history in JSON`, { cause });
  }
}
