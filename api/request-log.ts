import type { FastifyRequest, FastifyServerOptions } from 'fastify';

/**
 * What the log may say. Routes instead of addresses, so that neither a reference nor a search ends up in it; errors
 * by name, code and place, because messages of a database repeat what was written.
 */
export function requestLog(level: string): Exclude<FastifyServerOptions['logger'], boolean | undefined> {
  return {
    level,
    serializers: {
      req: (request: FastifyRequest) => ({
        method: request.method,
        route: request.routeOptions?.url ?? 'none',
      }),
      res: (reply) => ({ statusCode: reply.statusCode }),
      err: (error: unknown) => loggable(error),
    },
    hooks: {
      // Left to itself, pino takes the message of an error as the text of its line.
      logMethod([first, ...rest], method) {
        if (errorIn(first) === undefined) method.apply(this, [first, ...rest]);
        else method.apply(this, [first, 'failed']);
      },
    },
  };
}

function errorIn(entry: unknown): Error | undefined {
  if (entry instanceof Error) return entry;
  const isObject = typeof entry === 'object' && entry !== null;
  return isObject && 'err' in entry && entry.err instanceof Error ? entry.err : undefined;
}

type LoggedError = {
  type: string;
  message: string;
  stack: string;
  code?: string;
  cause?: LoggedError;
};

/** An error without its message: where it happened and of which kind it is. */
export function loggable(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: '', stack: '' };
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  return {
    type: error.name,
    message: '',
    stack: frames.map((line) => line.trim()).join('\n'),
    ...('code' in error && { code: String(error.code) }),
    ...(error.cause !== undefined && { cause: loggable(error.cause) }),
  };
}
