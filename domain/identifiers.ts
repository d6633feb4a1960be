/** NHS number check: ten digits, weights 10 to 2, modulus 11; a check value of 10 is never valid. */
export function isNhsNumber(text: string): boolean {
  const digits = text.replaceAll(/[\s-]/g, '');
  if (!/^\d{10}$/.test(digits)) return false;
  const weighted = Array.from(digits.slice(0, 9), (digit, index) => Number(digit) * (10 - index));
  const sum = weighted.reduce((total, product) => total + product, 0);
  return (11 - (sum % 11)) % 11 === Number(digits[9]);
}

/** Check letters of a UPN by remainder; I, O and S are left out, for they are mistaken for digits. */
const UPN_LETTERS = 'ABCDEFGHJKLMNPQRTUVWXYZ';
const UPN = /^[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]$/;

/**
 * Unique pupil number (N00001): a check letter, three digits of the authority, eight digits, then a digit or, in a
 * temporary number, a letter. Digits weigh their place, 2 to 13, modulus 23. How a last letter weighs is not
 * published, so a temporary number is held to its shape alone.
 */
export function isUpn(text: string): boolean {
  const upn = text.replaceAll(/[\s-]/g, '').toUpperCase();
  if (!UPN.test(upn)) return false;
  const digits = upn.slice(1);
  if (!/^\d+$/.test(digits)) return true;
  const sum = Array.from(digits, (digit, index) => Number(digit) * (index + 2)).reduce((a, b) => a + b, 0);
  return UPN_LETTERS[sum % 23] === upn[0];
}

const POSTCODE = /^[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$/;
/** Ways to say that there is none to give. */
const NO_POSTCODE = new Set(['NOT KNOWN', 'UNKNOWN', 'NOTKNOWN']);

/** Upper case with one space before the last three characters; `ts181au` becomes `TS18 1AU`. */
export function normalPostcode(text: string): string {
  const letters = text.replaceAll(/\s/g, '').toUpperCase();
  return NO_POSTCODE.has(letters) ? 'NOT KNOWN' : `${letters.slice(0, -3)} ${letters.slice(-3)}`;
}

/**
 * Whether a postcode has the form of one: two to four characters outward, a digit and two letters inward. It proves
 * no address. No fixed abode, `ZZ99 3VZ`, and `not known` pass.
 */
export function isPostcode(text: string): boolean {
  const postcode = normalPostcode(text);
  return NO_POSTCODE.has(postcode) || POSTCODE.test(postcode);
}
