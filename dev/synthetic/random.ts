/** A source of numbers that a seed fixes for ever: the same seed gives the same numbers on any machine. */
export type Random = {
  /** From 0, included, to 1, excluded. */
  fraction(): number;
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  pick<Items extends readonly [unknown, ...unknown[]]>(items: Items): Items[number];
  shuffled<Item>(items: readonly Item[]): Item[];
};

/** Mulberry32 by Tommy Ettinger: 32 bits of state, enough for invented people and never for secrets. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (least: number, most: number) => least + Math.floor(fraction() * (most - least + 1));
  return {
    fraction,
    whole,
    pick: (items) => items[whole(0, items.length - 1)] ?? items[0],
    shuffled: (items) => {
      const mixed = [...items];
      for (let last = mixed.length - 1; last > 0; last -= 1) {
        const other = whole(0, last);
        [mixed[last], mixed[other]] = [mixed[other] as never, mixed[last] as never];
      }
      return mixed;
    },
  };
}

/**
 * As many items as `count`, each as often as its weight says, to the nearest whole number, in random order. Drawing
 * each by chance would need thousands of them before the shares came out right.
 */
export function inShares<Item extends string>(
  weights: Readonly<Record<Item, number>>,
  count: number,
  random: Random,
): Item[] {
  const items = Object.keys(weights) as Item[];
  const total = items.reduce((sum, item) => sum + weights[item], 0);
  const exact = items.map((item) => ({ item, wanted: (weights[item] / total) * count }));
  const given = exact.flatMap(({ item, wanted }) => Array<Item>(Math.floor(wanted)).fill(item));
  const rest = exact.sort((a, b) => (b.wanted % 1) - (a.wanted % 1)).slice(0, count - given.length);
  return random.shuffled([...given, ...rest.map(({ item }) => item)]);
}
