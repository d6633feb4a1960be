/** Text Postgres can hold and a page can show: control characters and lone surrogates become U+FFFD. */
export function showable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is being replaced
  return text.toWellFormed().replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '\ufffd');
}
