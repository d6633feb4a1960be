import { inject } from 'vitest';

declare module 'vitest' {
  export interface ProvidedContext {
    temporalAddress: string;
  }
}

/** Address of the Temporal under test, from the global set-up or from TEMPORAL_TEST_ADDRESS. */
export function temporalAddress(): string {
  const address: string | undefined = inject('temporalAddress') ?? process.env['TEMPORAL_TEST_ADDRESS'];
  if (!address) {
    throw new Error(
      'These tests need a Temporal server: set TEMPORAL_TEST_ADDRESS or run the global set-up.',
    );
  }
  return address;
}
