import { writeFile } from 'node:fs/promises';
import { VERIFIER_PAGE, verifierPage } from './build.ts';

/** npm run build:verifier */
const page = await verifierPage();
await writeFile(VERIFIER_PAGE, page);
console.log(`web/verifier/verify.html: ${(page.length / 1000).toFixed(0)} kB`);
