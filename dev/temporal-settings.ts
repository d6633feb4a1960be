/** Search attributes by name, with their types as the Temporal command line spells them. */
export type SearchAttributes = Readonly<Record<string, string>>;

/** Dynamic configuration of every server we start. */
export const dynamicConfig: Readonly<Record<string, boolean | number | string>> = {
  // Time travel of single cases, for tests and the demonstration.
  'frontend.WorkflowTimeSkippingEnabled': true,
  // The default of one second makes every timer and every travelled step up to a second late.
  'history.timerProcessorMaxTimeShift': '10ms',
  // Otherwise a case whose clock was moved and that continues as new may be held back by the whole move.
  'history.workflowIdReuseMinimalInterval': '0s',
  // The default of 10 a second turns lists of a test run and of the Web UI away.
  'frontend.namespaceRPS.visibility': 1000,
  // The default of 2 s is how long a new namespace or search attribute stays unknown to parts of the server.
  'system.namespaceCacheRefreshInterval': '500ms',
  // The default of 128,000 cached cases is made for clusters, not for a laptop.
  'history.hostLevelCacheMaxSize': 8096,
};

/** Time skipping of single workflows arrived with this server. */
export const oldestServer = '1.32.0';

/** How long closed workflows stay readable in Temporal; the ledger keeps everything. */
export const retentionDays = 30;

/** The server version that a command line reports, as in `temporal version 1.7.0 (Server 1.32.0, UI 2.54.0)`. */
export function serverVersionIn(versionText: string): string | undefined {
  return /Server (\d+\.\d+\.\d+)/.exec(versionText)?.[1];
}

/** Whether `version` is `oldest` or later; both are three numbers. */
export function isAtLeast(version: string, oldest: string): boolean {
  const [a, b] = [version, oldest].map((text) => text.split('.').map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (a?.[i] ?? 0) - (b?.[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
