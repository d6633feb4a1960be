import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { cacheDir } from './paths.ts';
import { type Log, withElapsed } from './progress.ts';
import { withLock } from './run-records.ts';
import { oldestServer } from './temporal-settings.ts';

const unzip = promisify(gunzip);
const officialDownload = 'https://temporal.download';
const CONNECT_TIMEOUT_MS = 6_000;
const DOWNLOAD_TIMEOUT_MS = 180_000;
const BLOCK = 512;

/** Where the downloaded command line is kept; the name carries what we need, so a raised need downloads anew. */
export function downloadedPath(env: NodeJS.ProcessEnv): string {
  return join(
    cacheDir(env),
    `temporal-cli-for-${oldestServer}-${process.platform}-${process.arch}`,
    'temporal',
  );
}

/**
 * Downloads the current Temporal command line from Temporal's own download service, which the SDK uses too.
 *
 * @throws Error when the service cannot be reached within a few seconds or has nothing for this machine.
 */
export async function downloadCommandLine(env: NodeJS.ProcessEnv, log: Log): Promise<string> {
  const target = downloadedPath(env);
  const base = downloadBase(env);
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const url = `${base}/cli/archive/latest?platform=${process.platform}&arch=${arch}`;
  await withLock(
    `${dirname(target)}.lock`,
    () => log('Temporal: waiting for another run that downloads the command line'),
    async () => {
      const archive = await withElapsed(log, `Temporal: downloading the command line from ${base}`, () =>
        fetchArchive(url),
      );
      const program = fileInTar(await unzip(archive), 'temporal');
      await mkdir(dirname(target), { recursive: true });
      await writeFile(`${target}.new`, program);
      await chmod(`${target}.new`, 0o755);
      await rename(`${target}.new`, target);
    },
  );
  return target;
}

/** Whether the download service answers at all. */
export async function canDownload(env: NodeJS.ProcessEnv): Promise<boolean> {
  try {
    await fetch(downloadBase(env), {
      method: 'HEAD',
      signal: AbortSignal.timeout(3_000),
      redirect: 'manual',
    });
    return true;
  } catch {
    return false;
  }
}

function downloadBase(env: NodeJS.ProcessEnv): string {
  return env['FRONT_DOOR_TEMPORAL_DOWNLOAD'] || officialDownload;
}

async function fetchArchive(url: string): Promise<Buffer> {
  const abort = new AbortController();
  const connectTimer = setTimeout(() => abort.abort(new Error('no answer')), CONNECT_TIMEOUT_MS);
  const overallTimer = setTimeout(() => abort.abort(new Error('too slow')), DOWNLOAD_TIMEOUT_MS);
  try {
    const response = await fetch(url, { signal: abort.signal });
    clearTimeout(connectTimer);
    if (!response.ok) throw new Error(`answer ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    throw new Error(`the download service cannot be reached (${causeOf(error)})`, { cause: error });
  } finally {
    clearTimeout(connectTimer);
    clearTimeout(overallTimer);
  }
}

/** fetch hides the reason in the cause. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/**
 * The content of the file with this base name in a tar archive.
 *
 * @throws Error when the archive has no such file or ends early.
 */
export function fileInTar(archive: Buffer, name: string): Buffer {
  for (let at = 0; at + BLOCK <= archive.length; ) {
    const path = archive.toString('utf8', at, at + 100).replace(/\0.*$/s, '');
    const size = Number.parseInt(archive.toString('ascii', at + 124, at + 136), 8) || 0;
    const type = archive.toString('ascii', at + 156, at + 157);
    const start = at + BLOCK;
    if ((type === '0' || type === '\0') && path.split('/').at(-1) === name) {
      if (start + size > archive.length) throw new Error('the downloaded archive is cut off');
      return archive.subarray(start, start + size);
    }
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  throw new Error(`the downloaded archive has no file ${name}`);
}
