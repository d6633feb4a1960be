import type { TestProject } from 'vitest/node';
import { startServers } from './servers.ts';

/** Starts what every test file of the project shares; runs once, before the first of them. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { servers, stop } = await startServers((message) => console.log(`[set-up] ${message}`));
  project.provide('temporalAddress', servers.temporalAddress);
  project.provide('postgresUrl', servers.postgresUrl);
  project.provide('templateDatabase', servers.templateDatabase);
  project.provide('bundlePath', servers.bundlePath);
  return stop;
}
