import type { Limit, TimeUnit } from '../../../domain/policy.ts';

/** `15 WD`, or `1 WD at 09:00`, as a limit, so that tables read as the domain reference does. */
export function limitOf(text: string): Limit {
  const [amount, unit, , at] = text.split(' ');
  return { amount: Number(amount), unit: unit as TimeUnit, ...(at !== undefined && { at }) };
}
