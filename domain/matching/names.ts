import { FULL_FORM } from './short-forms.ts';

/** A name without case, accents, hyphens, apostrophes and spaces: `O’Brien-Łuk` becomes `obrienluk`. */
export function plainName(name: string): string {
  return letters(name).replaceAll(' ', '');
}

/** The words of a name in plain letters, hyphen parts apart, in order: `Anne-Marie` becomes `anne`, `marie`. */
export function nameParts(name: string): string[] {
  return letters(name)
    .split(' ')
    .filter((part) => part !== '');
}

/** Letters that have no accent to lose. */
const UNACCENTED: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ı: 'i',
  þ: 'th',
};

function letters(name: string): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[ßæœøđðłıþ]/g, (letter) => UNACCENTED[letter] ?? letter)
    .replaceAll(/['’‘`´.]/g, '')
    .replaceAll(/[^\p{L}]+/gu, ' ')
    .trim();
}

/** The form a short given name stands for, in plain letters; any other name is its own. */
export function fullForm(plain: string): string {
  return FULL_FORM.get(plain) ?? plain;
}
