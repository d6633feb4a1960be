/**
 * Writes the workflow bundle to the file named by the first argument, so that a worker started with
 * WORKFLOW_BUNDLE needs neither the seconds nor the memory of bundling. Build and worker must use the same SDK.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { bundleOptions } from './worker.ts';

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('name the file to write the bundle to');
const { code } = await bundleWorkflowCode(bundleOptions);
await mkdir(dirname(resolve(file)), { recursive: true });
await writeFile(file, code);
