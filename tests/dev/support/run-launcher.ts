import { startPostgres } from '../../../dev/postgres.ts';
import { startTemporal } from '../../../dev/temporal.ts';
import type { Launch } from './launcher.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own test wrote it
const launch = JSON.parse(process.argv[2] ?? '') as Launch;
const log = (message: string) => console.log(message);
const running =
  launch.what === 'postgres'
    ? await startPostgres({ ...launch.options, log })
    : await startTemporal({ ...launch.options, log });
console.log(JSON.stringify(running));

const stayAlive = setInterval(() => undefined, 60_000);
process.once('SIGTERM', () => {
  void running.stop().finally(() => clearInterval(stayAlive));
});
