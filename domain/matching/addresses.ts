/** More than any address has; what is longer is no address, and would make long keys. */
const MOST_WORDS = 20;
const MOST_POSTCODE_LETTERS = 10;

/** A postcode in capitals without spaces: `ts1 2ab` becomes `TS12AB`. */
export function plainPostcode(text: string | undefined): string | undefined {
  const plain = (text ?? '')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '')
    .slice(0, MOST_POSTCODE_LETTERS);
  return plain === '' ? undefined : plain;
}

/** Words of an address that are written in short as often as in full. */
const IN_SHORT: Readonly<Record<string, string>> = {
  street: 'st',
  road: 'rd',
  avenue: 'ave',
  lane: 'ln',
  close: 'cl',
  drive: 'dr',
  court: 'ct',
  crescent: 'cres',
  gardens: 'gdns',
  terrace: 'terr',
  square: 'sq',
  place: 'pl',
  apartment: 'flat',
  apt: 'flat',
  saint: 'st',
};

/** An address in small letters, without commas, street words in short: `Flat 2, 10 Nowhere Street` as `flat 2 10 nowhere st`. */
export function plainAddress(text: string | undefined): string | undefined {
  const words = (text ?? '')
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/['’]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && word.length <= 30)
    .slice(0, MOST_WORDS)
    .map((word) => IN_SHORT[word] ?? word);
  return words.length === 0 ? undefined : words.join(' ');
}

/** Where a household lives: its postcode with the numbers in the address, which say the house and the flat. */
export function dwelling({
  address,
  postcode,
}: {
  readonly address?: string;
  readonly postcode?: string;
}): string | undefined {
  if (postcode === undefined || address === undefined) return undefined;
  const numbers = address.match(/\d+[a-z]?/g) ?? [address.split(' ')[0] ?? ''];
  return `${postcode}/${numbers.join('-')}`;
}
