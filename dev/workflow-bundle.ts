import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectDir } from './paths.ts';

/** Bundles the workflows into a file of this directory, in a process of its own; answers the file. */
export async function bundleWorkflows(directory: string): Promise<string> {
  const file = join(directory, 'workflow-bundle.js');
  const script = join(projectDir, 'temporal', 'bundle-workflows.ts');
  await promisify(execFile)(process.execPath, ['--import', import.meta.resolve('tsx'), script, file]);
  return file;
}
