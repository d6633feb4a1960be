import { defineConfig } from 'vitest/config';

const server = {
  environment: 'node',
  pool: 'forks',
  testTimeout: 60_000,
  hookTimeout: 120_000,
  // What servers come to say in a moment takes longer where all tests wait for them.
  expect: { poll: { timeout: 10_000 } },
} as const;

/** What the host's zone must not change, once more in zones hours behind and ahead of London. */
const elsewhere = ['America/New_York', 'Pacific/Kiritimati'].map((zone) => ({
  test: {
    name: `unit in ${zone}`,
    environment: 'node',
    isolate: false,
    testTimeout: 60_000,
    env: { TZ: zone, RANDOM_INSTANTS: '2000' },
    include: ['tests/{zones,domain,policy}/**/*.test.ts'],
    // Thousands of lives made of the same instants; what gives them their instants is tried here with the rest.
    exclude: ['tests/domain/referral/*.properties.test.ts'],
    sequence: { groupOrder: 0 },
  },
}));

export default defineConfig({
  test: {
    // Half of each core is spent waiting for servers; left to itself, vitest keeps one core free.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          // Pure code: files of one worker may share its modules, which saves loading them again.
          isolate: false,
          environment: 'node',
          // Properties try thousands of lives; on a busy machine that takes a while.
          testTimeout: 60_000,
          include: ['tests/*.test.ts', 'tests/{domain,policy,synthetic}/**/*.test.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      ...elsewhere,
      {
        test: {
          ...server,
          name: 'replay',
          include: ['tests/replay/**/*.test.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...server,
          name: 'integration',
          include: ['temporal', 'workflows', 'db', 'activities', 'api', 'web', 'cli', 'dev', 'bench'].map(
            (folder) => `tests/${folder}/**/*.test.ts`,
          ),
          globalSetup: ['tests/support/global-setup.ts'],
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...server,
          name: 'faults',
          include: ['tests/faults/**/*.test.ts'],
          testTimeout: 240_000,
          // They kill and stop servers of their own, one file after the other so that waits stay short.
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
