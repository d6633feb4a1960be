/** The first thing in a certificate that does not hold: where, and what is wrong there. */
export class DoesNotHold extends Error {
  override readonly name = 'DoesNotHold';

  /** `where` is `row 7`, `signature` or another part of the document. */
  constructor(where: string, reason: string) {
    super(`${where}: ${reason}`);
  }
}
