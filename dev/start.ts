import { setTimeout as sleep } from 'node:timers/promises';
import { stateDir } from './paths.ts';
import { elapsedText, reasonOf } from './progress.ts';
import { seedHub } from './seed.ts';
import { type Stack, startStack } from './stack.ts';
import { welcome } from './welcome.ts';

const startedMs = Date.now();
const log = (line: string) => console.log(`[${elapsedText(Date.now() - startedMs).padStart(6)}] ${line}`);

let stack: Stack | undefined;
let isStopping = false;

async function stop(exitCode: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  log('stopping');
  await stack?.stop();
  log('stopped');
  process.exit(exitCode);
}

process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));
process.on('SIGHUP', () => void stop(0));

try {
  stack = await startStack({ stateDir, log, env: process.env });
  const seeded = await seedHub({ url: stack.apiUrl, issuer: stack.issuer }, (done, total) =>
    log(`invented hub: contact ${done} of ${total}`),
  );
  if (seeded === 0) log('the hub’s data from before is here');
  console.log(await welcome(stack, await stack.now()));
  while (!isStopping) {
    const fault = stack.fault();
    if (fault !== undefined && !isStopping) {
      log(fault);
      await stop(1);
    }
    await sleep(1_000);
  }
} catch (error) {
  if (!isStopping) {
    log(reasonOf(error));
    await stop(1);
  }
}
