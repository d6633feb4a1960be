import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { BankHolidaysUnavailable, fetchBankHolidays } from '../../policy/calendar-fetch.ts';
import { govUkList, JUBILEE_YEARS } from './gov-uk.ts';

let server: Server | undefined;

async function serving(answer: RequestListener): Promise<string> {
  const listening = createServer(answer);
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const { port } = listening.address() as AddressInfo;
  return `http://127.0.0.1:${port}/bank-holidays.json`;
}

afterEach(async () => {
  const closing = server;
  if (closing === undefined) return;
  closing.closeAllConnections();
  await new Promise((resolve) => closing.close(resolve));
  server = undefined;
});

describe('fetchBankHolidays', () => {
  test('gives the list as it was served, in however many pieces', async () => {
    const list = govUkList(JUBILEE_YEARS);
    const bytes = Buffer.from(JSON.stringify(list));
    const url = await serving((_request, response) => {
      response.setHeader('content-type', 'application/json');
      // Cuts through the three bytes of the ’ in New Year’s Day.
      const cut = bytes.indexOf('’') + 1;
      response.write(bytes.subarray(0, cut), () => response.end(bytes.subarray(cut)));
    });
    expect(await fetchBankHolidays(url)).toEqual(list);
  });

  test.each<[string, RequestListener, RegExp]>([
    ['500', (_request, response) => response.writeHead(500).end('{}'), /: answered 500, not 200$/],
    ['404', (_request, response) => response.writeHead(404).end('{}'), /: answered 404, not 200$/],
    ['an empty 204', (_request, response) => response.writeHead(204).end(), /: answered 204, not 200$/],
    [
      'a redirect',
      (_request, response) => response.writeHead(302, { location: 'https://elsewhere.invalid/' }).end(),
      /: cannot be reached$/,
    ],
    ['what is no JSON', (_request, response) => response.end('<html>'), /: the answer is no JSON$/],
    ['an empty answer', (_request, response) => response.end(), /: the answer is no JSON$/],
    [
      'a connection cut short',
      (_request, response) => response.writeHead(200).write('{', () => response.destroy()),
      /: cannot be reached$/,
    ],
  ])('refuses %s, naming the address', async (_case, answer, message) => {
    const url = await serving(answer);
    const fetched = fetchBankHolidays(url);
    await expect(fetched).rejects.toBeInstanceOf(BankHolidaysUnavailable);
    await expect(fetched).rejects.toThrow(message);
    await expect(fetched).rejects.toThrow(url);
  });

  test('stops reading an answer that is too large, whatever length it claims', async () => {
    let written = 0;
    const url = await serving((_request, response) => {
      const more = () => {
        if (response.destroyed) return;
        written += 65_536;
        response.write(' '.repeat(65_536), more);
      };
      more();
    });
    await expect(fetchBankHolidays(url)).rejects.toThrow(/: the answer is larger than 1000000 bytes$/);
    expect(written).toBeLessThan(20_000_000);
  });

  test('waits for the whole answer only so long', async () => {
    const url = await serving((_request, response) => {
      response.writeHead(200).write('{');
    });
    await expect(fetchBankHolidays(url, fetch, 200)).rejects.toThrow(/: no whole answer within 200 ms$/);
  });

  test('an address nobody listens at', async () => {
    await expect(fetchBankHolidays('http://127.0.0.1:1/')).rejects.toThrow(/: cannot be reached$/);
  });

  test('asks once, through the fetch it is given', async () => {
    const asked: string[] = [];
    const answer: typeof fetch = async (url) => {
      asked.push(String(url instanceof Request ? url.url : url));
      return Response.json({ asked: true });
    };
    expect(await fetchBankHolidays('https://hub.invalid/list.json', answer)).toEqual({ asked: true });
    expect(asked).toEqual(['https://hub.invalid/list.json']);
  });
});
