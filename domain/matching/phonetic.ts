/** How groups of letters sound in English names, longest first; tried from left to right. */
const SOUNDS: readonly (readonly [letters: string, sound: string])[] = [
  ['ough', 'F'],
  ['tch', 'C'],
  ['sch', 'S'],
  ['sh', 'X'],
  ['ch', 'C'],
  ['ph', 'F'],
  ['gh', ''],
  ['th', 'T'],
  ['ck', 'K'],
  ['qu', 'K'],
  ['wr', 'R'],
  ['kn', 'N'],
  ['gn', 'N'],
  ['ps', 'S'],
  ['mb', 'M'],
  ['dg', 'J'],
  ['b', 'B'],
  ['c', 'K'],
  ['d', 'T'],
  ['f', 'F'],
  ['g', 'K'],
  ['j', 'J'],
  ['k', 'K'],
  ['l', 'L'],
  ['m', 'M'],
  ['n', 'N'],
  ['p', 'P'],
  ['q', 'K'],
  ['r', 'R'],
  ['s', 'S'],
  ['t', 'T'],
  ['v', 'F'],
  ['x', 'KS'],
  ['z', 'S'],
];

const MOST_SOUNDS = 6;

/**
 * How a plain name sounds, in at most six letters, so that spellings of one sound share it: `catherine` and
 * `kathryn` are both `KTRN`. Vowels count only at the beginning, where all are `A`; letters of other alphabets
 * count as themselves. Empty for an empty name.
 */
export function soundOf(plain: string): string {
  let sound = '';
  for (let at = 0; at < plain.length && sound.length < MOST_SOUNDS; ) {
    const [letters, heard] = soundAt(plain, at);
    // A doubled sound is heard once.
    if (heard !== '' && !sound.endsWith(heard)) sound += heard;
    at += letters;
  }
  return Array.from(sound).slice(0, MOST_SOUNDS).join('');
}

function soundAt(plain: string, at: number): readonly [letters: number, sound: string] {
  const letter = String.fromCodePoint(plain.codePointAt(at) ?? 0);
  const group = SOUNDS.find(([letters]) => letters.length > 1 && plain.startsWith(letters, at));
  if (group !== undefined) return [group[0].length, group[1]];
  if ('aeiouyhw'.includes(letter)) return [1, at === 0 ? opening(letter) : ''];
  const soft = letter === 'c' && 'eiy'.includes(plain.charAt(at + 1) || '-');
  if (soft) return [1, 'S'];
  const known = SOUNDS.find(([letters]) => letters === letter);
  return [letter.length, known?.[1] ?? letter.toUpperCase()];
}

function opening(letter: string): string {
  if (letter === 'h') return 'H';
  return letter === 'w' ? 'W' : 'A';
}
