import { connectWhenReady, missingSearchAttributes } from './temporal-namespace.ts';
import { retentionDays, type SearchAttributes } from './temporal-settings.ts';

const PROBE_TIMEOUT_MS = 5_000;

type Needs = { readonly namespace: string; readonly searchAttributes: SearchAttributes };

/**
 * Looks whether the server of TEMPORAL_ADDRESS has what we need; it is not ours to change. One that needs
 * credentials is left to the processes that have them.
 *
 * @throws Error that names what it lacks, with the commands that add it.
 */
export async function checkExternal(address: string, needs: Needs, env: NodeJS.ProcessEnv): Promise<void> {
  if (env['TEMPORAL_API_KEY'] || Object.keys(env).some((name) => name.startsWith('TEMPORAL_TLS'))) return;
  const { namespace, searchAttributes } = needs;
  const connection = await connectWhenReady(address, PROBE_TIMEOUT_MS, async () => undefined);
  try {
    const missing = await missingSearchAttributes(connection, namespace, searchAttributes);
    if (missing?.length === 0) return;
    const place = `--namespace ${namespace} --address ${address}`;
    const cures = [
      ...(missing ? [] : [`temporal operator namespace create ${place} --retention ${retentionDays}d`]),
      ...(missing ?? Object.keys(searchAttributes)).map(
        (name) =>
          `temporal operator search-attribute create ${place} --name ${name} --type ${searchAttributes[name]}`,
      ),
    ];
    throw new Error(
      `The Temporal server of TEMPORAL_ADDRESS (${address}) is not prepared. Run:\n  ${cures.join('\n  ')}`,
    );
  } finally {
    await connection.close();
  }
}
