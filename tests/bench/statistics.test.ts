import { describe, expect, it } from 'vitest';
import { median, percentile } from '../../bench/statistics.ts';

const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

describe('percentiles', () => {
  it.each([
    ['the 99th of a hundred', hundred, 0.99, 99],
    ['the 99th of few is the largest', [3, 1, 2], 0.99, 3],
    ['everything', hundred, 1, 100],
    ['one value', [7], 0.5, 7],
  ])('%s', (_, values, share, expected) => {
    expect(percentile(values, share)).toBe(expected);
  });

  it('gives the middle round of three', () => {
    expect(median([13, 11, 30])).toBe(13);
  });

  it('gives nothing for nothing', () => {
    expect(percentile([], 0.5)).toBeNaN();
  });
});
