import { createServer } from 'node:net';

/** A port as a person configures it: by a variable, or left to us near a well-known number. */
export type PortWish = { readonly variable: string; readonly preferred: number };

/** What the one-machine stack listens on. */
export const portWishes = {
  api: { variable: 'API_PORT', preferred: 3000 },
  postgres: { variable: 'POSTGRES_PORT', preferred: 5433 },
  temporal: { variable: 'TEMPORAL_PORT', preferred: 7233 },
  issuer: { variable: 'ISSUER_PORT', preferred: 3100 },
  temporalUi: { variable: 'TEMPORAL_UI_PORT', preferred: 8233 },
} as const satisfies Record<string, PortWish>;

const TRIES = 100;

/** Whether the port can be listened on at 127.0.0.1 now. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => done(true)));
  });
}

/** A port that nobody uses now, given by the system. */
export function anyFreePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === 'object'
          ? done(address.port)
          : fail(new Error('no free port')),
      );
    });
  });
}

/**
 * The configured port, which must be free; without one, the preferred port or the next free one after it.
 *
 * @param taken ports promised to somebody who does not listen yet
 * @throws Error naming port and variable when the configured port is in use or is no port.
 */
export async function choosePort(
  wish: PortWish,
  env: NodeJS.ProcessEnv = process.env,
  taken: ReadonlySet<number> = new Set(),
): Promise<number> {
  const configured = env[wish.variable];
  if (configured) return configuredPort(wish.variable, configured, taken);
  for (let port = wish.preferred; port < wish.preferred + TRIES && port <= 65_535; port++) {
    if (!taken.has(port) && (await isPortFree(port))) return port;
  }
  throw new Error(
    `No free port from ${wish.preferred} to ${wish.preferred + TRIES - 1}. Set ${wish.variable} to a free port.`,
  );
}

/** Turns what an options object may hold into a port: a number as it is, a wish as chosen, nothing as any free one. */
export async function resolvePort(
  port: number | PortWish | undefined,
  what: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  if (port === undefined) return anyFreePort();
  if (typeof port !== 'number') return choosePort(port, env);
  if (!(await isPortFree(port))) throw new Error(`Port ${port} (${what}) is in use by another program.`);
  return port;
}

async function configuredPort(variable: string, text: string, taken: ReadonlySet<number>): Promise<number> {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535) {
    throw new Error(`${variable} must be a port from 1 to 65535, but is "${text}".`);
  }
  if (taken.has(port) || !(await isPortFree(port))) {
    throw new Error(
      `Port ${port} (${variable}) is in use. Stop the program that uses it, or set ${variable} to a free port.`,
    );
  }
  return port;
}
