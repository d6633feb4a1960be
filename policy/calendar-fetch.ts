/** Where GOV.UK publishes the bank holidays of the United Kingdom. */
export const GOV_UK_BANK_HOLIDAYS = 'https://www.gov.uk/bank-holidays.json';

/** The list is some 60 kB for sixteen years, so that even two centuries of it would fit. */
const MOST_BYTES = 1_000_000;
/** Long enough for a slow line; the refresh runs beside work that must not wait for it. */
const TIMEOUT_MS = 10_000;

/** The list could not be had this time; another try may succeed. The message says why. */
export class BankHolidaysUnavailable extends Error {
  override readonly name = 'BankHolidaysUnavailable';
}

/**
 * Fetches a list of bank holidays. Only that it is JSON is checked here; {@link officialList} judges what it says.
 * A redirect is refused: the list comes from the address that was configured or not at all.
 * @param fetchImpl the fetch to use; the global one outside tests.
 * @param timeoutMs for the whole answer, not for its beginning.
 * @throws BankHolidaysUnavailable when there is no answer in time, it is not 200, is larger than 1 MB, or is no JSON.
 */
export async function fetchBankHolidays(
  url: string | URL,
  fetchImpl: typeof fetch = fetch,
  timeoutMs: number = TIMEOUT_MS,
): Promise<unknown> {
  const refused = (reason: string, cause?: unknown) =>
    new BankHolidaysUnavailable(`${String(url)}: ${reason}`, { cause });
  const text = await textAt(url, fetchImpl, timeoutMs).catch((cause: unknown) => {
    if (cause instanceof BankHolidaysUnavailable) throw refused(cause.message);
    const isTimeout = cause instanceof Error && cause.name === 'TimeoutError';
    throw refused(isTimeout ? `no whole answer within ${timeoutMs} ms` : 'cannot be reached', cause);
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw refused('the answer is no JSON', cause);
  }
}

async function textAt(url: string | URL, fetchImpl: typeof fetch, timeoutMs: number): Promise<string> {
  const response = await fetchImpl(url, {
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new BankHolidaysUnavailable(`answered ${response.status}, not 200`);
  }
  let text = '';
  let bytes = 0;
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    // Leaving the loop cancels the rest of the answer.
    if (bytes > MOST_BYTES)
      throw new BankHolidaysUnavailable(`the answer is larger than ${MOST_BYTES} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
