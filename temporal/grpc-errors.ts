import { isGrpcServiceError, ServiceError } from '@temporalio/client';

// @grpc/grpc-js is not a dependency of ours, so its `status` enum is not imported.
const GRPC_CODES = {
  cancelled: 1,
  deadlineExceeded: 4,
  notFound: 5,
  alreadyExists: 6,
  failedPrecondition: 9,
  unimplemented: 12,
  unavailable: 14,
} as const;

/** Whether Temporal refused a call with this gRPC status; the client wraps the error of some calls in its own. */
export function isGrpcError(error: unknown, code: keyof typeof GRPC_CODES): boolean {
  const refusal = error instanceof ServiceError ? error.cause : error;
  if (!isGrpcServiceError(refusal)) return false;
  const received: number = refusal.code;
  return received === GRPC_CODES[code];
}
