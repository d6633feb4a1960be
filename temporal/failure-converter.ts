// The workflow bundler packs this file into the sandbox, so it imports nothing but @temporalio/common. The SDK
// also loads it by require() without a TypeScript loader, so it must stay free of type syntax.
import { DefaultFailureConverter } from '@temporalio/common';

/**
 * Moves the message and stack of a failure into a payload, where the codec encrypts them; histories then
 * show `Encoded failure`. The failure type stays readable and must carry no personal data.
 */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
