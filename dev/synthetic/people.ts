/** Invented people and worries. Nobody of these names exists; every family name says that it is made up. */
import type { ChildForm } from '../../domain/contact.ts';
import type { Random } from './random.ts';

const GIVEN = [
  'Wren',
  'Ash',
  'Juniper',
  'Rowan',
  'Sorrel',
  'Linden',
  'Clover',
  'Aspen',
  'Hazel',
  'Bryony',
  'Fern',
  'Jay',
  'Robin',
  'Heath',
  'Ivy',
  'Marlow',
] as const;
const FAMILY = [
  'Madeup',
  'Notreal',
  'Invented',
  'Pretend',
  'Fictive',
  'Imagined',
  'Fabled',
  'Supposed',
  'Makebelieve',
  'Nonesuch',
  'Storybook',
  'Unreal',
] as const;
const WORRIES = [
  'Comes hungry most Mondays and is often collected late.',
  'A bruise on the upper arm, explained in two different ways.',
  'Attended a dispute between adults; the children were upstairs and awake.',
  'Low mood since a move, and no visits to the GP.',
  'Found in the town centre late in the evening with older young people.',
  'A parent was arrested; grandparents took the children in.',
  'Missed appointments and a parent who says they are exhausted.',
  'Says they do not want to go home at the weekend.',
  'Heating off for a fortnight and no food in the house.',
  'Brought in after a fall down the stairs; the story fits, but it is the third visit.',
] as const;
const AGREEMENTS = [
  'The parent knows and agrees.',
  'The parent knows and does not agree.',
  'Not asked: it might put the child at risk.',
  'Not asked: an incident was attended.',
] as const;

/** A family name for all children of a contact. */
export function familyName(random: Random): string {
  return random.pick(FAMILY);
}

/** A child of the family, between birth and 17 on the first day of the month. */
export function child(random: Random, family: string, year: number): ChildForm {
  const born = `${year - random.whole(1, 17)}-${twoDigits(random.whole(1, 12))}-${twoDigits(random.whole(1, 28))}`;
  return {
    givenName: random.pick(GIVEN),
    familyName: family,
    dateOfBirth: born,
    postcode: 'ZZ99 3VZ',
  };
}

export function worry(random: Random): string {
  return random.pick(WORRIES);
}

export function agreement(random: Random): string {
  return random.pick(AGREEMENTS);
}

/** Takes something away that a form asks for; the hub keeps the contact all the same. */
export function leaveOut(
  body: { readonly familyAgreement: string; readonly children: readonly ChildForm[] },
  random: Random,
): Record<string, unknown> {
  switch (random.whole(1, 4)) {
    case 1: {
      const { familyAgreement: _left, ...rest } = body;
      return rest;
    }
    case 2:
      return { ...body, concern: '' };
    case 3:
      return { ...body, children: body.children.map(({ dateOfBirth: _left, ...rest }) => rest) };
    default:
      return { ...body, children: body.children.map((it) => ({ ...it, dateOfBirth: 'about six' })) };
  }
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
