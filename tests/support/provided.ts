import { inject } from 'vitest';

declare module 'vitest' {
  export interface ProvidedContext {
    temporalAddress: string;
    /** A superuser's URL of the cluster of the run. */
    postgresUrl: string;
    /** Name of the migrated database that others are copied from. */
    templateDatabase: string;
    /** File with the workflow bundle, built once for the run. */
    bundlePath: string;
  }
}

/** What the global set-up started for this run. */
export function provided() {
  return {
    temporalAddress: inject('temporalAddress'),
    postgresUrl: inject('postgresUrl'),
    templateDatabase: inject('templateDatabase'),
    bundlePath: inject('bundlePath'),
  };
}
