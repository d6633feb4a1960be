/**
 * Records the golden histories that are missing, from synthetic people under the test key: `npm run
 * histories:record`. An existing one is never overwritten: when replay refuses it, the workflow gets a patch.
 */
import { readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { goldenHistories, HISTORIES, historiesOfRuns } from './histories.ts';
import { openStack } from './open-stack.ts';
import { MONDAY_TEN } from './people.ts';
import { scenarios } from './scenarios.ts';
import { startServers } from './servers.ts';

const manifest = createRequire(import.meta.url).resolve('@temporalio/workflow/package.json');
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };

mkdirSync(HISTORIES, { recursive: true });
const known = goldenHistories().map((golden) => golden.workflowId);
const { servers, stop } = await startServers(console.log);
const stack = await openStack(servers, { worker: true, at: MONDAY_TEN });
try {
  for (const [name, live] of Object.entries(scenarios)) {
    if (known.some((file) => file.startsWith(`${name}.`) || file.startsWith(`${name}-`))) {
      console.log(`${name}: kept as it is`);
      continue;
    }
    const runs = await historiesOfRuns(stack.services, await live(stack));
    for (const [index, history] of runs.entries()) {
      const run = runs.length === 1 ? '' : `-run-${index + 1}`;
      writeFileSync(`${HISTORIES}${name}${run}.${version}.json`, `${history}\n`, { flag: 'wx' });
    }
    console.log(`${name}: recorded ${runs.length} run${runs.length === 1 ? '' : 's'}`);
  }
} finally {
  await stack.close();
  await stop();
}
