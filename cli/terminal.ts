import type { Terminal } from './command.ts';

const CLEAR_LINE = '\r\u001b[K';

/** The terminal this process was started from. */
export function processTerminal(): Terminal {
  const isScreen = process.stderr.isTTY;
  let hasProgress = false;
  const endProgress = () => {
    if (hasProgress) process.stderr.write(CLEAR_LINE);
    hasProgress = false;
  };
  return {
    out: (text) => {
      endProgress();
      process.stdout.write(`${text}\n`);
    },
    note: (text) => {
      endProgress();
      process.stderr.write(`${text}\n`);
    },
    progress: (text) => {
      if (!isScreen) return;
      process.stderr.write(`${CLEAR_LINE}${text}`);
      hasProgress = true;
    },
    env: process.env,
  };
}
