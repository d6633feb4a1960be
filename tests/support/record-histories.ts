/**
 * Records the golden histories that are missing, from synthetic people under the test key: `npm run
 * histories:record`, with the names of kinds behind `--` for those alone. An existing one is never overwritten: when
 * replay refuses it, the workflow gets a patch.
 */
import { readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { agencyActionScenarios } from './agency-action-scenarios.ts';
import { assessmentScenarios } from './assessment-scenarios.ts';
import { childProtectionScenarios } from './child-protection-scenarios.ts';
import { disputeScenarios } from './dispute-scenarios.ts';
import { earlyHelpScenarios } from './early-help-scenarios.ts';
import { goldenHistories, historiesDir, historiesOfRuns, RECORDED_KINDS } from './histories.ts';
import { openStack } from './open-stack.ts';
import { MONDAY_TEN } from './people.ts';
import { requestScenarios } from './request-scenarios.ts';
import { scenarios } from './scenarios.ts';
import { startServers } from './servers.ts';

const manifest = createRequire(import.meta.url).resolve('@temporalio/workflow/package.json');
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };

const live = {
  referral: scenarios,
  'information-request': requestScenarios,
  'child-protection': childProtectionScenarios,
  assessment: assessmentScenarios,
  'early-help': earlyHelpScenarios,
  'agency-action': agencyActionScenarios,
  dispute: disputeScenarios,
};
const [, , ...named] = process.argv;
const { servers, stop } = await startServers(console.log);
const stack = await openStack(servers, { worker: true, at: MONDAY_TEN });
try {
  for (const kind of RECORDED_KINDS.filter((one) => named.length === 0 || named.includes(one))) {
    const dir = historiesDir(kind);
    mkdirSync(dir, { recursive: true });
    const known = goldenHistories(kind).map((golden) => golden.workflowId);
    for (const [name, scenario] of Object.entries(live[kind])) {
      if (known.some((file) => file.startsWith(`${name}.`) || file.startsWith(`${name}-run-`))) {
        console.log(`${kind} ${name}: kept as it is`);
        continue;
      }
      const runs = await historiesOfRuns(stack.services, `${kind}:${await scenario(stack)}`);
      for (const [index, history] of runs.entries()) {
        const run = runs.length === 1 ? '' : `-run-${index + 1}`;
        writeFileSync(`${dir}${name}${run}.${version}.json`, `${history}\n`, { flag: 'wx' });
      }
      console.log(`${kind} ${name}: recorded ${runs.length} run${runs.length === 1 ? '' : 's'}`);
    }
  }
} finally {
  await stack.close();
  await stop();
}
