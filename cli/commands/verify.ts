import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { editionKind } from '../../certificate/editions.ts';
import { publicKeyIn } from '../../certificate/signature.ts';
import { verifyCertificate } from '../../certificate/verify.ts';
import { verdictLines } from '../../certificate/words.ts';
import type { PublicKey } from '../../domain/certificate/certificate.ts';
import { shippedEditions } from '../../policy/editions.ts';
import { type Command, onlyArgument } from '../command.ts';

export const verify: Command = {
  name: 'verify',
  usage: 'FILE [--edition FILE]… [--key FILE] [--json]',
  summary: 'check a clock certificate, offline',
  help: [
    'Computes every instant of a clock certificate again, from the certificate and public edition files alone: no hub,',
    'no database, no network. Says PASS, or FAIL with the first line that does not hold.',
    '',
    '  --edition FILE   a policy or calendar that does not come with this project, such as one from /v1/editions; may',
    '                   be given several times',
    '  --key FILE       the public key of the hub, from /v1/signing-key: any other signature fails',
    '  --json           the result as JSON',
  ].join('\n'),
  run: async (args, terminal) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        edition: { type: 'string', multiple: true, default: [] },
        key: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const file = onlyArgument(positionals, 'FILE');
    const trustedKey = values.key === undefined ? undefined : await keyIn(values.key);
    const given = await Promise.all(values.edition.map(editionIn));
    const verdict = await verifyCertificate(await readFile(file), {
      editions: [...(await shippedDocuments()), ...given],
      ...(trustedKey && { trustedKey }),
    });
    if (values.json) {
      const { holds } = verdict;
      const found = holds
        ? { holds, signedBy: verdict.certificate.signature.keyId, clocks: verdict.certificate.clocks }
        : verdict;
      terminal.out(JSON.stringify(found));
    } else terminal.out(verdictLines(verdict, trustedKey !== undefined).join('\n'));
    return verdict.holds ? 0 : 1;
  },
};

function shippedDocuments(): Promise<unknown[]> {
  const { policies, calendars } = shippedEditions();
  return Promise.all([...policies, ...calendars].map(({ file }) => jsonIn(file)));
}

async function editionIn(file: string): Promise<unknown> {
  const document = await jsonIn(file);
  if (editionKind(document) === undefined) throw new Error(`${file} is neither a policy nor a calendar`);
  return document;
}

async function keyIn(file: string): Promise<PublicKey> {
  const key = publicKeyIn(await jsonIn(file));
  if (key === undefined) throw new Error(`${file} must hold one Ed25519 public key as a JSON Web Key`);
  return key;
}

async function jsonIn(file: string | URL): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as unknown;
  } catch (cause) {
    throw new Error(`${String(file)} is not a readable JSON file`, { cause });
  }
}
