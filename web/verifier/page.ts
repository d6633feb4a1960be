import { editionKind } from '../../certificate/editions.ts';
import { publicKeyIn } from '../../certificate/signature.ts';
import { verifyCertificate } from '../../certificate/verify.ts';
import { verdictLines } from '../../certificate/words.ts';
import type { PublicKey } from '../../domain/certificate/certificate.ts';

/** What was dropped so far. A certificate stays until another is dropped; editions and the key add to it. */
const dropped: {
  certificate?: Uint8Array<ArrayBuffer>;
  editions: unknown[];
  key?: PublicKey;
} = { editions: [] };

const shipped = JSON.parse(element('editions').textContent) as readonly { readonly edition: string }[];
list(
  element('shipped'),
  shipped.map(({ edition }) => edition),
);

const files = element('files') as HTMLInputElement;
files.addEventListener('change', () => void take(files.files));

const drop = element('drop');
for (const type of ['dragenter', 'dragover']) {
  document.addEventListener(type, (event) => {
    event.preventDefault();
    drop.classList.add('over');
  });
}
for (const type of ['dragleave', 'drop']) {
  document.addEventListener(type, () => drop.classList.remove('over'));
}
document.addEventListener('drop', (event) => {
  event.preventDefault();
  void take(event.dataTransfer?.files ?? null);
});

/** Sorts files by what they hold: what is neither an edition nor a key is taken for the certificate. */
async function take(given: FileList | null): Promise<void> {
  for (const file of given ?? []) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const value = jsonIn(bytes);
    const key = publicKeyIn(value);
    if (editionKind(value) !== undefined) dropped.editions.push(value);
    else if (key !== undefined) dropped.key = key;
    else dropped.certificate = bytes;
  }
  // So that the same file, mended, can be chosen again.
  files.value = '';
  await show();
}

function jsonIn(bytes: Uint8Array<ArrayBuffer>): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

async function show(): Promise<void> {
  const { certificate, editions, key } = dropped;
  if (certificate === undefined)
    return say('', 'No certificate yet', ['Rules or a key were added. Now add the certificate.']);
  try {
    if (!isSecureContext) throw new Error('Save this page and open it from the file, or open it by https.');
    const verdict = await verifyCertificate(certificate, {
      editions: [...shipped, ...editions],
      ...(key && { trustedKey: key }),
    });
    const [first, ...others] = verdictLines(verdict, key !== undefined);
    say(verdict.holds ? 'pass' : 'fail', first, others);
  } catch (error) {
    say('fail', 'This cannot be checked here', [error instanceof Error ? error.message : String(error)]);
  }
}

function say(mood: '' | 'pass' | 'fail', first: string, others: readonly string[]): void {
  element('result').className = mood;
  element('verdict').textContent = first;
  list(element('lines'), others);
}

function list(parent: HTMLElement, lines: readonly string[]): void {
  parent.replaceChildren(
    ...lines.map((line) => {
      const item = document.createElement('li');
      item.textContent = line;
      return item;
    }),
  );
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found;
}
