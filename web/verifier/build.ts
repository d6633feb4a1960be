import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { canonicalText } from '../../certificate/canonical.ts';
import { shippedEditions } from '../../policy/editions.ts';

/** The page as it is committed; `npm run build:verifier` writes it. */
export const VERIFIER_PAGE = new URL('verify.html', import.meta.url);

/**
 * The page that checks a certificate, as one file: script, style and the editions of this project inside, and a policy
 * that lets it load and send nothing. The same sources give the same text.
 */
export async function verifierPage(): Promise<string> {
  const [frame, style, script, editions] = await Promise.all([
    textOf('page.html'),
    textOf('page.css'),
    bundled(),
    shippedText(),
  ]);
  const policy = [
    `default-src 'none'`,
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    'img-src data:',
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  const parts = { POLICY: policy, STYLE: style, EDITIONS: editions, SCRIPT: script };
  return frame.replaceAll(/%(POLICY|STYLE|EDITIONS|SCRIPT)%/g, (_, part: keyof typeof parts) => parts[part]);
}

function textOf(name: string): Promise<string> {
  return readFile(new URL(name, import.meta.url), 'utf8');
}

async function bundled(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    root: fileURLToPath(new URL('.', import.meta.url)),
    build: {
      write: false,
      // To be read by whoever relies on it.
      minify: false,
      target: 'es2022',
      lib: {
        entry: fileURLToPath(new URL('page.ts', import.meta.url)),
        formats: ['iife'],
        name: 'verifier',
      },
    },
  });
  const [bundle] = [built].flat();
  const chunk = bundle !== undefined && 'output' in bundle ? bundle.output[0] : undefined;
  if (chunk === undefined) throw new Error('vite built nothing');
  if (/<\/script|<!--/i.test(chunk.code)) throw new Error('the script would end its own element');
  return chunk.code;
}

async function shippedText(): Promise<string> {
  const { policies, calendars } = shippedEditions();
  const documents = await Promise.all(
    [...policies, ...calendars].map(async ({ file }) => JSON.parse(await readFile(file, 'utf8')) as unknown),
  );
  return canonicalText(documents).replaceAll('<', String.raw`\u003c`);
}

function hashOf(inline: string): string {
  return `'sha256-${createHash('sha256').update(inline).digest('base64')}'`;
}
