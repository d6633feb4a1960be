import { isGrpcServiceError } from '@temporalio/client';

/** Postgres: connection failures (08), no more connections (53300), shutting down or starting (57P). */
const POSTGRES_AWAY = /^(08...|53300|57P0.)$/;
const CONNECTION_AWAY: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
]);
/** gRPC: cancelled, deadline exceeded, resource exhausted, unavailable. */
const GRPC_AWAY: ReadonlySet<number> = new Set([1, 4, 8, 14]);

/** Whether an error says that Postgres or Temporal cannot be reached, at any depth of its causes. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (isGrpcServiceError(error) && GRPC_AWAY.has(error.code)) return true;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return CONNECTION_AWAY.has(code) || POSTGRES_AWAY.test(code) || isUnavailable(error.cause);
}
